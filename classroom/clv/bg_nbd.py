"""BG/NBD: a coin after each order decides who leaves (Fader, Hardie, Lee 2005), and MBG/NBD.

Generative process, for each customer from the first order on:

1. rate lambda ~ gamma(r, alpha), chance of leaving p ~ beta(a, b), independent;
2. while alive, orders come at rate lambda; right after each repeat order the customer leaves with chance p.

In the BG/NBD nobody leaves before a second order. The modified model (MBG/NBD; Batislam, Denizel, Filiztekin
2007) tosses the same coin after the first order too. Once a customer has passed that toss, p has the law
beta(a, b + 1), so the modified model is the other one with b + 1 and one toss in front.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, betaln, digamma, expit, gammaln, hyp2f1

from classroom.clv import fit as fitting
from classroom.clv.histories import checked, gathered, of_count

NODES, WEIGHTS = np.polynomial.legendre.leggauss(64)
AWAY = 1e-4  # how far from a = 1 the formulas are used; in between, their mean


@dataclass(frozen=True)
class BGNBD:
    """BG/NBD with given parameters; weeks throughout.

    `r`, `alpha`: shape and rate of the gamma law of order rates. `a`, `b`: of the beta law of the chance to
    leave after an order.
    """

    r: float
    alpha: float
    a: float
    b: float
    tosses_first: ClassVar[bool] = False
    """Whether a customer can leave right after the first order."""

    def __post_init__(self):
        fitting.positive(**vars(self))

    @classmethod
    def fit(cls, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, weights: ArrayLike | None = None) -> fitting.Fit:
        """Fit to repeat orders `x`, the last at `t_x`, watched until `T`; `weights` count customers.

        Everyone who ever ordered belongs in: who has ordered once has x = 0 and t_x = 0.
        """
        known = gathered(x, t_x, T, weights)

        def score(parameters: np.ndarray) -> tuple[float, np.ndarray]:
            value, slope = _scores(cls.tosses_first, *parameters, *known[:3])
            return float(known.count @ value), slope @ known.count

        alpha = float(np.average(known.T, weights=known.count)) / 4 + 1.0
        return fitting.maximise(score, [0.5, alpha, 1.0, 2.0], cls, known.count.sum())

    def log_likelihood(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> np.ndarray:
        """Log-likelihood of each history."""
        return _scores(self.tosses_first, *vars(self).values(), *checked(x, t_x, T))[0]

    def p_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> np.ndarray:
        """Probability that each customer is still there at the end of watching."""
        frequency, last, watched = checked(x, t_x, T)
        return expit(-self._odds(frequency, last, watched))

    def expected(self, weeks: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> np.ndarray:
        """Expected orders of each customer in the `weeks` after the end of watching."""
        frequency, last, watched = checked(x, t_x, T)
        alive = expit(-self._odds(frequency, last, watched))
        return alive * self._if_there(weeks, frequency, watched)

    def expected_new(self, weeks: ArrayLike) -> np.ndarray:
        """Expected repeat orders of a new customer in the first `weeks`."""
        passes = self.b / (self.a + self.b) if self.tosses_first else 1.0
        return passes * self._if_there(weeks, 0.0, 0.0)

    def probability(self, n: int, weeks: ArrayLike) -> np.ndarray:
        """Probability that a new customer orders again exactly `n` times in the first `weeks`."""
        t = np.asarray(weeks, dtype=np.float64)
        tosses = n + 1 if self.tosses_first else n
        # The n-th order lies within t, and so does the one after: a negative binomial law.
        still = np.exp(betaln(self.a, self.b + tosses) - betaln(self.a, self.b)) * self._poisson(n, t)
        if not tosses:
            return still
        least = self._at_least(n, t)
        return still + np.exp(betaln(self.a + 1.0, self.b + tosses - 1) - betaln(self.a, self.b)) * least

    def _poisson(self, n: int, t: np.ndarray) -> np.ndarray:
        """Probability of n orders in t if nobody leaves."""
        front = gammaln(self.r + n) - gammaln(self.r) - gammaln(n + 1.0)
        return np.exp(front + self.r * np.log(self.alpha / (self.alpha + t))) * (t / (self.alpha + t)) ** n

    def _at_least(self, n: int, t: np.ndarray) -> np.ndarray:
        """Probability of n orders or more in t if nobody leaves."""
        return 1.0 - sum((self._poisson(k, t) for k in range(n)), start=np.zeros_like(t))

    @property
    def _b(self) -> float:
        """Second parameter of the law of p for those who have passed the toss after the first order."""
        return self.b + 1.0 if self.tosses_first else self.b

    def _odds(self, x, t_x, T) -> np.ndarray:
        """Logarithm of the odds of having left."""
        tossed = np.maximum(self._b + x - 1.0, np.finfo(float).tiny)
        odds = np.log(self.a / tossed) + (self.r + x) * np.log((self.alpha + T) / (self.alpha + t_x))
        return odds if self.tosses_first else np.where(x > 0, odds, -np.inf)

    def _if_there(self, weeks: ArrayLike, x, T) -> np.ndarray:
        """Expected orders in the next `weeks` of a customer who is there at T.

        The published form with an Euler transformation of the hypergeometric function: its arguments no
        longer grow with x, so it neither overflows nor loses digits for frequent buyers.
        """
        t = np.asarray(weeks, dtype=np.float64)

        def at(a: float) -> np.ndarray:
            total = a + self._b + x - 1.0
            series = hyp2f1(a + self._b - 1.0 - self.r, a - 1.0, total, t / (self.alpha + T + t))
            shrunk = ((self.alpha + T) / (self.alpha + T + t)) ** (a - 1.0)
            return total / (a - 1.0) * (1.0 - shrunk * series)

        near = abs(self.a - 1.0) < AWAY
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            found = 0.5 * (at(1.0 - AWAY) + at(1.0 + AWAY)) if near else at(self.a)
        lost = ~np.isfinite(found)  # the series gives up on parameters far from those of any shop
        return np.where(lost, self._by_quantiles(t, x, T), found) if lost.any() else found

    def _by_quantiles(self, t: np.ndarray, x, T) -> np.ndarray:
        """The same as `_if_there`, as a mean over quantiles of p: about three digits, any parameters."""
        t, x, T = (np.asarray(values, dtype=np.float64)[..., None] for values in (t, x, T))
        p = np.maximum(betaincinv(self.a, self._b + x, 0.5 * (1.0 + NODES)), 1e-300)
        orders = -np.expm1(-(self.r + x) * np.log1p(p * t / (self.alpha + T))) / p
        return 0.5 * (orders * WEIGHTS).sum(axis=-1)


@dataclass(frozen=True)
class MBGNBD(BGNBD):
    """MBG/NBD: as BG/NBD, but a customer can leave right after the first order."""

    tosses_first: ClassVar[bool] = True


def _scores(tosses_first: bool, r, alpha, a, b, x, t_x, T) -> tuple[np.ndarray, np.ndarray]:
    """Log-likelihood of each history, and its gradient (4 × histories)."""
    first = 1.0 if tosses_first else 0.0
    can_leave = x + first > 0
    passed = np.where(can_leave, b + x + first - 1.0, 1.0)
    end, last = np.log(alpha + T), np.log(alpha + t_x)
    there = -(r + x) * end
    left = np.where(can_leave, np.log(a) - np.log(passed) - (r + x) * last, -np.inf)
    alive = expit(there - left)
    gone = 1.0 - alive
    front = of_count(lambda n: gammaln(r + n) + betaln(a, b + first + n), x)
    value = front - gammaln(r) + r * np.log(alpha) - betaln(a, b) + np.logaddexp(there, left)
    both = digamma(a + b) - of_count(lambda n: digamma(a + b + first + n), x)
    slope = [
        of_count(lambda n: digamma(r + n), x) - digamma(r) + np.log(alpha) - alive * end - gone * last,
        r / alpha - (r + x) * (alive / (alpha + T) + gone / (alpha + t_x)),
        both + gone / a,
        both + of_count(lambda n: digamma(b + first + n), x) - digamma(b) - gone / passed,
    ]
    return value, np.array(slope)
