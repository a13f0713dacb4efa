"""Shifted-beta-geometric: how long members stay who can cancel at the end of each period.

Generative process (Fader, Hardie 2007, "How to project customer retention"):

1. each member has a churn probability theta ~ beta(alpha, beta), the same in every period;
2. at the end of each period the member cancels with probability theta.

Nobody's own retention improves, yet the cohort's does: those with a high theta go first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, digamma, hyp2f1

from classroom.clv import fit as fitting
from classroom.clv.histories import distinct
from classroom.errors import Misuse
from classroom.words import say


@dataclass(frozen=True)
class ShiftedBetaGeometric:
    """Shifted-beta-geometric with given parameters; time in whole periods."""

    alpha: float
    beta: float

    def __post_init__(self):
        fitting.positive(**vars(self))

    @classmethod
    def fit(cls, periods: ArrayLike, left: ArrayLike, weights: ArrayLike | None = None) -> fitting.Fit:
        """Fit to members who left and members who are still there.

        `periods`: for those who `left`, the period at whose end they cancelled (1, 2, ...); for the others
        the number of renewals seen so far (0, 1, ...), after which they are censored.
        """
        n, gone = np.ravel(np.asarray(periods, dtype=np.float64)), np.ravel(np.asarray(left, dtype=bool))
        if n.shape != gone.shape:
            raise Misuse(say("clv.shapes", names="periods, left", shapes=f"{n.shape}, {gone.shape}"))
        if not n.size:
            raise Misuse(say("clv.nobody"))
        if not np.isfinite(n).all() or (n < gone).any() or (n != np.floor(n)).any():
            raise Misuse(say("clv.not-periods"))
        first, place = distinct([n, gone.astype(np.float64)])
        count = np.bincount(place, weights=None if weights is None else np.asarray(weights, dtype=float))
        known = n[first], gone[first]

        def score(parameters: np.ndarray) -> tuple[float, np.ndarray]:
            value, slope = _scores(*parameters, *known)
            return float(count @ value), slope @ count

        return fitting.maximise(score, [1.0, 2.0], cls, float(count.sum()))

    def log_likelihood(self, periods: ArrayLike, left: ArrayLike) -> np.ndarray:
        """Log-likelihood of each member."""
        n, gone = np.asarray(periods, dtype=np.float64), np.asarray(left, dtype=bool)
        return _scores(self.alpha, self.beta, n, gone)[0]

    def survival(self, periods: ArrayLike) -> np.ndarray:
        """Share of a cohort that is still there after so many renewals."""
        n = np.asarray(periods, dtype=np.float64)
        return np.exp(betaln(self.alpha, self.beta + n) - betaln(self.alpha, self.beta))

    def retention(self, period: ArrayLike) -> np.ndarray:
        """Share of those in period 1, 2, ... who renew at its end; rises with the period."""
        n = np.asarray(period, dtype=np.float64)
        return (self.beta + n - 1.0) / (self.alpha + self.beta + n - 1.0)

    def expected_periods(self, discount: float, renewals: ArrayLike = 0) -> np.ndarray:
        """Discounted number of further periods that a member pays for, who has renewed `renewals` times.

        `discount`: per period, above 0. The next period counts if the member renews at the end of this one,
        and in full; the one after is divided by 1 + discount, and so on (Fader, Hardie 2010).
        """
        fitting.positive(discount=discount)
        n = np.asarray(renewals, dtype=np.float64)
        whole = self.alpha + self.beta + n
        return (self.beta + n) / whole * hyp2f1(1.0, self.beta + n + 1.0, whole + 1.0, 1 / (1 + discount))


def _scores(alpha, beta, n, left) -> tuple[np.ndarray, np.ndarray]:
    """Log-likelihood of each member, and its gradient (2 × members)."""
    a, b = alpha + left, beta + n - left
    value = betaln(a, b) - betaln(alpha, beta)
    both = digamma(alpha + beta) - digamma(a + b)
    slope = [digamma(a) - digamma(alpha) + both, digamma(b) - digamma(beta) + both]
    return value, np.array(slope)
