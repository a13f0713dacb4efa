"""Purchase histories as the models take them: x repeat orders, the last at t_x, watched until T."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from classroom.errors import Misuse
from classroom.words import say


class Histories(NamedTuple):
    """Arrays of equal length. `count`: how many customers have this history."""

    x: np.ndarray
    t_x: np.ndarray
    T: np.ndarray
    count: np.ndarray


def checked(x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The three as arrays of one shape.

    Raises
    ------
    Misuse
        they differ in length, are no numbers, or tell of something that cannot happen
    """
    try:
        arrays = [np.asarray(values, dtype=np.float64) for values in (x, t_x, T)]
        frequency, last, watched = np.broadcast_arrays(*arrays)
    except (TypeError, ValueError):
        shapes = ", ".join(str(np.shape(values)) for values in (x, t_x, T))
        raise Misuse(say("clv.shapes", names="x, t_x, T", shapes=shapes)) from None
    for name, values in (("x", frequency), ("t_x", last), ("T", watched)):
        if not np.isfinite(values).all():
            raise Misuse(say("clv.missing", name=name, count=int((~np.isfinite(values)).sum())))
        if (values < 0).any():
            raise Misuse(say("clv.negative", name=name, value=f"{values.min():g}"))
    if (frequency != np.floor(frequency)).any():
        raise Misuse(say("clv.not-whole", name="x"))
    if (last > watched).any():
        raise Misuse(say("clv.after-the-end", count=int((last > watched).sum())))
    if ((frequency == 0) & (last > 0)).any():
        raise Misuse(say("clv.no-repeat", count=int(((frequency == 0) & (last > 0)).sum())))
    return frequency, last, watched


def gathered(x: ArrayLike, t_x: ArrayLike, T: ArrayLike, weights: ArrayLike | None = None) -> Histories:
    """Different histories with the number of customers (or the sum of `weights`) behind each.

    Raises
    ------
    Misuse
        see `checked`; or there is no customer at all
    """
    columns = [np.ravel(column) for column in checked(x, t_x, T)]
    if not columns[0].size:
        raise Misuse(say("clv.nobody"))
    first, place = distinct(columns)
    count = np.bincount(place, weights=None if weights is None else np.asarray(weights, dtype=np.float64))
    return Histories(*(column[first] for column in columns), count.astype(np.float64))


def of_count(function: Callable[[np.ndarray], np.ndarray], x: np.ndarray) -> np.ndarray:
    """`function` of whole numbers from 0, worked out once for each number instead of once for each row."""
    most = int(x.max(initial=0.0))
    if most >= x.size:
        return function(x)
    return function(np.arange(most + 1.0))[x.astype(np.intp)]


def distinct(columns: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Rows that differ: where each occurs first (in sorted order), and which of them every row is."""
    order = np.lexsort(columns[::-1])
    new = np.zeros(len(order), dtype=bool)
    new[0] = True
    for column in columns:
        own = column[order]
        new[1:] |= own[1:] != own[:-1]
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.cumsum(new) - 1
    return order[new], place
