"""Buying: when customers order, what, and for how much.

Repeat orders are a Poisson process with the customer's rate in operational time, from the first order until
the customer leaves or the run ends. Order values are gamma(p) times the customer's scale. An order's value
is split over its lines in whole cents, so lines always add up to the order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from generator import draws, maths
from generator.business.catalogue import FAMILIES
from generator.memo import per_world

WEB, APP = 0, 1
FIRST_ROUND = 2  # repeat orders that are drawn at first
LEAST_CENTS = 100  # an order is worth at least one euro
# Popularity of a line's families, (k + 1)^-1.5: a fifth of the products make about four fifths of the lines.
ZIPF = [1.0 / ((k + 1) * math.sqrt(k + 1)) for k in range(FAMILIES)]
# The first line of an order is always the largest: its weight starts above every other line's end.
FIRST_WEIGHT, OTHER_WEIGHT = 80_000, 10_000


@per_world
def channel_lookup(world) -> np.ndarray:
    """Acquisition channel × 16 bits -> order channel."""
    return np.array([draws.lookup(channel.order_channels) for channel in world.scenario.channels])


@per_world
def preference_lookup(world) -> np.ndarray:
    """Need segment × 16 bits -> product line."""
    names = [line.name for line in world.scenario.lines]
    return np.array(
        [draws.lookup([need.preferences[name] for name in names]) for need in world.scenario.needs]
    )


@per_world
def family_lookup(world) -> np.ndarray:
    """16 bits -> family within a line (Zipf)."""
    return draws.lookup(ZIPF)


@per_world
def line_count_lookup(world) -> np.ndarray:
    """16 bits -> lines of an order, less one."""
    return draws.lookup(world.scenario.orders.line_weights)


@per_world
def pressure(world) -> np.ndarray:
    """Product line × month -> factor on the list price that a payment aims at, in 1/65,536."""
    end = np.array([line.pressure for line in world.scenario.lines])
    return np.rint((1.0 + end[:, None] * world.path[None, :]) * 65536.0).astype(np.int64)


@dataclass(frozen=True)
class Times:
    """Order times of a block, ordered by customer and time.

    `start`: where each customer's orders begin (one longer than the customers). `customer`: position in the
    block. `number`: 0 for the first order. `draw`: identity of the order for further draws, which stays the
    same if other orders come or go. `week`: operational. `day`: of the run.
    """

    start: np.ndarray
    customer: np.ndarray
    number: np.ndarray
    draw: np.ndarray
    week: np.ndarray
    day: np.ndarray

    @classmethod
    def of(cls, clock, people: int, customer: np.ndarray, draw: np.ndarray, week: np.ndarray) -> Times:
        """From orders sorted by customer and time; later times than the run's end have its last day."""
        counts = np.bincount(customer, minlength=people)
        start = np.concatenate([[0], np.cumsum(counts)])
        number = np.arange(len(customer)) - np.repeat(start[:-1], counts)
        return cls(start, customer, number, draw, week, clock.day_of(week))


