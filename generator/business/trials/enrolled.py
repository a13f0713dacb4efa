"""Trials whose outcome is in the order ledger: who is in, and what is done to her.

A window runs over whole days from the day on which the lot was drawn. What is done in it works through
`effects.Nudges`, so the ledger shows it; nothing is added to a trial that is not in the orders. The windows
of one customer never overlap, so whether she buys in one depends on that trial's lot
alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator import draws
from generator.business.effects import Nudges
from generator.business.order_history import OrderHistory
from generator.rows import chosen
from generator.scenario.parts.trials import MonthsTrial
from generator.world import World


@dataclass(frozen=True)
class Enrolled:
    """Customers in one trial (arrays of equal length).

    `customer`: position in the block. `day`: on which the lot was drawn (since 1970). `days`: length of the
    window. `arm`: drawn arm. `gain`, `loss`: arm × customer -> probabilities (see `effects.Nudges`); the
    first arm is the one in which nothing is done. `key`: of the occasion. `draw`: of the order on top.
    `about`: number of the survey that led to it (none: empty).
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

    def nudges(self, world: World, arm: np.ndarray | int) -> Nudges:
        """What is done to each, in the given arm (one for all, or one each)."""
        count = len(self.customer)
        week, weeks = window_weeks(world, self.day, self.days)
        cell = arm * count + np.arange(count)  # as one number, which is faster than a row and a column
        gain, loss = self.gain.ravel().take(cell), self.loss.ravel().take(cell)
        return Nudges(self.customer, week, weeks, gain, loss, self.key, np.full(count, self.draw))


def window_weeks(world: World, day: np.ndarray, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Start and length in operational weeks of windows of whole days."""
    clock = world.long_clock
    first = np.asarray(day) - clock.first_day
    return clock.weeks[first], clock.weeks[first + days] - clock.weeks[first]


def takes_place(world: World, part: MonthsTrial) -> bool:
    """Whether a trial of whole months is held: not for nobody, nor beyond the scenario's own months."""
    return part.share > 0 and part.month + part.months - 1 <= world.scenario.calendar.months


def of_months(world: World, part: MonthsTrial) -> tuple[int, int]:
    """First day (since 1970) and number of days of a trial that takes whole months."""
    first = world.clock.day_of_month(part.month)
    return first, world.clock.day_of_month(part.month + part.months) - first


def start_week(world: World, part: MonthsTrial) -> float:
    """Operational week in which a trial of whole months starts; before everything if it is not held."""
    return world.clock.week_of_month(part.month) if takes_place(world, part) else -np.inf


def seen_orders(history: OrderHistory, people: int, week: float) -> tuple[np.ndarray, np.ndarray]:
    """For each customer, her orders before `week` (count) and the last of them (position in the history)."""
    (early,) = chosen(history.week < week, history.customer)
    before = np.bincount(early, minlength=people)
    return before, np.maximum(history.start[:-1] + before - 1, 0)


def halves(key: np.ndarray, treated_share: float) -> np.ndarray:
    """0 or 1 by lot."""
    return (draws.slice16(draws.bits(key, 3), 0) < treated_share * 65536.0).astype(np.int64)


def sampled(key: np.ndarray, share: float) -> np.ndarray:
    """Who takes part, by lot."""
    return draws.slice16(draws.bits(key, 3), 1) < share * 65536.0
