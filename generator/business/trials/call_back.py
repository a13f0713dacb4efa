"""The call-back trial: who was served badly is called within days, by lot.

The first ticket of a customer that took long or was passed around, in the months of the trial, brings her
in; the lot is drawn on the day after it was solved. Which tickets these are follows from the orders that
she would place without any trial, drawn with the same numbers as `tickets`; so a call cannot lead to another
one. While a trial of fixed months runs, nobody is enrolled: no order of these months leads to a call, and
no window reaches into them.
"""

from __future__ import annotations

import numpy as np

from generator import draws, maths
from generator.business.buying import order_keys
from generator.business.customer_base import CustomerBase
from generator.business.order_history import OrderHistory
from generator.business.service import handle, raise_tickets
from generator.business.trials.enrolled import (
    Enrolled,
    MonthsTrial,
    halves,
    of_months,
    sampled,
    takes_place,
)
from generator.clock import DAY_BITS, DAY_SECONDS
from generator.rows import chosen
from generator.world import World

TRIAL, ARMS, FIRST_DRAW = "call_back", ("not_called", "called"), 200_000


def spans(world: World) -> list[tuple[int, int]]:
    """Stretches of days (first, end; since 1970) in which orders may lead to a call, windows included."""
    scenario = world.scenario
    rules = scenario.call_back
    end = world.clock.day_of_month(min(rules.until_month, scenario.calendar.months) + 1)
    start, found = world.clock.day_of_month(rules.month), []
    others: list[MonthsTrial] = [scenario.retention_offer, scenario.contact_pressure]
    for other in sorted(others, key=lambda trial: trial.month):
        if takes_place(world, other):
            first, days = of_months(world, other)
            found.append((start, min(first, end)))
            start = max(start, first + days)
    found.append((start, end))
    return [(a, b) for a, b in found if a < b]


def enrol(base: CustomerBase, history: OrderHistory) -> Enrolled:
    """Customers of a block in the trial, with what a call would do to each."""
    world, ids, latents = base.world, base.ids, base.latents
    rules, clock = world.scenario.call_back, world.long_clock
    days = np.array(spans(world) if rules.share > 0 else [], dtype=np.int64).reshape(-1, 2)
    weeks = clock.weeks[days - clock.first_day]
    near = np.zeros(len(history.week), dtype=bool)
    for low, high in weeks:
        near |= (history.week >= low) & (history.week < high)
    order = np.flatnonzero(near & (history.week < clock.end_week))
    key = order_keys(world, ids, history.customer[order], history.draw[order])
    tickets = raise_tickets(world, key, history.customer[order], latents)
    order = order[tickets.order]
    opened = clock.second_of(history.week[order], clock.day_of(history.week[order])) + tickets.wait
    there = opened < clock.end_second
    tickets, order, opened = tickets.only(there), order[there], opened[there]
    customer = history.customer[order]
    region = world.pools.region_of_city[base.who.city[customer]]
    closed = handle(world, tickets, opened, region, latents.z_satisfaction[customer]).closed
    bad = (tickets.hand_offs >= rules.least_hand_offs) | (closed - opened >= rules.least_days * DAY_SECONDS)
    order, hand_offs, day = order[bad], tickets.hand_offs[bad], closed[bad] // DAY_SECONDS + 1

    last = np.append(days[:, 1], 0)[np.searchsorted(weeks[:, 1], history.week[order], side="right")]
    order, day, hand_offs = chosen(day + rules.window_days <= last, order, day, hand_offs)
    by_day = np.argsort(history.customer[order] << DAY_BITS | day, kind="stable")
    first = by_day[np.diff(history.customer[order[by_day]], prepend=-1) > 0]
    order, day, hand_offs = order[first], day[first], hand_offs[first]
    customer = history.customer[order]
    key = draws.keys(world.seed, "call-back", ids[customer])
    taking = sampled(key, rules.share)
    order, day, hand_offs, customer, key = chosen(taking, order, day, hand_offs, customer, key)

    # The discontented gain most, and with them who was passed around most; some hear nothing of it.
    sore = maths.normal_cdf(-latents.z_satisfaction[customer])
    gain = rules.gain * (0.5 + sore) + rules.gain_per_hand_off * (hand_offs - rules.least_hand_offs)
    gain[draws.slice16(draws.bits(key, 3), 2) < rules.unmoved_share * 65536.0] = 0.0
    gain = np.minimum(np.maximum(gain, 0.0), 1.0)
    return Enrolled(
        TRIAL, ARMS, customer, day, rules.window_days, halves(key, 0.5),
        np.stack([np.zeros(len(gain)), gain]), np.zeros((2, len(gain))), key, FIRST_DRAW, order,
    )  # fmt: skip
