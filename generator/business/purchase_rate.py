"""The purchase rate: what is done to customers makes them order less or more often for a while.

Less often: each order in the window is kept with the probability `factor` (thinning). More often: orders of
a Poisson process of its own come on top. The lots belong to the occasion alone, so two worlds that differ in
it share every other order, and where the factor is 1 nothing changes, to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws
from generator.business.customer_base import CustomerBase
from generator.business.effects import orders_in, with_orders
from generator.business.order_history import OrderHistory, poisson_times
from generator.rows import owners, runs


@dataclass(frozen=True)
class Rates:
    """Factors on the purchase rate (arrays of equal length), one row for each customer and occasion.

    `customer`: position in the block. `week`, `weeks`: start and length of the window, operational (length
    infinite: for good). `factor`: 0 or more. Below 1 it holds for all repeat orders that are there; above 1
    for her own rate and the app's lift. `key`: of the occasion. `draw`: first draw number of the orders that
    come on top, which take the numbers from there on.
    """

    customer: np.ndarray
    week: np.ndarray
    weeks: np.ndarray
    factor: np.ndarray
    key: np.ndarray
    draw: np.ndarray

    @classmethod
    def none(cls) -> Rates:
        """No change."""
        number, count = np.zeros(0), np.zeros(0, dtype=np.int64)
        return cls(count, number, number, number, count.astype(np.uint64), count)

    def only(self, rows: np.ndarray) -> Rates:
        """Some of them (positions or mask)."""
        return Rates(*(column[rows] for column in vars(self).values()))


def with_rates(base: CustomerBase, history: OrderHistory, rates: Rates) -> OrderHistory:
    """The history under other purchase rates.

    Raises `ValueError` for a factor that is not a number of 0 or more.
    """
    if not len(rates.customer):
        return history
    if not (np.isfinite(rates.factor) & (rates.factor >= 0.0)).all():
        raise ValueError("A factor on the purchase rate must be a number of 0 or more.")
    fewer, more = rates.only(rates.factor < 1.0), rates.only(rates.factor > 1.0)
    added = _added(base, history, more) if len(more.customer) else None
    if len(fewer.customer):
        history = _thinned(history, fewer)
    return history if added is None else with_orders(history, *added)


def _thinned(history: OrderHistory, rates: Rates) -> OrderHistory:
    order, row = orders_in(history, rates.customer, rates.week, rates.weeks)
    lot = draws.uniform(draws.bits(draws.bits(rates.key, 2).take(row), history.draw.take(order)))
    kept = np.ones(len(history.week), dtype=bool)
    kept[order[lot >= rates.factor.take(row)]] = False
    kept |= history.draw == 0  # without a first order there is no customer
    return history.only(kept)


def _added(
    base: CustomerBase, history: OrderHistory, rates: Rates
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Orders on top: (customer, draw, week)."""
    customer, lift = rates.customer, base.world.scenario.app.lift
    start = np.maximum(rates.week, base.who.joined[customer])
    end = np.minimum(np.minimum(rates.week + rates.weeks, history.latest[customer]), history.horizon)
    rate = base.latents.rate[customer] * (rates.factor - 1.0)
    # Her own rate, then the app's part of it from the day she has the app: even numbers, then odd ones.
    own = poisson_times(draws.bits(rates.key, 0), start, rate, end)
    with_app = poisson_times(
        draws.bits(rates.key, 1),
        np.maximum(start, base.app_from[customer]),
        rate * max(lift, 1e-9),
        np.where(lift > 0, end, -np.inf),
    )
    found = []
    for part, (counts, week) in enumerate((own, with_app)):
        row = owners(counts)
        draw = rates.draw.take(row) + 2 * runs(np.zeros(len(counts), dtype=np.int64), counts, row) + part
        found.append((customer.take(row), draw, week))
    customers, numbers, weeks = (np.concatenate(column) for column in zip(*found, strict=True))
    return customers, numbers, weeks
