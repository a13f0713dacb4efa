"""Money at the ledger: whole cents, and parts that add up to their whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise


def cents(eur: float) -> int:
    """Euros as whole cents."""
    return round(eur * 100.0)


def shared(parts: Sequence[float]) -> list[int]:
    """Parts in euros as whole cents whose sum is the rounded sum of the parts.

    Rounded sums of the first one, two, three … parts are taken apart again, so each part is off by less than
    a cent.
    """
    sums = [cents(upto) for upto in accumulate(parts)]
    return [b - a for a, b in pairwise([0, *sums])]


def filled(weights: Sequence[float], whole: int) -> list[int]:
    """A whole number of cents shared by weights (equally where nobody has any)."""
    sums = list(accumulate(weights))
    if sums[-1] <= 0.0:
        sums = list(accumulate([1.0] * len(weights)))
    upto = [round(part / sums[-1] * whole) for part in sums[:-1]]
    return [b - a for a, b in pairwise([0, *upto, whole])]
