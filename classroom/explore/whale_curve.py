"""The whale curve of lesson 01: customers from the most to the least profitable, profit added up.

What a customer costs is split into parts that scale with a rate each, so that a new rate needs one weighted
sum over customers and no table again. With Fernhill's own rates the numbers are those of the lesson's
customer profit-and-loss statement, to the cent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from classroom.pages import Page, in_figures
from classroom.words import say

MONTH_DAYS = 365.25 / 12
CATALOGUE = "mail"
"""The channel of a printed catalogue in `touches`; the others are e-mails."""
MONTHS = 12
"""The catalogue ends a year after a customer's last order."""
NEEDS = ("customers", "orders", "order_lines", "returns", "tickets", "touches", "activity_costs")


@dataclass(frozen=True)
class Costs:
    """What the sliders say. Rates in euros; months from 0 to 12."""

    order_eur: float
    return_eur: float
    ticket_eur: float
    mailing_eur: float
    months_mailed: int = MONTHS

    def but(self, **changes: float | None) -> Costs:
        """The same costs with some changed; None changes nothing."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return Costs(**{**own, **{name: value for name, value in changes.items() if value is not None}})


@dataclass(frozen=True)
class Parts:
    """Each customer's profit in parts: arrays of one value per customer, euros at Fernhill's own rates.

    `goods` is what orders leave over, less what the e-mails to the customer cost: no slider moves either.
    `mail` has a column per month since the customer's last order before the catalogue (first month first).
    `own` are Fernhill's own rates: the mean cost of an order, of a return's handling, of a ticket, of a
    catalogue.
    """

    goods: np.ndarray
    orders: np.ndarray
    returns: np.ndarray
    tickets: np.ndarray
    mail: np.ndarray
    own: Costs

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return len(self.goods)

    def profit(self, costs: Costs) -> np.ndarray:
        """Each customer's profit in euros at these costs."""
        own = self.own
        mailed = self.mail[:, : max(0, min(MONTHS, int(costs.months_mailed)))].sum(axis=1)
        return (
            self.goods
            - self.orders * _times(costs.order_eur, own.order_eur)
            - self.returns * _times(costs.return_eur, own.return_eur)
            - self.tickets * _times(costs.ticket_eur, own.ticket_eur)
            - mailed * _times(costs.mailing_eur, own.mailing_eur)
        )


def _times(rate: float, own: float) -> float:
    """How often the own rate goes into a new one; without an own rate there is nothing to scale."""
    return rate / own if own else 0.0


def _per_customer(ids: np.ndarray, customers: pd.Index, amounts: Any = None) -> np.ndarray:
    """Sum of amounts (or count) for each customer, in the order of `customers`."""
    place = customers.get_indexer(ids)
    known = place >= 0
    weights = None if amounts is None else np.asarray(amounts, dtype=float)[known]
    return np.bincount(place[known], weights=weights, minlength=len(customers)).astype(float)


def _rate(total: float, count: int) -> float:
    """Mean cost, to the cent; 0 where nothing of the kind took place."""
    return round(float(total) / count, 2) if count and total else 0.0


def parts_of(tables: Mapping[str, pd.DataFrame]) -> Parts:
    """Each customer's parts from the company's tables (`NEEDS`)."""
    orders, lines, returns = tables["orders"], tables["order_lines"], tables["returns"]
    tickets, touches = tables["tickets"], tables["touches"]
    rates = tables["activity_costs"].set_index("activity")["rate_eur"].astype(float)
    customers = pd.Index(tables["customers"]["customer_id"])
    buyer = orders.set_index("order_id")["customer_id"]

    sold = lines["paid_eur"].astype(float) - lines["quantity"] * lines["unit_cost_eur"].astype(float)
    goods = _per_customer(lines["order_id"].map(buyer).to_numpy(), customers, sold)
    sent_back = returns["order_id"].map(buyer).to_numpy()
    goods -= _per_customer(sent_back, customers, returns["refund_eur"])
    handling = _per_customer(sent_back, customers, returns["handling_cost_eur"])
    fulfilment = (orders["channel"].astype(str) + "_order").map(rates).astype(float)
    shipped = _per_customer(orders["customer_id"].to_numpy(), customers, fulfilment)
    ticket_rate = float(rates.get("ticket", 0.0))
    helped = _per_customer(tickets["customer_id"].to_numpy(), customers) * ticket_rate
    printed = touches["channel"].astype(str) == CATALOGUE
    others = touches[~printed]
    goods -= _per_customer(others["customer_id"].to_numpy(), customers, others["cost_eur"])
    mail = _mail(touches[printed], orders, customers)
    own = Costs(
        order_eur=_rate(shipped.sum(), len(orders)),
        return_eur=_rate(handling.sum(), len(returns)),
        ticket_eur=ticket_rate,
        mailing_eur=_rate(mail.sum(), int(printed.sum())),
    )
    return Parts(goods, shipped, handling, helped, mail, own)


