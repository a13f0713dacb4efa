"""Which channel brings orders about, and what the app does: what is seen, and what is true."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.stories.ledger import Ledger, once
from generator.stories.model import Story

MOST_ORDERS = 4
BEFORE, APART, YEAR = pd.Timedelta(days=182), pd.Timedelta(days=92), pd.Timedelta(days=365)


@once
def shown(ledger: Ledger) -> pd.DataFrame:
    """Visits of visitors from whom no ads are held back, in the order of each journey."""
    visits = ledger.table("visits")
    return visits[~visits["held_out"]].sort_values(["journey_id", "position"])


def last_click(ledger: Ledger) -> pd.Series:
    """Share of orders by the channel of the last visit."""
    rows = shown(ledger)
    return rows.loc[rows["converted"], "channel"].value_counts(normalize=True)


def held_out_test(ledger: Ledger) -> float:
    """Share of orders that social ads cause, by the lot."""
    visits = ledger.table("visits")
    orders = visits.groupby("held_out")["converted"].sum()
    journeys = visits.groupby("held_out")["journey_id"].nunique()
    rate = orders / journeys
    return float(1.0 - rate[True] / rate[False])


def true_share(ledger: Ledger, channel: str) -> float:
    """Share of orders that a channel truly causes."""
    return float(ledger.table("truth_channels").set_index("channel").loc[channel, "causal_share"])


@once
def removal(ledger: Ledger) -> pd.Series:
    """Share of orders that a chain of channels loses without each channel (Markov removal effects)."""
    rows = shown(ledger)
    names = sorted(rows["channel"].unique())
    code = rows["channel"].map({name: k for k, name in enumerate(names)}).to_numpy()
    journey = rows["journey_id"].to_numpy()
    first = np.append(True, journey[1:] != journey[:-1])
    last = np.append(first[1:], True)
    count = len(names)
    start, bought, gone = count, count + 1, count + 2
    moves = np.zeros((count + 1, count + 3))
    np.add.at(moves, (np.full(first.sum(), start), code[first]), 1)
    np.add.at(moves, (code[:-1][~last[:-1]], code[1:][~last[:-1]]), 1)
    np.add.at(moves, (code[last], np.where(rows["converted"].to_numpy()[last], bought, gone)), 1)
    chance = moves / moves.sum(axis=1, keepdims=True)

    def ends_in_order(without: int | None) -> float:
        inner, end = chance[:, : count + 1].copy(), chance[:, bought].copy()
        if without is not None:
            inner[:, without] = inner[without] = end[without] = 0.0
        return np.linalg.solve(np.eye(count + 1) - inner, end)[start]

    whole = ends_in_order(None)
    return pd.Series({name: 1.0 - ends_in_order(k) / whole for k, name in enumerate(names)})


def social_last_click(ledger: Ledger) -> float:
    """Last click's share of social, less the true share."""
    return float(last_click(ledger)["social"]) - true_share(ledger, "social")


def search_last_click(ledger: Ledger) -> float:
    """Last click's share of paid search, less the true share."""
    return float(last_click(ledger)["search"]) - true_share(ledger, "search")


def search_by_chain(ledger: Ledger) -> float:
    """Removal effect of paid search, as a share of all, less the true share."""
    effects = removal(ledger)
    return float(effects["search"] / effects.sum()) - true_share(ledger, "search")


def lot_is_nearest(ledger: Ledger) -> float:
    """By how much the test is nearer to the truth on social than the nearer of last click and chain."""
    true, effects = true_share(ledger, "social"), removal(ledger)
    rules = (float(last_click(ledger)["social"]), float(effects["social"] / effects.sum()))
    return min(abs(rule - true) for rule in rules) - abs(held_out_test(ledger) - true)


