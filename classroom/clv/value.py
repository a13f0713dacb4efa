"""Lifetime value: expected orders, times what an order leaves over, less what waiting costs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from classroom.errors import Misuse
from classroom.words import say

NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)
YEAR = 365.25 / 7


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
    Array with a value per customer, in the unit of `order_value`.
    """
    if not (np.isfinite(weeks) and weeks > 0):
        raise Misuse(say("clv.not-positive", name="weeks", value=weeks))
    if not discount > -1:
        raise Misuse(say("clv.not-positive", name="1 + discount", value=1 + discount))

    def orders(until: float) -> np.ndarray:
        return np.asarray(model.expected_new(until) if history is None else model.expected(until, *history))

    force = np.log1p(discount) / YEAR
    total = orders(weeks) * np.exp(-force * weeks)
    if force:
        # Each order counts exp(-force * time): by parts, so that only expected orders are needed.
        for node, weight in zip(NODES, WEIGHTS, strict=True):
            t = 0.5 * weeks * (1.0 + node)
            total = total + 0.5 * weeks * weight * force * np.exp(-force * t) * orders(t)
    return total * margin * np.asarray(order_value, dtype=np.float64)
