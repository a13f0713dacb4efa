"""Consents: who may be contacted by which channel for what, since when, and when marketing was ended.

Every contact of a campaign may end a consent to marketing, sooner with the discontented. So opt-outs follow
contact pressure and satisfaction, and both can be seen. A consent to e-mail ends with an e-mail (on its day)
or because she takes it back herself, never with a catalogue: see `readers`.
"""

from __future__ import annotations

import numpy as np

from generator import draws, maths
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.contact import Contacts, days_of_catalogues
from generator.business.order_history import starts
from generator.business.panel import edge
from generator.business.readers import EMAIL
from generator.clock import DAY_BITS, DAY_SECONDS, Clock
from generator.rows import Merge
from generator.scenario.parts.voice import ConsentChannel
from generator.world import World

CHANNELS: tuple[ConsentChannel, ...] = ("email", "phone", "post", "app")
SERVICE, MARKETING = 0, 1
PURPOSES = ("service", "marketing")
APP = CHANNELS.index("app")
MOST_DAYS = 10  # from the contact that was too much to the opt-out


def consents_table(block: Block, made: Contacts) -> dict:
    """Columns of `consents`. `made`: the contacts of the block's customers."""
    world, rules, people = block.world, block.world.scenario.voice.consents, len(block.ids)
    clock, parts = world.clock, [rules.channels[name] for name in CHANNELS]
    key = draws.keys(world.seed, "consent", block.ids)
    first, more = draws.bits(key, 0), draws.bits(key, 1)
    gives = np.empty((people, len(CHANNELS), len(PURPOSES)), dtype=bool)
    for k, part in enumerate(parts):
        gives[:, k, SERVICE] = draws.slice16(first, k) < edge(part.service)
        gives[:, k, MARKETING] = draws.slice16(more, k) < edge(part.marketing)
    has = np.flatnonzero(block.app_from < clock.end_week)
    without = np.flatnonzero(block.app_from >= clock.end_week)
    gives[without, APP] = False
    joined = block.orders.second[block.orders.times.start[:-1]] // DAY_SECONDS
    # Two cases for each customer: 0 for the channels that one always has, 1 for the app.
    began = np.stack([joined, joined], axis=1)
    began[has, 1] = clock.day_of(block.app_from[has]) + clock.first_day
    contacts = _moments(clock, made)
    first = starts(made.customer, people)[:-1] + starts(made.mails.customer, people)[:-1]
    begins = np.stack([first, first], axis=1)  # nobody is contacted before her first order
    begins[has, 1] = np.searchsorted(contacts, has << DAY_BITS | began[has, 1])

    given = np.flatnonzero(gives)
    row = given // (len(CHANNELS) * len(PURPOSES))
    channel, purpose = np.divmod((given % (len(CHANNELS) * len(PURPOSES))).astype(np.uint8), len(PURPOSES))
    case = 2 * row + (channel == APP)
    since = began.take(case)
    ended = np.flatnonzero(purpose == MARKETING)  # service is never ended
    who, by = row[ended], channel[ended]
    chance = maths.exp(rules.by_satisfaction * block.latents.z_satisfaction).take(who)
    chance *= np.array([part.opt_out for part in parts])[by]
    lot = draws.bits(key.take(who), 2 + by)
    ends, missing = since.copy(), np.ones(len(row), dtype=bool)
    day = _opt_outs(clock, contacts, who, begins.take(case[ended]), chance, lot)
    mails = np.flatnonzero(by == EMAIL)
    until = made.readers(block.base.readers).until[who[mails]]
    day[mails] = np.where(until < clock.first_day + clock.days, until, -1)
    out = np.flatnonzero(day >= 0)
    ends[ended[out]], missing[ended[out]] = day[out], False
    return {
        "customer_id": block.ids.take(row),
        "channel": channel,
        "purpose": purpose,
        "since_on": since,
        "opted_out_on": Nullable(ends, missing),
    }


def _moments(clock: Clock, made: Contacts) -> np.ndarray:
    """Customer (position) and day of each contact in one number, sorted."""
    letters = made.customer << DAY_BITS
    letters |= days_of_catalogues(clock).take(made.month)
    mails = made.mails.customer << DAY_BITS | made.mails.day
    return Merge(np.searchsorted(letters, mails), len(letters))(letters, mails)


def _opt_outs(
    clock: Clock,
    contacts: np.ndarray,
    who: np.ndarray,
    begin: np.ndarray,
    chance: np.ndarray,
    lot: np.ndarray,
) -> np.ndarray:
    """Day on which each consent to marketing is ended; -1: not within the run.

    `contacts`: see `_moments`. `who`: position of its customer; `begin`: of the first contact under it;
    `chance`: that a contact ends it; `lot`: bits.
    """
    if not len(contacts):
        return np.full(len(who), -1)
    # The consent ends with its N-th contact: N geometric, as every contact has the same chance.
    u = draws.uniform(lot)
    stay = -maths.log(1.0 - np.minimum(np.maximum(chance, 1e-9), 0.9))
    which = begin + np.minimum(-maths.log(u) / stay, 1e6).astype(np.int64)
    moment = contacts.take(np.minimum(which, len(contacts) - 1))
    there = (which < len(contacts)) & (moment >> DAY_BITS == who)
    later = draws.slice16(draws.mix(lot), 0) * MOST_DAYS >> 16
    on = (moment & ((1 << DAY_BITS) - 1)) + later
    return np.where(there & (on < clock.first_day + clock.days), on, -1)


def respected(block: Block, made: Contacts, consents: dict) -> Contacts:
    """The contacts that are left when nobody is written to by post after opting out of it."""
    out, channel, purpose = consents["opted_out_on"], consents["channel"], consents["purpose"]
    ended = np.flatnonzero(~out.missing & (channel == CHANNELS.index("post")) & (purpose == MARKETING))
    last = np.full(len(block.ids), np.iinfo(np.int64).max)
    last[np.searchsorted(block.ids, consents["customer_id"][ended])] = out.values[ended]
    return made.without(days_of_catalogues(block.world.clock).take(made.month) > last.take(made.customer))


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("consents", "channel"): list(CHANNELS), ("consents", "purpose"): list(PURPOSES)}
