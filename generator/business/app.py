"""The app: launched in one month, taken up more by those who buy often, and a cause of some more orders.

Who buys often takes up the app, and the app makes people buy a little more: the comparison of app customers
with others mixes both. In truth the app adds `lift` to a customer's own rate, from the day she has it.
"""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.business.changes import Changes, Intervention, Orders
from generator.business.customer_base import CustomerBase
from generator.business.order_history import OrderHistory, poisson_times
from generator.rows import owners, runs
from generator.world import World

FIRST_DRAW = 100_000  # extra orders have draw numbers from here on


def since_on(world: World, since: np.ndarray) -> Nullable:
    """Day (since 1970) from which each customer has the app; missing if not by the end of the run."""
    clock = world.clock
    without = since >= clock.end_week
    return Nullable(clock.day_of(np.where(without, 0.0, since)) + clock.first_day, without)


class App(Intervention):
    """Having the app brings some orders on top."""

    name = "the app"

    def changes(self, base: CustomerBase, history: OrderHistory) -> Changes:
        """Orders that would not be there without the app."""
        lift = base.world.scenario.app.lift
        limit = np.where(lift > 0, np.minimum(history.latest, history.horizon), 0.0)
        key = draws.keys(base.world.seed, "app orders", base.ids)
        counts, week = poisson_times(key, base.app_from, base.latents.rate * max(lift, 1e-9), limit)
        customer = owners(counts)
        first = np.full(len(base.ids), FIRST_DRAW)
        return Changes(orders=Orders(customer, runs(first, counts, customer), week))
