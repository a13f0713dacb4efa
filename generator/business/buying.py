"""Buying: what customers order, when within the run, and for how much.

Order values are gamma(p) times the customer's scale. An order's value
is split over its lines in whole cents, so lines always add up to the order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from generator import draws
from generator.business.customer_base import CustomerBase
from generator.business.order_history import Drawn, OrderHistory, per_order
from generator.catalogue import FAMILIES
from generator.clock import Clock
from generator.memo import per_world
from generator.rows import owners, runs
from generator.world import World

WEB, APP = 0, 1
LEAST_CENTS = 100  # an order is worth at least one euro
# Popularity of a line's families, (k + 1)^-1.5: a fifth of the products make about four fifths of the lines.
ZIPF = [1.0 / ((k + 1) * math.sqrt(k + 1)) for k in range(FAMILIES)]
# The first line of an order is always the largest: its weight starts above every other line's end.
FIRST_WEIGHT, OTHER_WEIGHT = 80_000, 10_000


@per_world
def channel_lookup(world: World) -> np.ndarray:
    """Acquisition channel × 16 bits -> order channel."""
    return np.array([draws.lookup(channel.order_channels) for channel in world.scenario.channels])


@per_world
def preference_lookup(world: World) -> np.ndarray:
    """Need segment × 16 bits -> product line."""
    names = [line.name for line in world.scenario.lines]
    return np.array(
        [draws.lookup([need.preferences[name] for name in names]) for need in world.scenario.needs]
    )


@per_world
def family_lookup(world: World) -> np.ndarray:
    """16 bits -> family within a line (Zipf)."""
    return draws.lookup(ZIPF)


@per_world
def line_count_lookup(world: World) -> np.ndarray:
    """16 bits -> lines of an order, less one."""
    return draws.lookup(world.scenario.orders.line_weights)


@per_world
def pressure(world: World) -> np.ndarray:
    """Product line × month -> factor on the list price that a payment aims at, in 1/65,536."""
    end = np.array([line.pressure for line in world.scenario.lines])
    return np.rint((1.0 + end[:, None] * world.path[None, :]) * 65536.0).astype(np.int64)


@dataclass(frozen=True)
class Times:
    """Order times of a block, ordered by customer and time.

    `start`: where each customer's orders begin (one longer than the customers). `customer`: position in the
    block. `week`: operational. `day`: of the run.
    """

    start: np.ndarray
    customer: np.ndarray
    week: np.ndarray
    day: np.ndarray

    @classmethod
    def of(cls, clock: Clock, history: OrderHistory) -> Times:
        """From orders within the run of the clock."""
        return cls(history.start, history.customer, history.week, clock.day_of(history.week))


@dataclass(frozen=True)
class Orders:
    """Orders of a block: as a history, their times, and key for draws, number, second, channel and value."""

    history: OrderHistory
    times: Times
    key: np.ndarray
    order_id: np.ndarray
    second: np.ndarray
    channel: np.ndarray
    cents: np.ndarray


def value_cents(world: World, key: np.ndarray, value_scale: np.ndarray) -> np.ndarray:
    """Value of each order in whole cents, from its key."""
    value = world.laws.order_value(draws.bits(key, 0)) * value_scale * 100.0
    return np.maximum(np.rint(value), LEAST_CENTS).astype(np.int64)


def order_keys(world: World, ids: np.ndarray, customer: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """The key of each order for further draws."""
    return draws.bits(draws.keys(world.seed, "order", ids).take(customer), draw)


@per_order
def keys(base: CustomerBase, orders: Drawn) -> np.ndarray:
    """The key of each order for further draws."""
    return order_keys(base.world, base.ids, orders.customer, orders.draw)


@per_order
def seconds(base: CustomerBase, orders: Drawn) -> np.ndarray:
    """The second (since 1970) of each order, also after the run."""
    clock = base.world.far_clock
    return clock.second_of(orders.week, clock.day_of(orders.week))


def draw_orders(base: CustomerBase, history: OrderHistory, first_ids: np.ndarray) -> Orders:
    """Draw number, channel and value of each order; before a customer has the app she orders on the web.

    `history`: the orders within the run. `first_ids`: for each day of the run, the number of this block's
    first order of that day.
    """
    world, times = base.world, Times.of(base.world.clock, history)
    by_day = np.argsort(times.day.astype(np.uint16), kind="stable")  # of 16 bits, which are sorted faster
    per_day = np.bincount(times.day, minlength=world.clock.days)
    order_id = np.empty(len(by_day), dtype=np.int64)
    order_id[by_day] = runs(first_ids, per_day, owners(per_day))

    key, second = keys(base, history).take(history.row), seconds(base, history).take(history.row)
    cents = value_cents(world, key, base.latents.value_scale.take(times.customer))
    came = base.who.channel.take(times.customer)
    channel = draws.chosen(channel_lookup(world), draws.bits(key, 1), 0, came)
    early = times.week < base.app_from.take(times.customer)
    channel[np.flatnonzero((channel == APP) & early)] = WEB
    return Orders(history, times, key, order_id, second, channel, cents)


@dataclass(frozen=True)
class Lines:
    """Order lines of a block: position of the order, number in the order, draw key, and what was bought.

    `start`: where each order's lines begin.
    """

    start: np.ndarray
    order: np.ndarray
    line_no: np.ndarray
    key: np.ndarray
    product: np.ndarray
    product_line: np.ndarray
    quantity: np.ndarray
    paid: np.ndarray


def draw_lines(world: World, orders: Orders, need: np.ndarray, first_line: np.ndarray) -> Lines:
    """Split each order into lines and choose the products."""
    scenario, times = world.scenario, orders.times
    wanted = draws.chosen(line_count_lookup(world), draws.bits(orders.key, 1), 1) + 1
    counts = np.minimum(wanted, 1 + orders.cents // round(scenario.orders.smallest_line_eur * 100))
    end = np.cumsum(counts)
    start = end - counts
    order = owners(counts)
    line_no = np.arange(1, len(order) + 1) - start.take(order)
    key = draws.bits(orders.key.take(order), line_no + 8)

    weight = draws.slice16(key, 2) + OTHER_WEIGHT
    weight[start] += FIRST_WEIGHT - OTHER_WEIGHT
    paid = orders.cents.take(order) * weight // sums(weight, end).take(order)
    paid[start] += orders.cents - sums(paid, end)

    product_line = draws.chosen(preference_lookup(world), key, 0, need.take(times.customer).take(order))
    product_line[start[times.start[:-1]]] = first_line
    line = product_line.astype(np.intp)
    family = line * FAMILIES + draws.chosen(family_lookup(world), key, 1)
    by_month = pressure(world)
    month = world.clock.months.take(times.day).astype(np.intp)
    deeper = by_month.take(line * by_month.shape[1] + month.take(order))
    product, quantity = world.catalogue.choose_size(family, (paid * deeper) >> 16)
    return Lines(start, order, line_no, key, product, product_line, quantity, paid)


def sums(values: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Sums of whole numbers over runs of rows that end before the positions `end`; no run is empty."""
    return np.diff(np.cumsum(values).take(end - 1), prepend=0)


def orders_table(ids: np.ndarray, orders: Orders) -> dict[str, np.ndarray]:
    """Columns of `orders`."""
    return {
        "order_id": orders.order_id,
        "customer_id": ids.take(orders.times.customer),
        "ordered_at": orders.second,
        "channel": orders.channel,
    }


def lines_table(world: World, orders: Orders, lines: Lines) -> dict[str, np.ndarray]:
    """Columns of `order_lines`."""
    price = world.catalogue.price_cents.take(lines.product)
    return {
        "order_id": orders.order_id.take(lines.order),
        "line_no": lines.line_no,
        "product_id": lines.product + 1,
        "quantity": lines.quantity,
        "list_price_eur": price,
        "discount_eur": lines.quantity * price - lines.paid,
        "paid_eur": lines.paid,
        "unit_cost_eur": world.catalogue.cost_cents.take(lines.product),
    }
