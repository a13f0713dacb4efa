"""The trial of offers: none, one voucher for all, or one that fits what she looks for; by lot and e-mail.

What a personal offer moves depends on her need segment: who looks for bargains wants the voucher, the others
something that fits. Some find it intrusive that a shop knows so much, and stay away. So a personal offer is
not better for all, and for some it is worse than none.
"""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.business.customer_base import CustomerBase
from generator.business.order_history import OrderHistory
from generator.business.readers import Campaigns, EMails, Readers
from generator.business.trials.enrolled import (
    Enrolled,
    of_months,
    sampled,
    seen_orders,
    start_week,
    takes_place,
)
from generator.memo import per_world
from generator.scenario.parts.trials import PersonalOffer
from generator.world import World

TRIAL, ARMS, FIRST_DRAW = "personal_offer", ("no_offer", "one_size", "personal"), 230_000
ONE_SIZE, PERSONAL = 1, 2
FIRST_CAMPAIGN = 10_101  # after those of the contact pressure trial
NAMES = ("Voucher for all", "Personal offer")


def rules_of(world: World) -> PersonalOffer:
    """The trial's numbers."""
    return world.scenario.personal_offer


@per_world
def arm_lookup(world: World) -> np.ndarray:
    """16 bits -> arm."""
    return draws.lookup(rules_of(world).arm_shares)


def enrol(base: CustomerBase, history: OrderHistory, readers: Readers) -> Enrolled:
    """Customers of a block in the trial, with what each offer would do to each."""
    world, ids, rules = base.world, base.ids, rules_of(base.world)
    day, days = of_months(world, rules)
    start = start_week(world, rules)
    key = draws.keys(world.seed, "personal offer", ids)
    before, last = seen_orders(history, len(ids), start)
    there = (
        (before >= rules.least_orders)
        & (start - history.week[last] < rules.active_weeks)
        & sampled(key, rules.share)
    )
    customer = np.flatnonzero(there & readers.on(day))
    key = key[customer]
    bits = draws.bits(key, 3)
    needs = [rules.gain_personal.get(need.name, 0.0) for need in world.scenario.needs]
    voucher = np.where(base.who.price_led[customer], rules.gain_one_size_price_led, rules.gain_one_size)
    fitting = np.array(needs)[base.who.need[customer]]
    put_off = rules.loss_personal * (draws.slice16(bits, 2) < rules.put_off_share * 65536.0)
    none = np.zeros(len(customer))
    return Enrolled(
        TRIAL, ARMS, customer, np.full(len(customer), day), days,
        draws.chosen(arm_lookup(world), bits, 0).astype(np.int64),
        np.stack([none, voucher, np.where(put_off > 0.0, 0.0, fitting)]), np.stack([none, none, put_off]),
        key, FIRST_DRAW, np.zeros(0, dtype=np.int64),
    )  # fmt: skip


def campaigns(world: World) -> Campaigns:
    """The two e-mails, if they were sent before the end of the run."""
    rules = rules_of(world)
    day = of_months(world, rules)[0]
    sent = takes_place(world, rules) and day < world.clock.first_day + world.clock.days
    number = np.arange(len(NAMES) if sent else 0)
    return Campaigns(FIRST_CAMPAIGN + number, np.full(len(number), day), list(NAMES[: len(number)]))


def sent(world: World, of: Enrolled, readers: Readers) -> EMails:
    """The e-mail to each who gets an offer, and who then unsubscribes."""
    row = np.flatnonzero(of.arm > 0)
    usual = world.scenario.voice.consents.channels["email"].opt_out
    leave = np.minimum(usual * readers.sooner[of.customer[row]], 1.0)
    left = draws.uniform(draws.bits(of.key[row], 4)) < leave
    return EMails(of.customer[row], FIRST_CAMPAIGN + of.arm[row] - ONE_SIZE, of.day[row], left)
