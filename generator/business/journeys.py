"""Journeys: the visits by which people come to an order, or do not, while social ads are held back from some.

A visitor has an intent. It decides how likely she is to see a social ad, to click a search ad, to open an
e-mail, and to buy. Seeing the ad, the click and the e-mail each multiply her odds of buying; whether she
buys is then one toss. Only after that comes the last visit: who has made up her mind types the shop's name
into a search engine, so paid search stands last before nearly half of the orders and causes few of them.
Most who see a social ad never click it, so it causes more orders than it is ever last before.

What visitors use is drawn given whether they order: those on phones order less. Within a visit they go from
the landing page to a product, the basket and the checkout; how far depends on device and channel.

By lot half of the visitors are held out: they are shown no social ad. Each toss is shared by what would be
if a channel were not there, so its effect on every visitor is known. Visitors are not linked to customers.
"""

from __future__ import annotations

import numpy as np

from generator import draws, maths
from generator.block_values import Nullable
from generator.clock import DAY_SECONDS
from generator.memo import per_world
from generator.rows import chosen, runs
from generator.world import World

CHANNELS = ("social", "search", "organic", "email", "direct")
SOCIAL, SEARCH, ORGANIC, EMAIL, DIRECT = range(5)
DEVICES = ("computer", "phone", "tablet")
STEPS = ("landing", "product", "basket", "checkout", "order")
MET_SOCIAL, MET_SEARCH, MET_EMAIL = 4, 2, 1
ORDERED = STEPS.index("order")
ABSENT = -1
BROWSES = 2  # at most so many visits on one's own way before the last
LAST = 3 + BROWSES
LATEST_START_DAYS = 31  # a journey that starts in the period also ends in it


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {
        ("visits", "channel"): list(CHANNELS),
        ("visits", "device"): list(DEVICES),
        ("visits", "furthest"): list(STEPS),
        ("truth_channels", "channel"): list(CHANNELS),
    }


