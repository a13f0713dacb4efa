"""Buying: when customers order, what, and for how much.

Repeat orders are a Poisson process with the customer's rate in operational time, from the first order until
the customer leaves or the run ends. Order values are gamma(p) times the customer's scale. An order's value
is split over its lines in whole cents, so lines always add up to the order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws, maths
from generator.business.catalogue import FAMILIES

LEAST_CENTS = 100  # an order is worth at least one euro
ZIPF = [1.0 / (k + 1) for k in range(FAMILIES)]  # popularity of a line's families
# The first line of an order is always the largest: its weight starts above every other line's end.
FIRST_WEIGHT, OTHER_WEIGHT = 80_000, 10_000


@dataclass(frozen=True)
class Times:
    """Order times of a block, ordered by customer and time.

    `start`: where each customer's orders begin (one longer than the customers). `customer`: position in the
    block. `number`: 0 for the first order. `week`: operational. `day`: of the run.
    """

    start: np.ndarray
    customer: np.ndarray
    number: np.ndarray
    week: np.ndarray
    day: np.ndarray


def order_times(world, ids: np.ndarray, joined: np.ndarray, rate: np.ndarray, life: np.ndarray) -> Times:
    """Draw the order times of customers; gaps are exponential, drawn in rounds of growing width."""
    limit = np.minimum(world.clock.end_week - joined, life)
    key = draws.keys(world.seed, "order gap", ids)
    active = np.arange(len(ids))
    reached = np.zeros(len(ids))
    counts = np.ones(len(ids), dtype=np.int64)
    rounds, first, width = [], 0, 2
    while active.size:
        number = np.arange(first, first + width)
        u = draws.uniform(draws.bits(np.repeat(key[active], width), np.tile(number, active.size)))
        gaps = (-maths.log(u)).reshape(-1, width) / rate[active, None]
        times = reached[active, None] + np.cumsum(gaps, axis=1)
        inside = times < limit[active, None]
        here = inside.sum(axis=1)
        counts[active] += here
        rounds.append((active, first, times, inside))
        reached[active] = times[:, -1]
        active = active[here == width]
        first, width = first + width, width * 2
    start = np.concatenate([[0], np.cumsum(counts)])
    week = np.empty(start[-1])
    week[start[:-1]] = joined
    for who, first, times, inside in rounds:
        row, column = np.nonzero(inside)
        week[start[who[row]] + 1 + first + column] = joined[who[row]] + times[row, column]
    customer = np.repeat(np.arange(len(ids)), counts)
    number = np.arange(start[-1]) - start[customer]
    return Times(start, customer, number, week, world.clock.day_of(week))


@dataclass(frozen=True)
class Orders:
    """Orders of a block: times, and per order its key for draws, number, second, channel and value."""

    times: Times
    key: np.ndarray
    order_id: np.ndarray
    second: np.ndarray
    channel: np.ndarray
    cents: np.ndarray


def draw_orders(world, ids, times: Times, acquisition, value_scale, first_ids: np.ndarray) -> Orders:
    """Draw number, channel and value of each order.

    `first_ids`: for each day of the run, the number of this block's first order of that day.
    """
    by_day = np.argsort(times.day, kind="stable")
    day_sorted = times.day[by_day]
    day_start = np.searchsorted(day_sorted, np.arange(world.clock.days))
    order_id = np.empty(len(by_day), dtype=np.int64)
    order_id[by_day] = first_ids[day_sorted] + np.arange(len(by_day)) - day_start[day_sorted]

    key = draws.bits(draws.keys(world.seed, "order", ids)[times.customer], times.number)
    value = world.laws.order_value(draws.bits(key, 0)) * value_scale[times.customer] * 100.0
    cents = np.maximum(np.rint(value), LEAST_CENTS).astype(np.int64)
    mixed = draws.bits(key, 1)
    channel = world.channel_lookup[acquisition[times.customer].astype(np.int32), draws.slice16(mixed, 0)]
    return Orders(times, key, order_id, world.clock.second_of(times.week, times.day), channel, cents)


@dataclass(frozen=True)
class Lines:
    """Order lines of a block: position of the order, number in the order, draw key, and what was bought."""

    order: np.ndarray
    line_no: np.ndarray
    key: np.ndarray
    product: np.ndarray
    product_line: np.ndarray
    quantity: np.ndarray
    paid: np.ndarray


def draw_lines(world, orders: Orders, need: np.ndarray, first_line: np.ndarray) -> Lines:
    """Split each order into lines and choose the products."""
    scenario, times = world.scenario, orders.times
    wanted = world.line_count_lookup[draws.slice16(draws.bits(orders.key, 1), 1)].astype(np.int64) + 1
    counts = np.minimum(wanted, 1 + orders.cents // round(scenario.orders.smallest_line_eur * 100))
    start = np.cumsum(counts) - counts
    order = np.repeat(np.arange(len(counts)), counts)
    line_no = np.arange(len(order)) - start[order] + 1
    key = draws.bits(orders.key[order], line_no + 8)

    weight = draws.slice16(key, 2).astype(np.int64)
    weight += np.where(line_no == 1, FIRST_WEIGHT, OTHER_WEIGHT)
    total = np.add.reduceat(weight, start)
    paid = orders.cents[order] * weight // total[order]
    paid[start] += orders.cents - np.add.reduceat(paid, start)

    customer = times.customer[order]
    product_line = world.preference_lookup[need[customer].astype(np.int32), draws.slice16(key, 0)]
    opening = start[times.number == 0]
    product_line[opening] = first_line[times.customer[order[opening]]]
    family = product_line.astype(np.int32) * FAMILIES + world.family_lookup[draws.slice16(key, 1)]
    pressure = world.pressure[product_line, world.clock.months[times.day[order]]]
    product, quantity = world.catalogue.choose_size(family, (paid * pressure) >> 16)
    return Lines(order, line_no, key, product, product_line, quantity, paid)


def orders_table(ids: np.ndarray, orders: Orders) -> dict[str, np.ndarray]:
    """Columns of `orders`."""
    return {
        "order_id": orders.order_id,
        "customer_id": ids[orders.times.customer],
        "ordered_at": orders.second,
        "channel": orders.channel,
    }


def lines_table(world, orders: Orders, lines: Lines) -> dict[str, np.ndarray]:
    """Columns of `order_lines`."""
    price = world.catalogue.price_cents[lines.product]
    return {
        "order_id": orders.order_id[lines.order],
        "line_no": lines.line_no,
        "product_id": lines.product + 1,
        "quantity": lines.quantity,
        "list_price_eur": price,
        "discount_eur": lines.quantity * price - lines.paid,
        "paid_eur": lines.paid,
        "unit_cost_eur": world.catalogue.cost_cents[lines.product],
    }
