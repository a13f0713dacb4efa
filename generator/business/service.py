"""Service: what tickets do to orders, how they are rated, what is granted, and the tables.

How a ticket comes about stands in `generator.business.tickets`. The customer rates it if she is asked and
answers; who is paid on ratings does not ask the discontent. A claim settled on the spot may bring an order on
top, and each hand-off may cost the orders to come.
"""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.business import texts
from generator.business.block import Block
from generator.business.buying import keys
from generator.business.changes import Changes, Intervention
from generator.business.customer_base import CustomerBase
from generator.business.effects import Nudges
from generator.business.hand_offs import MOST_HAND_OFFS, hand_off_times, hand_offs_table
from generator.business.order_history import OrderHistory
from generator.business.organisation import front_line
from generator.business.tickets import Tickets, moods, tickets_of
from generator.clock import DAY_SECONDS
from generator.memo import per_world
from generator.world import World

DISCONTENT = 3.0  # a mood below it is called discontent
NUDGE_DRAW = 10_000_000  # orders on top have draw numbers from here on


def rated(world: World, tickets: Tickets, mood: np.ndarray) -> np.ndarray:
    """Whether a rating is there at the end of the run."""
    rules, bonus = world.scenario.service, world.scenario.organisation.rating_bonus
    given = draws.slice16(tickets.bits, 2) < rules.answered_share * 65536.0
    given &= tickets.closed < world.clock.end_second
    if bonus.month is not None:
        silent = np.minimum(front_line(world).weight[tickets.clerk] * bonus.silence, 1.0)
        begun = tickets.opened >= world.clock.day_of_month(bonus.month) * DAY_SECONDS
        hushed = draws.slice16(tickets.third, 3) < silent * 65536.0
        given &= ~(begun & hushed & (mood < DISCONTENT))
    return given


def goodwill(world: World, tickets: Tickets, cents: np.ndarray) -> np.ndarray:
    """What is granted (cents): at most the order's value `cents`; of passed-on claims, some are refused."""
    later = draws.slice16(tickets.more, 1) & 0xFF  # the low bits of a draw that otherwise sets a duration
    rules = world.scenario.service.claims
    room = np.maximum(front_line(world).limit[tickets.clerk] - tickets.claim, 0) * tickets.settled
    amount = tickets.claim + np.rint(rules.generosity * room).astype(np.int64)
    granted = tickets.settled | (later < rules.granted_later * 256.0)
    return np.where(granted, np.minimum(amount, cents), 0)


def tickets_tables(block: Block) -> tuple[dict, dict, texts.Rows]:
    """Columns of `tickets` and of `hand_offs`, and the truth about what was written.

    They tell what is known at the end of the run: of a ticket that is still open, the departments that it
    has reached so far.
    """
    world, orders, end = block.world, block.orders, block.world.clock.end_second
    tickets = tickets_of(block.base, orders.history)
    tickets = tickets.only(np.flatnonzero(tickets.opened < end))
    customer = orders.times.customer[tickets.order]
    mood = moods(world, tickets, block.latents.z_satisfaction[customer])
    rating = np.minimum(np.maximum(np.rint(mood), 1), 5).astype(np.int64)
    answered, closed = tickets.answered, tickets.closed
    settled = tickets.settled & (answered < end)
    paid = goodwill(world, tickets, orders.cents[tickets.order])
    ticket_id = orders.order_id[tickets.order] * 10 + 1
    ticket, step, second = hand_off_times(world, tickets.fourth, answered, tickets.work, tickets.hand_offs)
    done = np.flatnonzero(second < end)
    ticket, step, second = ticket[done], step[done], second[done]
    reached = np.bincount(ticket, minlength=len(ticket_id))
    hung_up = tickets.opened + tickets.patience
    main = block.lines.product_line[block.lines.start[tickets.order]]
    words, written = texts.ticket_texts(
        world, orders.key[tickets.order], ticket_id, tickets.topic, mood, main
    )
    table = {
        "ticket_id": ticket_id,
        "customer_id": block.ids[customer],
        "order_id": orders.order_id[tickets.order],
        "topic": tickets.topic,
        "by_phone": tickets.called,
        "opened_at": tickets.opened,
        "gave_up_at": Nullable(hung_up, ~tickets.gave_up | (hung_up >= end)),
        "first_answered_at": Nullable(answered, answered >= end),
        "closed_at": Nullable(closed, closed >= end),
        "agent_id": front_line(world).ids[tickets.clerk],
        "departments": reached,
        "hand_offs": reached,
        "settled_at_once": settled,
        "goodwill_eur": np.where(settled | (closed < end), paid, 0),
        "satisfaction": Nullable(rating, ~rated(world, tickets, mood)),
        "text": words,
    }
    return table, hand_offs_table(ticket_id, ticket, step, second), written


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
        tickets = tickets_of(base, history)
        tickets = tickets.only(np.flatnonzero(tickets.settled | (tickets.hand_offs > 0)))
        order = tickets.order
        nudges = Nudges(
            customer=history.customer[order],
            week=history.week[order] + tickets.after / (7.0 * DAY_SECONDS),
            weeks=np.full(len(order), rules.weeks),
            gain=rules.claims.repurchase * tickets.settled,
            loss=loss_lookup(world)[tickets.hand_offs],
            key=draws.bits(keys(base, history)[history.row[order]], 5),
            draw=NUDGE_DRAW + history.draw[order],
        )
        return Changes(nudges=nudges)


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("tickets", "topic"): list(world.scenario.service.topics)}
