"""The retention offer: half get a voucher, by lot; whom it moves is not who is likeliest gone.

An offer does nothing for those who have left for good, and little for those who were going to buy anyway;
it annoys some of those who bought a moment ago (they had rather been left alone). It moves those who have
been away for a while and are still there. So the effect rises and falls with the time since the last order,
and is larger for those who look at prices.
"""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.business.customer_base import CustomerBase
from generator.business.order_history import OrderHistory
from generator.business.trials.enrolled import Enrolled, halves, of_months, sampled, seen_orders, start_week

TRIAL, ARMS, FIRST_DRAW = "retention_offer", ("no_offer", "offer"), 210_000


def enrol(base: CustomerBase, history: OrderHistory) -> Enrolled:
    """Customers of a block in the trial, with what an offer would do to each."""
    world, ids = base.world, base.ids
    rules = world.scenario.retention_offer
    day, days = of_months(world, rules)
    start = start_week(world, rules)
    key = draws.keys(world.seed, "retention offer", ids)
    there = (base.who.joined < start - rules.notice_weeks) & sampled(key, rules.share)
    customer = np.flatnonzero(there)
    key, last = key[customer], seen_orders(history, len(ids), start)[1][customer]
    away = start - history.week[last]

    rises = part(away, rules.rises_weeks[0], rules.rises_weeks[1])
    falls = 1.0 - (1.0 - rules.gain_long_gone) * part(away, rules.falls_weeks[0], rules.falls_weeks[1])
    gain = rises * falls * np.where(base.who.price_led[customer], rules.gain_price_led, rules.gain_others)
    loss = rules.loss * (1.0 - part(away, rules.loss_weeks[0], rules.loss_weeks[1]))
    none = np.zeros(len(customer))
    return Enrolled(
        TRIAL, ARMS, customer, np.full(len(customer), day), days, halves(key, rules.treated_share),
        np.stack([none, gain]), np.stack([none, loss]), key, FIRST_DRAW,
        np.zeros(0, dtype=np.int64),
    )  # fmt: skip


def part(x: np.ndarray, low: float, high: float) -> np.ndarray:
    """How far x has gone from `low` (0) to `high` (1)."""
    return np.minimum(np.maximum((x - low) / (high - low), 0.0), 1.0)
