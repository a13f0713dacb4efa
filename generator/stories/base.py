"""The customer base: survivors, who buys again, and what each channel brings (lessons 02 to 04)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.stories.ledger import Ledger, once
from generator.stories.model import Story

DAY = pd.Timedelta(days=1)
YEAR = 365 * DAY


@once
def orders(ledger: Ledger) -> pd.DataFrame:
    """Orders with value (EUR), number within the customer (from 1) and age of the customer."""
    value = ledger.table("order_lines").groupby("order_id")["paid_eur"].sum()
    table = ledger.table("orders").sort_values(["customer_id", "ordered_at"]).reset_index(drop=True)
    joined = ledger.table("customers").set_index("customer_id")["signed_up_at"]
    table["value"] = table["order_id"].map(value)
    table["number"] = table.groupby("customer_id").cumcount() + 1
    table["joined_at"] = table["customer_id"].map(joined)
    table["age"] = table["ordered_at"] - table["joined_at"]
    return table


def pooled_rise(ledger: Ledger) -> float:
    """Value of the sixth and later orders over that of first orders (geometric means)."""
    own = orders(ledger)
    value = np.log(own["value"])
    return float(np.exp(value[own["number"] >= 6].mean() - value[own["number"] == 1].mean()))


def own_rise(ledger: Ledger) -> float:
    """The same within customers who reached six orders: sixth order over the first (geometric means)."""
    own = orders(ledger)
    long = own[own.groupby("customer_id")["number"].transform("max") >= 6]
    value = np.log(long["value"])
    return float(np.exp(value[long["number"] == 6].mean() - value[long["number"] == 1].mean()))


def bought_once(ledger: Ledger) -> float:
    """Share of customers with a single order."""
    return float((orders(ledger).groupby("customer_id").size() == 1).mean())


def quintile_edges(ledger: Ledger) -> float:
    """Different edges of the quintiles of the number of orders (six if nothing is tied)."""
    count = orders(ledger).groupby("customer_id").size()
    return float(count.quantile([0, 0.2, 0.4, 0.6, 0.8, 1]).nunique())


@once
def chances(ledger: Ledger) -> pd.Series:
    """Share who buy in the last 90 days, by kind of existing customer (those who came before)."""
    own, cut = orders(ledger), ledger.end - 90 * DAY
    before = own[own["ordered_at"] < cut].groupby("customer_id")["ordered_at"].agg(["count", "max"])
    bought = before.index.isin(own.loc[own["ordered_at"] >= cut, "customer_id"])
    recent, often = cut - before["max"] < 60 * DAY, before["count"] >= 6
    gone = cut - before["max"] > YEAR
    kinds = {"all": before["count"] > 0, "gone": gone, "best": recent & often}
    return pd.Series({kind: float(bought[mask.to_numpy()].mean()) for kind, mask in kinds.items()})


@once
def channels(ledger: Ledger) -> pd.DataFrame:
    """By acquisition channel: margin of the first year after joining and cost of winning one (EUR)."""
    lines = ledger.lines
    joined = ledger.table("customers").set_index("customer_id")
    watched = joined[joined["signed_up_at"] <= ledger.end - YEAR]
    first_year = lines[lines["ordered_at"] - lines["joined_at"] <= YEAR]
    margin = first_year.groupby("customer_id")["margin"].sum().reindex(watched.index, fill_value=0.0)
    spend = ledger.table("acquisition_spend").groupby("channel")["spend_eur"].sum()
    cost = spend / joined.groupby("acquisition_channel").size()
    return pd.DataFrame({"margin": margin.groupby(watched["acquisition_channel"]).mean(), "cost": cost})


def cheap_is_not_good(ledger: Ledger) -> float:
    """First-year margin less cost of winning: dear search less cheap marketplace (EUR)."""
    worth = channels(ledger)["margin"] - channels(ledger)["cost"]
    return float(worth["search"] - worth["marketplace"])


def referral_rank(ledger: Ledger) -> float:
    """Rank of referral from above by first-year margin less cost of winning (1 = best)."""
    worth = channels(ledger)["margin"] - channels(ledger)["cost"]
    return float(worth.rank(ascending=False)["referral"])


def marketplace_rank(ledger: Ledger) -> float:
    """Rank of marketplace from below by first-year margin less cost of winning (1 = worst)."""
    worth = channels(ledger)["margin"] - channels(ledger)["cost"]
    return float(worth.rank()["marketplace"])


def ratio_flatters(ledger: Ledger) -> float:
    """Rank of marketplace from above by the ratio of first-year margin to cost (1 = best)."""
    ratio = channels(ledger)["margin"] / channels(ledger)["cost"]
    return float(ratio.rank(ascending=False)["marketplace"])


AUDIT, WORTH, SEGMENTS = "02_customer_base_audit", "03_lifetime_value", "04_segmentation"

STORIES_02 = (
    Story("later-orders-larger", AUDIT, "Sixth and later orders are larger than first orders (ratio of geometric means).",
          "ties.rate_spend", pooled_rise, 1.10, 1.6),
    Story("own-orders-flat", AUDIT, "Within customers the sixth order is as large as the first: survivorship (ratio of geometric means).",
          "spend.* (no trend within customers)", own_rise, 0.88, 1.13),
    Story("hope-for-the-gone", AUDIT, "Hardly any of those who bought nothing for a year buy in the last 90 days (share).",
          "dropout.*", lambda x: float(chances(x)["gone"]), 0.0, 0.08),
    Story("best-buy-again", AUDIT, "Most of those with six orders and one in the last 60 days do (share).",
          "purchase.*", lambda x: float(chances(x)["best"]), 0.62, 0.92),
)  # fmt: skip

STORIES_03 = (
    Story("cheap-is-not-good", WORTH, "Search brings more than marketplace, its cost taken off (EUR in the first year).",
          "ties.channel and the loads of channels", cheap_is_not_good, low=0.0),
    Story("referral-among-best", WORTH, "Referral is among the best three of six channels, cost taken off (rank; the best or second best on 399 of 400 companies).",
          "ties.channel and the loads of channels", referral_rank, high=3.0),
    Story("marketplace-in-lower-half", WORTH, "Marketplace is in the lower half of the six, cost taken off (rank from below).",
          "ties.channel and the loads of channels", marketplace_rank, high=3.0),
    Story("ratio-flatters-cheap", WORTH, "By the ratio of value to cost marketplace looks good (rank).",
          "channels.marketplace.cost_per_customer_eur", ratio_flatters, high=4.0),
)  # fmt: skip

STORIES_04 = (
    Story("many-bought-once", SEGMENTS, "More than two in five have ordered once (share).", "purchase.*, dropout.*, before", bought_once, 0.38, 0.47),
    Story("quintiles-collapse", SEGMENTS, "Quintiles of the number of orders have tied edges (different edges out of six).",
          "purchase.*, dropout.*", quintile_edges, high=5.0),
)  # fmt: skip
