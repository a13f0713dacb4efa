"""The contact pressure trial: none to eight e-mails in eight weeks, by lot.

A few mails remind; many wear out, and some customers (`averse`) cannot stand them. So the share who buy
rises with the number of mails and then falls below that of nobody mailed. Only who may be written to takes
part; who unsubscribes, or takes her consent back, gets no more.
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
from generator.rows import owners, runs
from generator.scenario.parts.trials import ContactPressure
from generator.world import World

TRIAL, FIRST_DRAW = "contact_pressure", 220_000
FIRST_CAMPAIGN = 10_001  # the catalogues of forty years have numbers below
DAYS_APART = 7


def arm_names(world: World) -> tuple[str, ...]:
    """`mails_0`, `mails_1` and so on."""
    return tuple(f"mails_{count}" for count in world.scenario.contact_pressure.mails)


def rules_of(world: World) -> ContactPressure:
    """The trial's numbers."""
    return world.scenario.contact_pressure


def enrol(base: CustomerBase, history: OrderHistory, readers: Readers) -> Enrolled:
    """Customers of a block in the trial, with what each number of mails would do to each."""
    world, ids = base.world, base.ids
    rules = world.scenario.contact_pressure
    day, days = of_months(world, rules)
    start = start_week(world, rules)
    key = draws.keys(world.seed, "contact pressure", ids)
    before, last = seen_orders(history, len(ids), start)
    there = (before > 0) & (start - history.week[last] < rules.active_weeks) & sampled(key, rules.share)
    there &= readers.on(day)
    customer = np.flatnonzero(there)
    key = key[customer]
    averse = is_averse(rules, key).astype(np.int64)
    arm = (draws.slice16(draws.bits(key, 3), 0).astype(np.int64) * len(rules.mails)) >> 16
    return Enrolled(
        TRIAL, arm_names(world), customer, np.full(len(customer), day), days, arm,
        np.array([rules.gain, rules.gain_averse]).T.take(averse, axis=1),
        np.array([rules.loss, rules.loss_averse]).T.take(averse, axis=1),
        key, FIRST_DRAW, np.zeros(0, dtype=np.int64),
    )  # fmt: skip


def is_averse(rules: ContactPressure, key: np.ndarray) -> np.ndarray:
    """Who cannot stand mails."""
    return draws.slice16(draws.bits(key, 3), 2) < rules.averse_share * 65536.0


def most_mails(world: World) -> int:
    """Mails of the arm with most; each is a campaign of its own."""
    return max(world.scenario.contact_pressure.mails)


def days_of_mails(world: World) -> np.ndarray:
    """Day (since 1970) of each of the campaigns."""
    first = of_months(world, world.scenario.contact_pressure)[0]
    return first + DAYS_APART * np.arange(most_mails(world))


def campaigns(world: World) -> Campaigns:
    """The e-mails that were sent before the end of the run."""
    clock, days = world.clock, days_of_mails(world)
    number = np.flatnonzero((days < clock.first_day + clock.days) & takes_place(world, rules_of(world)))
    names = [f"E-mail {k + 1} of the contact trial" for k in number]
    return Campaigns(FIRST_CAMPAIGN + number, days[number], names)


def sent(world: World, of: Enrolled, readers: Readers) -> EMails:
    """The e-mails that go out, none of them to who may not be written to.

    An arm with fewer mails spreads them evenly over the same weeks.
    """
    rules = rules_of(world)
    most, wanted = most_mails(world), np.array(rules.mails)[of.arm]
    usual = world.scenario.voice.consents.channels["email"].opt_out
    leave = np.where(is_averse(rules, of.key), rules.unsubscribe_averse, usual)
    leave = np.minimum(leave * readers.sooner[of.customer], 1.0)
    stay, chance = np.zeros(len(leave), dtype=np.int64), draws.uniform(draws.bits(of.key, 4))
    reached = np.ones(len(leave))
    for _ in range(most):
        reached = reached * (1.0 - leave)
        stay += chance < reached
    count = np.minimum(wanted, stay + 1)
    row = owners(count)
    number = runs(np.zeros(len(count), dtype=np.int64), count, row)
    customer, campaign = of.customer.take(row), number * most // np.maximum(wanted.take(row), 1)
    day = days_of_mails(world).take(campaign)
    mails = EMails(customer, FIRST_CAMPAIGN + campaign, day, number == stay.take(row))
    return mails.only(np.flatnonzero(day < readers.until.take(customer)))