def poisson_times(
    key: np.ndarray, start: np.ndarray, rate: np.ndarray, limit: np.ndarray, most: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Events of one Poisson process for each customer: (customer, number from 0, time), sorted.

    `key`: one for each customer. Events lie between `start` and `limit`; at most `most` of them count. Gaps
    are exponential, drawn in rounds of growing width.
    """
    active = np.flatnonzero(limit > start)
    reached = start.copy()
    counts = np.zeros(len(key), dtype=np.int64)
    rounds, first, width = [], 0, FIRST_ROUND
    while active.size:
        number = np.arange(first, first + width)
        u = draws.uniform(draws.bits(key[active, None], number[None, :]))
        gaps = -maths.log(u) / rate[active, None]
        times = reached[active, None] + np.cumsum(gaps, axis=1)
        inside = times < limit[active, None]
        if most is not None:
            inside &= number[None, :] < most[active, None]
        here = inside.sum(axis=1)
        counts[active] += here
        rounds.append((active, first, times, inside))
        reached[active] = times[:, -1]
        active = active[here == width]
        first, width = first + width, width * 2
    edge = np.concatenate([[0], np.cumsum(counts)])
    time = np.empty(edge[-1])
    for who, first, times, inside in rounds:
        found = np.flatnonzero(inside)
        row, column = np.divmod(found, inside.shape[1])
        time[edge[who[row]] + first + column] = times.ravel()[found]
    customer = np.repeat(np.arange(len(key)), counts)
    return customer, np.arange(edge[-1]) - edge[customer], time


@dataclass(frozen=True)
class Course:
    """What customers would do if nothing but their own nature moved them, from the first order on.

    `customer`, `draw`, `week`: orders sorted by customer and time, also after the run's end, up to `horizon`.
    `left`: operational week in which each customer leaves for good (infinite: not by the horizon).
    """

    customer: np.ndarray
    draw: np.ndarray
    week: np.ndarray
    left: np.ndarray
    horizon: float


def own_course(world, ids: np.ndarray, joined: np.ndarray, latents, horizon: float) -> Course:
    """Draw the orders of customers: the first on joining, then a Poisson process until they leave."""
    key = draws.keys(world.seed, "order gap", ids)
    limit = np.minimum(horizon, joined + latents.life)
    bounded = world.scenario.dropout.model == "bg"
    who, _, repeats = poisson_times(key, joined, latents.rate, limit, latents.repeats if bounded else None)
    counts = np.bincount(who, minlength=len(ids)) + 1
    first = np.cumsum(counts) - counts
    customer = np.repeat(np.arange(len(ids)), counts)
    draw = np.arange(len(customer)) - np.repeat(first, counts)
    week = np.empty(len(customer))
    week[first], week[draw > 0] = joined, repeats
    left = joined + latents.life
    if bounded:
        last = first + counts - 1
        left = np.where(draw[last] == latents.repeats, week[last], np.inf)
    return Course(customer, draw, week, left, horizon)


@dataclass(frozen=True)
class Orders:
    """Orders of a block: times, and per order its key for draws, number, second, channel and value."""

    times: Times
    key: np.ndarray
    order_id: np.ndarray
    second: np.ndarray
    channel: np.ndarray
    cents: np.ndarray


def value_cents(world, key: np.ndarray, value_scale: np.ndarray) -> np.ndarray:
    """Value of each order in whole cents, from its key."""
    value = world.laws.order_value(draws.bits(key, 0)) * value_scale * 100.0
    return np.maximum(np.rint(value), LEAST_CENTS).astype(np.int64)


def order_keys(world, ids: np.ndarray, customer: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """The key of each order for further draws."""
    return draws.bits(draws.keys(world.seed, "order", ids)[customer], draw)


def draw_orders(world, ids, times: Times, who, value_scale, app_from, first_ids: np.ndarray) -> Orders:
    """Draw number, channel and value of each order.

    `app_from`: week from which each customer has the app; before it she orders on the web instead.
    `first_ids`: for each day of the run, the number of this block's first order of that day.
    """
    by_day = np.argsort(times.day.astype(np.uint16), kind="stable")  # of 16 bits, which are sorted faster
    day_sorted = times.day[by_day]
    day_start = np.searchsorted(day_sorted, np.arange(world.clock.days))
    order_id = np.empty(len(by_day), dtype=np.int64)
    order_id[by_day] = first_ids[day_sorted] + np.arange(len(by_day)) - day_start[day_sorted]

    key = order_keys(world, ids, times.customer, times.draw)
    cents = value_cents(world, key, value_scale[times.customer])
    mixed = draws.bits(key, 1)
    channel = channel_lookup(world)[who.channel[times.customer].astype(np.int32), draws.slice16(mixed, 0)]
    channel[(channel == APP) & (times.week < app_from[times.customer])] = WEB
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
    wanted = line_count_lookup(world)[draws.slice16(draws.bits(orders.key, 1), 1)].astype(np.int64) + 1
    counts = np.minimum(wanted, 1 + orders.cents // round(scenario.orders.smallest_line_eur * 100))
    start = np.cumsum(counts) - counts
    order = np.repeat(np.arange(len(counts)), counts)
    line_no = np.arange(1, len(order) + 1) - np.repeat(start, counts)
    key = draws.bits(orders.key[order], line_no + 8)

    weight = draws.slice16(key, 2) + OTHER_WEIGHT
    weight[start] += FIRST_WEIGHT - OTHER_WEIGHT
    total = np.add.reduceat(weight, start)
    paid = orders.cents[order] * weight // total[order]
    paid[start] += orders.cents - np.add.reduceat(paid, start)

    # Tables are looked up in one step: their rows are added to the index of an order beforehand.
    row = need.astype(np.int32)[times.customer] << 16
    product_line = preference_lookup(world).ravel()[row[order] | draws.slice16(key, 0)]
    product_line[start[times.start[:-1]]] = first_line
    family = product_line.astype(np.int32) * FAMILIES + family_lookup(world)[draws.slice16(key, 1)]
    by_month = pressure(world)
    month = world.clock.months[times.day].astype(np.int32)
    deeper = by_month.ravel()[product_line * np.int32(by_month.shape[1]) + month[order]]
    product, quantity = world.catalogue.choose_size(family, (paid * deeper) >> 16)
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
