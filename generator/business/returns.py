"""Returns: which lines come back, when, why, by which stages, and what is refunded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.parcels import IN_STORE, LATE, Parcels, transit_lookup
from generator.business.waiting import EXPONENTIAL, packing
from generator.clock import DAY_SECONDS
from generator.memo import per_world
from generator.world import World

FIRST_DAY, DAYS = 3, 18  # what was bought in a store is brought back 3 to 21 days after
PARTIAL_FROM, PARTIAL_RANGE = 0.30, 0.40  # a partial refund is 30 to 70 % of what was paid


@per_world
def return_rate(world: World) -> np.ndarray:
    """Order channel (web, app, store) × product line -> probability that a line comes back."""
    rules = world.scenario.returns
    channel = np.array([rules.online_rate, rules.online_rate, rules.store_rate])
    return channel[:, None] * np.array([line.return_factor for line in world.scenario.lines])[None, :]


@per_world
def reason_lookup(world: World) -> np.ndarray:
    """Kind of delivery (see `parcels.Parcels`) × 16 bits -> reason of a return."""
    reasons, rules = world.scenario.returns.reasons, world.scenario.deliveries
    weights = np.tile(np.array(list(reasons.values()), dtype=np.float64), (3, 1))
    if rules.reason in reasons and len(reasons) > 1:
        own = list(reasons).index(rules.reason)
        weights[:, own] *= np.where(np.arange(3) == LATE, rules.reason_factor, 0.0)
    return np.array([draws.lookup(row) for row in weights])


@dataclass(frozen=True)
class Stages:
    """The way of returns (arrays by return): days since 1970 on which the customer asked, sent it and was
    refunded, and the second at which it was booked; all may lie after the run. `sent`: what is brought to a
    store is not sent."""

    asked: np.ndarray
    sent: np.ndarray
    booked: np.ndarray
    refunded: np.ndarray


def stages(world: World, key: np.ndarray, wait: np.ndarray, second: np.ndarray, parcels: Parcels) -> Stages:
    """The way of returns.

    What came as a parcel goes back after it was delivered, by the same carrier, and is checked by the same
    people who pack, so that the refund waits as long as the week's load makes it wait. What was bought in a
    store is brought there, `wait` seconds after the order, and refunded on the spot. `second`: of the order.
    """
    rules, bits = world.scenario.returns.stages, draws.bits(key, 2)
    brought = parcels.kind == IN_STORE
    days = (draws.slice16(bits, 0).astype(np.int64) * (rules.asked_within_days + 1)) >> 16
    asked = parcels.delivered + days
    sent = asked + ((draws.slice16(bits, 1) * (rules.sent_within_days + 1)) >> 16)
    hour = 8 * 3600 + ((draws.slice16(bits, 2).astype(np.int64) * (8 * 3600)) >> 16)
    arrived = sent + draws.chosen(transit_lookup(world), draws.bits(key, 3), 0, parcels.carrier)
    booked = np.where(brought, second + wait, arrived * DAY_SECONDS + hour)
    day = booked // DAY_SECONDS
    weeks = packing(world)
    place = np.minimum(day - world.clock.first_day, len(weeks.week_of_day) - 1)
    check = draws.chosen(EXPONENTIAL, bits, 3) * weeks.mean_wait[weeks.week_of_day[place]] * rules.checking
    refunded = np.where(brought, day, day + 1 + (check / DAY_SECONDS).astype(np.int64))
    return Stages(np.where(brought, day, asked), sent, booked, refunded)


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("returns", "reason"): list(world.scenario.returns.reasons)}


def returns_table(block: Block) -> dict[str, np.ndarray | Nullable]:
    """Columns of `returns`; what would be booked after the end is not there yet."""
    world, orders, lines = block.world, block.orders, block.lines
    rules = world.scenario.returns
    rate = return_rate(world) * 65536.0
    kind = (orders.channel.astype(np.intp) * rate.shape[1]).take(lines.order) + lines.product_line
    factor = block.latents.return_factor.take(orders.times.customer)
    back = np.flatnonzero(draws.slice16(lines.key, 3) < rate.take(kind) * factor.take(lines.order))
    order = lines.order[back]
    bits, parcels = draws.bits(lines.key[back], 0), block.parcels.only(order)
    wait = FIRST_DAY * DAY_SECONDS + ((bits >> np.uint64(40)).astype(np.int64) * DAYS * DAY_SECONDS >> 24)
    way = stages(world, lines.key[back], wait, orders.second[order], parcels)
    there = np.flatnonzero(way.booked < world.clock.end_second)
    back, bits = back[there], bits[there]
    asked, sent, second, refunded = (column[there] for column in vars(way).values())
    kind, end = parcels.kind[there], world.clock.first_day + world.clock.days

    paid = lines.paid[back]
    part = PARTIAL_FROM + PARTIAL_RANGE * (draws.slice16(bits, 0) / 65536.0)
    whole = draws.slice16(bits, 1) < rules.full_share * 65536.0
    refund = np.where(whole, paid, np.maximum(np.rint(paid * part), 1).astype(np.int64))
    return {
        "order_id": orders.order_id[lines.order[back]],
        "line_no": lines.line_no[back],
        "asked_on": asked,
        "sent_on": Nullable(sent, kind == IN_STORE),
        "returned_at": second,
        "refunded_on": Nullable(refunded, refunded >= end),
        "reason": draws.chosen(reason_lookup(world), draws.bits(lines.key[back], 1), 0, kind),
        "refund_eur": refund,
        "handling_cost_eur": np.full(len(back), round(rules.handling_eur * 100)),
    }
