"""Lesson 02's decision beside the truth: what a year's customers spend in the next, and how many newcomers come back."""

import pandas as pd
import reference

from staffroom.lessons.gates import Estimate, Outcome, resampled

CUSTOMERS = 8_000
RIGHT = 0.95
WHY = "With a very lucky year, old customers could spend more and newcomers come back as often as before by chance."

# What these numbers (parts of 1) come to among all customers of Fernhill's kind, of whom a company is one crowd: means over
# eight companies of 20,000. A slow test works them out anew. Spending has no trend within customers, so the third is 1.
POPULATION = {"like for like": 0.851, "spent in the next year": 0.039, "sixth over first": 1.0, "Terra over its size": 1.174}


def gate(company, truth):
    """The numbers that carry the advice not to call the growth loyalty, as in the lesson.

    Of newcomers, the truth leaves out those who had come before the books. Of what a crowd of customers spends,
    it is what all such crowds spend together. Every group of customers loses some, so a fall alone says nothing: the
    numbers are held against those of an earlier year. "More loyal than ever" needs both, that a year's customers spend
    more in the next than such customers did a year earlier, and that newcomers come back no less often. It is
    right where each customer who is really there is expected to spend no less from now on than each who was there a year ago.
    """
    orders = reference.orders_of(company)
    people = truth["truth_customers"].set_index("customer_id")
    spent, kept = change(reference.like_for_like(orders)), next_year(orders)
    back = newcomers(orders, people["came_before"])
    now, then = worth_of_each(orders, people, truth["truth_months"])
    return Outcome(
        [spent, kept, back, sixth_order(orders), terra(orders)],
        recommended="celebrate" if kept.low > 0 and back.high >= 0 else "do not call it loyalty",
        right="celebrate" if now >= then else "do not call it loyalty",
    )


def worth_of_each(orders, people, months):
    """What each customer who is really there is expected to spend from then on: now, and a year ago."""
    end, first = orders["ordered_at"].max(), orders.groupby("customer_id")["ordered_at"].min()
    left = pd.to_datetime(people["left_at"], utc=True).reindex(first.index)
    worth = months.sort_values("month_on")["equity_eur"]
    days = end, end - pd.Timedelta(days=365)
    there = [((first <= day) & (left.isna() | (left > day))).sum() for day in days]
    return worth.iloc[-1] / there[0], worth.iloc[-13] / there[1]


def next_year(orders):
    """By how many euros for every 100 a year's customers spent more in the next than those of a year earlier."""
    pairs = reference.next_year(orders)
    low, high = resampled(pairs, reference.kept_more)
    seen = reference.kept_more(pairs.sum())
    return Estimate("more in the next year, of 100", seen, low, high, 100 * POPULATION["spent in the next year"])


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
