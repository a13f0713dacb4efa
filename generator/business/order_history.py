"""Order histories: when customers order, and until when they can.

Repeat orders are a Poisson process with the customer's rate in operational time, from the first order until
the customer leaves. Leaving is a clock of its own (`generator.business.leaving`), so a history may reach
beyond it: what she would order if she stayed longer is drawn with the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import Any, TypeVar

import numpy as np

from generator import draws, maths
from generator.business.customer_base import CustomerBase
from generator.business.leaving import Hazards
from generator.rows import chosen, owners, runs

FIRST_ROUND = 2  # repeat orders that are drawn at first
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Drawn:
    """Orders that were drawn together: customer, draw and week of each, in any order.

    `known` keeps what `per_order` finds.
    """

    customer: np.ndarray
    draw: np.ndarray
    week: np.ndarray
    known: dict[str, Any] = field(default_factory=dict)

    @property
    def drawn(self) -> tuple[Drawn]:
        """Itself, as if a history had been made from it alone."""
        return (self,)


@dataclass(frozen=True)
class OrderHistory:
    """Orders of the customers of a block, from the first order on, also after the end of the run.

    `customer` (position in the block), `week` (operational): orders sorted by customer and time, up to
    `horizon`; `draw` is the identity of each for further draws, the same if other orders come or go.
    `left`: operational week in which each customer leaves for good (infinite: not by the horizon). `latest`:
    week up to which her orders are known; not before `left`, and later only where an intervention may make
    her stay. `hazards`: what has changed the hazard of leaving so far.

    Interventions bring orders and take orders away, but change none. So all histories of a block share what
    follows from an order alone (`per_order`): `drawn` has all orders that were ever drawn, lot by lot, and
    `row` the place of each order of this history among them.
    """

    customer: np.ndarray
    week: np.ndarray
    row: np.ndarray
    drawn: tuple[Drawn, ...]
    left: np.ndarray
    latest: np.ndarray
    horizon: float
    hazards: Hazards = field(default_factory=Hazards.none)

    @classmethod
    def of(
        cls,
        customer: np.ndarray,
        draw: np.ndarray,
        week: np.ndarray,
        left: np.ndarray,
        latest: np.ndarray,
        horizon: float,
    ) -> OrderHistory:
        """Orders that nothing has been done to."""
        drawn = (Drawn(customer, draw, week),)
        return cls(customer, week, np.arange(len(week)), drawn, left, latest, horizon)

    def only(self, which: np.ndarray) -> OrderHistory:
        """Some of the orders (a mask)."""
        customer, week, row = chosen(which, self.customer, self.week, self.row)
        return replace(self, customer=customer, week=week, row=row)

    def forget(self) -> None:
        """Let go of what `per_order` keeps; it is worked out again if it is asked for again."""
        for lot in self.drawn:
            lot.known.clear()

    def before(self, week: float) -> OrderHistory:
        """The orders before an operational week."""
        early = self.week < week
        return self if early.all() else self.only(early)

    @property
    def draw(self) -> np.ndarray:
        """Identity of each order for further draws."""
        return self.draw_of(slice(None))

    def draw_of(self, which: np.ndarray | slice) -> np.ndarray:
        """`draw` of some orders (positions)."""
        return _stacked([lot.draw for lot in self.drawn]).take(self.row[which])

    @cached_property
    def start(self) -> np.ndarray:
        """Where each customer's orders begin (one longer than the customers)."""
        return starts(self.customer, len(self.left))

    @cached_property
    def sort_key(self) -> np.ndarray:
        """For each order a number that sorts by customer, then by time."""
        return sort_key(self.customer, self.week, self.horizon)

    @property
    def lived(self) -> OrderHistory:
        """The orders that are placed before the customers leave: what anybody can see."""
        # A history that keeps itself would not be freed with its block.
        return self if self.latest is self.left else self._lived

    @cached_property
    def _lived(self) -> OrderHistory:
        there = (self.week < self.left.take(self.customer)) | (self.draw == 0)
        return replace(self if there.all() else self.only(there), latest=self.left)


