"""Decisions as they come up: when each was asked for, and when it was taken.

Each decision of the house (see `organisation.decisions_table`) is asked for again and again, at random times.
How long it takes is exponential; with two accountable departments, or none, it takes longer. A case is the
same wherever the run ends; what is not decided by then is open.
"""

from __future__ import annotations

import numpy as np

from generator import draws, maths
from generator.block_values import Nullable
from generator.business.organisation import ACCOUNTABLE, DECISIONS, decisions_table
from generator.world import World

MOST = 4  # cases of one decision in a month, at most


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("decision_cases", "decision"): list(DECISIONS)}


def accountable(world: World) -> np.ndarray:
    """How many departments are accountable for each decision."""
    roles = decisions_table(world)
    return np.bincount(roles["decision"], weights=roles["role"] == ACCOUNTABLE, minlength=len(DECISIONS))


def decision_cases_table(world: World) -> dict:
    """Columns of `decision_cases`, in the order in which they were asked for within each month."""
    rules, clock, count = world.scenario.organisation.decisions, world.clock, len(DECISIONS)
    months = len(clock.month_days) - 1
    cell = np.arange(months * count * MOST)
    key = draws.keys(world.seed, "decision cases", cell)
    u = draws.uniform(draws.bits(key, 0)) < min(rules.each_month / MOST, 1.0)
    month, decision = cell // (count * MOST), cell // MOST % count
    first = np.array([clock.day_of_month(k + 1) for k in range(months + 1)])
    length = first[month + 1] - first[month]
    asked = first[month] + np.floor(draws.uniform(draws.bits(key, 1)) * length).astype(np.int64)
    times = np.ones(count)
    times[accountable(world) == 2] = rules.doubly_times
    times[accountable(world) == 0] = rules.nobody_times
    mean = rules.days * times[decision]
    days = 1 + np.floor(-maths.log(draws.uniform(draws.bits(key, 2))) * mean).astype(np.int64)
    end = clock.first_day + clock.days
    there = np.flatnonzero(u & (asked < end))
    order = there[np.lexsort((cell[there], asked[there]))]
    decided = (asked + days)[order]
    return {
        "case_id": order + 1,
        "decision": decision[order],
        "asked_on": asked[order],
        "decided_on": Nullable(decided, decided >= end),
    }
