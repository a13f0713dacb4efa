"""What is the same for every answer that is tried on one company, worked out once.

Kept are the tables that cells load, and what a test's own functions gave (`_wanted(tables)`) where they only
reckon. Both are handed out as lazy copies, so that nobody's changes reach the next answer.
"""

from __future__ import annotations

import ast
import contextlib
import functools
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

from staffroom.grading.inside import memo
from staffroom.grading.inside.copies import copied
from staffroom.grading.inside.prints import fingerprint


@functools.lru_cache(maxsize=256)
def compiled(source: str, filename: str) -> CodeType:
    """A test cell's code, its own functions that only reckon marked. Raises `SyntaxError`."""
    return compile(memo.prepare(ast.parse(source)), filename, "exec")


class Kept:
    """Tables and results of one company, for as long as this object lives."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._tables: dict[tuple[str, str], Any] = {}
        #: By function and arguments: the result, and the arguments, which keep their place in memory.
        self._results: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    def names(self) -> dict[str, Any]:
        """What a marked test cell finds in its namespace."""
        return {memo.MARK: self._remember}

    @contextlib.contextmanager
    def lent(self) -> Iterator[None]:
        """While this lasts, each table is read once, whoever loads it."""
        from classroom import data

        read = data.Tables.__getitem__

        def kept(tables: Any, name: str) -> Any:
            key = (tables._where, str(name))
            if key not in self._tables:
                self._tables[key] = read(tables, name)
            return self._tables[key].copy(deep=False)

        data.Tables.__getitem__ = kept  # type: ignore[method-assign]
        try:
            yield
        finally:
            data.Tables.__getitem__ = read  # type: ignore[method-assign]

    def _remember(self, key: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def around(function: Callable[..., Any]) -> Callable[..., Any]:
            @functools.wraps(function)
            def looked_up(*args: Any, **kwargs: Any) -> Any:
                given = _given(args, kwargs)
                if given is None:
                    return function(*args, **kwargs)
                if (key, given) not in self._results:
                    held = copied((args, tuple(kwargs.values())), {})
                    result = function(*args, **kwargs)
                    if given != _given(args, kwargs):
                        return result  # a function that alters its arguments is none of ours
                    self._results[key, given] = (copied(result, {}), held)
                    return result
                return copied(self._results[key, given][0], {})

            return looked_up

        return around


def _given(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...] | None:
    """What arguments are; None if one is of a kind that cannot be compared."""
    from classroom.data import Tables

    found: list[Any] = [tuple(kwargs)]
    for value in (*args, *kwargs.values()):
        part = ("tables", value._where) if type(value) is Tables else fingerprint(value)
        if part is None:
            return None
        found.append(part)
    return tuple(found)
