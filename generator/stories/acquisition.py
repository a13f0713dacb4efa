"""What winning customers costs, what the next one costs, and who was there before the first day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.stories.base import channels
from generator.stories.ledger import Ledger, once
from generator.stories.model import Story

WINDOW = pd.Timedelta(weeks=26)
RAISED = 1.5  # times the median, from which a month's spend counts as raised
SETTLED = 12  # months until hardly any old customer appears for the first time


def months_since_start(ledger: Ledger, when: pd.Series) -> pd.Series:
    """Months of the company (0 = first) in which moments lie."""
    start = pd.Timestamp(ledger.company.manifest.start)
    return (when.dt.year - start.year) * 12 + when.dt.month - start.month


@once
def by_month(ledger: Ledger) -> pd.DataFrame:
    """Spend and newcomers by month (0 …) and channel."""
    spend = ledger.table("acquisition_spend")
    spend = spend.assign(month=months_since_start(ledger, spend["month_on"]))
    spend = spend.set_index(["month", "channel"])["spend_eur"]
    people = ledger.table("customers")
    month = months_since_start(ledger, people["signed_up_at"])
    count = people.groupby([month.rename("month"), people["acquisition_channel"].rename("channel")]).size()
    return pd.DataFrame({"spend": spend, "newcomers": count.reindex(spend.index, fill_value=0)})


@once
def elasticity(ledger: Ledger) -> float:
    """By how many per cent newcomers rise with 1 % more spend: logs, channels and months taken out, from the
    second year on; each channel weighs by its newcomers."""
    rows = by_month(ledger)
    rows = rows[rows.index.get_level_values("month") >= SETTLED]
    logs = np.log(rows.assign(newcomers=rows["newcomers"] + 0.5)).reset_index()
    weight = rows["newcomers"].groupby("channel").transform("mean").to_numpy()
    design = pd.get_dummies(logs[["month", "channel"]].astype(str), dtype=float).to_numpy()
    design = np.column_stack([logs["spend"], design]) * np.sqrt(weight)[:, None]
    found = np.linalg.lstsq(design, logs["newcomers"].to_numpy() * np.sqrt(weight), rcond=None)[0]
    return float(found[0])


def raised_bring_less(ledger: Ledger) -> float:
    """Newcomers for each extra euro in months of raised spend, over newcomers for each euro in the others.

    From the second year on; a month is raised if a channel spends half as much again as its median. What
    would have come is the channel's share of all others' newcomers in months that are not raised.
    """
    rows = by_month(ledger)
    rows = rows[rows.index.get_level_values("month") >= SETTLED]
    spend, count = rows["spend"].unstack(), rows["newcomers"].unstack()
    scale = spend / spend.median()
    up_then = scale > RAISED
    calm = ~up_then
    total, total_spend, usual, usual_spend = 0.0, 0.0, 0.0, 0.0
    for channel in spend:
        rest = count.drop(columns=channel).where(calm.drop(columns=channel))
        level = (rest / rest.mean()).mean(axis=1)  # how busy the month is, by the other channels
        own = calm[channel]
        per = count.loc[own, channel].sum() / level[own].sum()
        per_spend = spend.loc[own, channel].sum() / level[own].sum()
        up = up_then[channel]
        total += count.loc[up, channel].sum() - per * level[up].sum()
        total_spend += spend.loc[up, channel].sum() - per_spend * level[up].sum()
        usual += count.loc[own, channel].sum()
        usual_spend += spend.loc[own, channel].sum()
    return float(total / total_spend / (usual / usual_spend))


def next_true(ledger: Ledger) -> float:
    """The lowest ratio over channels of the true cost of the next newcomer to that of the average one."""
    table = ledger.table("truth_acquisition")
    return float((table["next_cost_eur"] / table["average_cost_eur"]).min())


@once
def raised(ledger: Ledger) -> pd.DataFrame:
    """Of each channel in truth, in a quarter of raised spend: `blended` and `next` cost of a newcomer over what
    she is worth."""
    table = ledger.table("truth_acquisition").set_index("channel")
    spend = by_month(ledger)["spend"].unstack()
    scale = spend / spend.median()
    times = scale.where(scale > RAISED).mean()
    used = 1 - table["saturation"] + table["saturation"] * times
    worth = table["margin_in_horizon_eur"]
    blended = table["average_cost_eur"] * used / worth
    return pd.DataFrame({"blended": blended, "next": blended * used / (1 - table["saturation"])})


def blended_says_more(ledger: Ledger) -> float:
    """Blended cost of a newcomer in raised quarters over her worth: the highest of all channels."""
    return float(raised(ledger)["blended"].max())


def limits_bind(ledger: Ledger) -> float:
    """Cost of the next newcomer in raised quarters over her worth: of store and e-mail, the lower one."""
    return float(raised(ledger).loc[["store", "email"], "next"].min())


def limits_leave_room(ledger: Ledger) -> float:
    """Cost of the next newcomer by social ads in raised quarters over her worth."""
    return float(raised(ledger).loc["social", "next"])


def margin_is_true(ledger: Ledger) -> float:
    """Rank correlation over channels of first-year margin in the ledger and true value at acquisition."""
    table = ledger.table("truth_acquisition").set_index("channel")
    return float(channels(ledger)["margin"].corr(table["margin_in_horizon_eur"], method="spearman"))


@once
def watched(ledger: Ledger) -> pd.DataFrame:
    """Customers watched for 26 weeks: month of signing up, and whether they ordered again within these."""
    joined = ledger.table("customers").set_index("customer_id")["signed_up_at"]
    joined = joined[joined <= ledger.end - WINDOW]
    orders = ledger.table("orders")
    age = orders["ordered_at"] - orders["customer_id"].map(joined)
    again = orders.loc[(age > pd.Timedelta(0)) & (age <= WINDOW), "customer_id"].unique()
    return pd.DataFrame({"month": months_since_start(ledger, joined), "again": joined.index.isin(again)})


def first_cohorts_flatter(ledger: Ledger) -> float:
    """Share who order again within 26 weeks: signed up in the first three months less in the second year."""
    rows = watched(ledger)
    late = (rows["month"] >= 12) & (rows["month"] < 24)
    return float(rows.loc[rows["month"] < 3, "again"].mean() - rows.loc[late, "again"].mean())


def truncation_flatters(ledger: Ledger) -> float:
    """Share who order again within 26 weeks, of the first three months: all less those who truly came then."""
    rows = watched(ledger)
    before = ledger.table("truth_customers").set_index("customer_id")["came_before"]
    first = rows[rows["month"] < 3]
    return float(first["again"].mean() - first.loc[~before[first.index], "again"].mean())


def first_months_too_cheap(ledger: Ledger) -> float:
    """Cost of each newcomer in the first three months over that in the second year."""
    rows = by_month(ledger).groupby("month").sum()
    late = rows.iloc[12:24].sum()
    early = rows.iloc[:3].sum()
    return float(early["spend"] / early["newcomers"] / (late["spend"] / late["newcomers"]))


def old_in_books(ledger: Ledger) -> float:
    """Share of customers who came before the first day."""
    return float(ledger.table("truth_customers")["came_before"].mean())


def growth_is_bought(ledger: Ledger) -> float:
    """Share of the last twelve months' revenue that came from customers won in them."""
    lines, cut = ledger.lines, ledger.end - pd.Timedelta(days=365)
    late = lines[lines["ordered_at"] >= cut]
    return float(late.loc[late["joined_at"] >= cut, "paid_eur"].sum() / late["paid_eur"].sum())


