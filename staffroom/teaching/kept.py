"""What is the same for every answer that is tried on one company, worked out once.

Kept are the tables that cells load, and what a test's own functions gave (`_wanted(tables)`) where they only
reckon. Both are handed out as lazy copies, so that nobody's changes reach the next answer.
"""

from __future__ import annotations

import ast
import contextlib
import functools
from collections.abc import Iterator
from types import CodeType
from typing import Any

from staffroom.grading.inside import memo


@functools.lru_cache(maxsize=256)
def compiled(source: str, filename: str) -> tuple[CodeType, CodeType | None]:
    """A test cell's statements, its own functions that only reckon marked, and its last expression, if any.

    Raises `SyntaxError`.
    """
    tree = memo.prepare(ast.parse(source))
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = compile(ast.Expression(tree.body.pop().value), filename, "eval")
    return compile(tree, filename, "exec"), last


class Kept:
    """Tables and results of one company, for as long as this object lives."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._tables: dict[tuple[str, str], Any] = {}
        self._results = memo.Memo(recording=True)

    def names(self) -> dict[str, Any]:
        """What a marked test cell finds in its namespace."""
        return {memo.MARK: self._results.remember}

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