def per_customer(world: World) -> int:
    """Journeys for each customer; more in a small company, so that there are enough of them."""
    rules = world.scenario.journeys
    return max(rules.per_customer, -(-rules.least // world.customers))


def takes_place(world: World) -> bool:
    """Whether the calendar has all months of the test."""
    rules = world.scenario.journeys
    return rules.per_customer > 0 and rules.month + rules.months - 1 <= world.scenario.calendar.months


@per_world
def buys_edge(world: World) -> np.ndarray:
    """Intent × social × search × e-mail (0 or 1 each) -> edge out of 65,536 below which a toss is a buy."""
    rules = world.scenario.journeys
    buys = np.array([intent.buys for intent in rules.intents])[:, None, None, None]
    raised = (
        np.arange(2)[None, :, None, None] * rules.social_lift
        + np.arange(2)[None, None, :, None] * rules.search_lift
        + np.arange(2)[None, None, None, :] * rules.email_lift
    )
    odds = buys / (1.0 - buys) * maths.exp(raised)
    return np.rint(odds / (1.0 + odds) * 65536.0).astype(np.int64)


@per_world
def met_edge(world: World) -> np.ndarray:
    """Intent × (social, search, e-mail) -> edge out of 65,536 below which she meets the channel."""
    shares = [[x.sees_social, x.clicks_search, x.opens_email] for x in world.scenario.journeys.intents]
    return np.rint(np.array(shares) * 65536.0).astype(np.int64)


@per_world
def day_profile(world: World) -> np.ndarray:
    """16 bits -> second of the day, by the profile of hours."""
    part = (np.arange(65536) + 0.5) / 65536.0
    edges = world.clock.hour_edges
    hour = np.minimum(np.searchsorted(edges, part, side="right") - 1, 23)
    within = (part - edges[hour]) / (edges[hour + 1] - edges[hour])
    return np.floor((hour + within) * 3600.0).astype(np.int64)


@per_world
def device_lookup(world: World) -> np.ndarray:
    """Without and with an order × 16 bits -> device of a visitor."""
    rules = world.scenario.journeys
    return np.array(
        [draws.lookup([row[name] for name in DEVICES]) for row in (rules.devices, rules.buyers_on)]
    )


@per_world
def furthest_lookup(world: World) -> np.ndarray:
    """(Device, channel) × 16 bits -> furthest step of a visit that does not end with an order."""
    rules, rows = world.scenario.journeys.steps, []
    usual = np.array([rules.product, rules.basket, rules.checkout])
    for device in DEVICES:
        for channel in CHANNELS:
            shift = np.array(rules.devices.get(device, [0.0] * 3)) + rules.channels.get(channel, 0.0)
            odds = usual / (1.0 - usual) * maths.exp(shift)
            goes_on = odds / (1.0 + odds)
            reached = np.concatenate([[1.0], np.multiply.accumulate(goes_on), [0.0]])
            rows.append(draws.lookup(reached[:-1] - reached[1:]))
    return np.array(rows)


def journeys_tables(world: World, first: int, count: int, truth: bool) -> tuple[dict, dict]:
    """Columns of `visits` and of `truth_journeys` for the customers `first` … `first + count - 1`."""
    rules, each = world.scenario.journeys, per_customer(world)
    last = min(first + count, world.customers) if takes_place(world) else first
    ids = np.arange(first * each, max(last, first) * each) + 1
    key = draws.keys(world.seed, "journey", ids)
    lots, more = draws.bits(key, 0), draws.bits(key, 1)
    intent = draws.chosen(draws.lookup([x.share for x in rules.intents]), lots, 0)
    held = draws.slice16(lots, 1) < rules.held_out_share * 65536.0
    edge = met_edge(world).T
    wants = intent.astype(np.intp)
    social = (draws.slice16(lots, 2) < edge[0].take(wants)) & ~held
    search, email = draws.slice16(lots, 3) < edge[1].take(wants), draws.slice16(more, 0) < edge[2].take(wants)
    # Intent and what she meets as one number, a bit for each channel, to look her edge up at once.
    met = wants * 8 + social * MET_SOCIAL + search * MET_SEARCH + email * MET_EMAIL
    table, toss = buys_edge(world), draws.slice16(more, 1)
    buys = toss < table.take(met)

    steps = _steps(world, key, more, (social, search, email), buys)
    device = draws.chosen(device_lookup(world), draws.bits(key, 5), 0, buys)
    journey, step, position, second, lots = _times(world, key, steps)
    if not len(second) or second.max() >= world.clock.end_second:
        there = second < world.clock.end_second
        journey, step, position, second, lots = chosen(there, journey, step, position, second, lots)
    ordered = buys.take(journey) & (step == LAST)
    orders = np.flatnonzero(ordered)
    cents = world.laws.order_value(draws.bits(key[journey[orders]], 2)) * _mean_scale(world) * 100.0
    value = np.zeros(len(journey), dtype=np.int64)
    value[orders] = np.maximum(np.rint(cents), 100).astype(np.int64)
    channel, on = steps.take(journey * (LAST + 1) + step), device.take(journey)
    way = on.astype(np.intp) * len(CHANNELS) + channel
    furthest = draws.chosen(furthest_lookup(world), lots, 2, way)
    furthest[orders] = ORDERED
    seen = {
        "journey_id": ids.take(journey),
        "position": position,
        "visited_at": second,
        "channel": channel,
        "device": on,
        "furthest": furthest,
        "held_out": held.take(journey),
        "saw_social_ad": social.take(journey),
        "converted": ordered,
        "order_value_eur": Nullable(value, ~ordered),
    }
    if not truth:
        return seen, {}
    begun = np.zeros(len(ids), dtype=bool)
    begun[journey] = True
    known = {
        "journey_id": ids,
        "buys": buys,
        "buys_without_social": toss < table.take(met & ~MET_SOCIAL),
        "buys_without_search": toss < table.take(met & ~MET_SEARCH),
        "buys_without_email": toss < table.take(met & ~MET_EMAIL),
    }
    return seen, dict(zip(known, chosen(begun, *known.values()), strict=True))


def _mean_scale(world: World) -> float:
    """The scale that gives orders their mean value (EUR)."""
    spend = world.scenario.spend
    return spend.gamma / (spend.q - 1.0)


def _steps(
    world: World, key: np.ndarray, more: np.ndarray, met: tuple[np.ndarray, ...], buys: np.ndarray
) -> np.ndarray:
    """Journey × step -> channel of the visit or `ABSENT`; the last step is always there."""
    rules, (social, search, email) = world.scenario.journeys, met
    paths, ends = draws.bits(key, 3), draws.bits(key, 4)
    own = draws.lookup([rules.own_way.get(name, 0.0) for name in CHANNELS])
    brand = draws.lookup([rules.last_visit.get(name, 0.0) for name in CHANNELS])
    steps = np.full((len(key), LAST + 1), ABSENT, dtype=np.int8)
    clicks = draws.slice16(more, 2)
    steps[np.flatnonzero(social & (clicks < rules.social_click * 65536.0)), 0] = SOCIAL
    walks = draws.chosen(draws.lookup(rules.own_visits), more, 3)
    for k in range(BROWSES):
        walkers = np.flatnonzero(walks > k)
        steps[walkers, 1 + k] = draws.chosen(own, paths[walkers], k)
    steps[np.flatnonzero(email), 1 + BROWSES] = EMAIL
    steps[np.flatnonzero(search), 2 + BROWSES] = SEARCH
    steps[:, LAST] = draws.chosen(own, ends, 1)
    buyers = np.flatnonzero(buys)
    steps[buyers, LAST] = draws.chosen(brand, ends[buyers], 0)
    at_once = social & (draws.slice16(ends, 2) < rules.social_last * 65536.0)
    steps[np.flatnonzero(at_once), LAST] = SOCIAL
    return steps


def _times(
    world: World, key: np.ndarray, steps: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For each visit: journey and step, position in its journey from 1, second since 1970, draws."""
    rules = world.scenario.journeys
    first_day = world.clock.day_of_month(rules.month) if takes_place(world) else 0
    days = world.clock.day_of_month(rules.month + rules.months) - first_day if takes_place(world) else 0
    start = first_day + (
        draws.slice16(draws.bits(key, 4), 3).astype(np.int64) * max(days - LATEST_START_DAYS, 1) >> 16
    )
    place = np.flatnonzero(steps.ravel() != ABSENT)
    journey = place // (LAST + 1)
    step = place - journey * (LAST + 1)
    counts = np.bincount(journey, minlength=len(key))
    begin = np.cumsum(counts) - counts
    lots = draws.bits(key.take(journey), step + 8)
    wait = 1 + (draws.slice16(lots, 0).astype(np.int64) * rules.most_days_between >> 16)
    passed = np.cumsum(wait)
    day = passed + (start - passed[begin]).take(journey)
    position = runs(np.ones(len(key), dtype=np.int64), counts, journey)
    return journey, step, position, day * DAY_SECONDS + draws.chosen(day_profile(world), lots, 1), lots


def truth_channels_table(world: World) -> dict:
    """Columns of `truth_channels`: of the orders of visitors who are not held out, which share each channel
    causes, in expectation: the sum over all intents and meetings, with and without the channel."""
    rules, table = world.scenario.journeys, buys_edge(world) / 65536.0
    share = np.array([intent.share for intent in rules.intents])
    met = met_edge(world) / 65536.0
    total, without = 0.0, np.zeros(len(CHANNELS))
    for k in range(len(share)):
        for a in range(2):
            for b in range(2):
                for c in range(2):
                    weight = share[k] / share.sum()
                    for channel, yes in enumerate((a, b, c)):
                        weight *= met[k, channel] if yes else 1.0 - met[k, channel]
                    total += weight * table[k, a, b, c]
                    without += weight * table[k, a, b, c]
                    without[SOCIAL] += weight * (table[k, 0, b, c] - table[k, a, b, c])
                    without[SEARCH] += weight * (table[k, a, 0, c] - table[k, a, b, c])
                    without[EMAIL] += weight * (table[k, a, b, 0] - table[k, a, b, c])
    visitors = per_customer(world) * world.customers * (1.0 - rules.held_out_share) * takes_place(world)
    return {
        "channel": np.arange(len(CHANNELS)),
        "causal_share": 1.0 - without / total,
        "incremental_orders": (total - without) * visitors,
    }
