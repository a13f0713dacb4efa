"""Deliveries: what a late parcel does to customers, and the table of parcels.

How a parcel travels stands in `generator.business.parcels`. A late one may cost the orders of the weeks after
the promised day, and raises the hazard of leaving for good.
"""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.buying import keys, seconds
from generator.business.changes import Changes, Intervention
from generator.business.customer_base import CustomerBase
from generator.business.effects import Nudges
from generator.business.leaving import Hazards
from generator.business.order_history import OrderHistory
from generator.business.parcels import IN_STORE, NEVER, late_from
from generator.clock import DAY_SECONDS
from generator.world import World

WEEK_SECONDS = 7.0 * DAY_SECONDS


class Deliveries(Intervention):
    """A late parcel may cost the orders of the next weeks, and raises the hazard of leaving for good."""

    name = "a late parcel"

    def changes(self, base: CustomerBase, history: OrderHistory) -> Changes:
        """A nudge and a factor on the hazard for each late parcel, from the end of the promised day on.

        Also for those of orders after the run: what a customer will really do hangs on them.
        """
        rules = base.world.scenario.deliveries.late
        if rules.lost == 0.0 and rules.hazard == 1.0:
            return Changes()
        due = late_from(base, history).take(history.row)
        late = np.flatnonzero(due < NEVER)
        one, row, customer = np.ones(len(late)), history.row[late], history.customer[late]
        week = history.week[late] + (due[late] - seconds(base, history)[row]) / WEEK_SECONDS
        nudges = Nudges(
            customer=customer,
            week=week,
            weeks=rules.weeks * one,
            gain=0.0 * one,
            loss=rules.lost * one,
            key=draws.bits(keys(base, history)[row], 8),
            draw=history.draw[late],
        )
        hazards = Hazards(customer, week, np.inf * one, rules.hazard * one)
        return Changes(nudges=nudges, hazards=hazards)


def deliveries_table(block: Block) -> dict:
    """Columns of `deliveries`: what is known at the end of the run."""
    orders, parcels = block.orders, block.parcels
    there = np.flatnonzero(parcels.kind != IN_STORE)
    end = block.world.clock.first_day + block.world.clock.days
    order_id, carrier, shipped, promised, delivered = (
        column.take(there)
        for column in (orders.order_id, parcels.carrier, parcels.shipped, parcels.promised, parcels.delivered)
    )
    return {
        "order_id": order_id,
        "carrier": carrier,
        "shipped_on": Nullable(shipped, shipped >= end),
        "promised_on": promised,
        "delivered_on": Nullable(delivered, delivered >= end),
    }


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("deliveries", "carrier"): [carrier.name for carrier in world.scenario.deliveries.carriers]}
