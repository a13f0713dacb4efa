"""The explorer of lesson 01: what a cost does to the whale curve.

What a customer costs is split into parts that scale with a rate each, so that a new rate needs one weighted
sum over customers and no table again. With Fernhill's own rates the numbers are those of the lesson's
customer profit-and-loss statement, to the cent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from classroom.explore.curve_picture import Line, Mark, svg
from classroom.explore.in_words import difference, euros, percent, side_by_side
from classroom.explore.spec import Control, Explorer, Picture, Tables, round_end
from classroom.pages import in_figures

MONTH_DAYS = 365.25 / 12
CATALOGUE = "mail"
"""The channel of a printed catalogue in `touches`; the others are e-mails."""
MONTHS = 12
"""The catalogue ends a year after a customer's last order."""
OWN = "Fernhill's own costs"


@dataclass(frozen=True)
class Parts:
    """Each customer's profit in parts: arrays of one value per customer, euros at Fernhill's own rates.

    `goods` is what orders leave over, less what the e-mails to the customer cost: no slider moves either.
    `costs` are those of orders, returns and tickets, by the name of their rate. `mail` has a column per month
    since the customer's last order before the catalogue (first month first). `own` are Fernhill's own rates:
    the mean cost of an order, of a return's handling, of a ticket, of a catalogue.
    """

    goods: np.ndarray
    costs: dict[str, np.ndarray]
    mail: np.ndarray
    own: dict[str, float]


def prepare(tables: Tables) -> Parts:
    """Each customer's parts from the company's tables."""
    orders, lines, returns = tables["orders"], tables["order_lines"], tables["returns"]
    tickets, touches = tables["tickets"], tables["touches"]
    rates = tables["activity_costs"].set_index("activity")["rate_eur"].astype(float)
    customers = pd.Index(tables["customers"]["customer_id"])
    buyer = orders.set_index("order_id")["customer_id"]

    sold = lines["paid_eur"].astype(float) - lines["quantity"] * lines["unit_cost_eur"].astype(float)
    goods = per_customer(lines["order_id"].map(buyer), customers, sold)
    sent_back = returns["order_id"].map(buyer)
    goods -= per_customer(sent_back, customers, returns["refund_eur"])
    handling = per_customer(sent_back, customers, returns["handling_cost_eur"])
    fulfilment = (orders["channel"].astype(str) + "_order").map(rates).astype(float)
    shipped = per_customer(orders["customer_id"], customers, fulfilment)
    ticket_rate = float(rates.get("ticket", 0.0))
    helped = per_customer(tickets["customer_id"], customers) * ticket_rate
    printed = touches["channel"].astype(str) == CATALOGUE
    others = touches[~printed]
    goods -= per_customer(others["customer_id"], customers, others["cost_eur"])
    mail = mail_by_month(touches[printed], orders, customers)
    own = {
        "order_eur": mean_cost(shipped.sum(), len(orders)),
        "return_eur": mean_cost(handling.sum(), len(returns)),
        "ticket_eur": ticket_rate,
        "mailing_eur": mean_cost(mail.sum(), int(printed.sum())),
    }
    return Parts(goods, {"order_eur": shipped, "return_eur": handling, "ticket_eur": helped}, mail, own)


def per_customer(ids: pd.Series, customers: pd.Index, amounts: Any = None) -> np.ndarray:
    """Sum of amounts (or count) for each customer, in the order of `customers`."""
    place = customers.get_indexer(ids.to_numpy())
    known = place >= 0
    weights = None if amounts is None else np.asarray(amounts, dtype=float)[known]
    return np.bincount(place[known], weights=weights, minlength=len(customers)).astype(float)


def mean_cost(total: float, count: int) -> float:
    """Mean cost, to the cent; 0 where nothing of the kind took place."""
    return round(float(total) / count, 2) if count and total else 0.0


def mail_by_month(touches: pd.DataFrame, orders: pd.DataFrame, customers: pd.Index) -> np.ndarray:
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
    `curve`: profit added up over customers, the most profitable first; begins with 0 for no customer.
    """

    customers: int
    total_eur: float
    peak_eur: float
    peak_share: float
    profitable: int
    unprofitable_share: float
    lost_eur: float
    top_fifth_share: float
    curve: np.ndarray = field(repr=False, compare=False)


def profit(parts: Parts, months_mailed: int, **rates: float) -> np.ndarray:
    """Each customer's profit in euros at these rates."""
    costs = {**parts.costs, "mailing_eur": parts.mail[:, :months_mailed].sum(axis=1)}
    left = parts.goods
    for name, cost in costs.items():
        own = parts.own[name]  # without an own rate there is nothing to scale
        left = left - cost * (rates[name] / own if own else 0.0)
    return left


