"""Newcomers: how many customers come, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import maths
from generator.clock import Clock
from generator.scenario.model import Scenario

NO_GROWTH = 1e-6  # below this the exponential is a straight line, and its ratio would lose its digits


@dataclass(frozen=True)
class Newcomers:
    """How many customers come, and when.

    The first `own` come within the scenario's own months, at times of their own; for each month after them a
    further batch is added at the scenario's growth. `edges`: number of customers up to the end of each such
    month; `weeks`: operational weeks at the edges of these months.
    """

    own: int
    edges: np.ndarray
    weeks: np.ndarray
    late_score: float

    @classmethod
    def of(cls, scenario: Scenario, clock: Clock, customers: int) -> Newcomers:
        """For a run on this clock."""
        months, growth = scenario.calendar.months, scenario.growth_per_week
        own, run = clock.month_weeks[: months + 1], len(clock.month_days) - 1
        weeks = clock.month_weeks[months : run + 1]  # whole months: who comes after the end is left out
        if run <= months:
            return cls(customers, np.array([], dtype=np.int64), weeks, 0.0)
        edges = np.floor(customers * risen(growth, weeks, own[-1]) + 1e-9).astype(np.int64)
        middle = risen(growth, own[-2:], own[-1]).sum() / 2
        score = maths.normal_quantile(np.array([middle]))[0]
        return cls(customers, edges[1:], weeks, float(score))

    @property
    def total(self) -> int:
        """Customer numbers in all."""
        return int(self.edges[-1]) if self.edges.size else self.own

    def score(self, ids: np.ndarray) -> np.ndarray | None:
        """Normal score of the time at which later customers come (0 for the scenario's own)."""
        return np.where(ids > self.own, self.late_score, 0.0) if self.edges.size else None

    def week(self, ids: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Operational week in which customers after the scenario's own months come (else 0)."""
        month = np.minimum(np.searchsorted(self.edges, ids), len(self.edges) - 1)
        week = self.weeks[month] + u * (self.weeks[month + 1] - self.weeks[month])
        return np.where(ids > self.own, week, 0.0)


def risen(growth: float, weeks: np.ndarray, end: float) -> np.ndarray:
    """Customers acquired up to `weeks`, as a share of those acquired up to `end`."""
    if abs(growth * end) < NO_GROWTH:
        return weeks / end
    rise = maths.exp(growth * np.append(weeks, end)) - 1.0
    return rise[:-1] / rise[-1]
