"""Nudges: some orders come on top, some do not happen.

The baseline is drawn first and never drawn again. A nudge (being called back, an offer, too many
mails) has a window and two probabilities: of one order on top (`gain`), and of losing what she would have
ordered in the window (`loss`). Its lots belong to the nudge alone, so two worlds that differ in a nudge
share every other order, and the effect on each customer is an exact difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator import draws
from generator.business.order_history import Drawn, OrderHistory, sort_key
from generator.rows import Merge, chosen, owners, runs


@dataclass(frozen=True)
class Nudges:
    """Nudges (arrays of equal length), one row for each customer and occasion.

    `customer`: position in the block. `week`, `weeks`: start and length of the window, operational. `gain`,
    `loss`: probabilities (for several arms: arm × row). `key`: of the occasion. `draw`: draw number of the
    order that may come on top.
    """

    customer: np.ndarray
    week: np.ndarray
    weeks: np.ndarray
    gain: np.ndarray
    loss: np.ndarray
    key: np.ndarray
    draw: np.ndarray

    @classmethod
    def none(cls) -> Nudges:
        """No nudges."""
        number, count = np.zeros(0), np.zeros(0, dtype=np.int64)
        return cls(count, number, number, number, number, count.astype(np.uint64), count)

    @classmethod
    def joined(cls, *parts: Nudges) -> Nudges:
        """Nudges of several kinds together."""
        return cls(
            *(
                np.concatenate(columns)
                for columns in zip(*(vars(part).values() for part in parts), strict=True)
            )
        )


def gained(nudges: Nudges, left: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which nudges bring an order on top if `gain` is applied, and when (week); the gone cannot buy."""
    when = nudges.week + draws.uniform(draws.bits(nudges.key, 1)) * nudges.weeks
    chance = draws.uniform(draws.bits(nudges.key, 0)) < nudges.gain
    return chance & (when < left[nudges.customer]), when


def lost(nudges: Nudges) -> np.ndarray:
    """Which nudges take away the orders of their window."""
    return draws.uniform(draws.bits(nudges.key, 2)) < nudges.loss


def with_nudges(history: OrderHistory, nudges: Nudges) -> OrderHistory:
    """The history under nudges."""
    if not len(nudges.customer):
        return history
    comes, when = gained(nudges, history.latest)
    comes &= when < history.horizon
    away = np.flatnonzero(lost(nudges))
    gone = np.zeros(len(history.week), dtype=bool)
    if away.size:
        hit = orders_in(history, nudges.customer[away], nudges.week[away], nudges.weeks[away])[0]
        gone[hit[history.draw_of(hit) != 0]] = True  # without a first order there is no customer
    customer, draw, week = chosen(comes, nudges.customer, nudges.draw, when)
    return with_orders(history, customer, draw, week, gone)


def orders_in(
    history: OrderHistory, customer: np.ndarray, week: np.ndarray, weeks: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Orders that lie in windows: positions of the orders (may repeat), and of the window of each."""
    low = np.searchsorted(history.sort_key, sort_key(customer, week, history.horizon), side="right")
    high = np.searchsorted(history.sort_key, sort_key(customer, week + weeks, history.horizon))
    counts = np.maximum(high - low, 0)
    window = owners(counts)
    return runs(low, counts, window), window


def in_own_window(history: OrderHistory, nudges: Nudges) -> np.ndarray:
    """Customer of each of the history's orders that lies in her window; nobody has more than one nudge."""
    low, high = np.full((2, len(history.left)), np.inf)
    low[nudges.customer] = sort_key(nudges.customer, nudges.week, history.horizon)
    high[nudges.customer] = sort_key(nudges.customer, nudges.week + nudges.weeks, history.horizon)
    at = history.sort_key
    inside = (at > low.take(history.customer)) & (at < high.take(history.customer))
    return history.customer[np.flatnonzero(inside)]


def with_orders(
    history: OrderHistory,
    customer: np.ndarray,
    draw: np.ndarray,
    week: np.ndarray,
    gone: np.ndarray | None = None,
) -> OrderHistory:
    """The history with further orders, given in any order, and without those that are `gone` (a mask)."""
    if not len(customer):
        return history if gone is None or not gone.any() else history.only(~gone)
    spot = sort_key(customer, week, history.horizon)
    mine = np.argsort(spot, kind="stable")
    if not np.diff(spot[mine]).all():  # two in one place
        mine = np.lexsort((draw, week, customer))
    customer, draw, week = customer[mine], draw[mine], week[mine]
    at = np.searchsorted(history.sort_key, spot[mine], "right")
    merge = Merge(at, len(history.week), gone)
    first = sum(len(lot.week) for lot in history.drawn)
    return replace(
        history,
        customer=merge(history.customer, customer),
        week=merge(history.week, week),
        row=merge(history.row, np.arange(first, first + len(week))),
        drawn=(*history.drawn, Drawn(customer, draw, week)),
    )
