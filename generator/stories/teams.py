"""The organisation: who works with whom, who decides, and what bonuses do."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.stories.front_line import tickets
from generator.stories.ledger import Ledger, once


@once
def talk(ledger: Ledger) -> pd.DataFrame:
    """Messages with line, segment and pilot of both."""
    people = ledger.table("employees").set_index("employee_id")[["line", "segment", "pilot_since_on"]]
    rows = ledger.table("interactions")
    for side in "ab":
        rows = rows.join(people.add_suffix(f"_{side}"), on=f"employee_{side}")
    return rows


def modularity(rows: pd.DataFrame, group: str) -> float:
    """Newman's modularity of the talk with employees grouped by line or segment; those with none stand apart."""
    own = rows.dropna(subset=[f"{group}_a", f"{group}_b"])
    total = own["messages"].sum()
    inside = own.loc[own[f"{group}_a"] == own[f"{group}_b"], "messages"].sum() / total
    ends = pd.concat([own.groupby(f"{group}_{side}")["messages"].sum() for side in "ab"])
    share = ends.groupby(level=0).sum() / (2 * total)
    return float(inside - (share**2).sum())


def lines_before_segments(ledger: Ledger) -> float:
    """Modularity of the network by product line less that by segment."""
    rows = talk(ledger)
    return modularity(rows, "line") - modularity(rows, "segment")


@once
def pilot_share(ledger: Ledger) -> pd.Series:
    """Share of the messages of the pilot's members with staff that stay inside the pilot, by month from its start."""
    rows = talk(ledger)
    rows = rows.dropna(subset=["segment_a", "segment_b"])
    one, both = (
        rows["pilot_since_on_a"].notna() | rows["pilot_since_on_b"].notna(),
        (rows["pilot_since_on_a"].notna() & rows["pilot_since_on_b"].notna()),
    )
    day = ledger.table("employees")["pilot_since_on"].dropna().iloc[0]
    weeks = rows["week_on"]
    age = (weeks.dt.year - day.year) * 12 + weeks.dt.month - day.month
    # A message inside the pilot has two ends there.
    ends = rows["messages"] * (one.astype(int) + both)
    return (2 * rows["messages"] * both).groupby(age).sum() / ends.groupby(age).sum()


def pilot_is_seen(ledger: Ledger) -> float:
    """Share of talk inside the pilot in its first four months less the year before."""
    share = pilot_share(ledger)
    return float(
        share[(share.index >= 0) & (share.index < 4)].mean() - share[share.index < 0].tail(12).mean()
    )


def pilot_slips_back(ledger: Ledger) -> float:
    """Share of talk inside the pilot in the last four months less its first four."""
    share = pilot_share(ledger)
    return float(share.tail(4).mean() - share[(share.index >= 0) & (share.index < 4)].mean())


def without_one_accountable(ledger: Ledger) -> float:
    """Decisions with two accountable departments, or none."""
    roles = ledger.table("decisions")
    count = (roles["role"] == "accountable").groupby(roles["decision"]).sum()
    return float((count != 1).sum())


@once
def results(ledger: Ledger) -> pd.DataFrame:
    """Month × department -> result; product's is the mean of its lines'."""
    return ledger.table("department_results").pivot_table(
        index="month_on", columns="department", values="result_index", observed=True
    )


@once
def goes_with_equity(ledger: Ledger) -> pd.Series:
    """Rank correlation of each department's monthly result with equity for each customer as finance estimates it."""
    wide = results(ledger)
    return wide.drop(columns="finance").corrwith(wide["finance"], method="spearman")


@once
def goes_with_true_equity(ledger: Ledger) -> pd.Series:
    """The same with true equity for each customer."""
    true = ledger.table("truth_months").set_index("month_on")["equity_index"]
    return results(ledger).corrwith(true, method="spearman")


def revenue_and_newcomers_against_equity(ledger: Ledger) -> float:
    """The higher of the correlations of product's and marketing's measures with estimated customer equity."""
    return float(goes_with_equity(ledger)[["product", "marketing"]].max())


def only_two_against_equity(ledger: Ledger) -> float:
    """The lowest of the other departments' correlations less the higher of these two."""
    tie = goes_with_equity(ledger)
    return float(tie.drop(["product", "marketing"]).min() - tie[["product", "marketing"]].max())


def against_true_equity(ledger: Ledger) -> float:
    """The higher of the correlations of product's and marketing's measures with true customer equity."""
    return float(goes_with_true_equity(ledger)[["product", "marketing"]].max())


def estimate_goes_with_truth(ledger: Ledger) -> float:
    """Correlation of customer equity as finance estimates it with true equity, month by month (EUR)."""
    months = ledger.table("truth_months").iloc[12:]  # finance has a whole year from then on
    return float(months["estimated_equity_eur"].corr(months["equity_eur"]))


def estimate_is_low(ledger: Ledger) -> float:
    """Customer equity as finance estimates it over true equity, at the end."""
    last = ledger.table("truth_months").iloc[-1]
    return float(last["estimated_equity_eur"] / last["equity_eur"])


