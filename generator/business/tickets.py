"""Tickets: which orders raise one, on what, who takes it, how long it waits and how the customer felt.

Generative process of an order's ticket:

1. it is raised with the customer's own propensity, some time after the order, on some topic; tickets about
   deliveries come mostly from late parcels (`generator.business.parcels`), and soon after the promised day;
2. it waits for the first answer as long as the week's load makes it wait (`generator.business.waiting`),
   or until the evening where tickets are answered on the same day. Who called keeps her place in the line and
   is called back; some lose patience before it is their turn, hang up, and are helped by nobody;
3. a clerk takes it, whoever is free; if the customer claims something and the clerk may grant as much, it is
   settled on the spot, else it goes to a further department, which grants half of such claims;
4. besides, it changes hands as often as this customer's tickets usually do, and each department takes its
   time (`generator.business.hand_offs`).

What this does to orders, and the tables, are in `generator.business.service`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator import draws
from generator.business.buying import keys, seconds
from generator.business.customer_base import CustomerBase
from generator.business.hand_offs import MOST_HAND_OFFS, usual_hand_offs
from generator.business.order_history import Drawn, OrderHistory, per_order
from generator.business.organisation import MOST_TRAINING, front_line
from generator.business.parcels import IN_STORE, LATE, NEVER, ON_TIME, Parcels, sent
from generator.business.waiting import EXPONENTIAL, rota
from generator.clock import DAY_SECONDS
from generator.memo import per_world
from generator.world import World

LATEST_OPENING_DAYS = 14
SOONEST_ANSWER, WRITING = 300, 1800  # seconds
MOST_LIKELY = 0.9  # no order raises a ticket with more than this probability


@per_world
def topic_weights(world: World) -> np.ndarray:
    """Kind of delivery (see `parcels.Parcels`) × topic -> tickets, relative to those of an average order."""
    weights, rules = world.scenario.service.topics, world.scenario.deliveries
    share = np.array(list(weights.values()))
    found = np.tile(share / share.sum(), (3, 1))
    if rules.topic in weights:
        about = list(weights).index(rules.topic)
        found[:, about] *= np.array([0.0, rules.tickets_on_time, rules.tickets_late])[
            [IN_STORE, ON_TIME, LATE]
        ]
    return found


@per_world
def topic_lookup(world: World) -> np.ndarray:
    """Kind of delivery × 16 bits -> topic of a ticket."""
    return np.array([draws.lookup(row) for row in topic_weights(world)])


@per_world
def claims_of_topic(world: World) -> np.ndarray:
    """Whether tickets on a topic come with a claim."""
    rules = world.scenario.service
    return np.array([topic in rules.claims.topics for topic in rules.topics])


@per_world
def skill(world: World) -> np.ndarray:
    """Days of each clerk's training above half of the most: the skilled are rated better and solve more."""
    return front_line(world).training - MOST_TRAINING / 2.0


@dataclass(frozen=True)
class Tickets:
    """Tickets that orders raise (arrays by ticket).

    `order`: position of the order. `bits`, `more`, `third`, `fourth`: for further draws. `late`: whether the
    order's parcel is. `opened`: seconds since 1970, `after` seconds after the order. `wait`: seconds from
    then until the first answer. `rush`: answered under the same-day rule. `called`: whether by telephone.
    `gave_up`: whether she hung up before the first answer, `patience` seconds after calling. `topic`: code.
    `clerk`: position in `organisation.front_line`. `claim`: cents or 0. `settled`: on the spot, by the clerk.
    `hand_offs`: times that it changes department. `work`: seconds from the first answer until it is solved.
    """

    order: np.ndarray
    bits: np.ndarray
    more: np.ndarray
    third: np.ndarray
    fourth: np.ndarray
    late: np.ndarray
    opened: np.ndarray
    after: np.ndarray
    wait: np.ndarray
    rush: np.ndarray
    called: np.ndarray
    gave_up: np.ndarray
    patience: np.ndarray
    topic: np.ndarray
    clerk: np.ndarray
    claim: np.ndarray
    settled: np.ndarray
    hand_offs: np.ndarray
    work: np.ndarray

    def only(self, which: np.ndarray) -> Tickets:
        """Some of them (positions)."""
        return Tickets(**{name: array.take(which) for name, array in vars(self).items()})

    @property
    def answered(self) -> np.ndarray:
        """Seconds since 1970 of the first answer; `NEVER` if the customer gave up before."""
        return np.where(self.gave_up, NEVER, self.opened + self.wait)

    @property
    def closed(self) -> np.ndarray:
        """Seconds since 1970 at which it is solved; `NEVER` if the customer gave up before."""
        return np.where(self.gave_up, NEVER, self.opened + self.wait + self.work)


def tickets_of(base: CustomerBase, history: OrderHistory) -> Tickets:
    """The tickets of a history's orders, also after the run, in the order of these."""
    every = _raised(base, history)
    sizes = [len(lot.week) for lot in history.drawn]
    first = np.repeat(np.cumsum(sizes) - sizes, [len(_raised(base, lot).order) for lot in history.drawn])
    ticket = np.full(sum(sizes), -1)  # of each order that was ever drawn
    ticket[every.order + first] = np.arange(len(every.order))
    ticket = ticket.take(history.row)
    order = np.flatnonzero(ticket >= 0)
    return replace(every.only(ticket.take(order)), order=order)


@per_order
def _raised(base: CustomerBase, orders: Drawn) -> Tickets:
    """The tickets of orders that were drawn together; `order` is the position among these."""
    return raise_tickets(base, keys(base, orders), orders.customer, seconds(base, orders), sent(base, orders))


