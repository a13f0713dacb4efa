"""Service: which orders cause a ticket, on what, who handles it and how, and how the customer felt.

Generative process of an order's ticket:

1. it is raised with the customer's own propensity, some time after the order, on some topic;
2. a clerk takes it, whoever is free; if the customer claims something and the clerk may grant as much, it is
   settled on the spot, else it goes to a further department, which grants half of such claims;
3. besides, it changes hands as often as this customer's tickets usually do;
4. it waits for the first answer as long as the week's load makes it wait (`generator.business.waiting`),
   or until the evening where tickets are answered on the same day; then each department takes its time;
5. the customer rates it if she is asked and answers. Who is paid on ratings does not ask the discontent;
6. a claim settled on the spot may bring an order on top, and each hand-off may cost the orders to come.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.business import buying, texts
from generator.business.block import Block
from generator.business.changes import Changes, Intervention
from generator.business.customer_base import CustomerBase
from generator.business.effects import Nudges
from generator.business.order_history import OrderHistory
from generator.business.organisation import MOST_TRAINING, front_line
from generator.business.waiting import rota
from generator.clock import DAY_SECONDS
from generator.latents import Latents
from generator.maths import exp, log
from generator.memo import per_world
from generator.world import World

# The way a ticket takes through the house; each hand-off adds the next department.
WAY = ("service", "warehouse", "product", "finance", "logistics", "management")
MOST_HAND_OFFS = len(WAY) - 1
LATEST_OPENING_DAYS = 14
SOONEST_ANSWER, WRITING = 300, 1800  # seconds
DISCONTENT = 3.0  # a mood below it is called discontent
NUDGE_DRAW = 10_000_000  # orders on top have draw numbers from here on
# 16 bits -> an exponential variate with mean 1.
EXPONENTIAL = -log((np.arange(65536) + 0.5) / 65536.0)


def ways() -> list[str]:
    """The way of a ticket with 0, 1, 2 … hand-offs."""
    return [">".join(WAY[: k + 1]) for k in range(len(WAY))]


@per_world
def topic_lookup(world: World) -> np.ndarray:
    """16 bits -> topic of a ticket."""
    return draws.lookup(list(world.scenario.service.topics.values()))


@per_world
def claims_of_topic(world: World) -> np.ndarray:
    """Whether tickets on a topic come with a claim."""
    rules = world.scenario.service
    return np.array([topic in rules.claims.topics for topic in rules.topics])


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("tickets", "topic"): list(world.scenario.service.topics), ("tickets", "departments"): ways()}


@per_world
def skill(world: World) -> np.ndarray:
    """Days of each clerk's training above half of the most: the skilled are rated better and solve more."""
    return front_line(world).training - MOST_TRAINING / 2.0


def hand_offs_of(world: World, exposure: np.ndarray, part16: np.ndarray) -> np.ndarray:
    """Times that tickets change hands: Poisson with each one's own mean, from 16 random bits."""
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
    """Tickets that orders raise, with all that does not depend on when they come (arrays by ticket).

    `order`: position of the order. `bits`, `more`, `third`: for further draws. `wait`: seconds from the order
    until it is opened. `topic`: code. `clerk`: position in `organisation.front_line`. `claim`: cents or 0.
    `settled`: on the spot, by the clerk. `hand_offs`: times that it changes department. `work`: seconds from
    the first answer until it is solved, in the usual course.
    """

    order: np.ndarray
    bits: np.ndarray
    more: np.ndarray
    third: np.ndarray
    wait: np.ndarray
    topic: np.ndarray
    clerk: np.ndarray
    claim: np.ndarray
    settled: np.ndarray
    hand_offs: np.ndarray
    work: np.ndarray

    def only(self, which: np.ndarray) -> Raised:
        """Some of them (positions or mask)."""
        return Raised(**{name: array[which] for name, array in vars(self).items()})


