"""Calls of a student's functions: with what arguments, and what became of these meanwhile."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .copies import alike, build, copied


class Watch:
    """Remembers what arguments were, to say afterwards which of them were changed."""

    def __init__(self, given: dict[str, Any]) -> None:
        """`given` is {"args": [...], "kwargs": {...}}, as the function is about to get them."""
        self._given = given
        # the copy comes first: only beside it does writing to a frame give the frame new arrays
        self._before = copied(given, {})
        self._was = build(given)

    def changed(self) -> list[str]:
        """Where something is not what it was: "args[0]", "kwargs['table']['a']"."""
        if alike(self._was, build(self._given)):
            return []
        return [
            place
            for part in ("args", "kwargs")
            for place in _differences(self._before[part], self._given[part], part)
        ]


def _differences(before: Any, after: Any, path: str) -> list[str]:
    """Paths of what differs, containers looked into."""
    if type(before) is not type(after):
        return [path]
    if isinstance(before, (list, tuple)):
        if len(before) != len(after):
            return [path]
        pairs = [
            (f"{path}[{i}]", one, other) for i, (one, other) in enumerate(zip(before, after, strict=True))
        ]
        return [place for where, one, other in pairs for place in _differences(one, other, where)]
    if isinstance(before, dict):
        if list(before) != list(after):
            return [path]
        return [
            place for key in before for place in _differences(before[key], after[key], f"{path}[{key!r:.40}]")
        ]
    return [] if _same(before, after) else [path]


def _same(before: Any, after: Any) -> bool:
    """Whether a value is as it was; where that cannot be told, it counts as unchanged."""
    try:
        if isinstance(before, pd.DataFrame):
            return (
                list(before.columns) == list(after.columns)
                and before.index.equals(after.index)
                and before.equals(after)
            )
        if isinstance(before, pd.Series):
            return before.index.equals(after.index) and before.equals(after)
        if isinstance(before, pd.Index):
            return before.equals(after)
        if isinstance(before, np.ndarray):
            if before.shape != after.shape or before.dtype != after.dtype:
                return False
            return bool(pd.Series(before.ravel()).equals(pd.Series(after.ravel())))
        if isinstance(before, (set, frozenset, bytes, bytearray)):
            return before == after
        if hasattr(type(before), "__next__") or type(before).__eq__ is object.__eq__:
            return True
        return bool(before == after) or before != before
    except Exception:
        return True
