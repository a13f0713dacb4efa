"""Rows of numbers in plain Python: `generator.play.arrays` from the standard library alone.

For browsers and other places without NumPy. A quarter of 1,500 rows takes some ten milliseconds.
"""

# What each method does stands in `Arrays`.
# ruff: noqa: D102

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, compress, repeat
from operator import add, eq, ge, gt, le, lt, mul, ne, neg, sub, truediv
from typing import Any

from generator.play import elementary

Index = list[int]


class Row:
    """Numbers in a row, reckoned with one by one; another row must be as long."""

    __slots__ = ("of",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, of: list):
        self.of = of

    def __len__(self) -> int:
        return len(self.of)

    def __iter__(self) -> Iterator[float]:
        return iter(self.of)

    def __getitem__(self, place: Any) -> Any:
        return Row(self.of[place]) if isinstance(place, slice) else self.of[place]

    def __setitem__(self, place: slice, values: Row) -> None:
        if len(self.of[place]) != len(values.of):
            raise ValueError(f"{len(values.of)} numbers do not fit into {len(self.of[place])} places")
        self.of[place] = values.of

    def _with(self, work: Callable, other: Any) -> Row:
        return Row(list(map(work, self.of, _other(other, len(self.of)))))

    def _from(self, work: Callable, other: Any) -> Row:
        return Row(list(map(work, _other(other, len(self.of)), self.of)))

    def __add__(self, other: Any) -> Row:
        return self._with(add, other)

    def __radd__(self, other: Any) -> Row:
        return self._from(add, other)

    def __sub__(self, other: Any) -> Row:
        return self._with(sub, other)

    def __rsub__(self, other: Any) -> Row:
        return self._from(sub, other)

    def __mul__(self, other: Any) -> Row:
        return self._with(mul, other)

    def __rmul__(self, other: Any) -> Row:
        return self._from(mul, other)

    def __truediv__(self, other: Any) -> Row:
        return self._with(truediv, other)

    def __rtruediv__(self, other: Any) -> Row:
        return self._from(truediv, other)

    def __neg__(self) -> Row:
        return Row(list(map(neg, self.of)))

    def __lt__(self, other: Any) -> Row:
        return self._with(lt, other)

    def __le__(self, other: Any) -> Row:
        return self._with(le, other)

    def __gt__(self, other: Any) -> Row:
        return self._with(gt, other)

    def __ge__(self, other: Any) -> Row:
        return self._with(ge, other)

    def __eq__(self, other: object) -> Row:  # type: ignore[override]
        return self._with(eq, other)

    def __ne__(self, other: object) -> Row:  # type: ignore[override]
        return self._with(ne, other)


def _other(other: Any, n: int) -> Any:
    """The second operand, as often as there are numbers in the first."""
    if isinstance(other, Row):
        if len(other.of) != n:
            raise ValueError(f"rows of {n} and {len(other.of)} numbers do not go together")
        return other.of
    return repeat(other)


class Plain:
    """The vocabulary on `Row`s; see `generator.play.arrays.Arrays`."""

    def row(self, values: Sequence[float]) -> Row:
        return Row([float(value) for value in values])

    def index(self, values: Sequence[int]) -> Index:
        return list(values)

    def listed(self, x: Any) -> list:
        return list(x)

    def full(self, n: int, value: float) -> Row:
        return Row([value] * n)

    def joined(self, parts: Sequence[Row]) -> Row:
        return Row(list(chain.from_iterable(part.of for part in parts)))

    def minimum(self, a: Row, b: Row | float) -> Row:
        return Row([p if p <= q else q for p, q in zip(a.of, _other(b, len(a)), strict=False)])

    def maximum(self, a: Row, b: Row | float) -> Row:
        return Row([p if p >= q else q for p, q in zip(a.of, _other(b, len(a)), strict=False)])

    def where(self, condition: Row, a: Row | float, b: Row | float) -> Row:
        n = len(condition)
        both = zip(condition.of, _other(a, n), _other(b, n), strict=False)
        return Row([p if holds else q for holds, p, q in both])

    def exp(self, x: Row) -> Row:
        return Row(elementary.exps(x.of))

    def exps(self, rows: Sequence[Row]) -> list[Row]:
        return [self.exp(row) for row in rows]

    def total(self, x: Row) -> float:
        last = deque(accumulate(x.of), maxlen=1)
        return last[0] if last else 0.0

    def running(self, x: Row) -> Row:
        return Row(list(accumulate(x.of)))

    def by_group(self, groups: Index, x: Row, count: int) -> list[float]:
        found = [0.0] * count
        for group, value in zip(groups, x.of, strict=True):
            found[group] += value
        return found

    def by_piece(self, x: Row, width: int) -> Row:
        return Row([self.total(x[low : low + width]) for low in range(0, len(x), width)])

    def taken(self, x: Row, places: Index) -> Row:
        return Row(list(map(x.of.__getitem__, places)))

    def placed(self, n: int, places: Index, x: Row) -> Row:
        found = [0.0] * n
        for place, value in zip(places, x.of, strict=True):
            found[place] = value
        return Row(found)

    def below(self, x: Row, edges: Row) -> Index:
        return list(map(bisect_right, repeat(edges.of), x.of))

    def highest_first(self, x: Row, keep: Row) -> Index:
        kept = compress(range(len(x)), keep.of)
        return sorted(kept, key=[-value for value in x.of].__getitem__)

    def outer(self, a: Row, b: Row) -> Row:
        return Row([p * q for p in a.of for q in b.of])
