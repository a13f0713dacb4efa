"""What play needs of arrays, so that one arithmetic runs with NumPy and without.

Two rooms offer it: `generator.play.plain` (the standard library alone) and `generator.simulate.vectors`
(NumPy). Both do the same operations on the same numbers in the same order, so both give the same bits:
element by element everything is rounded as IEEE 754 says, and whatever adds up does so from first to last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

#: A row of numbers (float64) with + - * / between rows and numbers, comparisons, `len` and slices. A slice is
#: to be read, or set as a whole (`x[a:b] = y`); no slice is changed in place, for with NumPy it is a view.
Array: TypeAlias = Any
#: Positions or codes by row (integers).
Index: TypeAlias = Any


class Arrays(Protocol):
    """A vocabulary for rows of numbers."""

    def row(self, values: Sequence[float]) -> Array:
        """A row of these numbers."""

    def index(self, values: Sequence[int]) -> Index:
        """These positions or codes."""

    def listed(self, x: Any) -> list:
        """The numbers of a row, or of positions, as a list."""

    def full(self, n: int, value: float) -> Array:
        """The same number `n` times."""

    def joined(self, parts: Sequence[Array]) -> Array:
        """Rows one after the other."""

    def minimum(self, a: Array, b: Array | float) -> Array:
        """The smaller of both, one by one."""

    def maximum(self, a: Array, b: Array | float) -> Array:
        """The larger of both, one by one."""

    def where(self, condition: Array, a: Array | float, b: Array | float) -> Array:
        """`a` where the condition holds, else `b`."""

    def exp(self, x: Array) -> Array:
        """Exponential, one by one."""

    def exps(self, rows: Sequence[Array]) -> list[Array]:
        """Exponentials of several rows of one length."""

    def total(self, x: Array) -> float:
        """Sum, from first to last."""

    def running(self, x: Array) -> Array:
        """Sums up to each number."""

    def by_group(self, groups: Index, x: Array, count: int) -> list[float]:
        """Sum of each of `count` groups."""

    def by_piece(self, x: Array, width: int) -> Array:
        """Sum of each `width` numbers in turn."""

    def taken(self, x: Array, places: Index) -> Array:
        """The numbers at these positions."""

    def placed(self, n: int, places: Index, x: Array) -> Array:
        """`n` numbers: these at these positions, elsewhere 0."""

    def below(self, x: Array, edges: Array) -> Index:
        """For each number, how many of the (ascending) edges are at most as large."""

    def highest_first(self, x: Array, keep: Array) -> Index:
        """Positions of the numbers to keep, from the largest down; among equals the first comes first."""

    def outer(self, a: Array, b: Array) -> Array:
        """Each of `a` times all of `b`, one row after the other."""
