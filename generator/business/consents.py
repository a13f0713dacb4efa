"""Consents: who may be contacted by which channel for what, since when, and when marketing was ended.

Every contact of a campaign may end a consent to marketing, sooner with the discontented. So opt-outs follow
contact pressure and satisfaction, and both can be seen.
"""

from __future__ import annotations

import numpy as np

from generator import draws, maths
from generator.block_values import Nullable
from generator.business.contact import Contacts, days_of_catalogues
from generator.business.panel import edge
from generator.clock import DAY_SECONDS
from generator.rows import Merge

CHANNELS = ("email", "phone", "post", "app")
SERVICE, MARKETING = 0, 1
PURPOSES = ("service", "marketing")
APP = CHANNELS.index("app")
DAY_BITS = 20  # room for a day since 1970
MOST_DAYS = 10  # from the contact that was too much to the opt-out


def consents_table(block, made: Contacts) -> dict:
    """Columns of `consents`. `made`: the contacts of the block's customers."""
    world, rules, people = block.world, block.world.scenario.voice.consents, len(block.ids)
    clock, parts = world.clock, [rules.channels[name] for name in CHANNELS]
    key = draws.keys(world.seed, "consent", block.ids)
    first, more = draws.bits(key, 0), draws.bits(key, 1)
    gives = np.empty((people, len(CHANNELS), len(PURPOSES)), dtype=bool)
    for k, part in enumerate(parts):
        gives[:, k, SERVICE] = draws.slice16(first, k) < edge(part.service)
        gives[:, k, MARKETING] = draws.slice16(more, k) < edge(part.marketing)
    has_app = block.app_from < clock.end_week
    gives[:, APP] &= has_app[:, None]
    joined = block.orders.second[block.orders.times.start[:-1]] // DAY_SECONDS
    app_day = clock.day_of(np.where(has_app, block.app_from, 0.0)) + clock.first_day

    row, kind = np.divmod(np.flatnonzero(gives), len(CHANNELS) * len(PURPOSES))
    channel, purpose = np.divmod(kind, len(PURPOSES))
    since = np.where(channel == APP, app_day[row], joined[row])
    ends = np.full(len(row), -1)
    ended = np.flatnonzero(purpose == MARKETING)  # service is never ended
    who, by = row[ended], channel[ended]
    chance = maths.exp(rules.by_satisfaction * block.latents.z_satisfaction)[who]
    chance *= np.array([part.opt_out for part in parts])[by]
    everyone, contacts = np.arange(people) << DAY_BITS, _moments(clock, made)
    begins = np.searchsorted(contacts, everyone | joined)
    has = np.flatnonzero(has_app)
    app_begins = begins.copy()
    app_begins[has] = np.searchsorted(contacts, everyone[has] | app_day[has])
    begin = np.where(by == APP, app_begins[who], begins[who])
    ends[ended] = _opt_outs(clock, contacts, who, begin, chance, draws.bits(key[who], 2 + by))
    missing = ends < 0
    return {
        "customer_id": block.ids[row],
        "channel": channel.astype(np.uint8),
        "purpose": purpose.astype(np.uint8),
        "since_on": since,
        "opted_out_on": Nullable(np.where(missing, since, ends), missing),
    }


def _moments(clock, made: Contacts) -> np.ndarray:
    """Customer (position) and day of each contact in one number, sorted."""
    letters = made.customer << DAY_BITS | days_of_catalogues(clock)[made.month]
    mails = made.mails["customer"] << DAY_BITS | made.mails["second"] // DAY_SECONDS
    return Merge(np.searchsorted(letters, mails), len(letters))(letters, mails)


def _opt_outs(clock, contacts, who, begin, chance, lot) -> np.ndarray:
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
    moment = contacts[np.minimum(which, len(contacts) - 1)]
    there = (which < len(contacts)) & (moment >> DAY_BITS == who)
    later = draws.slice16(draws.mix(lot), 0) * MOST_DAYS >> 16
    on = (moment & ((1 << DAY_BITS) - 1)) + later
    return np.where(there & (on < clock.first_day + clock.days), on, -1)


def respected(block, made: Contacts, consents: dict) -> Contacts:
    """The contacts that are left when nobody is written to by post after opting out of it."""
    out, channel, purpose = consents["opted_out_on"], consents["channel"], consents["purpose"]
    ended = np.flatnonzero(~out.missing & (channel == CHANNELS.index("post")) & (purpose == MARKETING))
    last = np.full(len(block.ids), np.iinfo(np.int64).max)
    last[np.searchsorted(block.ids, consents["customer_id"][ended])] = out.values[ended]
    return made.without(days_of_catalogues(block.world.clock)[made.month] > last[made.customer])


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("consents", "channel"): list(CHANNELS), ("consents", "purpose"): list(PURPOSES)}
