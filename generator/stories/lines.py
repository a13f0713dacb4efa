"""Product lines side by side, and revenue taken apart: what growth is made of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.stories.ledger import Ledger, once


@once
def buyers_of_lines(ledger: Ledger) -> pd.DataFrame:
    """Of the last twelve months, for each line: share of all buyers who bought it, orders with it for each of
    these, and the share of their orders that contain it."""
    lines = ledger.lines
    lines = lines[lines["ordered_at"] >= ledger.end - pd.Timedelta(days=365)]
    everyone = lines["customer_id"].nunique()
    orders = lines.groupby("customer_id")["order_id"].nunique()
    found = {}
    for line, own in lines.groupby("line"):
        times = own.groupby("customer_id")["order_id"].nunique()
        found[line] = (len(times) / everyone, times.mean(), times.sum() / orders[times.index].sum())
    return pd.DataFrame(found, index=["penetration", "frequency", "share_of_orders"]).T


def double_jeopardy(ledger: Ledger, apart: tuple[str, ...] = ("Terra",)) -> float:
    """Correlation over lines, without those apart, of how many buy a line and how often they do (logs)."""
    table = np.log(buyers_of_lines(ledger).drop(list(apart)))
    return float(table["penetration"].corr(table["frequency"]))


def expected_frequency(ledger: Ledger, line: str) -> float:
    """Frequency of a line over what lines of its size have (a straight line through the others' logs)."""
    table = buyers_of_lines(ledger)
    rest = table.drop(line)
    slope, level = np.polyfit(np.log(rest["penetration"]), np.log(rest["frequency"]), 1)
    return float(
        table.loc[line, "frequency"] / np.exp(level + slope * np.log(table.loc[line, "penetration"]))
    )


def revenue_growth(ledger: Ledger) -> float:
    """Revenue of the last twelve months over the twelve before, less one."""
    paid = ledger.lines.groupby("order_id").agg(at=("ordered_at", "first"), paid=("paid_eur", "sum"))
    year = pd.Timedelta(days=365)
    last = paid.loc[paid["at"] >= ledger.end - year, "paid"].sum()
    before = paid.loc[(paid["at"] < ledger.end - year) & (paid["at"] >= ledger.end - 2 * year), "paid"].sum()
    return float(last / before - 1)


def existing_revenue_growth(ledger: Ledger) -> float:
    """What customers who were there a year before the end spent in the last twelve months against before, less one."""
    lines, year = ledger.lines, pd.Timedelta(days=365)
    old = lines[lines["joined_at"] < ledger.end - year]
    last = old.loc[old["ordered_at"] >= ledger.end - year, "paid_eur"].sum()
    span = (old["ordered_at"] < ledger.end - year) & (old["ordered_at"] >= ledger.end - 2 * year)
    return float(last / old.loc[span, "paid_eur"].sum() - 1)


def cohorts_worsen(ledger: Ledger) -> float:
    """Share who order again within 13 weeks, first third of customers less last third of those watched so long.

    In a longer window, later customers meet more of the vouchers and calls that trials hand out.
    """
    joined = ledger.table("customers").set_index("customer_id")["signed_up_at"]
    quarter = pd.Timedelta(weeks=13)
    joined = joined[joined <= ledger.end - quarter].sort_values()
    orders = ledger.table("orders")
    since = orders["ordered_at"] - orders["customer_id"].map(joined)
    again = set(orders.loc[(since > pd.Timedelta(0)) & (since <= quarter), "customer_id"])
    third = len(joined) // 3
    repeat = joined.index.isin(again)
    return float(repeat[:third].mean() - repeat[-third:].mean())
