"""Lifetime value: expected orders, times what an order leaves over, less what waiting costs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from classroom.errors import Misuse
from classroom.words import say

YEAR, DAY = 365.25 / 7, 1 / 7
NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)


def lifetime_value(
    model: Any,
    weeks: float,
    history: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
    *,
    order_value: ArrayLike = 1.0,
    margin: float = 1.0,
    discount: float = 0.0,
) -> np.ndarray:
    """Expected margin of the next `weeks`, discounted to today.

    Parameters
    ----------
    model
        `ParetoNBD`, `BGNBD` or `MBGNBD`
    weeks
        the horizon, in weeks of the clock in which the model was fitted
    history
        (x, t_x, T) of existing customers; without it, of a new customer. A new customer's first order is
        not counted: it is known when it has happened
    order_value
        expected value of an order of each customer, for instance `GammaGamma.expected_value`
    margin
        share of the value that is left over
    discount
        per year (.10 for 10 %), compounded continuously at the rate that comes to this in a year

    Returns
    -------
    Array with a value per customer, in the unit of `order_value`. The integral is good to
    some 9 digits for any horizon, a year or four hundred, as far as the model's expected orders are.
    """
    if not (np.isfinite(weeks) and weeks > 0):
        raise Misuse(say("clv.not-positive", name="weeks", value=weeks))
    if not discount > -1:
        raise Misuse(say("clv.not-positive", name="1 + discount", value=1 + discount))

    def orders(until: ArrayLike) -> np.ndarray:
        return np.asarray(model.expected_new(until) if history is None else model.expected(until, *history))

    value = orders(weeks)
    if discount:
        value = _discounted(orders, value, weeks, np.log1p(discount) / YEAR)
    return value * margin * np.asarray(order_value, dtype=np.float64)


def _discounted(orders: Callable[[ArrayLike], np.ndarray], total: np.ndarray, weeks: float, force: float):
    """Expected orders within `weeks`, each counted exp(-force * time) (array like `total`, all of them).

    By parts, so that only expected orders are needed. The integral is taken over u = log(1 + time / DAY), in
    which orders and discount are smooth at a scale of one, whatever the horizon: 12 points for each piece of
    that length.
    """
    end = np.log1p(weeks / DAY)
    finer = max(1.0, -force * weeks)  # below a rate of 0 later orders count more, and steeply at the end
    value = total * np.exp(-force * weeks)
    for low, high in pairwise(np.linspace(0.0, end, 1 + int(np.ceil(end * finer)))):
        time = DAY * np.expm1(0.5 * (high + low) + 0.5 * (high - low) * NODES)
        weight = 0.5 * (high - low) * WEIGHTS * (DAY + time) * force * np.exp(-force * time)
        value = value + np.tensordot(weight, orders(time.reshape(-1, *(1 for _ in total.shape))), 1)
    return value