AUDIT, WORTH = "02_customer_base_audit", "03_lifetime_value"

STORIES_02 = (
    Story("growth-is-bought", AUDIT, "A large part of the last year's revenue comes from customers won in it (share).",
          "growth_per_week, channels", growth_is_bought, 0.2, 0.6),
    Story("first-cohorts-flatter", AUDIT, "Cohorts of the first three months buy again far more often than those of the second year (difference of shares).",
          "before, ties.cohort", first_cohorts_flatter, 0.05, 0.40),
    Story("truncation-flatters", AUDIT, "Much of that are customers from before the first day (difference of shares, all less true newcomers).",
          "before", truncation_flatters, 0.0, 0.30, truth=True),
    Story("first-months-too-cheap", AUDIT, "The first three months' newcomers seem to cost little: many are old customers (cost over that of the second year).",
          "before", first_months_too_cheap, 0.2, 0.9),
    Story("old-in-the-books", AUDIT, "A fifth of the customers in the books came before the first day (share).",
          "before.share", old_in_books, 0.17, 0.23, truth=True),
)  # fmt: skip

STORIES_03 = (
    Story("newcomers-follow-spend", WORTH, "Newcomers follow spend, by far less than in proportion (elasticity).",
          "channels.*.saturation, raised", elasticity, 0.05, 0.75),
    Story("raised-spend-brings-less", WORTH, "A further euro of months with raised spend brings far fewer newcomers than a usual one (ratio).",
          "channels.*.saturation, raised", raised_bring_less, 0.0, 0.65),
    Story("next-costs-more", WORTH, "In truth the next newcomer costs about twice the average one in every channel (smallest ratio).",
          "channels.*.saturation", next_true, 1.5, 3.0, truth=True),
    Story("blended-says-more", WORTH, "Even in quarters of raised spend a newcomer costs far less on average than she is worth in every channel (highest ratio).",
          "channels.*.cost_per_customer_eur, saturation", blended_says_more, 0.2, 0.6, truth=True),
    Story("the-next-is-too-dear", WORTH, "Yet the next one by store or e-mail then costs more than she is worth (lower ratio of the two).",
          "channels.*.cost_per_customer_eur, saturation", limits_bind, 1.05, 2.0, truth=True),
    Story("the-next-still-pays", WORTH, "The next one by social ads still costs less than she is worth (ratio).",
          "channels.*.cost_per_customer_eur, saturation", limits_leave_room, 0.3, 0.9, truth=True),
    Story("margin-ranks-channels", WORTH, "The first year's margin ranks channels as their true value at acquisition does (Spearman).",
          "ties.channel and the loads of channels", margin_is_true, 0.3, 1.0, truth=True),
)  # fmt: skip
