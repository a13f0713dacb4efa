"""The Club: who stays, against what average churn says, and what use tells of renewal."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from generator.stories.ledger import Ledger, once

LONG = 24  # months


@once
def tenures(ledger: Ledger) -> pd.DataFrame:
    """Memberships with the months begun by the end and whether they were ended."""
    members = ledger.table("subscriptions")
    end = ledger.end.tz_localize(None) - pd.Timedelta(days=1)
    left = members["ended_on"].notna()
    until = members["ended_on"].where(left, end)
    begun = members["started_on"]
    months = (until.dt.year - begun.dt.year) * 12 + until.dt.month - begun.dt.month
    # Who is still there has begun one month more than she has renewed; the last day of a short month counts.
    months -= (until.dt.day < begun.dt.day) & ~left
    periods = np.where(left, months, months + 1)
    return members.assign(left=left, periods=periods)[
        ["customer_id", "plan", "started_on", "left", "periods"]
    ]


def survival(members: pd.DataFrame, months: int) -> float:
    """Share still members after so many months (Kaplan and Meier)."""
    share = 1.0
    periods, left = members["periods"].to_numpy(), members["left"].to_numpy()
    for month in range(1, months + 1):
        # Who has not come to the end of her current month is not at risk of it yet.
        at_risk = ((periods >= month) & left).sum() + ((periods > month) & ~left).sum()
        share *= 1.0 - ((periods == month) & left).sum() / max(at_risk, 1)
    return float(share)


def constant_churn(members: pd.DataFrame) -> float:
    """Share of ends among the months whose end has come."""
    left = members["left"].to_numpy()
    ends = np.where(left, members["periods"], members["periods"] - 1).sum()
    return float(left.sum() / ends)


def average_misleads(ledger: Ledger) -> float:
    """Survival of 24 months, less what the average churn of the first year of membership says."""
    members = tenures(ledger)
    year = members.assign(
        left=members["left"] & (members["periods"] <= 12), periods=members["periods"].clip(upper=13)
    )
    return survival(members, LONG) - (1.0 - constant_churn(year)) ** LONG


def churn_falls(ledger: Ledger) -> float:
    """Churn in the first three months over churn in months 10 to 18."""
    members = tenures(ledger)
    early = 1.0 - survival(members, 3) ** (1 / 3)
    late = 1.0 - (survival(members, 18) / survival(members, 9)) ** (1 / 9)
    return early / late


def dearer_stays(ledger: Ledger) -> float:
    """Survival of a year with the dearer plan, less that with the other."""
    plans = tenures(ledger).groupby("plan")
    return survival(plans.get_group("Club Plus"), 12) - survival(plans.get_group("Club"), 12)


@once
def watched_users(ledger: Ledger) -> pd.DataFrame:
    """Members of a plan who were there for 4 months and could be for 12: use in months 2 to 4, and if they stayed."""
    members = tenures(ledger)
    end = ledger.end.tz_localize(None)
    begun = members["started_on"].dt.to_period("M").dt.to_timestamp()
    could = members["started_on"] + pd.DateOffset(months=12) < end
    # The calendar months after the one of joining are the first whole ones.
    kept = members[could & ((members["periods"] > 4) | ~members["left"])]
    usage = ledger.table("usage").merge(
        pd.DataFrame({"customer_id": kept["customer_id"], "begun": begun[kept.index]}), on="customer_id"
    )
    age = (usage["month_on"].dt.year - usage["begun"].dt.year) * 12
    age += usage["month_on"].dt.month - usage["begun"].dt.month
    early = usage[(age >= 1) & (age <= 3)].groupby("customer_id")["benefits_used"].sum()
    stays = ~kept["left"] | (kept["periods"] > 12)
    return kept.assign(used=kept["customer_id"].map(early).fillna(0), stays=stays)


def use_tells(ledger: Ledger) -> float:
    """Share still members after a year: the third that used most in its first months, less the third that least."""
    users = watched_users(ledger)
    rank = users.groupby("plan")["used"].rank(pct=True)
    return float(users.loc[rank > 2 / 3, "stays"].mean() - users.loc[rank <= 1 / 3, "stays"].mean())


def use_fades(ledger: Ledger) -> float:
    """Use in the last whole month of a membership that has ended, over use three months before it."""
    members = ledger.table("subscriptions")
    ended = members[members["ended_on"].notna()]
    last = ended["ended_on"].dt.to_period("M").dt.to_timestamp() - pd.DateOffset(months=1)
    far = last - pd.DateOffset(months=3)
    whole = ended["started_on"] < far
    usage = ledger.table("usage").set_index(["customer_id", "month_on"])["benefits_used"]

    def used(month: Any) -> Any:
        index = pd.MultiIndex.from_arrays([ended.loc[whole, "customer_id"], month[whole]])
        return usage.reindex(index).fillna(0).sum()

    return float(used(last) / used(far))