def raise_tickets(world: World, key: np.ndarray, customer: np.ndarray, latents: Latents) -> Raised:
    """Tickets of the orders with draw keys `key` of the customers at the positions `customer`."""
    rules, bits = world.scenario.service, draws.bits(key, 2)
    # A whole number lies below an edge if it lies below the next whole number.
    edge = np.ceil(np.minimum(rules.tickets_per_order * latents.contact_factor, 0.9) * 65536.0)
    order = np.flatnonzero(draws.slice16(bits, 0) < edge.astype(np.int32).take(customer))
    bits, more, third = bits[order], draws.bits(key[order], 3), draws.bits(key[order], 4)
    wait = (draws.slice16(bits, 1).astype(np.int64) * LATEST_OPENING_DAYS * DAY_SECONDS) >> 16
    topic = draws.chosen(topic_lookup(world), bits, 3)
    clerks = front_line(world)
    clerk = (draws.slice16(third, 0) * len(clerks.ids)) >> 16
    size = np.rint(draws.chosen(EXPONENTIAL, third, 1) * (rules.claims.mean_eur * 100.0)).astype(np.int64)
    claim = (size + 100) * claims_of_topic(world)[topic]
    passed = claim > clerks.limit[clerk]
    saved = 1.0 - world.scenario.organisation.training.hand_offs * skill(world)
    exposure = latents.exposure.take(customer[order]) * saved.take(clerk)
    usual = hand_offs_of(world, exposure, draws.slice16(more, 0))
    hand_offs = np.minimum(usual + passed, MOST_HAND_OFFS)
    days = draws.chosen(EXPONENTIAL, more, 1) * rules.days_per_step * (hand_offs + 1)
    return Raised(
        order, bits, more, third, wait + DAY_SECONDS // 2, topic, clerk, claim,
        (claim > 0) & ~passed, hand_offs, WRITING + (days * DAY_SECONDS).astype(np.int64),
    )  # fmt: skip


@dataclass(frozen=True)
class Handled:
    """How tickets went (arrays by ticket): seconds since 1970 at which each was opened, first answered and
    solved (the latter two may lie after the run), and the customer's mood, which a rating rounds."""

    opened: np.ndarray
    answered: np.ndarray
    closed: np.ndarray
    mood: np.ndarray


