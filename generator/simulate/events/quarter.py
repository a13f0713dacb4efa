"""One quarter of event mode: who comes, who leaves and when, who orders and for how much, person by person.

It goes by the same pace as a quarter of expected mode (`Kernel.pace`), so each number here has its mean
there:

1. who has cumulated as much hazard as her clock has left leaves at that moment;
2. of the orders that she would place by her own rate, a factor below 1 keeps some, by a lot of each order; a
   factor above 1 brings further ones;
3. an order is lost to an earlier one that went wrong by a lot of its own; what goes wrong with a first order
   may cost all others of that quarter;
4. an order may bring one on top (a claim settled on the spot, a call), later in the quarter;
5. each order has its own value, and raises a ticket or not.

Returns, cost of goods and of parcels are those of an average order, or of an average euro, of this customer;
a ticket costs its mean, and catalogues go to who would be mailed on average.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator.business.service import NUDGE_DRAW
from generator.play.house import House
from generator.play.influences import Influence
from generator.play.kernel import Kernel, Pace, Quarter, Standing
from generator.simulate.events.chances import FIRST_WRONG, GAINED, KEPT, LOST, Chances, Orders

SECOND_DRAW = 10 * NUDGE_DRAW  # where an order brings two


@dataclass(frozen=True)
class LiveStanding(Standing):
    """Where everybody stands: who is there (`mass` 1), and how much of each one's clock is left (`clock`)."""

    clock: np.ndarray


@dataclass(frozen=True, kw_only=True)
class LiveQuarter(Quarter):
    """A quarter in events: whole persons and orders by row, and what happened one by one.

    `orders`: all that were placed, first orders included; `paid`: cents of each. `placed`: what `own` counts,
    repeat orders before any is lost or comes on top. `left_week`: operational week in which each left
    (infinite: she did not). `clock`: what each one's clock has left.
    """

    orders: Orders
    paid: np.ndarray
    placed: Orders
    left_week: np.ndarray
    clock: np.ndarray


@dataclass(frozen=True)
class _Stay:
    """Who is there in a quarter (arrays by row): from when until when (operational weeks, never: the end is
    before the beginning), for how many weeks, who leaves, and what her clock has left."""

    begins: np.ndarray
    ends: np.ndarray
    weeks: np.ndarray
    leaves: np.ndarray
    clock: np.ndarray

    @classmethod
    def of(cls, there: np.ndarray, clock: np.ndarray, begins: np.ndarray, end: float, pace: Pace) -> _Stay:
        spent = pace.hazard * pace.weeks
        leaves = there & (clock <= spent)
        weeks = np.where(there, np.where(leaves, clock / pace.hazard, pace.weeks), 0.0)
        ends = np.where(leaves, begins + weeks, np.where(there, end, -np.inf))
        rest = np.where(there & ~leaves, clock - spent, np.where(leaves, 0.0, clock))
        return cls(begins, ends, weeks, leaves, rest)


@dataclass(frozen=True)
class _Placed:
    """Orders of a quarter: by the customers' rates, before any is lost; first ones; all in the end."""

    own: Orders
    firsts: Orders
    orders: Orders

    @cached_property
    def first(self) -> np.ndarray:
        """Which of all are first ones."""
        return np.arange(len(self.orders.row)) < len(self.firsts.row)


def live_quarter(
    kernel: Kernel,
    chances: Chances,
    quarter: int,
    standing: LiveStanding,
    influence: Influence,
    house: House,
    came: np.ndarray,
) -> LiveQuarter:
    """Quarter `quarter` (0 = the first) from where everybody stands; `came`: whether each further row
    comes (1 or 0)."""
    company = kernel.company
    old, n = len(standing.mass), len(standing.mass) + len(came)
    start, length = company.starts[quarter], company.lengths[quarter]
    pace = kernel.pace(quarter, old, n, influence)
    there = np.concatenate([standing.mass, came])
    begins = np.concatenate([np.full(old, start), chances.begins[old:n]])
    clock = np.concatenate([standing.clock, chances.clock[old:n]])
    stay = _Stay.of(there > 0.0, clock, begins, start + length, pace)
    rate = kernel.fixed(quarter).rate[:n]
    placed = _placed(chances, quarter, old + np.flatnonzero(came), stay, pace, rate, influence)
    return _booked(kernel, chances, quarter, standing, influence, house, there, stay, placed)