def _mail(touches: pd.DataFrame, orders: pd.DataFrame, customers: pd.Index) -> np.ndarray:
    """Cost of catalogues per customer and month since the last order before each; later ones in the last."""
    if touches.empty:
        return np.zeros((len(customers), MONTHS))
    # One sorted key of (customer, time) for all orders finds the last order before each mailing at once.
    days = pd.Timedelta(days=1)
    start = min(orders["ordered_at"].min(), touches["touched_at"].min())
    bought = ((orders["ordered_at"] - start) / days).to_numpy()
    mailed = ((touches["touched_at"] - start) / days).to_numpy()
    span = max(bought.max(initial=0.0), mailed.max(initial=0.0)) + 1.0
    buyer = customers.get_indexer(orders["customer_id"])
    reader = customers.get_indexer(touches["customer_id"])
    keys = np.sort(buyer * span + bought)
    last = keys[np.maximum(np.searchsorted(keys, reader * span + mailed, side="right") - 1, 0)]
    since = np.where(last // span == reader, mailed - last % span, 0.0)
    month = np.clip(np.ceil(since / MONTH_DAYS).astype(int) - 1, 0, MONTHS - 1)
    known = reader >= 0
    cells = reader[known] * MONTHS + month[known]
    costs = touches["cost_eur"].to_numpy(dtype=float)[known]
    return np.bincount(cells, weights=costs, minlength=len(customers) * MONTHS).reshape(-1, MONTHS)


@dataclass(frozen=True)
class Numbers:
    """What a whale curve says. Shares are parts of 1; amounts in euros.

    `peak_share`: the highest point as part of the total profit, NaN if there is no profit to compare with.
    """

    customers: int
    total_eur: float
    peak_eur: float
    peak_share: float
    profitable: int
    unprofitable_share: float
    lost_eur: float
    top_fifth_share: float


def curve(profit: np.ndarray) -> np.ndarray:
    """Profit added up over customers, the most profitable first; begins with 0 for no customer."""
    return np.concatenate([[0.0], np.cumsum(np.sort(profit)[::-1])])


def numbers(profit: np.ndarray) -> Numbers:
    """The telling numbers of a whale curve. A customer at exactly zero counts as not unprofitable."""
    height = curve(profit)
    total, peak = float(height[-1]), float(height.max())
    some = total > 0
    fifth = math.ceil(0.2 * len(profit))
    return Numbers(
        customers=len(profit),
        total_eur=total,
        peak_eur=peak,
        peak_share=peak / total if some else math.nan,
        profitable=int((profit > 0).sum()),
        unprofitable_share=float((profit < 0).mean()) if len(profit) else 0.0,
        lost_eur=float(-profit[profit < 0].sum()),
        top_fifth_share=float(height[fifth]) / total if some else math.nan,
    )


def percent(share: float) -> str:
    """A share as whole percent, or a word where there is none."""
    return say("word.missing") if math.isnan(share) else f"{share * 100:.0f} %"


def sentence(now: Numbers, before: Numbers | None = None) -> str:
    """The curve in words; with `before` also what the change did to the total."""
    parts = [
        say(
            "whale.who",
            profitable=in_figures(now.profitable),
            customers=in_figures(now.customers),
            unprofitable=percent(now.unprofitable_share),
        )
    ]
    if now.total_eur > 0:
        parts.append(say("whale.peak", peak=percent(now.peak_share), lost=euros(now.lost_eur)))
    else:
        parts.append(say("whale.no-profit", peak=euros(now.peak_eur), lost=euros(now.lost_eur)))
    parts.append(say("whale.total", total=euros(now.total_eur)))
    if before is not None:
        change = now.total_eur - before.total_eur
        if abs(change) >= 0.5:
            key = "whale.more" if change > 0 else "whale.less"
            parts.append(say(key, change=euros(abs(change))))
        else:
            parts.append(say("whale.same"))
    return " ".join(parts)


def euros(amount: float) -> str:
    """An amount without cents: "12,345 euros"."""
    return say(
        "word.euros", amount=f"{amount:,.0f}".replace("-0", "0") if abs(amount) < 0.5 else f"{amount:,.0f}"
    )


@dataclass(frozen=True)
class WhalePage(Page):
    """The explorer's text twin. `numbers` holds what it says, unrounded; `costs` what was asked for."""

    numbers: Numbers | None = None
    costs: Costs | None = None


def table(now: Numbers, before: Numbers) -> pd.DataFrame:
    """The numbers at these costs beside those at Fernhill's own, ready to read."""
    rows = {
        say("whale.row-total"): [euros(n.total_eur) for n in (now, before)],
        say("whale.row-peak"): [percent(n.peak_share) for n in (now, before)],
        say("whale.row-unprofitable"): [percent(n.unprofitable_share) for n in (now, before)],
        say("whale.row-lost"): [euros(n.lost_eur) for n in (now, before)],
        say("whale.row-top"): [percent(n.top_fifth_share) for n in (now, before)],
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=[say("whale.now"), say("whale.own")])
    return frame.rename_axis(index=say("whale.measure"))


def costs_in_words(costs: Costs) -> str:
    """The setting in a sentence."""
    return say(
        "whale.costs",
        order=f"{costs.order_eur:.2f}",
        back=f"{costs.return_eur:.2f}",
        ticket=f"{costs.ticket_eur:.2f}",
        mailing=f"{costs.mailing_eur:.2f}",
        months=int(costs.months_mailed),
    )


def page(parts: Parts, costs: Costs) -> WhalePage:
    """The text twin for one setting."""
    now, own = numbers(parts.profit(costs)), numbers(parts.profit(parts.own))
    changed = own if costs != parts.own else None
    return WhalePage(
        heading=say("whale.heading"),
        sentences=[costs_in_words(costs), sentence(now, changed)],
        captioned=[(say("whale.caption"), table(now, own))],
        numbers=now,
        costs=costs,
    )