def handle(
    world: World, tickets: Raised, opened: np.ndarray, region: np.ndarray, satisfaction: np.ndarray
) -> Handled:
    """How tickets went that were opened within the run, with each customer's region and satisfaction."""
    rules, clock, same_day = world.scenario.service, world.clock, world.scenario.market.same_day
    plan = rota(world)
    week = plan.week_of_day[opened // DAY_SECONDS - clock.first_day]
    lot = draws.slice16(tickets.third, 2)
    wait = SOONEST_ANSWER + EXPONENTIAL[lot] * plan.mean_wait[week]
    work, lift = tickets.work, rules.mood.settled * tickets.settled
    if same_day.month is not None:
        start = clock.day_of_month(same_day.month) * DAY_SECONDS
        quick = (region == world.pools.regions.index(same_day.region)) & (opened >= start)
        wait = np.where(quick, SOONEST_ANSWER + lot * (same_day.hours * 3600.0 / 65536.0), wait)
        work = np.where(quick, (work * same_day.working_time).astype(np.int64), work)
        lift = lift + same_day.rating * quick
    answered = opened + wait.astype(np.int64)
    part = rules.mood
    noise = (draws.slice16(tickets.more, 2) + draws.slice16(tickets.more, 3) - 65535) / 65536.0 * part.noise
    mood = (
        part.base
        + part.satisfaction * satisfaction
        - part.hand_off * tickets.hand_offs
        - part.day * np.minimum(wait / DAY_SECONDS, part.most_days)
        + world.scenario.organisation.training.rating * skill(world).take(tickets.clerk)
        + lift
        + noise
    )
    return Handled(opened, answered, answered + work, mood)


def rated(world: World, tickets: Raised, how: Handled) -> np.ndarray:
    """Whether a rating is there at the end of the run."""
    rules, bonus = world.scenario.service, world.scenario.organisation.rating_bonus
    given = draws.slice16(tickets.bits, 2) < rules.answered_share * 65536.0
    given &= how.closed < world.clock.end_second
    if bonus.month is not None:
        silent = np.minimum(front_line(world).weight[tickets.clerk] * bonus.silence, 1.0)
        begun = how.opened >= world.clock.day_of_month(bonus.month) * DAY_SECONDS
        hushed = draws.slice16(tickets.third, 3) < silent * 65536.0
        given &= ~(begun & hushed & (how.mood < DISCONTENT))
    return given


def goodwill(world: World, tickets: Raised, cents: np.ndarray) -> np.ndarray:
    """What is granted (cents): at most the order's value `cents`; of passed-on claims, some are refused."""
    later = draws.slice16(tickets.more, 1) & 0xFF  # the low bits of a draw that otherwise sets a duration
    rules = world.scenario.service.claims
    room = np.maximum(front_line(world).limit[tickets.clerk] - tickets.claim, 0) * tickets.settled
    amount = tickets.claim + np.rint(rules.generosity * room).astype(np.int64)
    granted = tickets.settled | (later < rules.granted_later * 256.0)
    return np.where(granted, np.minimum(amount, cents), 0)


def tickets_table(block: Block) -> tuple[dict, texts.Rows]:
    """Columns of `tickets`, and the truth about their texts.

    A ticket that is not answered or solved at the end of the run is open.
    """
    world, orders, end = block.world, block.orders, block.world.clock.end_second
    tickets = raise_tickets(world, orders.key, orders.times.customer, block.latents)
    opened = orders.second[tickets.order] + tickets.wait
    there = opened < end
    tickets, opened = tickets.only(there), opened[there]
    customer = orders.times.customer[tickets.order]
    region = world.pools.region_of_city[block.who.city[customer]]
    how = handle(world, tickets, opened, region, block.latents.z_satisfaction[customer])
    rating = np.minimum(np.maximum(np.rint(how.mood), 1), 5).astype(np.int64)
    closed = how.closed < end
    paid = goodwill(world, tickets, orders.cents[tickets.order])
    ticket_id = orders.order_id[tickets.order] * 10 + 1
    main = block.lines.product_line[block.lines.start[tickets.order]]
    words, written = texts.ticket_texts(
        world, orders.key[tickets.order], ticket_id, tickets.topic, how.mood, main
    )
    table = {
        "ticket_id": ticket_id,
        "customer_id": block.ids[customer],
        "order_id": orders.order_id[tickets.order],
        "topic": tickets.topic,
        "opened_at": opened,
        "first_answered_at": Nullable(how.answered, how.answered >= end),
        "closed_at": Nullable(how.closed, ~closed),
        "agent_id": front_line(world).ids[tickets.clerk],
        "departments": tickets.hand_offs,
        "hand_offs": tickets.hand_offs,
        "settled_at_once": tickets.settled,
        "goodwill_eur": np.where(tickets.settled | closed, paid, 0),
        "satisfaction": Nullable(rating, ~rated(world, tickets, how)),
        "text": words,
    }
    return table, written


@per_world
def loss_lookup(world: World) -> np.ndarray:
    """Hand-offs -> probability that the orders of the next weeks are lost."""
    stays = np.full(MOST_HAND_OFFS + 1, 1.0 - world.scenario.service.lost_per_hand_off)
    stays[0] = 1.0
    return 1.0 - np.multiply.accumulate(stays)


class Service(Intervention):
    """What tickets do: settled on the spot, one may bring an order on top; hand-offs may cost the next."""

    name = "service"

    def changes(self, base: CustomerBase, history: OrderHistory) -> Changes:
        """A nudge for each ticket that was settled on the spot or passed on.

        Also for those of orders after the run: what a customer will really do hangs on them.
        """
        world, rules = base.world, base.world.scenario.service
        if rules.claims.repurchase == 0.0 and rules.lost_per_hand_off == 0.0:
            return Changes()
        key = buying.order_keys(world, base.ids, history.customer, history.draw)
        tickets = raise_tickets(world, key, history.customer, base.latents)
        tickets = tickets.only(tickets.settled | (tickets.hand_offs > 0))
        order = tickets.order
        nudges = Nudges(
            customer=history.customer[order],
            week=history.week[order] + tickets.wait / (7.0 * DAY_SECONDS),
            weeks=np.full(len(order), rules.weeks),
            gain=rules.claims.repurchase * tickets.settled,
            loss=loss_lookup(world)[tickets.hand_offs],
            key=draws.bits(key[tickets.order], 5),
            draw=NUDGE_DRAW + history.draw[order],
        )
        return Changes(nudges=nudges)