@once
def adopters(ledger: Ledger) -> pd.DataFrame:
    """Customers from half a year before the app on: repeat orders in the half-year before it (`before`) and in
    the year from three months after it on (`after`), and whether they had installed it by then (`app`;
    missing: later)."""
    customers = ledger.table("customers").set_index("customer_id")
    since = customers["app_since_on"].dt.tz_localize("UTC")
    launch = since.min().normalize()
    orders = ledger.table("orders")
    again = orders[orders["ordered_at"] > orders["customer_id"].map(customers["signed_up_at"])]

    def count(start: pd.Timestamp, end: pd.Timestamp) -> pd.Series:
        rows = again[(again["ordered_at"] >= start) & (again["ordered_at"] < end)]
        return rows.groupby("customer_id").size().reindex(customers.index, fill_value=0)

    found = pd.DataFrame({"before": count(launch - BEFORE, launch)})
    found["after"] = count(launch + APART, launch + APART + YEAR)
    found["app"] = np.where(since.isna(), 0.0, np.where(since < launch + APART, 1.0, np.nan))
    return found[customers["signed_up_at"] < launch - BEFORE].dropna()


def app_naive(ledger: Ledger) -> float:
    """Orders of the last year of customers with the app, as a multiple of those of customers without."""
    customers, orders = ledger.table("customers").set_index("customer_id"), ledger.table("orders")
    late = orders[orders["ordered_at"] >= ledger.end - YEAR].groupby("customer_id").size()
    means = late.reindex(customers.index, fill_value=0).groupby(customers["app_since_on"].notna()).mean()
    return float(means[True] / means[False])


def app_difference(ledger: Ledger) -> float:
    """The same for customers from before the app, each group against its own past."""
    means = adopters(ledger).groupby("app")[["before", "after"]].mean()
    rise = means["after"] / means["before"]
    return float(rise[1.0] / rise[0.0])


def app_far_below_naive(ledger: Ledger) -> float:
    """Difference in differences as a share of the plain comparison."""
    return app_difference(ledger) / app_naive(ledger)


def app_stratified(ledger: Ledger) -> float:
    """Orders after, with and without the app, among customers with as many orders before."""
    rows = adopters(ledger)
    like = rows["before"].clip(upper=MOST_ORDERS)
    means = rows.groupby([like, "app"])["after"].mean().unstack()
    weight = like[rows["app"] == 1.0].value_counts().reindex(means.index, fill_value=0)
    return float((means[1.0] * weight).sum() / (means[0.0] * weight).sum())


LESSON = "06_journeys"

STORIES = (
    Story("last-click-misses-social", LESSON, "Last click gives social fewer orders than it causes (difference of shares).",
          "journeys.social_lift, social_click, social_last", social_last_click, -0.24, -0.05, truth=True),
    Story("last-click-flatters-search", LESSON, "Last click gives paid search far more than it causes (difference of shares).",
          "journeys.last_visit.search, search_lift", search_last_click, 0.25, 0.55, truth=True),
    Story("chains-flatter-search", LESSON, "So do removal effects in a chain of channels (difference of shares).",
          "journeys.last_visit.search, search_lift", search_by_chain, 0.15, 0.50, truth=True),
    Story("test-is-nearest", LESSON, "The lot is nearer to the truth on social than either (difference of distances).",
          "journeys.held_out_share", lot_is_nearest, 0.0, 0.30, truth=True),
    Story("test-finds-social", LESSON, "The lot finds that social causes orders (share).",
          "journeys.social_lift", held_out_test, 0.10, 0.45),
    Story("app-looks-great", LESSON, "Customers with the app order about twice as often (ratio).",
          "app.rate_load", app_naive, 1.7, 3.2),
    Story("app-does-little", LESSON, "Against their own past they order a little more (ratio of ratios).",
          "app.lift", app_difference, 0.70, 1.5),
    Story("app-is-mostly-selection", LESSON, "That is far less than the plain comparison (share of it).",
          "app.lift, app.rate_load", app_far_below_naive, 0.2, 0.75),
    Story("app-stratified", LESSON, "Comparing customers with as many orders before leaves selection in (ratio).",
          "app.rate_load", app_stratified, 1.05, 2.6),
)  # fmt: skip
