"""Service: how waiting grows with load, what the same-day rule did, and how much a clerk should be free to grant."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.stories.ledger import Ledger, once

DEPARTMENT_EUR = 7.50  # a department's work on a ticket, as in `activity_costs`
REPURCHASE_EUR = 70.0  # what a customer who orders again within eight weeks is worth (a lesson's assumption)
WEEKS = 8


@once
def tickets(ledger: Ledger) -> pd.DataFrame:
    """Tickets with region, clerk, hours of waiting, days until solved, and whether an order followed in time.

    `again`: an order within eight weeks of opening; missing if these are not over.
    """
    rows = ledger.table("tickets").merge(
        ledger.table("customers")[["customer_id", "region"]], on="customer_id"
    )
    clerks = ledger.table("employees")
    clerks = clerks[["employee_id", "refund_limit_eur", "bonus_since_on"]]
    rows = rows.merge(clerks, left_on="agent_id", right_on="employee_id")
    rows["wait_hours"] = (rows["first_answered_at"] - rows["opened_at"]).dt.total_seconds() / 3600
    rows["days"] = (rows["closed_at"] - rows["opened_at"]).dt.total_seconds() / 86_400
    orders = ledger.table("orders")[["customer_id", "ordered_at"]].sort_values("ordered_at")
    rows = pd.merge_asof(
        rows.sort_values("opened_at"),
        orders.rename(columns={"ordered_at": "next_at"}),
        left_on="opened_at",
        right_on="next_at",
        by="customer_id",
        direction="forward",
        allow_exact_matches=False,
    )
    window = pd.Timedelta(weeks=WEEKS)
    rows["again"] = ((rows["next_at"] - rows["opened_at"]) <= window).astype(float)
    rows.loc[rows["opened_at"] + window > ledger.end, "again"] = np.nan
    return rows


def waits_by_load(ledger: Ledger) -> float:
    """Mean wait in weeks at 93 to 97 % load over that in weeks at 77 to 83 %, where there is no same-day rule."""
    weeks = ledger.table("service_weeks").sort_values("week_on")
    rows = tickets(ledger).dropna(subset="wait_hours")
    rows = rows[~rows["region"].isin(same_day_regions(ledger)["region"])]
    place = np.searchsorted(weeks["week_on"], rows["opened_at"].dt.tz_localize(None), side="right") - 1
    load = weeks["load"].to_numpy()[place]
    busy, calm = (load >= 0.93) & (load <= 0.97), (load >= 0.77) & (load <= 0.83)
    return float(rows["wait_hours"][busy].mean() / rows["wait_hours"][calm].mean())


def same_day_regions(ledger: Ledger) -> pd.DataFrame:
    """Regions with the same-day rule."""
    return ledger.table("regions").dropna(subset="same_day_since_on")


def difference_in_differences(ledger: Ledger, column: str, months: int = 12, shift: int = 0) -> float:
    """Change of a column's mean in the same-day region less that elsewhere, `months` before and after.

    `shift`: months by which the change is wrongly dated earlier (a placebo).
    """
    changed = same_day_regions(ledger)
    day = changed["same_day_since_on"].iloc[0].tz_localize("UTC") - pd.DateOffset(months=shift)
    rows = tickets(ledger)
    span = pd.DateOffset(months=months)
    rows = rows[(rows["opened_at"] >= day - span) & (rows["opened_at"] < day + span)]
    after, here = rows["opened_at"] >= day, rows["region"].isin(changed["region"])
    mean = rows[column].groupby([here, after]).mean()
    return float(mean[True, True] - mean[True, False] - mean[False, True] + mean[False, False])


def same_day_solves_sooner(ledger: Ledger) -> float:
    """Change in days until solved by the same-day rule."""
    return difference_in_differences(ledger, "days")


def same_day_rated_better(ledger: Ledger) -> float:
    """Points that the rating gains by the same-day rule."""
    return difference_in_differences(ledger, "satisfaction")


def placebo_is_smaller(ledger: Ledger) -> float:
    """Effect on the days until solved if the rule is dated eight months too early, as a share of the true one."""
    wrong = difference_in_differences(ledger, "days", months=8, shift=8)
    return abs(wrong / same_day_solves_sooner(ledger))


@once
def value_by_limit(ledger: Ledger) -> pd.Series:
    """Value of a ticket on which something may be claimed, by refund limit: low (to 10), middle (to 40), high."""
    rows = tickets(ledger).dropna(subset=["again", "closed_at"])
    rows = rows[rows["topic"] != "product advice"]
    cost = rows["goodwill_eur"] + DEPARTMENT_EUR * (1 + rows["hand_offs"])
    value = REPURCHASE_EUR * rows["again"] - cost
    limit = pd.cut(rows["refund_limit_eur"], [-1, 10, 40, np.inf], labels=["low", "middle", "high"])
    return value.groupby(limit, observed=True).mean()


def limit_has_an_optimum(ledger: Ledger) -> float:
    """Value of a ticket at middle limits less that at the better of low and high ones (EUR)."""
    value = value_by_limit(ledger)
    return float(value["middle"] - max(value["low"], value["high"]))


def hand_offs_cost_ratings(ledger: Ledger) -> float:
    """Points of rating lost for each hand-off (slope)."""
    rows = tickets(ledger).dropna(subset="satisfaction")
    return float(np.polyfit(rows["hand_offs"], rows["satisfaction"], 1)[0])


def hand_offs_cost_repurchase(ledger: Ledger) -> float:
    """Repurchase within eight weeks lost for each hand-off (slope of a share); tickets that were answered."""
    rows = tickets(ledger).dropna(subset=["again", "first_answered_at"])
    return float(np.polyfit(rows["hand_offs"], rows["again"], 1)[0])