def _placed(
    chances: Chances,
    quarter: int,
    came: np.ndarray,
    stay: _Stay,
    pace: Pace,
    rate: np.ndarray,
    influence: Influence,
) -> _Placed:
    """Who orders, and when. `came`: rows that come in the quarter; `rate`: as things are."""
    n, old = len(stay.begins), len(stay.begins) - len(pace.kept_first)
    factor = np.broadcast_to(np.asarray(influence.rate, dtype=np.float64), (n,))
    usual = chances.of_quarter(quarter)
    usual = usual.only(np.flatnonzero(usual.week < stay.ends.take(usual.row)))
    usual = usual.only(np.flatnonzero(usual.lot(KEPT) < factor.take(usual.row)))
    own = Orders.joined(usual, chances.further(quarter, factor, rate, stay.begins, stay.ends))
    wrong = np.zeros(n, dtype=bool)
    wrong[old:] = chances.lot(FIRST_WRONG, quarter, slice(old, n)) >= pace.kept_first
    kept = (own.lot(LOST) < pace.kept.take(own.row)) & ~wrong.take(own.row)
    repeats, firsts = own.only(np.flatnonzero(kept)), chances.firsts(came)
    bring = Orders.joined(firsts, repeats)
    lot, gain = bring.lot(GAINED), influence.gain.take(bring.row)
    tops = []
    for number, first_draw in enumerate((NUDGE_DRAW, SECOND_DRAW)):
        some = bring.only(np.flatnonzero(lot < gain - number))
        tops.append(chances.on_top(some, stay.ends.take(some.row), first_draw))
    return _Placed(own, firsts, Orders.joined(firsts, repeats, *tops))


def _booked(
    kernel: Kernel,
    chances: Chances,
    quarter: int,
    standing: LiveStanding,
    influence: Influence,
    house: House,
    there: np.ndarray,
    stay: _Stay,
    placed: _Placed,
) -> LiveQuarter:
    """What it earns and costs."""
    rows, n = kernel.company.rows, len(there)
    orders, first = placed.orders, placed.first

    def count(row: np.ndarray) -> np.ndarray:
        return np.bincount(row, minlength=n).astype(np.float64)

    def eur(which: np.ndarray, cents: np.ndarray) -> np.ndarray:
        return np.bincount(orders.row[which], cents[which], n) / 100.0

    full = chances.cents(orders)
    price = np.broadcast_to(np.asarray(influence.price, dtype=np.float64), (n,))
    paid = np.rint(full * price.take(orders.row)).astype(np.int64)
    every = np.ones(len(first), dtype=bool)
    revenue = eur(every, paid)
    goods = eur(~first, full) * rows.goods[:n] + eur(first, full) * rows.goods_first[:n]
    firsts, repeats = count(orders.row[first]), count(orders.row[~first])
    tickets = count(orders.row[chances.tickets(orders)])
    live, left = stay.weeks / kernel.company.lengths[quarter], stay.leaves.astype(np.float64)
    mail = kernel.mailed(quarter, n, live, left, standing)
    of_gross, of_revenue = kernel.shares(house, influence.pulls["margin"])
    return LiveQuarter(
        mass=there - left,
        live=live,
        left=left,
        came=firsts,
        own=count(placed.own.row),
        repeats=repeats,
        revenue=revenue,
        first_revenue=eur(first, paid),
        goods=goods,
        parcels=(repeats + firsts) * rows.fulfil[:n],
        returns=repeats * rows.back[:n] + firsts * rows.back_first[:n],
        service=tickets * influence.ticket_eur,
        contact=mail * kernel.contact_eur(influence.contacts) + live * influence.live_eur,
        house=(revenue - goods) * of_gross + revenue * of_revenue,
        mailed=mail,
        dead_eur=kernel.dead_eur(quarter),
        buyers=(repeats + firsts > 0.0).astype(np.float64),
        orders=orders,
        paid=paid,
        placed=placed.own,
        left_week=np.where(stay.leaves, stay.ends, np.inf),
        clock=stay.clock,
    )
