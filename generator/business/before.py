"""Customers from before the first day: they had bought earlier, and the books do not show it.

The books begin with the first day. Whoever came in the `before.weeks` before it, had not left, and orders
again stands in them from that order on, like a newcomer: cohorts of the first months hold old customers, who
are better than new ones (left truncation). Nothing observable tells them apart; `truth_customers` does.

Whether a customer is one of them is drawn *given* her rate and hazard, so the laws over all customers stay as
planted. By Bayes' rule the odds are those of having come so early (`level`, the same for all), times the
chance of still being there, times that of ordering within the scenario's own months. With hazard h, rate r,
A weeks before the first day and H weeks after it:

    odds  =  level  ×  (1 - exp(-h A)) / (h A)  ×  r / (r + h) × (1 - exp(-(r + h) H)).

Orders and leaving have no memory, so from the first day on she goes on as anybody does: her first order in
the books comes after an exponential time, and from it she orders and leaves as a newcomer does. (Under BG/NBD
the hazard is that of those who have ordered again; there this is an approximation.)
"""

from __future__ import annotations

import numpy as np

from generator import maths

SMALL = 1e-6  # below this, 1 - exp(-x) is x


def risen(x: np.ndarray) -> np.ndarray:
    """1 - exp(-x), also for tiny x ≥ 0."""
    return np.where(x < SMALL, x, 1.0 - maths.exp(-x))


def odds(rate: np.ndarray, hazard: np.ndarray, weeks: float, own_weeks: float) -> np.ndarray:
    """Odds of having come before the first day against after it, up to the factor `level`.

    `rate`, `hazard`: per week. `weeks`: A. `own_weeks`: H. Shape as `rate`.
    """
    gone, ends = np.maximum(hazard * weeks, 1e-12), rate + hazard
    return risen(gone) / gone * (rate / ends) * risen(ends * own_weeks)


def level(ratio: np.ndarray, share: float) -> float:
    """The factor on `ratio` (odds of equally likely customers) with which a share `share` came before."""
    low, high = 0.0, 1e6
    for _ in range(100):  # halving: the same on every machine
        middle = (low + high) / 2
        mean = float(np.cumsum(middle * ratio / (1.0 + middle * ratio))[-1]) / len(ratio)
        low, high = (middle, high) if mean < share else (low, middle)
    return low


def first_order(u: np.ndarray, rate: np.ndarray, hazard: np.ndarray, own_weeks: float) -> np.ndarray:
    """Week of the first order in the books: exponential, given that it comes before she leaves or H ends."""
    ends = rate + hazard
    return np.minimum(cut_exponential(u, ends, own_weeks), own_weeks * (1 - 1e-12))


def weeks_before(u: np.ndarray, hazard: np.ndarray, weeks: float) -> np.ndarray:
    """Weeks before the first day at which she came, given that she is still there on it."""
    return cut_exponential(u, hazard, weeks)


def cut_exponential(u: np.ndarray, rate: np.ndarray, end: float) -> np.ndarray:
    """Quantiles of an exponential law cut off at `end`."""
    part = u * risen(rate * end)
    tiny = rate * end < SMALL
    return np.where(tiny, u * end, -maths.log(1.0 - part) / np.where(tiny, 1.0, rate))