def per_order(
    make: Callable[[CustomerBase, Drawn], T],
) -> Callable[[CustomerBase, OrderHistory | Drawn], T]:
    """Decorate a function of drawn orders: what it tells of each order is worked out once for a block.

    It gives an array, or a dataclass of arrays, with a row for each order. Asked with a history, it tells of
    all orders that were ever drawn; `OrderHistory.row` picks those of the history.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def known(base: CustomerBase, history: OrderHistory | Drawn) -> T:
        for lot in history.drawn:
            if name not in lot.known:
                lot.known[name] = make(base, lot)
        return _stacked([lot.known[name] for lot in history.drawn])

    return known


def _stacked(parts: list[Any]) -> Any:
    """Arrays, or dataclasses of arrays, one after another."""
    if len(parts) == 1:
        return parts[0]
    if isinstance(parts[0], np.ndarray):
        return np.concatenate(parts)
    columns = zip(*(vars(part).values() for part in parts), strict=True)
    return type(parts[0])(*(np.concatenate(column) for column in columns))


def sort_key(customer: np.ndarray, week: np.ndarray, horizon: float) -> np.ndarray:
    """A number that sorts by customer, then by time."""
    return customer * (2.0 * horizon + 4.0) + maths.held(week, -np.inf, 2.0 * horizon)


def starts(customer: np.ndarray, people: int) -> np.ndarray:
    """Where each customer's rows begin in a sorted column of positions (one longer than the customers)."""
    return np.concatenate([[0], np.cumsum(np.bincount(customer, minlength=people))])


def poisson_times(
    key: np.ndarray,
    start: np.ndarray,
    rate: np.ndarray,
    limit: np.ndarray,
    most: np.ndarray | None = None,
    lead: int = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """Events of one Poisson process for each customer: how many, and their times customer by customer.

    `key`: one for each customer. Events lie between `start` and `limit`; at most `most` of them count. Gaps
    are exponential, drawn in rounds of growing width. Before each customer's times, room is left for `lead`
    others.
    """
    active = np.flatnonzero(limit > start)
    reached, end, every = start[active], limit[active], -rate[active]
    counts = np.zeros(len(key), dtype=np.int64)
    rounds, first, width = [], 0, FIRST_ROUND
    while active.size:
        # One row for each number of the round, so that work goes along the customers.
        number = np.arange(first, first + width)[:, None]
        times = maths.log(draws.uniform(draws.bits(key[active], number)))
        times /= every
        for k in range(1, width):
            times[k] += times[k - 1]
        times += reached
        inside = times < end
        if most is not None:
            inside &= number < most[active]
        here = inside.sum(axis=0)
        counts[active] += here
        rounds.append((active, first, here, times))
        whole = np.flatnonzero(here == width)
        active, reached, end, every = active[whole], times[-1, whole], end[whole], every[whole]
        first, width = first + width, width * 2
    edge = np.cumsum(counts + lead)
    time = np.empty(edge[-1] if len(edge) else 0)
    edge -= counts
    for who, first, here, times in rounds:
        owner = owners(here)
        number = runs(np.zeros(len(here), dtype=np.int64), here, owner)
        found = times.take(number * len(here) + owner)
        number += (edge[who] + first).take(owner)
        time[number] = found
    return counts, time


def draw_baseline(base: CustomerBase, horizon: float, least_hazard: float = 1.0) -> OrderHistory:
    """Orders that customers place if nothing is done to them: the first on joining, then a Poisson process.

    `horizon`: operational week up to which orders are drawn. `least_hazard`: the least factor, above 0 and at
    most 1, that anything done to customers may put on their hazard of leaving. Below 1 the history also holds
    what they would order if they stayed that much longer; its `lived` is the same to the bit. Without effect
    where customers leave after an order (BG/NBD).

    Pareto/NBD: Schmittlein, Morrison, Colombo (1987); BG/NBD: Fader, Hardie, Lee (2005).
    """
    latents, joined = base.latents, base.who.joined
    key = draws.keys(base.world.seed, "order gap", base.ids)
    bounded = base.world.scenario.dropout.model == "bg"
    left = joined + latents.life
    latest = left if bounded or least_hazard == 1.0 else joined + latents.life / least_hazard
    most = latents.repeats if bounded else None
    counts, week = poisson_times(key, joined, latents.rate, np.minimum(horizon, latest), most, lead=1)
    counts += 1
    first = np.cumsum(counts) - counts
    customer = owners(counts)
    draw = np.arange(len(customer)) - first.take(customer)
    week[first] = joined
    if bounded:
        last = first + counts - 1
        left = latest = np.where(draw[last] == latents.repeats, week[last], np.inf)
    return OrderHistory.of(customer, draw, week, left, latest, horizon)
