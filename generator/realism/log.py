"""A transaction log as every measure sees it, whether it comes from a company or from a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

MONTHS = 24
"""The window in which bands are judged: the two real retailers were watched for 18 and 24 months."""
ENOUGH_MONTHS = 18


class Refunds(NamedTuple):
    """What was paid and what was paid back (EUR), in the shop's own stores and elsewhere."""

    paid_online: float
    back_online: float
    paid_store: float
    back_store: float


class Answers(NamedTuple):
    """Answers to “How likely are you to recommend us?”: scores 0 to 10 of those who answered.

    `would_answered`, `would_silent`: the scores that those who answered, and those who did not, would give;
    None where the truth is not at hand.
    """

    scores: np.ndarray
    would_answered: np.ndarray | None = None
    would_silent: np.ndarray | None = None


@dataclass(frozen=True)
class Log:
    """One row per customer and day with an order, sorted by customer and day.

    `customer`: whole numbers from 0 without gaps; `day`: days since 1970; `value`: EUR of the day (int64,
    int64, float64 of equal length). `start`, `end`: first day of the window and first day after it.
    `product_lines`: number of lines sold of each product (None if not known).
    """

    name: str
    customer: np.ndarray
    day: np.ndarray
    value: np.ndarray
    start: int
    end: int
    product_lines: np.ndarray | None = None
    refunds: Refunds | None = None
    answers: Answers | None = None

    @property
    def customers(self) -> int:
        """How many customers bought in the window."""
        return int(self.customer[-1]) + 1 if len(self.customer) else 0

    @property
    def months(self) -> float:
        """Length of the window."""
        return (self.end - self.start) / 30.4375

    @property
    def window(self) -> str:
        """The window in words: first and last day."""
        return f"{as_date(self.start)} to {as_date(self.end - 1)}"


def as_date(day: int) -> dt.date:
    """The date of a day counted from 1970."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(day))


def as_day(date: dt.date) -> int:
    """The day counted from 1970 of a date."""
    return (date - dt.date(1970, 1, 1)).days


def months_later(day: int, months: int) -> int:
    """The same day of the month so many months later (the 28th at most)."""
    date = as_date(day)
    count = date.month - 1 + months
    return as_day(date.replace(year=date.year + count // 12, month=count % 12 + 1, day=min(date.day, 28)))


def make_log(
    name: str, customer: np.ndarray, day: np.ndarray, value: np.ndarray, start: int, end: int
) -> Log:
    """A log from rows in any order: what one customer bought on one day counts as one order.

    `customer`: numbers of any kind; the rest as in `Log`. Rows outside the window are left out.
    """
    inside = (day >= start) & (day < end)
    customer, day, value = customer[inside], day[inside], value[inside]
    if not len(customer):
        none = np.zeros(0, dtype=np.int64)
        return Log(name, none, none, np.zeros(0), start, end)
    code = np.unique(customer, return_inverse=True)[1].astype(np.int64)
    span = end - start
    places, row = np.unique(code * span + (day - start), return_inverse=True)
    total = np.bincount(row, weights=value, minlength=len(places))
    return Log(name, places // span, places % span + start, total, start, end)


def with_parts(log: Log, **parts: Any) -> Log:
    """The same log with more known about it."""
    return replace(log, **parts)
