"""Gamma-gamma: what orders are worth, given that some customers spend more than others.

Generative process (Fader, Hardie, Lee 2005, "RFM and CLV"; Colombo, Jiang 1999):

1. each customer has a rate nu ~ gamma(q, gamma);
2. each order's value ~ gamma(p, nu), independent of how often the customer orders.

So the mean order of customer i is p / nu_i, and the mean of n orders says the more about it the larger n.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln

from classroom.clv import fit as fitting
from classroom.clv.histories import of_count
from classroom.errors import Misuse
from classroom.words import say


@dataclass(frozen=True)
class GammaGamma:
    """Gamma-gamma with given parameters.

    `p`: shape of the law of a customer's order values. `q`, `gamma`: shape and rate of the law of nu;
    `gamma` is in the unit of money.
    """

    p: float
    q: float
    gamma: float

    def __post_init__(self):
        fitting.positive(**vars(self))

    @classmethod
    def fit(cls, orders: ArrayLike, mean_value: ArrayLike, weights: ArrayLike | None = None) -> fitting.Fit:
        """Fit to each customer's number of orders and their mean value.

        Customers without an order say nothing and are left out. Count the same orders in both arrays: all
        of them, or repeat orders only.
        """
        n, mean = _checked(orders, mean_value)
        used = n > 0
        if not used.any():
            raise Misuse(say("clv.nobody"))
        n, mean = n[used], mean[used]
        count = np.ones(len(n)) if weights is None else np.asarray(weights, dtype=np.float64)[used]

        def score(parameters: np.ndarray) -> tuple[float, np.ndarray]:
            value, slope = _scores(*parameters, n, mean)
            return float(count @ value), slope @ count

        typical = float(np.average(mean, weights=count * n))
        return fitting.maximise(score, [3.0, 3.0, typical * 2 / 3], cls, count.sum())

    @property
    def mean(self) -> float:
        """Mean order value over all customers; infinite if q is not above 1."""
        return self.p * self.gamma / (self.q - 1.0) if self.q > 1 else float("inf")

    def log_likelihood(self, orders: ArrayLike, mean_value: ArrayLike) -> np.ndarray:
        """Log-likelihood of each customer's mean; 0 for those without an order."""
        n, mean = _checked(orders, mean_value)
        used = n > 0
        found = np.zeros(n.shape)
        found[used] = _scores(self.p, self.q, self.gamma, n[used], mean[used])[0]
        return found

    def expected_value(self, orders: ArrayLike, mean_value: ArrayLike) -> np.ndarray:
        """Each customer's expected mean order value, drawn from their own mean towards that of all.

        Those without an order get the mean of all, whatever stands in `mean_value`.
        """
        n, mean = _checked(orders, mean_value)
        spent = np.where(n > 0, n * np.where(n > 0, mean, 0.0), 0.0)
        known = self.p * n + self.q - 1.0  # the law of nu has too much mass near 0 if this is not positive
        return np.where(known > 0, self.p * (self.gamma + spent) / np.where(known > 0, known, 1.0), np.inf)


def _checked(orders: ArrayLike, mean_value: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    n, mean = (np.asarray(values, dtype=np.float64) for values in (orders, mean_value))
    if n.shape != mean.shape:
        raise Misuse(say("clv.shapes", names="orders, mean_value", shapes=f"{n.shape}, {mean.shape}"))
    if not np.isfinite(n).all() or (n < 0).any():
        raise Misuse(say("clv.negative", name="orders", value=f"{n.min(initial=np.nan):g}"))
    bad = (n > 0) & ~(mean > 0)
    if bad.any():
        raise Misuse(say("clv.no-value", count=int(bad.sum())))
    return n, mean


def _scores(p, q, gamma, n, mean) -> tuple[np.ndarray, np.ndarray]:
    """Log-likelihood of each customer's mean, and its gradient (3 × customers)."""
    shape, spent = p * n, n * mean
    log_all = np.log(gamma + spent)
    log_spent = np.log(spent)
    front = of_count(lambda k: gammaln(p * k + q) - gammaln(p * k), n)
    value = front - gammaln(q) + q * np.log(gamma) + shape * log_spent - np.log(mean) - (shape + q) * log_all
    both = of_count(lambda k: digamma(p * k + q), n)
    slope = [
        n * (both - of_count(lambda k: digamma(p * k), n) + log_spent - log_all),
        both - digamma(q) + np.log(gamma) - log_all,
        q / gamma - (shape + q) / (gamma + spent),
    ]
    return value, np.array(slope)
