"""Watch merges while a student's function runs: which multiplied rows, which would fill the memory.

It is seldom meant that several rows of one table each meet several rows of another: three lines and two
questions of one order make six rows. On a company such a merge can need more memory than there is, and end
the notebook. So its rows are counted before they are made, and what goes too far stops with a sentence.
"""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np
import pandas as pd

from classroom.words import say

MOST = 4_000_000
"""More rows than this are made only where the two tables have so many rows together."""
SMALL = 2_000
"""Up to so many rows together, multiplied rows are looked for; a lesson's page has fewer."""


class TooManyRows(MemoryError):
    """A merge was stopped before it filled the memory; the text is for the student."""


@dataclass(frozen=True)
class Merge:
    """One merge: rows of both tables and of the result, and a key that stands in several rows of both.

    `key` is empty where there is none, so that no row was multiplied on both sides. `line` is the student's.
    """

    left: int
    right: int
    rows: int
    key: str = ""
    left_times: int = 0
    right_times: int = 0
    line: int = 0

    @property
    def multiplies(self) -> bool:
        """Whether several rows of one table each met several rows of the other."""
        return bool(self.key)

    def in_words(self) -> str:
        """How many rows became how many, where, and by which key."""
        where = say("merge.in-line", line=self.line) if self.line else say("merge.somewhere")
        made = say("merge.made", where=where, **self._sizes())
        return f"{made} {self._why()}".strip()

    def too_many(self) -> str:
        """Why it was stopped."""
        return f"{say('merge.stopped', **self._sizes())} {self._why()}".strip()

    def _sizes(self) -> dict[str, str]:
        return {"left": f"{self.left:,}", "right": f"{self.right:,}", "rows": f"{self.rows:,}"}

    def _why(self) -> str:
        if not self.key:
            return ""
        return say("merge.why", key=self.key, left=f"{self.left_times:,}", right=f"{self.right_times:,}")


@contextlib.contextmanager
def watched(files: set[str]) -> Iterator[list[Merge]]:
    """Give a list to which each merge in the block is added, in order.

    `files` are the names under which the student's cells are compiled.

    Raises
    ------
    TooManyRows
        a merge would make more than `MOST` rows, and more than its two tables have together
    """
    from pandas.core.reshape import merge as home

    seen: list[Merge] = []

    def looking(usual: Any) -> Any:
        def get_result(self: Any, *args: Any, **kwargs: Any) -> Any:
            found = None
            with contextlib.suppress(Exception):
                found = _foreseen(self, files)
            if found is not None and found.rows > max(MOST, found.left + found.right):
                raise TooManyRows(found.too_many())
            if found is not None:
                seen.append(found)
            return usual(self, *args, **kwargs)

        return get_result

    # in another pandas than ours these may be missing: then nothing is seen, and nothing stopped
    kinds: list[Any] = [getattr(home, name, None) for name in ("_MergeOperation", "_CrossMergeOperation")]
    usual = [(kind, vars(kind)["get_result"]) for kind in kinds if kind and "get_result" in vars(kind)]
    for kind, method in usual:
        kind.get_result = looking(method)
    try:
        yield seen
    finally:
        for kind, method in usual:
            kind.get_result = method


def _foreseen(merge: Any, files: set[str]) -> Merge | None:
    """What a merge is about to make; None if it is neither small nor large enough to be looked at."""
    left, right = len(merge.left), len(merge.right)
    if left + right > SMALL and left * right <= MOST:
        return None
    if not hasattr(merge, "left_join_keys"):  # each row with each
        return Merge(left, right, left * right)
    names, lefts, rights = _keys(merge)
    if left + right > SMALL:
        # each row of the longer table meets at most so many of the shorter one; mostly that is few enough
        short = lefts if left < right else rights
        most = int(np.bincount(_codes(short, [part[:0] for part in short], min(left, right))).max(initial=0))
        if most * max(left, right) + min(left, right) <= MOST:
            return None
    codes = _codes(lefts, rights, left + right)
    most = int(codes.max(initial=-1)) + 1
    here, there = np.bincount(codes[:left], minlength=most), np.bincount(codes[left:], minlength=most)
    made = here.astype("float64") * there
    rows = int(made.sum())
    if merge.how in ("left", "outer"):
        rows += int(here[there == 0].sum())
    if merge.how in ("right", "outer"):
        rows += int(there[here == 0].sum())
    many = (here > 1) & (there > 1)
    if not many.any():
        return Merge(left, right, rows)
    worst = int(np.where(many, made, -1).argmax())
    place = int(np.flatnonzero(codes[:left] == worst)[0])
    key = ", ".join(f"{name} {_value(part, place)}" for name, part in zip(names, lefts, strict=True))
    return Merge(left, right, rows, key, int(here[worst]), int(there[worst]), _line(files))


def _keys(merge: Any) -> tuple[list[str], list[Any], list[Any]]:
    """The names of the columns that a merge goes by, and their values in both tables."""
    lefts, rights = list(merge.left_join_keys), list(merge.right_join_keys)
    if merge.left_index and merge.right_index:
        one, other = merge.left.index, merge.right.index
        lefts = [one.get_level_values(level) for level in range(one.nlevels)]
        rights = [other.get_level_values(level) for level in range(other.nlevels)]
        return [str(name) for name in one.names], lefts, rights
    names = [str(name) for name in merge.join_names]
    return names, lefts, rights


def _codes(lefts: Sequence[Any], rights: Sequence[Any], rows: int) -> np.ndarray:
    """A number for each row of both tables, the left one first: the same where all keys are the same."""
    codes = np.zeros(rows, dtype="int64")
    for left, right in zip(lefts, rights, strict=True):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            both = pd.concat([pd.Series(left), pd.Series(right)], ignore_index=True)
        part, kinds = pd.factorize(both, use_na_sentinel=False)
        codes = pd.factorize(codes * max(len(kinds), 1) + part)[0]
    return codes


def _value(values: Any, place: int) -> str:
    value = values[place]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value)[:40].split())


def _line(files: set[str]) -> int:
    """The line of the student's own that is being run; 0 if there is none."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename not in files:
        frame = frame.f_back
    return 0 if frame is None else frame.f_lineno
