"""What is done to customers, and what it changes in their orders: some come on top, some do not happen.

Everybody's own course is drawn first and never drawn again. A nudge (being called back, an offer, too many
mails) has a window and two probabilities: of one order on top (`gain`), and of losing what she would have
ordered in the window (`loss`). Its lots belong to the nudge alone, so two worlds that differ in a nudge
share every other order, and the effect on each customer is an exact difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from generator import draws
from generator.business.buying import Course


@dataclass(frozen=True)
class Nudges:
    """Nudges (arrays of equal length), one row for each customer and occasion.

    `customer`: position in the block. `week`, `weeks`: start and length of the window, operational. `gain`,
    `loss`: probabilities (for several arms: arm × row). `key`: of the occasion. `draw`: draw number of the
    order that may come on top.
    """

    customer: np.ndarray
    week: np.ndarray
    weeks: np.ndarray
    gain: np.ndarray
    loss: np.ndarray
    key: np.ndarray
    draw: np.ndarray

    @classmethod
    def none(cls) -> Nudges:
        """No nudges."""
        number, count = np.zeros(0), np.zeros(0, dtype=np.int64)
        return cls(count, number, number, number, number, count.astype(np.uint64), count)

    @classmethod
    def joined(cls, *parts: Nudges) -> Nudges:
        """Nudges of several kinds together."""
        return cls(
            *(
                np.concatenate(columns)
                for columns in zip(*(vars(part).values() for part in parts), strict=True)
            )
        )


def gained(nudges: Nudges, left: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which nudges bring an order on top if `gain` is applied, and when (week); the gone cannot buy."""
    when = nudges.week + draws.uniform(draws.bits(nudges.key, 1)) * nudges.weeks
    chance = draws.uniform(draws.bits(nudges.key, 0)) < nudges.gain
    return chance & (when < left[nudges.customer]), when


def lost(nudges: Nudges) -> np.ndarray:
    """Which nudges take away the orders of their window."""
    return draws.uniform(draws.bits(nudges.key, 2)) < nudges.loss


def with_nudges(course: Course, nudges: Nudges) -> Course:
    """The course under nudges."""
    comes, when = gained(nudges, course.left)
    comes &= when < course.horizon
    away = np.flatnonzero(lost(nudges))
    if away.size:
        kept = np.ones(len(course.week), dtype=bool)
        kept[in_windows(course, nudges, away)] = False
        kept[course.draw == 0] = True  # without a first order there is no customer
        course = Course(
            course.customer[kept], course.draw[kept], course.week[kept], course.left, course.horizon
        )
    return with_orders(course, nudges.customer[comes], nudges.draw[comes], when[comes])


def in_windows(course: Course, nudges: Nudges, which: np.ndarray) -> np.ndarray:
    """Positions of the course's orders that lie in the windows of the nudges `which` (may repeat)."""
    own = place(course.customer, course.week, course.horizon)
    customer, week = nudges.customer[which], nudges.week[which]
    low = np.searchsorted(own, place(customer, week, course.horizon), side="right")
    high = np.searchsorted(own, place(customer, week + nudges.weeks[which], course.horizon))
    counts = np.maximum(high - low, 0)
    return np.repeat(low - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())


def with_orders(course: Course, customer: np.ndarray, draw: np.ndarray, week: np.ndarray) -> Course:
    """The course with further orders, given in any order."""
    if not len(customer):
        return course
    mine = np.lexsort((draw, week, customer))
    customer, draw, week = customer[mine], draw[mine], week[mine]
    at = np.searchsorted(
        place(course.customer, course.week, course.horizon), place(customer, week, course.horizon), "right"
    )
    added = np.zeros(len(course.week) + len(at), dtype=bool)
    added[at + np.arange(len(at))] = True
    merge = partial(merged, added)
    return Course(
        merge(course.customer, customer),
        merge(course.draw, draw),
        merge(course.week, week),
        course.left,
        course.horizon,
    )


def merged(added: np.ndarray, own: np.ndarray, more: np.ndarray) -> np.ndarray:
    """Two columns as one; `added` (bool): where values of the second stand."""
    values = np.empty(len(added), dtype=own.dtype)
    values[~added], values[added] = own, more
    return values


def place(customer: np.ndarray, week: np.ndarray, horizon: float) -> np.ndarray:
    """A number that sorts by customer, then by time."""
    return customer * (2.0 * horizon + 4.0) + np.minimum(week, 2.0 * horizon)
