"""Trials whose outcome is in the order ledger: who is in, what is done to her, what she did, what she would.

A window runs over whole days from the day on which the lot was drawn. What is done in it works through
`effects.Nudges`, so the ledger shows it; nothing is added to a trial that is not in the orders. The windows
of one customer never overlap (`spans`), so whether she buys in one depends on that trial's lot alone:

    she buys  =  (her own course has an order in the window, and it is not lost)  or  (one comes on top).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator import draws, maths
from generator.block_values import Nullable
from generator.business.effects import Nudges, gained, in_own_window, lost
from generator.clock import Clock
from generator.memo import per_world
from generator.rows import chosen


@dataclass(frozen=True)
class Enrolled:
    """Customers in one trial (arrays of equal length).

    `customer`: position in the block. `day`: on which the lot was drawn (since 1970). `days`: length of the
    window. `arm`: drawn arm. `gain`, `loss`: arm × customer -> probabilities (see `effects.Nudges`); the
    first arm is the one in which nothing is done. `key`: of the occasion. `draw`: of the order on top.
    `about`: position in the course of the order that led to it (none: empty).
    """

    trial: str
    arms: tuple[str, ...]
    customer: np.ndarray
    day: np.ndarray
    days: int
    arm: np.ndarray
    gain: np.ndarray
    loss: np.ndarray
    key: np.ndarray
    draw: int
    about: np.ndarray

    def only(self, rows: np.ndarray) -> Enrolled:
        """Some of them (positions)."""
        if len(rows) == len(self.customer):
            return self
        names = ("customer", "day", "arm", "gain", "loss", "key")
        parts = {name: getattr(self, name)[..., rows] for name in names}
        return replace(self, **parts, about=self.about[rows] if len(self.about) else self.about)

    def nudges(self, world, arm: np.ndarray | int) -> Nudges:
        """What is done to each, in the given arm (one for all, or one each)."""
        rows = np.arange(len(self.customer))
        week, weeks = window_weeks(world, self.day, self.days)
        draw = np.full(len(rows), self.draw)
        return Nudges(self.customer, week, weeks, self.gain[arm, rows], self.loss[arm, rows], self.key, draw)


@per_world
def long_clock(world) -> Clock:
    """A clock that reaches to the end of the scenario's own months, wherever the run ends."""
    calendar, clock = world.scenario.calendar, world.clock
    return clock if len(clock.month_days) - 1 > calendar.months else Clock.of(calendar)


