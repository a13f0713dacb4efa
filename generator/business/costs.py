"""Costs and prices that belong to the whole company: activity rates, rivals, the clock."""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.world import World

ACTIVITIES = ("web_order", "app_order", "store_order", "return", "ticket", "mailing")
DRIVERS = ("order placed on the web", "order placed in the app", "order placed in a store",
           "returned line", "ticket", "catalogue sent")  # fmt: skip


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {
        ("rival_prices", "line"): [line.name for line in world.scenario.lines],
        ("activity_costs", "activity"): list(ACTIVITIES),
        ("activity_costs", "driver"): list(DRIVERS),
    }


def activity_costs_table(world: World) -> dict[str, np.ndarray]:
    """Columns of `activity_costs`."""
    costs, scenario = world.scenario.costs, world.scenario
    rates = [costs.web_order, costs.app_order, costs.store_order, scenario.returns.handling_eur, costs.ticket,
             scenario.contact.mailing_eur]  # fmt: skip
    return {
        "activity": np.arange(len(ACTIVITIES)),
        "driver": np.arange(len(ACTIVITIES)),
        "rate_eur": np.rint(np.array(rates) * 100).astype(np.int64),
    }


def rival_prices_table(world: World) -> dict[str, np.ndarray]:
    """Columns of `rival_prices`: a straight path to the line's last index, ±1.5 points of noise."""
    scenario, months = world.scenario, len(world.clock.month_days) - 1
    lines = len(scenario.lines)
    month = np.repeat(np.arange(months), lines)
    line = np.tile(np.arange(lines), months)
    end = np.array([part.rival_index_end for part in scenario.lines])
    bits = draws.bits(draws.keys(world.seed, "rival prices", np.arange(months * lines)))
    path = 100.0 + (end[line] - 100.0) * world.path[month]
    noise = np.where(month == 0, 0.0, 3.0 * (draws.uniform(bits) - 0.5))
    return {
        "month_on": world.clock.month_days[month],
        "line": line,
        "price_index": np.rint((path + noise) * 10.0) / 10.0,
    }


def clock_table(world: World) -> dict[str, np.ndarray]:
    """Columns of `clock`."""
    clock = world.clock
    return {
        "date_on": np.arange(clock.days) + clock.first_day,
        "season": np.rint(clock.factors * 1e6) / 1e6,
        "season_week": np.rint(clock.weeks[:-1] * 1e6) / 1e6,
    }