def line_results_are_revenue(ledger: Ledger) -> float:
    """The lowest correlation over lines of product's monthly result with the line's revenue for each
    season-adjusted week."""
    lines = ledger.lines
    month = lines["ordered_at"].dt.tz_localize(None).dt.to_period("M").dt.to_timestamp()
    revenue = lines.groupby([month, "line"])["paid_eur"].sum().unstack(fill_value=0.0)
    clock = ledger.table("clock")
    weeks = clock["season"].groupby(clock["date_on"].dt.to_period("M").dt.to_timestamp()).sum()
    rows = ledger.table("department_results")
    told = rows[rows["department"] == "product"].pivot(
        index="month_on", columns="unit", values="result_index"
    )
    return float(told.corrwith(revenue.div(weeks, axis=0)).min())


@once
def of_clerks(ledger: Ledger) -> tuple[pd.Series, pd.Series]:
    """Slopes of rating and of hand-offs on days of training and on the log of the refund limit, with pay on
    ratings, the topic and the year held (least squares over tickets)."""
    clerks = ledger.table("employees")[["employee_id", "training_days"]]
    rows = tickets(ledger).merge(clerks, on="employee_id")
    rows["limit"] = np.log1p(rows["refund_limit_eur"])
    held = pd.get_dummies(rows[["topic"]].astype(str), dtype=float)
    held["paid"] = rows["bonus_since_on"].notna().astype(float)
    held["late"] = held["paid"] * (rows["opened_at"] >= rows["bonus_since_on"].min().tz_localize("UTC"))
    design = pd.concat([rows[["training_days", "limit"]].astype(float), held], axis=1)

    def slopes(column: str) -> pd.Series:
        there = rows[column].notna()
        found = np.linalg.lstsq(
            design[there].to_numpy(), rows.loc[there, column].to_numpy(float), rcond=None
        )[0]
        return pd.Series(found[:2], index=["training", "limit"])

    return slopes("satisfaction"), slopes("hand_offs")


def training_lifts_ratings(ledger: Ledger) -> float:
    """Points of rating for a day of training."""
    return float(of_clerks(ledger)[0]["training"])


def training_saves_hand_offs(ledger: Ledger) -> float:
    """Hand-offs for each ticket for a day of training."""
    return float(of_clerks(ledger)[1]["training"])


def limit_saves_hand_offs(ledger: Ledger) -> float:
    """Hand-offs for each ticket for a point of the log of one plus the refund limit."""
    return float(of_clerks(ledger)[1]["limit"])


def unclear_decisions_wait(ledger: Ledger) -> float:
    """Mean days until decided, of decisions with two accountable departments or none, over that of the others.

    Of cases asked for a year before the end, since slow ones of the last months are still open.
    """
    roles, cases = ledger.table("decisions"), ledger.table("decision_cases")
    clear = (roles["role"] == "accountable").groupby(roles["decision"]).sum() == 1
    cases = cases[cases["asked_on"] < ledger.end.tz_localize(None) - pd.Timedelta(days=365)]
    days = (cases["decided_on"] - cases["asked_on"]).dt.days
    mean = days.groupby(cases["decision"].map(clear)).mean()
    return float(mean[False] / mean[True])


def score_rises_alone(ledger: Ledger) -> float:
    """Stores' result (net promoter score): last year less the middle one, in points of the index."""
    rows = ledger.table("department_results")
    own = rows[rows["department"] == "stores"].sort_values("month_on")["result_index"]
    return float(own.tail(12).mean() - own.iloc[-24:-12].mean())


def _paid_on_ratings(ledger: Ledger, column: str) -> float:
    rows = tickets(ledger)
    day = rows["bonus_since_on"].dropna().iloc[0].tz_localize("UTC")
    after, paid = rows["opened_at"] >= day, rows["bonus_since_on"].notna()
    mean = rows[column].groupby([paid, after]).mean()
    return float(mean[True, True] - mean[True, False] - mean[False, True] + mean[False, False])


def paid_ratings_rise(ledger: Ledger) -> float:
    """Points that ratings of clerks paid on them gain against other clerks when the bonus comes."""
    return _paid_on_ratings(ledger, "satisfaction")


def paid_value_does_not(ledger: Ledger) -> float:
    """The same comparison for repurchase within eight weeks (difference of shares), without its sign."""
    return abs(_paid_on_ratings(ledger, "again"))


def fewer_ratings(ledger: Ledger) -> float:
    """Share of rated tickets of clerks paid on ratings less that of others, after the bonus came."""
    rows = tickets(ledger).dropna(subset="closed_at")
    day = rows["bonus_since_on"].dropna().iloc[0].tz_localize("UTC")
    rows = rows[rows["opened_at"] >= day]
    share = rows["satisfaction"].notna().groupby(rows["bonus_since_on"].notna()).mean()
    return float(share[True] - share[False])
