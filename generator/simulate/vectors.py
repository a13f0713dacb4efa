"""Rows of numbers with NumPy: what `generator.play.arrays` asks for, with the bits that plain Python gives.

NumPy's `sum`, `mean` and `@` add in an order of their own; what is added up here is added from first to last.
"""

# What each method does stands in `Arrays`.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from generator import maths


class Vectors:
    """The vocabulary on NumPy's arrays; see `generator.play.arrays.Arrays`."""

    def row(self, values: Sequence[float]) -> np.ndarray:
        return np.array(values, dtype=np.float64)

    def index(self, values: Sequence[int]) -> np.ndarray:
        return np.array(values, dtype=np.int64)

    def listed(self, x: Any) -> list:
        return np.asarray(x).tolist()

    def full(self, n: int, value: float) -> np.ndarray:
        return np.full(n, value, dtype=np.float64)

    def joined(self, parts: Sequence[np.ndarray]) -> np.ndarray:
        return np.concatenate(parts)

    def minimum(self, a: np.ndarray, b: np.ndarray | float) -> np.ndarray:
        return np.minimum(a, b)

    def maximum(self, a: np.ndarray, b: np.ndarray | float) -> np.ndarray:
        return np.maximum(a, b)

    def where(self, condition: np.ndarray, a: np.ndarray | float, b: np.ndarray | float) -> np.ndarray:
        return np.where(condition, a, b)

    def exp(self, x: np.ndarray) -> np.ndarray:
        return maths.exp(x)

    def exps(self, rows: Sequence[np.ndarray]) -> list[np.ndarray]:
        return list(maths.exp(np.array(rows)))  # together: a short array takes as long as its calls

    def total(self, x: np.ndarray) -> float:
        return float(np.add.accumulate(x)[-1]) if len(x) else 0.0

    def running(self, x: np.ndarray) -> np.ndarray:
        return np.add.accumulate(x)

    def by_group(self, groups: np.ndarray, x: np.ndarray, count: int) -> list[float]:
        return np.bincount(groups, x, count).tolist()

    def by_piece(self, x: np.ndarray, width: int) -> np.ndarray:
        return np.add.accumulate(x.reshape(-1, width), axis=1)[:, -1]

    def taken(self, x: np.ndarray, places: np.ndarray) -> np.ndarray:
        return x.take(places)

    def placed(self, n: int, places: np.ndarray, x: np.ndarray) -> np.ndarray:
        found = np.zeros(n)
        found[places] = x
        return found

    def below(self, x: np.ndarray, edges: np.ndarray) -> np.ndarray:
        return np.searchsorted(edges, x, side="right")

    def highest_first(self, x: np.ndarray, keep: np.ndarray) -> np.ndarray:
        order = np.argsort(-x, kind="stable")
        return order[keep[order]]

    def outer(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return (a[:, None] * b).ravel()
