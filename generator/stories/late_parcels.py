"""Late parcels: what one silo sees, and what is seen once orders, deliveries and tickets are joined."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.stories.ledger import Ledger, once
from generator.stories.model import Story

WEEKS = 8
HALF_YEAR = pd.Timedelta(days=180)
ABOUT = "delivery"


@once
def sent(ledger: Ledger) -> pd.DataFrame:
    """Orders that were sent and whose delivery is known or overdue, with what followed.

    `late`: not delivered by the promised day. `from_at`: the end of that day. `ticket`: whether it led to one
    about its delivery. `again`, `half_year`: an order within eight weeks and within 180 days of `from_at`
    (missing if these are not over).
    """
    orders = ledger.table("orders")
    rows = ledger.table("deliveries").merge(orders, on="order_id")
    rows["from_at"] = rows["promised_on"].dt.tz_localize("UTC") + pd.Timedelta(days=1)
    rows["from_at"] = rows["from_at"].astype(orders["ordered_at"].dtype)
    rows = rows[rows["from_at"] <= ledger.end]
    rows["late"] = ~(rows["delivered_on"] <= rows["promised_on"])
    tickets = ledger.table("tickets")
    rows["ticket"] = rows["order_id"].isin(tickets.loc[tickets["topic"] == ABOUT, "order_id"])
    later = orders[["customer_id", "ordered_at"]].rename(columns={"ordered_at": "next_at"})
    rows = pd.merge_asof(
        rows.sort_values("from_at"),
        later.sort_values("next_at"),
        left_on="from_at",
        right_on="next_at",
        by="customer_id",
        direction="forward",
    )
    wait = rows["next_at"] - rows["from_at"]
    for name, span in (("again", pd.Timedelta(weeks=WEEKS)), ("half_year", HALF_YEAR)):
        rows[name] = (wait <= span).astype(float)
        rows.loc[rows["from_at"] + span > ledger.end, name] = np.nan
    return rows


def difference(rows: pd.DataFrame, column: str, by: str) -> float:
    """Mean of a column where `by` holds, less that where it does not."""
    mean = rows[column].groupby(rows[by]).mean()
    return float(mean[True] - mean[False])


def marked_buy(ledger: Ledger, events: pd.DataFrame, moment: str) -> float:
    """Customers with an event before the last half-year, and others who had ordered by then: share who buy
    in it."""
    cut, orders = ledger.end - HALF_YEAR, ledger.table("orders")
    early = orders["ordered_at"] < cut
    people = pd.DataFrame({"customer_id": orders.loc[early, "customer_id"].unique()})
    people["marked"] = people["customer_id"].isin(events.loc[events[moment] < cut, "customer_id"])
    people["buys"] = people["customer_id"].isin(orders.loc[~early, "customer_id"])
    return difference(people, "buys", "marked")


def complainers_buy(ledger: Ledger) -> float:
    """Customers with a ticket about a delivery, before the last half-year, and others: share who buy in it."""
    tickets = ledger.table("tickets")
    return marked_buy(ledger, tickets[tickets["topic"] == ABOUT], "opened_at")


def unlucky_buy(ledger: Ledger) -> float:
    """Customers with a late parcel before the last half-year, and others: share who buy in it."""
    rows = sent(ledger)
    return marked_buy(ledger, rows[rows["late"]], "from_at")


def late_costs_orders(ledger: Ledger) -> float:
    """Repurchase within eight weeks after late parcels less that after others."""
    return difference(sent(ledger), "again", "late")


def late_costs_with_tickets(ledger: Ledger) -> float:
    """The same, tickets held equal (slope on late beside one on tickets)."""
    rows = sent(ledger).dropna(subset="again")
    design = np.column_stack([np.ones(len(rows)), rows["late"], rows["ticket"]]).astype(float)
    return float(np.linalg.lstsq(design, rows["again"].to_numpy(), rcond=None)[0][1])


def late_stay_away(ledger: Ledger) -> float:
    """Share without an order in the half-year after late parcels less that after others."""
    return -difference(sent(ledger), "half_year", "late")


def late_are_complained_of(ledger: Ledger) -> float:
    """Tickets about its delivery that a late parcel leads to, over those of another (ratio of shares)."""
    share = sent(ledger)["ticket"].groupby(sent(ledger)["late"]).mean()
    return float(share[True] / share[False])


def late_rated_worse(ledger: Ledger) -> float:
    """Points of rating of tickets whose parcel is late less that of others."""
    rows = ledger.table("tickets").merge(sent(ledger)[["order_id", "late"]], on="order_id")
    return difference(rows.dropna(subset="satisfaction"), "satisfaction", "late")


def late_scored_lower(ledger: Ledger) -> float:
    """Points of 10 in surveys whose last order before was late, less those of other sent orders."""
    surveys = ledger.table("surveys").dropna(subset="score").sort_values("sent_at")
    orders = ledger.table("orders").merge(sent(ledger)[["order_id", "late"]], on="order_id", how="left")
    rows = pd.merge_asof(
        surveys[["customer_id", "sent_at", "score"]],
        orders.sort_values("ordered_at"),
        left_on="sent_at",
        right_on="ordered_at",
        by="customer_id",
    ).dropna(subset="late")
    rows["late"] = rows["late"].astype(bool)
    return difference(rows, "score", "late")


LESSON = "00_meet_fernhill"
STORIES = (
    Story("complainers-buy-more", LESSON, "Who wrote about a delivery buys more in the next half-year than who did not: orders and tickets alone mislead (difference of shares).",
          "purchase.*, deliveries.tickets_late", complainers_buy, low=0.02, high=0.40),
    Story("unlucky-buy-more", LESSON, "So do customers who had a late parcel, since whoever orders much has more of them (difference of shares).",
          "purchase.*, deliveries", unlucky_buy, low=0.05, high=0.40),
    Story("late-costs-repurchase", LESSON, "Joined order by order with deliveries the sign turns: after a late parcel fewer buy within eight weeks (difference of shares).",
          "deliveries.late", late_costs_orders, low=-0.25, high=-0.03),
    Story("late-costs-with-tickets", LESSON, "It does with tickets held equal (slope of a share).",
          "deliveries.late", late_costs_with_tickets, low=-0.25, high=-0.03),
    Story("late-stay-away", LESSON, "More stay away for half a year after a late parcel (difference of shares).",
          "deliveries.late.hazard, lost", late_stay_away, low=-0.02, high=0.25),
    Story("late-are-complained-of", LESSON, "A late parcel leads to a ticket about it several times as often as another (ratio of shares).",
          "deliveries.tickets_late, tickets_on_time", late_are_complained_of, low=4.0, high=14.0),
    Story("late-rated-worse", LESSON, "Tickets about orders whose parcel is late are rated worse (points of 5).",
          "deliveries.late.mood", late_rated_worse, low=-1.3, high=-0.1),
    Story("late-scored-lower", LESSON, "Surveys after a late parcel score lower (points of 10).",
          "deliveries.late.opinion", late_scored_lower, low=-2.0, high=-0.05),
)  # fmt: skip