def window_weeks(world, day: np.ndarray, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Start and length in operational weeks of windows of whole days."""
    clock = long_clock(world)
    first = np.asarray(day) - clock.first_day
    return clock.weeks[first], clock.weeks[first + days] - clock.weeks[first]


def takes_place(world, part) -> bool:
    """Whether a trial of whole months is held: not for nobody, nor beyond the scenario's own months."""
    return part.share > 0 and part.month + part.months - 1 <= world.scenario.calendar.months


def of_months(world, part) -> tuple[int, int]:
    """First day (since 1970) and number of days of a trial that takes whole months."""
    first = world.clock.day_of_month(part.month)
    return first, world.clock.day_of_month(part.month + part.months) - first


def start_week(world, part) -> float:
    """Operational week in which a trial of whole months starts; before everything if it is not held."""
    return world.clock.week_of_month(part.month) if takes_place(world, part) else -np.inf


def seen_orders(course, people: int, week: float) -> tuple[np.ndarray, np.ndarray]:
    """For each customer, her orders before `week` (count) and the last of them (position in the course)."""
    (early,) = chosen(course.week < week, course.customer)
    before = np.bincount(early, minlength=people)
    return before, np.maximum(course.start[:-1] + before - 1, 0)


def outcome(block, of: Enrolled) -> tuple[np.ndarray, np.ndarray]:
    """Orders in each window (count) and what was paid for them (cents), as the ledger shows them."""
    orders, customer = block.orders, block.orders.times.customer
    start = np.full(len(block.ids), np.iinfo(np.int32).max, dtype=np.int32)
    start[of.customer] = of.day - block.world.clock.first_day
    age = orders.times.day - start.take(customer)
    customer, cents = chosen((age >= 0) & (age < of.days), customer, orders.cents)
    count = np.bincount(customer, minlength=len(block.ids))[of.customer]
    paid = np.bincount(customer, weights=cents, minlength=len(block.ids))
    return count, paid[of.customer].astype(np.int64)  # sums of whole cents are exact


def known(block, of: Enrolled) -> np.ndarray:
    """Rows whose window is over by the end of the run; before that nobody knows how it ends."""
    clock = block.world.clock
    return np.flatnonzero(of.day + of.days <= clock.first_day + clock.days)


def seen_table(block, of: Enrolled) -> dict:
    """Columns of `trials` for one trial."""
    rows = known(block, of)
    count, paid = outcome(block, of)
    none = np.ones(len(rows), dtype=bool)
    zero = np.zeros(len(rows), dtype=np.int64)
    return {
        "trial_id": of.trial,
        "customer_id": block.ids[of.customer[rows]],
        "answer": Nullable(zero, none),
        "arm": of.arm[rows],
        "price_eur": Nullable(zero, none),
        "unit_cost_eur": Nullable(zero, none),
        "assigned_on": of.day[rows],
        "window_days": np.full(len(rows), of.days),
        "bought": count[rows] > 0,
        "paid_eur": paid[rows],
        "ticket_id": ticket_ids(block, of, rows),
    }


def ticket_ids(block, of: Enrolled, rows: np.ndarray) -> Nullable:
    """Number of the ticket that led to it, if one did."""
    if not len(of.about):
        return Nullable(np.zeros(len(rows), dtype=np.int64), np.ones(len(rows), dtype=bool))
    calm, times = block.calm, block.orders.times
    about = of.about[rows]
    span = float(block.world.clock.end_week) + 1.0
    at = np.searchsorted(times.customer * span + times.week, calm.customer[about] * span + calm.week[about])
    return Nullable(block.orders.order_id[at] * 10 + 1, np.zeros(len(rows), dtype=bool))


def truth_table(block, of: Enrolled) -> dict:
    """Columns of `truth_trials` for one trial: each arm's outcome with the same lots, and what to expect."""
    of = of.only(known(block, of))
    arms, none = len(of.arms), of.nudges(block.world, 0)
    buys = np.zeros(len(block.ids), dtype=bool)
    buys[in_own_window(block.calm, none)] = True
    every = replace(none, gain=of.gain, loss=of.loss)  # the same lots in all arms
    would = (buys[of.customer] & ~lost(every)) | gained(every, block.left)[0]
    return {
        "trial_id": of.trial,
        "customer_id": np.repeat(block.ids[of.customer], arms),
        "arm": np.tile(np.arange(arms), len(of.customer)),
        "would_buy": would.T.ravel(),
        "effect": expected_effect(block, of).T.ravel(),
    }


def expected_effect(block, of: Enrolled) -> np.ndarray:
    """Arm × customer -> by how much the arm moves the probability of buying in the window.

    Given her nature (rate, hazard of leaving, app, the trial's own gain and loss) and whether she is still
    there on the day; 0 for who has left. With m the part of the window W in which she is there,
    P(does not buy) = E[(exp(-rate m) (1 - loss) + loss) (1 - gain m / W)].
    """
    world, who = block.world, of.customer
    week, weeks = window_weeks(world, of.day, of.days)
    app = np.where(block.app_from[who] < week, 1.0 + world.scenario.app.lift, 1.0)
    rate, hazard = block.latents.rate[who] * app, block.latents.dropout[who]
    both = rate + hazard
    stays, quiet = maths.exp(-hazard * weeks), maths.exp(-both * weeks)
    there = (1.0 - stays) / (hazard * weeks)  # E[m] / W
    silent = hazard / both * (1.0 - quiet) + quiet  # E[exp(-rate m)]
    # E[m exp(-rate m)] / W
    late = hazard / weeks * (1.0 / (both * both) - quiet * (weeks / both + 1.0 / (both * both))) + quiet
    gain, loss = of.gain, of.loss
    misses = (1.0 - loss) * (silent - gain * late) + loss * (1.0 - gain * there)
    return np.where(block.left[who] > week, misses[0] - misses, 0.0)


def halves(key: np.ndarray, treated_share: float) -> np.ndarray:
    """0 or 1 by lot."""
    return (draws.slice16(draws.bits(key, 3), 0) < treated_share * 65536.0).astype(np.int64)


def sampled(key: np.ndarray, share: float) -> np.ndarray:
    """Who takes part, by lot."""
    return draws.slice16(draws.bits(key, 3), 1) < share * 65536.0