def numbers(gains: np.ndarray) -> Numbers:
    """The telling numbers of a whale curve. A customer at exactly zero counts as not unprofitable."""
    curve = np.concatenate([[0.0], np.cumsum(np.sort(gains)[::-1])])
    total, peak = float(curve[-1]), float(curve.max())
    fifth = math.ceil(0.2 * len(gains))
    return Numbers(
        customers=len(gains),
        total_eur=total,
        peak_eur=peak,
        peak_share=peak / total if total > 0 else math.nan,
        profitable=int((gains > 0).sum()),
        unprofitable_share=float((gains < 0).mean()) if len(gains) else 0.0,
        lost_eur=float(-gains[gains < 0].sum()),
        top_fifth_share=float(curve[fifth]) / total if total > 0 else math.nan,
        curve=curve,
    )


def picture(now: Numbers, own: Numbers) -> Picture:
    """The whale curve beside the one at Fernhill's own costs."""
    height, compared = now.curve / 1000, own.curve / 1000
    share = np.linspace(0, 100, len(height))
    top = int(np.argmax(height))
    peak = percent(now.peak_share) if now.total_eur > 0 else euros(now.peak_eur)
    drawing = svg(
        [Line(share, height), Line(share, compared, dashed=True)],
        title=f"{percent(now.unprofitable_share)} of customers cost more than they bring in",
        xlabel="customers, the most profitable first (% of all)",
        ylabel="profit added up (thousand EUR)",
        marks=[Mark(float(share[top]), float(height[top]), f"peak: {peak}")],
        legend=OWN,
    )
    return Picture(
        drawing, "Line picture of the whale curve: it rises to a peak, then falls to the total profit."
    )


def sentence(now: Numbers, own: Numbers | None) -> str:
    """The curve in words; with `own` also what the change did to the total."""
    if now.total_eur > 0:
        peak, end = f"{percent(now.peak_share)} of the final profit", " again"
    else:
        peak, end = euros(now.peak_eur), ", and no profit is left"
    words = (
        f"{in_figures(now.profitable)} of {in_figures(now.customers)} customers bring in a profit, "
        f"and {percent(now.unprofitable_share)} cost more than they bring in. At its peak the curve is at "
        f"{peak}. The unprofitable customers then take {euros(now.lost_eur)} away{end}. "
        f"The total profit is {euros(now.total_eur)}."
    )
    return words if own is None else f"{words} {difference(now.total_eur - own.total_eur, OWN)}"


def table(now: Numbers, own: Numbers) -> pd.DataFrame:
    """The numbers at these costs beside those at Fernhill's own."""
    rows = {
        "total profit": lambda n: euros(n.total_eur),
        "peak, as part of the total": lambda n: percent(n.peak_share),
        "customers who cost more than they bring in": lambda n: percent(n.unprofitable_share),
        "what they take away": lambda n: euros(n.lost_eur),
        "profit of the best fifth of customers, as part of the total": lambda n: percent(n.top_fifth_share),
    }
    return side_by_side(rows, "measure", ("these costs", now), (OWN, own))


def cost(name: str, label: str, meaning: str, step: float = 0.1) -> Control:
    """A rate in euros: begins at Fernhill's own and ends at a round number about three times as high."""

    def own(parts: Parts) -> float:
        return parts.own[name]

    return Control(name, label, meaning, "euros", own, lambda parts: round_end(3 * own(parts)), step=step)


EXPLORER = Explorer(
    name="whale",
    heading="Explorer: what makes a customer unprofitable?",
    about="How the costs of serving customers shape the whale curve: profit added up over customers, the "
    "most profitable first, beside the curve at Fernhill's own costs.",
    questions=[
        "Send the catalogue for 3 months after the last order, not 12. What happens to the peak, and what to "
        "the profit? What does this picture leave out?",
    ],
    controls=[
        cost(
            "order_eur",
            "Cost of an order (EUR)",
            "Mean cost to pick, pack and send one order; web, app and store keep their proportions",
        ),
        cost(
            "return_eur",
            "Cost of a return (EUR)",
            "Handling of one returned line; the refund and the lost goods come on top",
        ),
        cost("ticket_eur", "Cost of a ticket (EUR)", "One contact with customer service"),
        cost("mailing_eur", "Cost of a catalogue (EUR)", "Printing and posting one catalogue", step=0.05),
        Control(
            "months_mailed",
            "Months mailed after last order",
            "For how many months after a customer's last order the catalogue is still sent",
            unit="months",
            start=MONTHS,
            high=MONTHS,
            whole=True,
        ),
    ],
    needs=("customers", "orders", "order_lines", "returns", "tickets", "touches", "activity_costs"),
    prepare=prepare,
    compute=lambda parts, **setting: numbers(profit(parts, **setting)),
    picture=picture,
    sentence=sentence,
    table=table,
    caption="The whale curve in numbers",
    setting="An order costs {order_eur:.2f} euros, a return {return_eur:.2f}, a ticket {ticket_eur:.2f}, a "
    "catalogue {mailing_eur:.2f}. The catalogue goes out for {months_mailed} months after the last order.",
    back="Back to Fernhill's own costs",
)
