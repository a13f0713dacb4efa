"""Returns: which lines come back, when, why, and what is refunded."""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.business.block import Block
from generator.clock import DAY_SECONDS
from generator.memo import per_world
from generator.rows import chosen
from generator.world import World

FIRST_DAY, DAYS = 3, 18  # a return is booked 3 to 21 days after the order
PARTIAL_FROM, PARTIAL_RANGE = 0.30, 0.40  # a partial refund is 30 to 70 % of what was paid


@per_world
def return_rate(world: World) -> np.ndarray:
    """Order channel (web, app, store) × product line -> probability that a line comes back."""
    rules = world.scenario.returns
    channel = np.array([rules.online_rate, rules.online_rate, rules.store_rate])
    return channel[:, None] * np.array([line.return_factor for line in world.scenario.lines])[None, :]


@per_world
def reason_lookup(world: World) -> np.ndarray:
    """16 bits -> reason of a return."""
    return draws.lookup(list(world.scenario.returns.reasons.values()))


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("returns", "reason"): list(world.scenario.returns.reasons)}


def returns_table(block: Block) -> dict[str, np.ndarray]:
    """Columns of `returns`; what would be booked after the end is not there yet."""
    world, orders, lines = block.world, block.orders, block.lines
    rules = world.scenario.returns
    rate = return_rate(world) * 65536.0
    kind = (orders.channel.astype(np.intp) * rate.shape[1]).take(lines.order) + lines.product_line
    factor = block.latents.return_factor.take(orders.times.customer)
    back = np.flatnonzero(draws.slice16(lines.key, 3) < rate.take(kind) * factor.take(lines.order))
    bits = draws.bits(lines.key[back], 0)
    wait = FIRST_DAY * DAY_SECONDS + ((bits >> np.uint64(40)).astype(np.int64) * DAYS * DAY_SECONDS >> 24)
    second = orders.second[lines.order[back]] + wait
    booked = second < world.clock.end_second
    back, bits, second = chosen(booked, back, bits, second)

    paid = lines.paid[back]
    part = PARTIAL_FROM + PARTIAL_RANGE * (draws.slice16(bits, 0) / 65536.0)
    whole = draws.slice16(bits, 1) < rules.full_share * 65536.0
    refund = np.where(whole, paid, np.maximum(np.rint(paid * part), 1).astype(np.int64))
    return {
        "order_id": orders.order_id[lines.order[back]],
        "line_no": lines.line_no[back],
        "returned_at": second,
        "reason": draws.chosen(reason_lookup(world), draws.bits(lines.key[back], 1), 0),
        "refund_eur": refund,
        "handling_cost_eur": np.full(len(back), round(rules.handling_eur * 100)),
    }