def raise_tickets(
    base: CustomerBase, key: np.ndarray, customer: np.ndarray, second: np.ndarray, parcels: Parcels
) -> Tickets:
    """Tickets of some orders.

    `key`: of the orders, for draws. `customer`: position in the block. `second`: at which each was placed
    (since 1970). `parcels`: of the orders.
    """
    world, latents = base.world, base.latents
    rules, bits = world.scenario.service, draws.bits(key, 2)
    factor = np.add.reduce(topic_weights(world), axis=1)
    usual, lot = rules.tickets_per_order * latents.contact_factor, draws.slice16(bits, 0)
    # How an order travels matters only if it could raise a ticket at all.
    order = np.flatnonzero(lot < _edge(usual * factor.max()).take(customer))
    edge = _edge(usual.take(customer.take(order)) * factor.take(parcels.kind.take(order)))
    order = order[lot.take(order) < edge]
    owner, second, parcels = customer.take(order), second.take(order), parcels.only(order)
    bits, key = bits.take(order), key.take(order)
    more, third, fourth = draws.bits(key, 3), draws.bits(key, 4), draws.bits(key, 7)

    late = parcels.kind == LATE
    topic = draws.chosen(topic_lookup(world), bits, 3, parcels.kind)
    part, days = draws.slice16(bits, 1).astype(np.int64), world.scenario.deliveries.written_within_days
    after = ((part * (LATEST_OPENING_DAYS * DAY_SECONDS)) >> 16) + DAY_SECONDS // 2
    overdue = late & (topic == _about_deliveries(world))
    after = np.where(overdue, parcels.due - second + ((part * (days * DAY_SECONDS)) >> 16), after)
    opened = second + after
    wait, rush = _wait(world, opened, base.who.region.take(owner), draws.slice16(third, 2))
    called = draws.slice16(fourth, 1) < rules.callers.share * 65536.0
    stays = draws.chosen(EXPONENTIAL, fourth, 2) * (rules.callers.patience_hours * 3600.0)
    patience = SOONEST_ANSWER // 2 + stays.astype(np.int64)
    gave_up = called & (patience < wait)

    clerks = front_line(world)
    clerk = (draws.slice16(third, 0) * len(clerks.ids)) >> 16
    size = np.rint(draws.chosen(EXPONENTIAL, third, 1) * (rules.claims.mean_eur * 100.0)).astype(np.int64)
    claim = (size + 100) * (claims_of_topic(world)[topic] & ~gave_up)
    passed = claim > clerks.limit[clerk]
    saved = 1.0 - world.scenario.organisation.training.hand_offs * skill(world)
    exposure = latents.exposure.take(owner) * saved.take(clerk)
    usual = usual_hand_offs(world, exposure, draws.slice16(more, 0)) * ~gave_up
    hand_offs = np.minimum(usual + passed, MOST_HAND_OFFS)
    needed = draws.chosen(EXPONENTIAL, more, 1) * rules.days_per_step * (hand_offs + 1)
    work = WRITING + (needed * DAY_SECONDS).astype(np.int64)
    work = np.where(rush, (work * world.scenario.market.same_day.working_time).astype(np.int64), work)
    return Tickets(
        order, bits, more, third, fourth, late, opened, after, wait, rush, called, gave_up, patience,
        topic, clerk, claim, (claim > 0) & ~passed, hand_offs, work,
    )  # fmt: skip


def _edge(chance: np.ndarray) -> np.ndarray:
    """Edge out of 65,536 below which an order raises a ticket (int32)."""
    # A whole number lies below an edge if it lies below the next whole number.
    return np.ceil(np.minimum(chance, MOST_LIKELY) * 65536.0).astype(np.int32)


def _about_deliveries(world: World) -> int:
    """Code of the topic of tickets about deliveries; -1 if the scenario has none."""
    topics, about = list(world.scenario.service.topics), world.scenario.deliveries.topic
    return topics.index(about) if about in topics else -1


def _wait(
    world: World, opened: np.ndarray, region: np.ndarray, lot: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Seconds until the first answer, and whether the same-day rule holds. `lot`: 16 random bits."""
    plan, same_day = rota(world), world.scenario.market.same_day
    week = plan.week_of_day[opened // DAY_SECONDS - world.clock.first_day]
    wait = SOONEST_ANSWER + EXPONENTIAL[lot] * plan.mean_wait[week]
    rush = np.zeros(len(opened), dtype=bool)
    if same_day.month is not None:
        start = world.clock.day_of_month(same_day.month) * DAY_SECONDS
        rush = (region == world.pools.regions.index(same_day.region)) & (opened >= start)
        wait = np.where(rush, SOONEST_ANSWER + lot * (same_day.hours * 3600.0 / 65536.0), wait)
    return wait.astype(np.int64), rush


def moods(world: World, tickets: Tickets, satisfaction: np.ndarray) -> np.ndarray:
    """How well each customer feels helped (1 … 5, not rounded). `satisfaction`: her general score."""
    part, same_day = world.scenario.service.mood, world.scenario.market.same_day
    noise = draws.slice16(tickets.more, 2) + draws.slice16(tickets.more, 3) - 65535
    waited = np.where(tickets.gave_up, tickets.patience, tickets.wait)
    return (
        part.base
        + part.satisfaction * satisfaction
        - part.hand_off * tickets.hand_offs
        - part.day * np.minimum(waited / DAY_SECONDS, part.most_days)
        - world.scenario.deliveries.late.mood * tickets.late
        + world.scenario.organisation.training.rating * skill(world).take(tickets.clerk)
        + part.settled * tickets.settled
        + same_day.rating * tickets.rush
        + noise / 65536.0 * part.noise
    )
