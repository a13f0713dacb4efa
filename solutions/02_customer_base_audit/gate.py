"""Lesson 02's decision beside the truth: what customers of two years spend, and how many newcomers come back."""

import pandas as pd
import reference

from staffroom.lessons.gates import Estimate, Outcome, resampled

CUSTOMERS = 8_000
RIGHT = 0.95
WHY = "With a very lucky year, those who were there before both years could spend as much as before by chance."

# What two of the numbers come to among all customers of Fernhill's kind, of whom a company is one crowd: means over
# eight companies of 20,000. A slow test works them out anew. Spending has no trend within customers, so the third is 1.
POPULATION = {"like for like": 0.851, "sixth over first": 1.0, "Terra over its size": 1.174}


def gate(company, truth):
    """The numbers that carry the advice not to call the growth loyalty, as in the lesson.

    Of newcomers, the truth leaves out those who had come before the books. Of what a crowd of customers spends,
    it is what all such crowds spend together. The advice is right where those who were customers a year ago are
    expected to spend less from now on than they were then.
    """
    orders = reference.orders_of(company)
    people = truth["truth_customers"].set_index("customer_id")
    spent = change(reference.like_for_like(orders))
    months = truth["truth_months"].sort_values("month_on")["equity_eur"]
    first = orders.groupby("customer_id")["ordered_at"].min()
    known = first.index[first <= orders["ordered_at"].max() - pd.Timedelta(days=365)]
    now = people["expected_lifetime_spend_eur"].reindex(known).sum()
    return Outcome(
        [spent, newcomers(orders, people["came_before"]), sixth_order(orders), terra(orders)],
        recommended="celebrate" if spent.high >= 0 else "do not call it loyalty",
        right="celebrate" if now >= months.iloc[-13] else "do not call it loyalty",
    )


def change(both):
    """By how many per cent the spending of those who were there before both years changed."""
    low, high = resampled(both, lambda sums: percent(sums["last"] / sums["before"]))
    sums = both.sum()
    return Estimate(
        "like for like, %",
        percent(sums["last"] / sums["before"]),
        low,
        high,
        percent(POPULATION["like for like"]),
    )


def newcomers(orders, old):
    """Back within 91 days, of 100: newcomers of April to September of the last year less those of the first."""
    early, late = (reference.came_back(orders, since, until) for since, until in ((91, 274), (822, 1005)))
    parts = pd.concat([early.to_frame("early"), late.to_frame("late")]).astype(float)
    parts = parts.join(parts.notna().astype(float).add_prefix("n_")).fillna(0.0)
    low, high = resampled(parts, lambda sums: 100 * (sums["late"] / sums["n_late"] - sums["early"] / sums["n_early"]))
    new = ~old.astype(bool)
    truth = late[new.reindex(late.index)].mean() - early[new.reindex(early.index)].mean()
    return Estimate("newcomers back, of 100", 100 * (late.mean() - early.mean()), low, high, 100 * truth)


def sixth_order(orders):
    """Sixth order over the first, of those who reached six."""
    own = reference.numbered(orders)
    wide = own[own["number"].isin([1, 6])].pivot(index="customer_id", columns="number", values="eur").dropna()
    low, high = resampled(wide, lambda sums: sums[6] / sums[1])
    return Estimate("sixth over first", wide[6].sum() / wide[1].sum(), low, high, POPULATION["sixth over first"])


def terra(orders):
    """Orders per buyer of Terra over what its size predicts."""
    table, M, K, S = reference.fitted(orders)
    size = reference.dirichlet(table["share"], M, K, S).loc["Terra", "per_buyer"]
    last = orders[reference.days_ago(orders) < 365]
    bought = last[last["line"] == "Terra"].groupby("customer_id").size()
    parts = bought.reindex(orders["customer_id"].unique(), fill_value=0).to_frame("orders").astype(float)
    parts["buyers"] = (parts["orders"] > 0).astype(float)
    low, high = resampled(parts, lambda sums: sums["orders"] / sums["buyers"] / size)
    seen = table.loc["Terra", "per_buyer"] / size
    return Estimate("Terra over its size", seen, low, high, POPULATION["Terra over its size"])


def percent(ratio):
    return 100 * (ratio - 1)
