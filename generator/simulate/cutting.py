"""Which rows share a cell: strata that are never mixed, and within them those whom decisions move alike.

Cells are cut from the top: the one whose choice leaves most to chance is cut in two at the mean of what its
members differ in most, until there are as many as asked. If a member stands for a cell, picked as often as it
is large, the variance of what is put down for a trait is the cell's size times the members' variance of the
trait for each euro of their size (Cochran 1977, Sampling Techniques, 9A.3). Only sums, products and
comparisons are used: the same cells on every machine.
"""

from __future__ import annotations

import heapq

import numpy as np


def cut(found: np.ndarray, size: np.ndarray, strata: np.ndarray, count: int) -> list[np.ndarray]:
    """The rows of each cell (positions): about `count` cells, never fewer than strata, nor more than rows.

    `found`: trait × row, EUR. `size`: by row, above 0. `strata`: code of each row.
    """
    profile = found / size
    order = np.argsort(strata, kind="stable")
    cells: list[np.ndarray] = np.split(order, np.flatnonzero(np.diff(strata[order])) + 1)
    widest: list[tuple[float, int, np.ndarray]] = []

    def look(number: int) -> None:
        members = cells[number]
        width, above = _width(profile[:, members], size[members])
        if width > 0.0:
            heapq.heappush(widest, (-width, number, above))

    for number in range(len(cells)):
        look(number)
    while widest and len(cells) < count:
        _, number, above = heapq.heappop(widest)
        members = cells[number]
        cells[number] = members[~above]
        cells.append(members[above])
        look(number)
        look(len(cells) - 1)
    return cells


def _width(profile: np.ndarray, size: np.ndarray) -> tuple[float, np.ndarray]:
    """Variance of what one member puts down for all, and who lies above the mean of the widest trait."""
    if len(size) == 1:
        return 0.0, np.zeros(1, dtype=bool)
    whole = float(np.add.reduce(size))
    away = profile - (np.add.reduce(profile * size, axis=1) / whole)[:, None]
    each = np.add.reduce(away * away * size, axis=1)
    above = away[int(np.argmax(each))] > 0.0
    return (whole * float(np.add.reduce(each)) if above.any() and not above.all() else 0.0), above
