"""The app: launched in one month, taken up more by those who buy often, and a cause of some more orders.

Who buys often takes up the app, and the app makes people buy a little more: the comparison of app customers
with others mixes both. In truth the app adds `lift` to a customer's own rate, from the day she has it.
"""

from __future__ import annotations

import numpy as np

from generator import draws, maths
from generator.block_values import Nullable
from generator.business.buying import Course, poisson_times
from generator.rows import owners, runs

FIRST_DRAW = 100_000  # extra orders have draw numbers from here on


def app_weeks(world, ids: np.ndarray, joined: np.ndarray, latents) -> np.ndarray:
    """Operational week from which each customer has the app (infinite: never)."""
    app, clock = world.scenario.app, world.clock
    if app.share_logit is None:
        return np.full(len(ids), np.inf)
    key = draws.keys(world.seed, "app", ids)
    utility = maths.exp(-(app.share_logit + app.rate_load * latents.z_rate))
    takes = draws.uniform(draws.bits(key, 0)) * (1.0 + utility) < 1.0
    wait = -maths.log(draws.uniform(draws.bits(key, 1))) * app.mean_wait_weeks
    return np.where(takes, np.maximum(joined, clock.week_of_month(app.launch_month)) + wait, np.inf)


def since_on(world, since: np.ndarray) -> Nullable:
    """Day (since 1970) from which each customer has the app; missing if not by the end of the run."""
    clock = world.clock
    without = since >= clock.end_week
    return Nullable(clock.day_of(np.where(without, 0.0, since)) + clock.first_day, without)


def app_orders(world, ids: np.ndarray, since: np.ndarray, course: Course, rate: np.ndarray):
    """Orders that would not be there without the app: (customer, draw, week)."""
    lift = world.scenario.app.lift
    limit = np.where(lift > 0, np.minimum(course.left, course.horizon), 0.0)
    key = draws.keys(world.seed, "app orders", ids)
    counts, week = poisson_times(key, since, rate * max(lift, 1e-9), limit)
    customer = owners(counts)
    return customer, runs(np.full(len(ids), FIRST_DRAW), counts, customer), week
