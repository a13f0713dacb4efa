"""What is done to customers, and what it changes in their orders: some come on top, some do not happen.

Everybody's own course is drawn first and never drawn again. A nudge (being called back, an offer, too many
mails) has a window and two probabilities: of one order on top (`gain`), and of losing what she would have
ordered in the window (`loss`). Its lots belong to the nudge alone, so two worlds that differ in a nudge
share every other order, and the effect on each customer is an exact difference.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws
from generator.business.buying import Course, place
from generator.rows import Merge, chosen, owners, runs


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
        kept |= course.draw == 0  # without a first order there is no customer
        columns = chosen(kept, course.customer, course.draw, course.week)
        course = Course(*columns, course.left, course.horizon)
    return with_orders(course, *chosen(comes, nudges.customer, nudges.draw, when))


def in_windows(course: Course, nudges: Nudges, which: np.ndarray) -> np.ndarray:
    """Positions of the course's orders that lie in the windows of the nudges `which` (may repeat)."""
    customer, week = nudges.customer[which], nudges.week[which]
    low = np.searchsorted(course.place, place(customer, week, course.horizon), side="right")
    high = np.searchsorted(course.place, place(customer, week + nudges.weeks[which], course.horizon))
    counts = np.maximum(high - low, 0)
    return runs(low, counts, owners(counts))


def in_own_window(course: Course, nudges: Nudges) -> np.ndarray:
    """Customer of each of the course's orders that lies in her window; nobody has more than one nudge."""
    low, high = np.full((2, len(course.left)), np.inf)
    low[nudges.customer] = place(nudges.customer, nudges.week, course.horizon)
    high[nudges.customer] = place(nudges.customer, nudges.week + nudges.weeks, course.horizon)
    inside = (course.place > low.take(course.customer)) & (course.place < high.take(course.customer))
    return course.customer[np.flatnonzero(inside)]


def with_orders(course: Course, customer: np.ndarray, draw: np.ndarray, week: np.ndarray) -> Course:
    """The course with further orders, given in any order."""
    if not len(customer):
        return course
    spot = place(customer, week, course.horizon)
    mine = np.argsort(spot, kind="stable")
    if not np.diff(spot[mine]).all():  # two in one place
        mine = np.lexsort((draw, week, customer))
    customer, draw, week = customer[mine], draw[mine], week[mine]
    at = np.searchsorted(course.place, spot[mine], "right")
    merge = Merge(at, len(course.week))
    return Course(
        merge(course.customer, customer),
        merge(course.draw, draw),
        merge(course.week, week),
        course.left,
        course.horizon,
    )
