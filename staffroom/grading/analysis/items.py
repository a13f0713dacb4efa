"""Difficulty and discrimination of exercises, as classical test theory has them.

Difficulty: the share of the points that was earned on average. Discrimination: the correlation of an
exercise's score with the score in all others (corrected item-total correlation; point-biserial where a
score is all or nothing), and the upper-lower index: what the best 27 % earned less what the weakest 27 %
earned, as shares (Kelley 1939, "The selection of upper and lower groups for the validation of test items",
Journal of Educational Psychology 30).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

#: With fewer students these numbers are noise.
AT_LEAST = 10
GROUP = 0.27
#: Below this an exercise hardly tells who knows more; the usual rule of thumb.
TELLING = 0.2


def correlation(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Pearson's correlation; None where one of both does not vary or there are fewer than three values."""
    n = len(a)
    if n < 3:
        return None
    mean_a, mean_b = sum(a) / n, sum(b) / n
    var_a = math.fsum((x - mean_a) ** 2 for x in a)
    var_b = math.fsum((y - mean_b) ** 2 for y in b)
    if var_a <= 1e-12 or var_b <= 1e-12:
        return None
    both = math.fsum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    return both / math.sqrt(var_a * var_b)


def item_rest(item: Sequence[float], totals: Sequence[float]) -> float | None:
    """Correlation of an item's scores with the scores in all other items; None for a small class.

    `item` and `totals` are scores per student in the same order, `totals` with the item in it.
    """
    if len(item) < AT_LEAST:
        return None
    return correlation(item, [total - score for score, total in zip(item, totals, strict=True)])


def upper_lower(item: Sequence[float], totals: Sequence[float], points: float) -> float | None:
    """What the best 27 % earned in an item less what the weakest 27 % earned, as shares of its points.

    Who stands equal at a group's edge is in it in part, so that the order of names plays no role. None for a
    small class, or where all have the same total.
    """
    n = len(item)
    if n < AT_LEAST or not points or max(totals) == min(totals):
        return None
    size = GROUP * n
    pairs = list(zip(totals, item, strict=True))
    return (_mean_of(pairs, size, best=True) - _mean_of(pairs, size, best=False)) / points


def _mean_of(pairs: list[tuple[float, float]], size: float, *, best: bool) -> float:
    """The mean score of the `size` students with the best (or weakest) totals; ties count in equal parts."""
    by_total: dict[float, list[float]] = {}
    for total, score in pairs:
        by_total.setdefault(total, []).append(score)
    left, summed = size, 0.0
    for total in sorted(by_total, reverse=best):
        scores = by_total[total]
        take = min(left, len(scores))
        summed += take * sum(scores) / len(scores)
        left -= take
        if left <= 0:
            break
    return summed / size
