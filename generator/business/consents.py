"""Consents: who may be contacted by which channel for what, since when, and when marketing was ended.

Every contact of a campaign may end a consent to marketing, sooner with the discontented. So opt-outs follow
contact pressure and satisfaction, and both can be seen.
"""

from __future__ import annotations

import numpy as np

from generator import draws, maths
from generator.block_values import Nullable
from generator.business.panel import edge
from generator.clock import DAY_SECONDS

CHANNELS = ("email", "phone", "post", "app")
SERVICE, MARKETING = 0, 1
PURPOSES = ("service", "marketing")
APP = CHANNELS.index("app")
MOST_DAYS = 10  # from the contact that was too much to the opt-out


def consents_table(block, touches: dict) -> dict:
    """Columns of `consents`. `touches`: the block's table of contacts."""
    world, rules, people = block.world, block.world.scenario.voice.consents, len(block.ids)
    clock, parts = world.clock, [rules.channels[name] for name in CHANNELS]
    key = draws.keys(world.seed, "consent", block.ids)
    first, more = draws.bits(key, 0), draws.bits(key, 1)
    gives = np.empty((people, len(CHANNELS), 2), dtype=bool)
    for k, part in enumerate(parts):
        gives[:, k, SERVICE] = draws.slice16(first, k) < edge(part.service)
        gives[:, k, MARKETING] = draws.slice16(more, k) < edge(part.marketing)
    has_app = block.app_from < clock.end_week
    gives[:, APP] &= has_app[:, None]
    joined = block.orders.second[block.orders.times.start[:-1]] // DAY_SECONDS
    app_day = clock.day_of(np.where(has_app, block.app_from, 0.0)) + clock.first_day

    row, channel, purpose = np.nonzero(gives)
    since = np.where(channel == APP, app_day[row], joined[row])
    chance = maths.exp(rules.by_satisfaction * block.latents.z_satisfaction)[row]
    chance *= np.array([part.opt_out for part in parts])[channel]
    ends = _opt_outs(block, touches, row, since, chance, draws.bits(key[row], 2 + channel))
    missing = (purpose == SERVICE) | (ends < 0)
    return {
        "customer_id": block.ids[row],
        "channel": channel.astype(np.uint8),
        "purpose": purpose.astype(np.uint8),
        "since_on": since,
        "opted_out_on": Nullable(np.where(missing, since, ends), missing),
    }


def _opt_outs(block, touches, row, since, chance, lot) -> np.ndarray:
    """Day on which each consent would be ended if it were for marketing; -1: not within the run.

    `row`: position of its customer; `since`: its first day; `chance`: that a contact ends it; `lot`: bits.
    """
    world = block.world
    end = world.clock.first_day + world.clock.days
    owner = _positions(block, touches["customer_id"])
    day = touches["touched_at"] // DAY_SECONDS
    place = owner << 20 | day
    if np.any(place[1:] < place[:-1]):
        place = np.sort(place)
    # The consent ends with its N-th contact: N geometric, as every contact has the same chance.
    u = draws.uniform(lot)
    stay = -maths.log(1.0 - np.minimum(np.maximum(chance, 1e-9), 0.9))
    nth = np.minimum(-maths.log(u) / stay, 1e6).astype(np.int64)
    first = np.searchsorted(place, row.astype(np.int64) << 20 | since)
    which = np.minimum(first + nth, len(place) - 1)
    if not len(place):
        return np.full(len(row), -1)
    there = (first + nth < len(place)) & (place[which] >> 20 == row)
    later = draws.slice16(draws.mix(lot), 0) * MOST_DAYS >> 16
    on = (place[which] & ((1 << 20) - 1)) + later
    return np.where(there & (on < end), on, -1)


def _positions(block, customer_ids: np.ndarray) -> np.ndarray:
    """Positions of customers in the block."""
    first = int(block.ids[0]) if len(block.ids) else 0
    place = np.zeros(int(block.ids[-1]) - first + 1 if len(block.ids) else 0, dtype=np.int64)
    place[block.ids - first] = np.arange(len(block.ids))
    return place[customer_ids - first]


def respected(block, touches: dict, consents: dict) -> dict:
    """The contacts by post that are left when nobody is written to after opting out of it."""
    out, channel, purpose = consents["opted_out_on"], consents["channel"], consents["purpose"]
    ended = np.flatnonzero(~out.missing & (channel == CHANNELS.index("post")) & (purpose == MARKETING))
    last = np.full(len(block.ids), np.iinfo(np.int64).max)
    last[_positions(block, consents["customer_id"][ended])] = out.values[ended]
    mail = block.world.vocabulary["touches", "channel"].index("mail")
    late = touches["touched_at"] // DAY_SECONDS > last[_positions(block, touches["customer_id"])]
    kept = np.flatnonzero(~(late & (touches["channel"] == mail)))
    return {name: _taken(values, kept) for name, values in touches.items()}


def _taken(values, rows: np.ndarray):
    return Nullable(*(part[rows] for part in values)) if isinstance(values, Nullable) else values[rows]


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("consents", "channel"): list(CHANNELS), ("consents", "purpose"): list(PURPOSES)}
