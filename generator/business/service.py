"""Service: which orders cause a ticket, on what, how often it changes hands, and how the customer felt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.clock import DAY_SECONDS
from generator.maths import exp, log
from generator.memo import per_world

# The way a ticket takes through the house; each hand-off adds the next department.
WAY = ("service", "warehouse", "product", "finance", "logistics", "management")
MOST_HAND_OFFS = len(WAY) - 1
LATEST_OPENING_DAYS = 14


def ways() -> list[str]:
    """The way of a ticket with 0, 1, 2 … hand-offs."""
    return [">".join(WAY[: k + 1]) for k in range(len(WAY))]


@per_world
def topic_lookup(world) -> np.ndarray:
    """16 bits -> topic of a ticket."""
    return draws.lookup(list(world.scenario.service.topics.values()))


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("tickets", "topic"): list(world.scenario.service.topics), ("tickets", "departments"): ways()}


def hand_offs_of(world, exposure: np.ndarray, part16: np.ndarray) -> np.ndarray:
    """Times that tickets change hands: Poisson with each customer's own mean, from 16 random bits."""
    mean = world.scenario.service.hand_offs * exposure
    u = (part16 + 0.5) / 65536.0
    step = exp(-mean)
    reached, found = step, np.zeros(len(mean), dtype=np.int64)
    for k in range(1, MOST_HAND_OFFS + 1):
        found += u > reached
        step = step * mean / k
        reached = reached + step
    return found


@dataclass(frozen=True)
class Raised:
    """Tickets that orders raise, with what is known at once.

    `order`: position of the order. `bits`, `more`: for further draws. `wait`: seconds from the order until it
    is opened. `hand_offs`: times that it changes department. `work`: seconds until it is solved.
    """

    order: np.ndarray
    bits: np.ndarray
    more: np.ndarray
    wait: np.ndarray
    hand_offs: np.ndarray
    work: np.ndarray


def raise_tickets(world, key: np.ndarray, customer: np.ndarray, latents) -> Raised:
    """Tickets of the orders with draw keys `key` of the customers at the positions `customer`."""
    rules, bits = world.scenario.service, draws.bits(key, 2)
    chance = np.minimum(rules.tickets_per_order * latents.contact_factor[customer], 0.9)
    order = np.flatnonzero(draws.slice16(bits, 0) < chance * 65536.0)
    bits, more = bits[order], draws.bits(key[order], 3)
    wait = (draws.slice16(bits, 1).astype(np.int64) * LATEST_OPENING_DAYS * DAY_SECONDS) >> 16
    hand_offs = hand_offs_of(world, latents.exposure[customer[order]], draws.slice16(more, 0))
    days = -log((draws.slice16(more, 1) + 0.5) / 65536.0) * rules.days_per_step * (hand_offs + 1)
    work = 1800 + (days * DAY_SECONDS).astype(np.int64)
    return Raised(order, bits, more, wait + DAY_SECONDS // 2, hand_offs, work)


def tickets_table(block) -> dict[str, np.ndarray]:
    """Columns of `tickets`; a ticket that is not solved at the end of the run is open."""
    world, orders, z = block.world, block.orders, block.latents
    rules, end = world.scenario.service, world.clock.end_second
    tickets = raise_tickets(world, orders.key, orders.times.customer, z)
    opened = orders.second[tickets.order] + tickets.wait
    there = opened < end
    raised, opened, hand_offs = tickets.order[there], opened[there], tickets.hand_offs[there]
    bits, more, closed = tickets.bits[there], tickets.more[there], opened + tickets.work[there]
    customer = orders.times.customer[raised]

    # Mood: how content this customer is in general, less 0.6 for each hand-off, plus chance.
    noise = (draws.slice16(more, 2) + draws.slice16(more, 3) - 65535) / 65536.0 * 2.4
    mood = 3.6 + 0.6 * z.z_satisfaction[customer] - 0.6 * hand_offs + noise
    answered = (draws.slice16(bits, 2) < rules.answered_share * 65536.0) & (closed < end)
    return {
        "ticket_id": orders.order_id[raised] * 10 + 1,
        "customer_id": block.ids[customer],
        "order_id": orders.order_id[raised],
        "topic": topic_lookup(world)[draws.slice16(bits, 3)],
        "opened_at": opened,
        "closed_at": Nullable(closed, closed >= end),
        "departments": hand_offs,
        "hand_offs": hand_offs,
        "satisfaction": Nullable(np.minimum(np.maximum(np.rint(mood), 1), 5).astype(np.int64), ~answered),
    }
