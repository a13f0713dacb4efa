"""What is measured on a transaction log: pure functions from a `Log` to a number.

An order is what one customer bought on one day. Definitions are those under which the two real retailers
(CDNOW; UCI Online Retail II) were measured, so that values can be compared.
"""

from __future__ import annotations

import numpy as np

from generator.realism.log import Log

QUARTER = 91
"""Days of a quarter of a customer's own time, counted from the day of the first order."""
QUARTERS = 5
"""Quarters for which activity is followed: customers watched for 15 months."""
MOST_QUARTERS = 9
"""Quarters for which it is followed to see whether its fall slows down, if the log is long enough."""

FEWEST_PRODUCTS = 30
"""Products below which the shape of their tail cannot be told."""


def counts(log: Log) -> np.ndarray:
    """Number of orders of each customer."""
    return np.bincount(log.customer, minlength=log.customers)


def revenue(log: Log) -> np.ndarray:
    """Revenue of each customer (EUR)."""
    return np.bincount(log.customer, weights=log.value, minlength=log.customers)


def repeat_rate(log: Log) -> float:
    """Share of customers with a second order in the window."""
    return float((counts(log) > 1).mean())


def top_share(log: Log, top: float = 0.2) -> float:
    """Share of revenue of the best customers (`top`: their share of all customers)."""
    best = np.sort(revenue(log))[::-1]
    return float(best[: int(np.ceil(top * len(best)))].sum() / best.sum())


def gini(values: np.ndarray) -> float:
    """Gini coefficient of values that are not negative: 0 all alike, 1 one has everything."""
    ordered = np.sort(values)
    n = len(ordered)
    return float(2 * (np.arange(1, n + 1) * ordered).sum() / (n * ordered.sum()) - (n + 1) / n)


def gaps(log: Log) -> np.ndarray:
    """Days between one order and the next of the same customer."""
    same = log.customer[1:] == log.customer[:-1]
    return (log.day[1:] - log.day[:-1])[same]


def gap_ratio(log: Log) -> float:
    """Median of the days between orders, divided by their mean."""
    days = gaps(log)
    return float(np.median(days) / days.mean())


def gap_variation(log: Log) -> float:
    """Coefficient of variation of the days between orders (all customers together)."""
    days = gaps(log)
    return float(days.std(ddof=1) / days.mean())


def spend_spread(log: Log) -> float:
    """Standard deviation of the natural logarithm of order values (orders of nothing left out)."""
    return float(np.log(log.value[log.value > 0]).std(ddof=1))


def first_days(log: Log) -> np.ndarray:
    """Day of each customer's first order."""
    return log.day[np.flatnonzero(np.diff(log.customer, prepend=-1))]


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, ties sharing their mean rank."""
    _, group, size = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(size)
    return (last - (size - 1) / 2)[group]


def spearman(x: np.ndarray, y: np.ndarray) -> float:
    """Rank correlation."""
    return float(np.corrcoef(ranks(x), ranks(y))[0, 1])


def frequency_and_spend(log: Log) -> tuple[np.ndarray, np.ndarray]:
    """Of customers with a repeat order: number of repeat orders, and their mean value (EUR)."""
    first = np.diff(log.customer, prepend=-1) > 0
    number = counts(log) - 1
    later = np.bincount(log.customer, weights=np.where(first, 0.0, log.value), minlength=log.customers)
    again = number > 0
    return number[again], later[again] / number[again]


def frequency_spend(log: Log) -> float:
    """Rank correlation of the number of repeat orders with their mean value."""
    return spearman(*frequency_and_spend(log))


def activity(log: Log, step: int = QUARTER, steps: int = QUARTERS) -> np.ndarray:
    """Share of customers who order in each quarter after the first order (days 1-91, 92-182 …).

    Chained: the step from one quarter to the next is taken from all who were watched to the end of the
    later one, so that the curve is about time, not about who came when (as in a chain ladder).
    nan where nobody was watched for so long.
    """
    first = first_days(log)
    age = log.day - first[log.customer]
    quarter = (age - 1) // step
    seen = (age > 0) & (quarter < steps)
    active = np.zeros((log.customers, steps), dtype=bool)
    active[log.customer[seen], quarter[seen]] = True
    curve = np.full(steps, np.nan)
    for k in range(steps):
        watched = active[first + step * (k + 1) < log.end]
        if not len(watched) or (k and not watched[:, k - 1].any()):
            break
        step_down = watched[:, k].sum() / watched[:, k - 1].sum() if k else watched[:, 0].mean()
        curve[k] = step_down * curve[k - 1] if k else step_down
    return curve


def activity_drop(log: Log) -> float:
    """Activity in the last quarter as a share of that in the first: below 1, it falls."""
    curve = activity(log)
    return float(curve[-1] / curve[0])


def activity_flattening(log: Log) -> float:
    """Fall of activity in the later half of the time watched, as a share of the fall in the earlier half.

    Over as many quarters as there are in the log, but at least 5 and at most 9: with some thousand customers
    the fall of a single quarter is too small to be told from chance.
    """
    curve = activity(log, steps=MOST_QUARTERS)
    last = int(np.isfinite(curve).sum()) - 1
    if last + 1 < QUARTERS:
        return np.nan
    middle = last // 2
    early, late = curve[0] - curve[middle], curve[middle] - curve[last]
    return float((late / (last - middle)) / (early / middle))


def tail_share(log: Log, top: float = 0.2) -> float:
    """Share of lines that fall on the best-selling products (`top`: their share of products sold)."""
    best = np.sort(log.product_lines[log.product_lines > 0])[::-1]
    return float(best[: int(np.ceil(top * len(best)))].sum() / best.sum())


def tail_steepening(log: Log, top: float = 0.2) -> float:
    """Slope of log lines on log rank beyond the best-selling fifth, as a multiple of that within it.

    nan with fewer than `FEWEST_PRODUCTS` products.
    """
    best = np.sort(log.product_lines[log.product_lines > 0])[::-1]
    if len(best) < FEWEST_PRODUCTS:
        return np.nan
    rank, size = np.log(np.arange(1, len(best) + 1)), np.log(best)
    cut = int(np.ceil(top * len(best)))
    head, tail = (np.polyfit(rank[part], size[part], 1)[0] for part in (slice(cut), slice(cut, None)))
    return float(tail / head)


def refund_share(log: Log) -> float:
    """What was paid back as a share of what was paid."""
    sums = log.refunds
    return float((sums.back_online + sums.back_store) / (sums.paid_online + sums.paid_store))


def refund_ratio(log: Log) -> float:
    """Refunds as a share of revenue online, divided by the same in stores; nan if there are none of these."""
    sums = log.refunds
    if not (sums.paid_online and sums.back_store):
        return np.nan
    return float((sums.back_online / sums.paid_online) / (sums.back_store / sums.paid_store))


def gap_median(log: Log) -> float:
    """Median of the days between orders."""
    return float(np.median(gaps(log)))


def gap_mean(log: Log) -> float:
    """Mean of the days between orders."""
    return float(gaps(log).mean())


def active_in_month(log: Log, k: int) -> float:
    """Share of customers who order in the k-th calendar month after that of their first order.

    Of those whose k-th month lies in the window.
    """
    month = (log.day.astype("datetime64[D]")).astype("datetime64[M]").astype(np.int64)
    first = month[np.flatnonzero(np.diff(log.customer, prepend=-1))]
    last = int(np.datetime64(int(log.end) - 1, "D").astype("datetime64[M]").astype(np.int64))
    watched = first + k <= last
    seen = np.unique(log.customer[month == first[log.customer] + k])
    return float(len(seen) / watched.sum())
