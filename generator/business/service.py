"""Service: which orders cause a ticket, on what, how often it changes hands, and how the customer felt."""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.business.buying import Orders
from generator.clock import DAY_SECONDS
from generator.maths import log

# The way a ticket takes through the house; each hand-off adds the next department.
WAY = ("service", "warehouse", "product", "finance", "logistics", "management")
MOST_HAND_OFFS = len(WAY) - 1
LATEST_OPENING_DAYS = 14


def ways() -> list[str]:
    """The way of a ticket with 0, 1, 2 … hand-offs."""
    return [">".join(WAY[: k + 1]) for k in range(len(WAY))]


def tickets_table(world, ids, orders: Orders, contact_factor, z_satisfaction) -> dict[str, np.ndarray]:
    """Columns of `tickets`; a ticket that is not solved at the end of the run is open."""
    rules, end = world.scenario.service, world.clock.end_second
    bits = draws.bits(orders.key, 2)
    chance = np.minimum(rules.tickets_per_order * contact_factor[orders.times.customer], 0.9)
    raised = np.flatnonzero(draws.slice16(bits, 0) < chance * 65536.0)
    wait = (draws.slice16(bits[raised], 1).astype(np.int64) * LATEST_OPENING_DAYS * DAY_SECONDS) >> 16
    opened = orders.second[raised] + DAY_SECONDS // 2 + wait
    there = opened < end
    raised, opened, bits = raised[there], opened[there], bits[raised][there]

    more = draws.bits(orders.key[raised], 3)
    hand_offs = world.hand_off_lookup[draws.slice16(more, 0)].astype(np.int64)
    days = -log((draws.slice16(more, 1) + 0.5) / 65536.0) * rules.days_per_step * (hand_offs + 1)
    closed = opened + 1800 + (days * DAY_SECONDS).astype(np.int64)

    customer = orders.times.customer[raised]
    # Mood: how content this customer is in general, less 0.6 for each hand-off, plus chance.
    noise = (draws.slice16(more, 2) + draws.slice16(more, 3) - 65535) / 65536.0 * 2.4
    mood = 3.6 + 0.6 * z_satisfaction[customer] - 0.6 * hand_offs + noise
    answered = (draws.slice16(bits, 2) < rules.answered_share * 65536.0) & (closed < end)
    return {
        "ticket_id": orders.order_id[raised] * 10 + 1,
        "customer_id": ids[customer],
        "order_id": orders.order_id[raised],
        "topic": world.topic_lookup[draws.slice16(bits, 3)],
        "opened_at": opened,
        "closed_at": Nullable(closed, closed >= end),
        "departments": hand_offs,
        "hand_offs": hand_offs,
        "satisfaction": Nullable(np.minimum(np.maximum(np.rint(mood), 1), 5).astype(np.int64), ~answered),
    }
