"""Rows that belong to something and stand in its order: orders of customers, lines of orders.

Made for counts that are small and differ from one owner to the next, where NumPy's `repeat` and boolean
indexing stumble: a processor cannot guess what comes next.
"""

from __future__ import annotations

import numpy as np

MANY = 4  # rows an owner, above which `repeat` is the faster


def owners(counts: np.ndarray) -> np.ndarray:
    """For each row the position of its owner (int64): 0 `counts[0]` times, then 1 `counts[1]` times …"""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    if total > MANY * len(ends):
        return np.repeat(np.arange(len(counts)), counts)
    steps = np.bincount(ends[:-1], minlength=total)[:total]  # owners without rows step over more than one
    return np.cumsum(steps, out=steps)


def runs(first: np.ndarray, counts: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """For each row of `owner` (see `owners`) a number that rises by one from its owner's `first`."""
    found = (first - (np.cumsum(counts) - counts)).take(owner)
    found += np.arange(len(owner))
    return found


def chosen(mask: np.ndarray, *columns: np.ndarray) -> list[np.ndarray]:
    """The rows of some columns for which `mask` holds."""
    where = np.flatnonzero(mask)
    return [column.take(where) for column in columns]


def order_of(values: np.ndarray) -> np.ndarray:
    """Positions that sort whole numbers from 0 up, in any order as given; equal ones stay as they are.

    By sixteen bits at a time, the lowest first: so short numbers NumPy sorts without comparing them.
    """
    order = np.arange(len(values))
    for shift in range(0, int(values.max(initial=0)).bit_length(), 16):
        part = (values >> shift).astype(np.uint16).take(order)
        order = order.take(np.argsort(part, kind="stable"))
    return order


def order_in_time(owner: np.ndarray, when: np.ndarray) -> np.ndarray:
    """Positions that sort by owner, then by time (weeks, finite); equal ones stay as they are.

    Quick where rows stand nearly in that order already. As one number, owner and time may be rounded, so the
    order is looked at once more.
    """
    span = 2.0 * float(np.abs(when).max(initial=0.0)) + 1.0
    order = np.argsort(owner * span + when, kind="stable")
    step, wait = np.diff(owner.take(order)), np.diff(when.take(order))
    if ((step < 0) | ((step == 0) & (wait < 0.0))).any():
        order = np.lexsort((when, owner))
    return order


class Merge:
    """Two tables as one: rows of a second stand between those of the first."""

    def __init__(self, at: np.ndarray, own: int, gone: np.ndarray | None = None):
        """`at`: before which of the `own` rows of the first table each row of the second stands (rising).

        `gone`: which rows of the first fall away (a mask; not given: none).
        """
        lost = np.zeros(0, dtype=np.int64) if gone is None else np.flatnonzero(gone)
        self.more = at - np.searchsorted(lost, at) + np.arange(len(at))
        self.added = np.zeros(own - len(lost) + len(at), dtype=bool)
        self.added[self.more] = True
        # Where each row comes from if the second table stood behind the first. The rows of the first by
        # counting, since to write them one by one into their places takes four times as long.
        self.source = np.cumsum(~self.added)
        self.source -= 1
        if gone is not None and 0 < len(lost) < own:
            self.source = np.flatnonzero(~gone).take(self.source)
        self.source[self.more] = np.arange(own, own + len(at))

    def __call__(self, own: np.ndarray, more: np.ndarray) -> np.ndarray:
        """One column from the two tables' columns."""
        return np.concatenate([own, more], dtype=own.dtype, casting="unsafe").take(self.source)
