"""The way through the house: parcels and refunds under load, callers who hang up, departments."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.stories.front_line import same_day_regions
from generator.stories.late_parcels import sent
from generator.stories.ledger import Ledger, once
from generator.stories.model import Story

BUSY, CALM = 0.90, 0.80
DAY_HOURS = 24.0


def load_at(ledger: Ledger, moment: pd.Series, column: str) -> np.ndarray:
    """Load of service or of the warehouse in the week of each moment."""
    weeks = ledger.table("service_weeks").sort_values("week_on")
    place = np.searchsorted(weeks["week_on"], moment.dt.tz_localize(None), side="right") - 1
    return weeks[column].to_numpy()[place]


def late_by_load(ledger: Ledger) -> float:
    """Share of late parcels among orders of busy weeks over that of calm weeks."""
    rows = sent(ledger)
    load = load_at(ledger, rows["ordered_at"], "warehouse_load")
    return float(rows["late"][load >= BUSY].mean() / rows["late"][load <= CALM].mean())


def late_by_region(ledger: Ledger) -> float:
    """Share of late parcels in the region served worst over that in the next."""
    rows = sent(ledger).merge(ledger.table("customers")[["customer_id", "region"]], on="customer_id")
    share = rows.groupby("region")["late"].mean().sort_values()
    return float(share.iloc[-1] / share.iloc[-2])


def refunds_by_load(ledger: Ledger) -> float:
    """Days from booking a return that was sent to its refund: booked in busy weeks less in calm ones."""
    rows = ledger.table("returns").dropna(subset=["sent_on", "refunded_on"])
    days = (rows["refunded_on"] - rows["returned_at"].dt.tz_localize(None).dt.normalize()).dt.days
    load = load_at(ledger, rows["returned_at"], "warehouse_load")
    return float(days[load >= BUSY].mean() - days[load <= CALM].mean())


@once
def line(ledger: Ledger) -> pd.DataFrame:
    """Tickets outside the same-day rule that were answered or given up, with hours waited and load."""
    rows = ledger.table("tickets").merge(
        ledger.table("customers")[["customer_id", "region"]], on="customer_id"
    )
    rows = rows[~rows["region"].isin(same_day_regions(ledger)["region"])]
    rows["gave_up"] = rows["gave_up_at"].notna()
    over = rows["gave_up_at"].where(rows["gave_up"], rows["first_answered_at"])
    rows["hours"] = (over - rows["opened_at"]).dt.total_seconds() / 3600
    rows["load"] = load_at(ledger, rows["opened_at"], "load")
    return rows.dropna(subset="hours")


def wait_of_the_answered(ledger: Ledger) -> float:
    """Mean wait of callers who were answered over the mean wait as it is: that of those who wrote."""
    rows = line(ledger)
    mean = rows[~rows["gave_up"]].groupby("by_phone")["hours"].mean()
    return float(mean[True] / mean[False])


def wait_corrected(ledger: Ledger) -> float:
    """Mean wait of callers up to a day, with who hung up counted until then, over that of who wrote.

    The area under the curve of Kaplan and Meier (1958): hanging up is censoring.
    """
    rows = line(ledger)
    calls = rows[rows["by_phone"]].sort_values("hours")
    hours, answered = calls["hours"].to_numpy(), ~calls["gave_up"].to_numpy()
    waiting = np.cumprod(1.0 - answered / np.arange(len(hours), 0, -1))
    edges = np.minimum(np.concatenate([[0.0], hours, [np.inf]]), DAY_HOURS)
    area = (np.diff(edges) * np.concatenate([[1.0], waiting])).sum()
    return float(area / np.minimum(rows["hours"][~rows["by_phone"]], DAY_HOURS).mean())


def hang_up_by_load(ledger: Ledger) -> float:
    """Share of callers who hang up in busy weeks less that in calm ones."""
    rows = line(ledger)
    calls = rows[rows["by_phone"]]
    busy, calm = calls["load"] >= BUSY, calls["load"] <= CALM
    return float(calls["gave_up"][busy].mean() - calls["gave_up"][calm].mean())


def slowest_department(ledger: Ledger) -> float:
    """Mean days that a solved ticket stays with product management, over the mean of the warehouse before it."""
    closed = ledger.table("tickets").set_index("ticket_id")["closed_at"].dropna()
    rows = ledger.table("hand_offs")
    rows = rows[rows["ticket_id"].isin(closed.index)].sort_values(["ticket_id", "step"])
    same = rows["ticket_id"].eq(rows["ticket_id"].shift(-1))
    until = rows["handed_at"].shift(-1).where(same, rows["ticket_id"].map(closed))
    days = (until - rows["handed_at"]).dt.total_seconds() / 86_400
    mean = days.groupby(rows["department"]).mean()
    return float(mean["product"] / mean["warehouse"])


LESSON = "06_journeys"
STORIES = (
    Story("late-when-busy", LESSON, "In weeks in which the warehouse is busy parcels are late far more often than in calm ones (ratio of shares).",
          "deliveries.warehouse", late_by_load, low=1.2, high=8.0),
    Story("late-in-one-region", LESSON, "One region has more late parcels than any other (ratio of shares to the next).",
          "deliveries.carriers", late_by_region, low=1.05, high=3.0),
    Story("refunds-wait", LESSON, "Refunds take longer in busy weeks (days more than in calm ones).",
          "returns.stages.checking, deliveries.warehouse", refunds_by_load, low=0.3, high=8.0),
    Story("answered-waited-less", LESSON, "The mean wait of callers who were answered is shorter than the wait was (ratio to those who wrote).",
          "service.callers", wait_of_the_answered, low=0.25, high=0.9),
    Story("hanging-up-counts", LESSON, "Counted until they hung up, callers waited as long as those who wrote (ratio of means up to a day).",
          "service.callers", wait_corrected, low=0.75, high=1.25),
    Story("load-makes-hang-up", LESSON, "The share of callers who hang up rises with load (busy less calm weeks).",
          "service.callers, service.waiting", hang_up_by_load, low=0.08, high=0.7),
    Story("product-is-slowest", LESSON, "A ticket lies longer with product management than with the warehouse (ratio of mean days).",
          "service.pace", slowest_department, low=1.1, high=2.6),
)  # fmt: skip
