"""What chance has in store for each person of a simulation, whatever is decided: her clock, her orders, her
lots.

Nothing here knows a policy, so two policies on one company share all of it (common random numbers), and with
`noise` 0 it is the generator's own:

- the clock is her unit exponential: what is left of it when the run ends, or all of it when she joins
  (`generator.business.leaving`);
- the orders that she would place if she stayed for ever are the Poisson times of `order_history` and of
  `app`, with their draw numbers, keys and values;
- of an order's key, the lot behind its ticket is that of `tickets`.

Any other `noise` is other luck for the same people: all keys are others, and from the end of the run on
clocks and gaps start anew, which changes no law, since both are without memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator import draws, maths
from generator.business import app
from generator.business.buying import value_cents
from generator.business.customer_base import CustomerBase
from generator.business.interventions import order_histories
from generator.business.leaving import leaving_weeks
from generator.business.order_history import poisson_times
from generator.rows import owners, runs
from generator.simulate.events.further import DOUBLE
from generator.simulate.rows import People
from generator.world import World

# Draws of an order's key (those of the generator lie below).
KEPT, LOST, GAINED, WHEN, LEVEL = range(40, 45)
TICKET, TICKET_PART = 2, 0  # as in `tickets`
# Draws of a person's key in a quarter.
COMES, FIRST_WRONG = 0, 1
LAYER = 0.5  # further orders come in layers of half her rate
MORE_DRAW, MORE_ROOM, MOST_LAYERS = 1_000_000_000, 100_000, 100  # their draw numbers


@dataclass(frozen=True)
class Orders:
    """Orders (arrays of equal length): row, identity for draws, operational week, and key for draws."""

    row: np.ndarray
    draw: np.ndarray
    week: np.ndarray
    key: np.ndarray

    def only(self, which: np.ndarray) -> Orders:
        """Some of them (positions or mask)."""
        return Orders(**{name: array[which] for name, array in vars(self).items()})

    @classmethod
    def joined(cls, *parts: Orders) -> Orders:
        """Several together."""
        return cls(
            *(np.concatenate(column) for column in zip(*(vars(p).values() for p in parts), strict=True))
        )

    def lot(self, number: int) -> np.ndarray:
        """A uniform number of each order."""
        return draws.uniform(draws.bits(self.key, number))


class Chances:
    """Chances of people, for the quarters that they are known for.

    `begins`: operational week from which each is there (end of the run, or when she joins). `clock`: unit
    exponential that is left then.
    """

    def __init__(self, people: People, noise: int = 0):
        """`noise`: 0 for the company's own luck, any other whole number for other luck.

        Raises `ValueError` if it is negative.
        """
        if noise < 0:
            raise ValueError("noise must be 0 or more.")
        self.people, self.noise = people, noise
        self.world = people.world
        self.edges = people.starts[: people.quarters + 1]
        base = CustomerBase.numbered(self.world, people.ids % DOUBLE)
        self.scale = base.latents.value_scale
        old = np.arange(len(people.ids)) < people.until[0]
        self.begins = np.where(old, self.edges[0], base.who.joined)
        self.clock = self._clock(base)
        self._order_keys = self._keys("order")
        since = np.where(old & (noise == 0), base.who.joined, self.begins)
        #: Orders by the customer's own rate and by the app, if she stayed for ever.
        self.own = self._own(base, since)
        quarter = np.searchsorted(self.edges, self.own.week, side="right") - 1
        order = np.argsort(quarter, kind="stable")
        self.own = self.own.only(order)
        self._until = np.searchsorted(quarter[order], np.arange(people.quarters + 1))

    def _keys(self, purpose: str, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        told = purpose if self.noise == 0 else f"{purpose}, noise {self.noise}"
        return draws.keys(self.world.seed, told, self.people.ids[rows])

    def _clock(self, base: CustomerBase) -> np.ndarray:
        """Unit exponentials, of old customers those that are left at the end of the run."""
        found = -maths.log(draws.uniform(draws.bits(self._keys("latents"), 6)))
        if self.noise == 0:
            n = int(self.people.until[0])
            found[:n] = self._left(self.people.ids[:n])
        return found

    def _left(self, ids: np.ndarray) -> np.ndarray:
        """What the run has left of the clocks of those who are there at its end."""
        end = float(self.edges[0])
        run = World(self.world.scenario, self.world.seed, self.world.newcomers.own)
        base = CustomerBase.numbered(run, ids)
        hazards = order_histories(base, end).realised.hazards
        known = hazards.only(hazards.week <= end)  # a parcel that is not late yet is not counted on
        left = leaving_weeks(base.who.joined, base.latents.life, known)
        hazard = base.latents.dropout * known.level(len(ids), end)
        return np.maximum(left - end, 0.0) * hazard

    def _own(self, base: CustomerBase, since: np.ndarray) -> Orders:
        rows, end = self.people.rows, np.full(len(self.people.ids), float(self.edges[-1]))
        counts, week = poisson_times(self._keys("order gap"), since, rows.rate, end)
        row = owners(counts)
        draw = 1 + runs(np.zeros(len(counts), dtype=np.int64), counts, row)  # 0 is the first order
        lift = self.world.scenario.app.lift
        if lift > 0.0:
            key, rate = self._keys("app orders"), rows.rate * lift
            counts, more = poisson_times(key, np.maximum(rows.app_week, since), rate, end)
            who = owners(counts)
            row, week = np.concatenate([row, who]), np.concatenate([week, more])
            draw = np.concatenate([draw, runs(np.full(len(counts), app.FIRST_DRAW), counts, who)])
        there = np.flatnonzero(week >= self.begins.take(row))
        return self._orders(row[there], draw[there], week[there])

    def _orders(self, row: np.ndarray, draw: np.ndarray, week: np.ndarray) -> Orders:
        return Orders(row, draw, week, draws.bits(self._order_keys.take(row), draw))

    # What a quarter asks for.

    def lot(self, number: int, quarter: int, rows: slice) -> np.ndarray:
        """Uniform number of each of some people in a quarter."""
        return draws.uniform(draws.bits(draws.bits(self._people_keys[rows], quarter), number))

    @cached_property
    def _people_keys(self) -> np.ndarray:
        return self._keys("events")

    def offer_lot(self, quarter: int, n: int) -> np.ndarray:
        """Uniform number by which random offers of a quarter find people."""
        return draws.uniform(draws.bits(self._offer_keys[:n], quarter))

    @cached_property
    def _offer_keys(self) -> np.ndarray:
        return self._keys("random offers")

    def of_quarter(self, quarter: int) -> Orders:
        """Orders of a quarter by the customers' own rates and the app, of those not come yet, too."""
        return self.own.only(np.arange(self._until[quarter], self._until[quarter + 1]))

    def firsts(self, rows: np.ndarray) -> Orders:
        """First orders of some newcomers (positions)."""
        return self._orders(rows, np.zeros(len(rows), dtype=np.int64), self.begins[rows])

    def further(
        self, quarter: int, factor: np.ndarray, rate: np.ndarray, begins: np.ndarray, ends: np.ndarray
    ) -> Orders:
        """Orders on top where the factor on the rate is above 1 (arrays by row).

        `rate`: at factor 1. `begins`, `ends`: weeks between which each is there. They come in layers, each a
        Poisson process of its own with half the rate; of the layer that the factor reaches into, an order is
        kept by its own level. So a higher factor adds orders and moves none.
        """
        found, layer = [], 0
        while (rows := np.flatnonzero((factor > 1.0 + LAYER * layer) & (ends > begins))).size:
            if layer == MOST_LAYERS:
                raise ValueError(f"A factor of {factor.max():g} on the rate of orders is out of range.")
            key = draws.bits(self._more_keys[rows], quarter * MOST_LAYERS + layer)
            counts, week = poisson_times(key, begins[rows], rate[rows] * LAYER, ends[rows])
            who = owners(counts)
            first = MORE_DRAW + (quarter * MOST_LAYERS + layer) * MORE_ROOM
            row, draw = rows.take(who), runs(np.full(len(counts), first), counts, who)
            orders = self._orders(row, draw, week)
            found.append(orders.only(1.0 + LAYER * (layer + orders.lot(LEVEL)) < factor.take(row)))
            layer += 1
        return Orders.joined(*found) if found else self.firsts(np.zeros(0, dtype=np.int64))

    @cached_property
    def _more_keys(self) -> np.ndarray:
        return self._keys("further orders")

    def on_top(self, orders: Orders, ends: np.ndarray, first_draw: int) -> Orders:
        """For each order one that it brings on top: some time after it, before `ends` (week, by order)."""
        week = orders.week + orders.lot(WHEN) * (ends - orders.week)
        return self._orders(orders.row, first_draw + orders.draw, week)

    def cents(self, orders: Orders) -> np.ndarray:
        """What each is worth at full price."""
        return value_cents(self.world, orders.key, self.scale.take(orders.row))

    def tickets(self, orders: Orders) -> np.ndarray:
        """Whether each raises a ticket: the generator's own lot, against her mean probability."""
        lot = draws.slice16(draws.bits(orders.key, TICKET), TICKET_PART)
        return lot < self.people.rows.tickets.take(orders.row) * 65536.0
