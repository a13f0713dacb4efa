"""Waiting for service: a queue before a team that is nearly always busy.

A block does not know how many tickets all other blocks open, so the load of a week is the planned one: the
season against the rota, which follows it only in part, and illness. With c clerks at load p the mean wait
goes with p^(√(2(c + 1)) − 1) / (1 − p) (Sakasegawa 1977, an approximation for queues with several servers):
with a dozen clerks eight times as long at 95 % as at 80 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from generator import draws, maths
from generator.clock import EPOCH
from generator.memo import per_world
from generator.world import World

MONDAY = 4  # 5 January 1970


@dataclass(frozen=True)
class Rota:
    """Weeks (arrays by week): Monday or first day of the run, clerks on duty, load, and the mean wait for a
    first answer (seconds). `week_of_day`: the week of each day."""

    week_on: np.ndarray
    clerks: np.ndarray
    load: np.ndarray
    mean_wait: np.ndarray
    week_of_day: np.ndarray


@per_world
def rota(world: World) -> Rota:
    """Plan the weeks of the run and of the scenario; a week is the same wherever the run ends."""
    rules, calendar, clock = world.scenario.service.waiting, world.scenario.calendar, world.long_clock
    number = (clock.first_day + np.arange(clock.days) - MONDAY) // 7
    weeks = np.arange(number[0], number[-1] + 1)
    monday = weeks * 7 + MONDAY
    factors = np.array(calendar.month_factors)
    months = (EPOCH.toordinal() + monday).tolist()
    season = np.array([factors[type(EPOCH).fromordinal(day).month - 1] for day in months])
    season = season * (12.0 / np.cumsum(factors)[-1])
    ill = rules.illness * (2.0 * draws.uniform(draws.keys(world.seed, "rota", weeks)) - 1.0)
    wanted = rules.clerks * (1.0 + rules.follow * (season - 1.0)) * (1.0 + ill)
    clerks = np.maximum(np.rint(wanted), 1).astype(np.int64)
    load = np.minimum(rules.load * season * rules.clerks / clerks, rules.highest)
    wait = rules.hours_at_80 * 3600.0 * queue(load, rules.clerks) / queue(np.array([0.8]), rules.clerks)
    return Rota(np.maximum(monday, clock.first_day), clerks, load, wait, number - number[0])


def queue(load: np.ndarray, clerks: int) -> np.ndarray:
    """Mean wait of a queue with several clerks, up to a factor that does not depend on the load."""
    power = math.sqrt(2.0 * (clerks + 1)) - 1.0
    return maths.exp(power * maths.log(load)) / (1.0 - load)


def service_weeks_table(world: World) -> dict[str, np.ndarray]:
    """Columns of `service_weeks`."""
    plan = rota(world)
    weeks = int(plan.week_of_day[world.clock.days - 1]) + 1
    return {
        "week_on": plan.week_on[:weeks],
        "clerks_on_duty": plan.clerks[:weeks],
        "load": np.rint(plan.load[:weeks] * 1000.0) / 1000.0,
    }
