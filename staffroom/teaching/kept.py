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

#: The name under which a test cell's last value stands after it was run.
VALUE = "_centric_value"


@functools.lru_cache(maxsize=256)
def compiled(source: str, filename: str) -> CodeType:
    """A test cell's code, its own functions that only reckon marked. Raises `SyntaxError`."""
    return compile(with_value(memo.prepare(ast.parse(source))), filename, "exec")


def with_value(tree: ast.Module) -> ast.Module:
    """The cell with its last value, if it has one, kept under the name `VALUE`."""
    if tree.body and isinstance(last := tree.body[-1], ast.Expr):
        kept = ast.Assign([ast.Name(VALUE, ast.Store())], last.value)
        tree.body[-1] = ast.fix_missing_locations(ast.copy_location(kept, last))
    return tree


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
