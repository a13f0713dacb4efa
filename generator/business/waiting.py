"""Waiting: a queue before a team that is nearly always busy, in service and in the warehouse.

A block does not know how many tickets or orders all other blocks have, so the load of a week is the planned
one: the season against the rota, which follows it only in part, and illness. With c clerks at load p the mean
wait goes with p^(√(2(c + 1)) − 1) / (1 − p) (Sakasegawa 1977, an approximation for queues with several
servers): with a dozen clerks eight times as long at 95 % as at 80 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws, maths
from generator.clock import EPOCH
from generator.memo import per_world
from generator.play.waiting import mean_wait
from generator.scenario.parts.service import Waiting
from generator.world import World

MONDAY = 4  # 5 January 1970
# 16 bits -> an exponential variate with mean 1.
EXPONENTIAL = -maths.log((np.arange(65536) + 0.5) / 65536.0)


@dataclass(frozen=True)
class Rota:
    """Weeks as far as anything is drawn (arrays by week): Monday or first day of the run, clerks (or packers)
    on duty, load, and the mean wait until it is one's turn (seconds). `week_of_day`: the week of each day."""

    week_on: np.ndarray
    clerks: np.ndarray
    load: np.ndarray
    mean_wait: np.ndarray
    week_of_day: np.ndarray


@per_world
def rota(world: World) -> Rota:
    """The weeks of service."""
    return plan(world, world.scenario.service.waiting, "rota")


@per_world
def packing(world: World) -> Rota:
    """The weeks of the warehouse."""
    return plan(world, world.scenario.deliveries.warehouse, "warehouse")


def plan(world: World, rules: Waiting, purpose: str) -> Rota:
    """Plan the weeks of a run for a team; a week is the same wherever the run ends.

    `rules`: the team's numbers. `purpose`: under which chance decides who is ill.
    """
    calendar, clock = world.scenario.calendar, world.far_clock
    number = (clock.first_day + np.arange(clock.days) - MONDAY) // 7
    weeks = np.arange(number[0], number[-1] + 1)
    monday = weeks * 7 + MONDAY
    factors = np.array(calendar.month_factors)
    months = (EPOCH.toordinal() + monday).tolist()
    season = np.array([factors[type(EPOCH).fromordinal(day).month - 1] for day in months])
    season = season * (12.0 / np.cumsum(factors)[-1])
    ill = rules.illness * (2.0 * draws.uniform(draws.keys(world.seed, purpose, weeks)) - 1.0)
    wanted = rules.clerks * (1.0 + rules.follow * (season - 1.0)) * (1.0 + ill)
    clerks = np.maximum(np.rint(wanted), 1).astype(np.int64)
    load = np.minimum(rules.load * season * rules.clerks / clerks, rules.highest)
    wait = rules.hours_at_80 * 3600.0 * queue(load, rules.clerks) / queue(np.array([0.8]), rules.clerks)
    return Rota(np.maximum(monday, clock.first_day), clerks, load, wait, number - number[0])


def queue(load: np.ndarray, clerks: int) -> np.ndarray:
    """Mean wait of a queue with several clerks, up to a factor that does not depend on the load."""
    return mean_wait(load, clerks, maths.exp, maths.log)


def service_weeks_table(world: World) -> dict[str, np.ndarray]:
    """Columns of `service_weeks`."""
    weeks = rota(world)
    run = weeks.week_on < world.clock.first_day + world.clock.days
    return {
        "week_on": weeks.week_on[run],
        "clerks_on_duty": weeks.clerks[run],
        "load": np.rint(weeks.load[run] * 1000.0) / 1000.0,
        "warehouse_load": np.rint(packing(world).load[run] * 1000.0) / 1000.0,
    }
