"""The explorer of lesson 02: one cohort beside all others, by age and by calendar.

Counts of customers with a further order, for each quarter of arrival and each quarter of age, are made once;
each move of a slider is a sum of some of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from classroom.explore.curve_picture import Line, Mark, svg
from classroom.explore.in_words import percent, side_by_side
from classroom.explore.spec import Control, Explorer, Picture, Tables

QUARTER = 91
"""Days of a quarter, as in the lesson's cohort table."""


@dataclass(frozen=True)
class Parts:
    """Customers by quarter of arrival, those with a further order by quarter of age, and what was seen.

    `active` and `seen` are arrays, cohorts × ages. A cell counts as seen if the whole cohort was, to its end.
    """

    size: np.ndarray
    active: np.ndarray
    seen: np.ndarray


def prepare(tables: Tables) -> Parts:
    """Counts by cohort and age, from the log of orders."""
    orders = tables["orders"]
    start, end = orders["ordered_at"].min(), orders["ordered_at"].max()
    first = orders.groupby("customer_id")["ordered_at"].transform("min")
    rows = pd.DataFrame(
        {
            "customer": orders["customer_id"],
            "cohort": (first - start).dt.days // QUARTER,
            "age": (orders["ordered_at"] - first).dt.days // QUARTER,
        }
    )
    days = (end - start).days
    whole = max(3, days // QUARTER)  # quarters that lie in the books from end to end
    size = rows.drop_duplicates("customer").groupby("cohort").size().reindex(range(whole), fill_value=0)
    further = rows[orders["ordered_at"] > first].drop_duplicates()
    active = further.groupby(["cohort", "age"]).size().unstack(fill_value=0)
    active = active.reindex(index=range(whole), columns=range(whole), fill_value=0)
    needed = (np.add.outer(np.arange(whole), np.arange(whole)) + 2) * QUARTER
    return Parts(size.to_numpy(float), active.to_numpy(float), needed <= days)


@dataclass(frozen=True)
class Numbers:
    """Share active of one cohort and of all others, by age or by calendar.

    `places` are quarters of age, or of the calendar; shares are parts of 1 at these places, NaN where
    nobody was seen.
    """

    cohort: int
    by_calendar: bool
    customers: int
    places: np.ndarray
    own: np.ndarray
    others: np.ndarray

    @property
    def first(self) -> float:
        """Share active of the cohort at its first place."""
        return float(self.own[0]) if len(self.own) else float("nan")

    @property
    def last(self) -> float:
        """The same at its last place."""
        return float(self.own[-1]) if len(self.own) else float("nan")


def compute(parts: Parts, cohort: int, by_calendar: int) -> Numbers:
    """One cohort's share active where it was seen, and that of all others at the same places."""
    cohort = min(int(cohort), len(parts.size) - 2)
    ages = np.flatnonzero(parts.seen[cohort])
    places = ages + cohort if by_calendar else ages
    own = parts.active[cohort, ages] / max(parts.size[cohort], 1.0)
    others = np.array([pooled(parts, cohort, int(place), bool(by_calendar)) for place in places])
    return Numbers(cohort, bool(by_calendar), int(parts.size[cohort]), places, own, others)


def pooled(parts: Parts, leave_out: int, place: int, by_calendar: bool) -> float:
    """Share active of all other cohorts but the first, at a quarter of age or about one of the calendar.

    The first is left out, as in the lesson: many of its customers had come before the books.
    """
    cells = [
        (one, place - one if by_calendar else place) for one in range(1, len(parts.size)) if one != leave_out
    ]
    held = [cell for cell in cells if 0 <= cell[1] < len(parts.size) and parts.seen[cell]]
    people = sum(parts.size[one] for one, _ in held)
    return float(sum(parts.active[cell] for cell in held) / people) if people else float("nan")


def picture(now: Numbers, _start: Numbers) -> Picture:
    """The cohort's line beside that of all others."""
    kept = ~np.isnan(now.others)
    lines = [Line(now.places.astype(float), 100 * now.own)]
    if kept.any():
        lines.append(Line(now.places[kept].astype(float), 100 * now.others[kept], dashed=True))
    marks = [Mark(float(now.places[0]), 100 * now.first, f"{percent(now.first)}")] if len(now.places) else []
    drawing = svg(
        lines,
        title=f"Cohort {now.cohort}: {_course(now)} active",
        xlabel="quarter in the books" if now.by_calendar else "full quarters since the first order",
        ylabel="share active (%)",
        marks=marks,
        legend="all other cohorts (never 0)",
    )
    return Picture(drawing, "Line picture: the share active of one cohort, beside that of all others.")


def _course(now: Numbers) -> str:
    """From what share to what share; one share if only one quarter was seen."""
    if len(now.places) > 1:
        return f"from {percent(now.first)} to {percent(now.last)}"
    return percent(now.first)


def sentence(now: Numbers, start: Numbers | None) -> str:
    """The two lines in words."""
    if not len(now.places):
        return f"Cohort {now.cohort} could not be seen for a whole quarter yet."
    lead = f"Cohort {now.cohort} has {now.customers:,} customers. "
    words = f"In its first quarter {percent(now.first)} of them order again"
    words += f", in the last one seen {percent(now.last)}. " if len(now.places) > 1 else ". "
    place = "in these quarters of the calendar" if now.by_calendar else "at these ages"
    others = now.others[~np.isnan(now.others)]
    seen = " to ".join(percent(share) for share in (others[:1].tolist() + others[1:][-1:].tolist()))
    rest = f"All other cohorts {place}: {seen}." if len(others) else ""
    moved = (
        ""
        if start is None or start.cohort == now.cohort
        else f" At the start cohort {start.cohort} was shown."
    )
    return (lead + words + rest).strip() + moved


def table(now: Numbers, start: Numbers) -> pd.DataFrame:
    """The numbers of this cohort beside those at the start."""
    rows = {
        "customers": lambda n: f"{n.customers:,}",
        "active in the first quarter": lambda n: percent(n.first),
        "active in the last quarter seen": lambda n: percent(n.last),
        "quarters seen": lambda n: str(len(n.places)),
    }
    return side_by_side(rows, "measure", ("this cohort", now), (f"cohort {start.cohort}", start))


def latest(parts: Parts) -> Any:
    """The last cohort that was seen for a whole quarter."""
    return len(parts.size) - 2


EXPLORER = Explorer(
    name="cohorts",
    heading="Explorer: one cohort beside all others",
    about="The share active of the customers who came in one quarter, beside that of all others: by age "
    "(quarters since the first order) or by calendar (quarters since the books began). "
    "Cohort 0 is never among the others.",
    questions=[
        "By age: choose cohort 0. How does it differ from all others, and who is in it? Guess first.",
        "By age: go from cohort 1 to the last. What happens to the beginning of the line?",
        "With cohort 1, go from age to calendar. How does the line of all others change? Which ages mix?",
    ],
    controls=[
        Control(
            "cohort",
            "Cohort (quarter of first order)",
            "Which quarter of 91 days the first order lies in; 0 is the first quarter in the books",
            unit="the cohort",
            start=1,
            high=latest,
            whole=True,
        ),
        Control(
            "by_calendar",
            "Layout: 0 by age, 1 by calendar",
            "0: quarters since each customer's first order; 1: quarters since the books began",
            unit="layout",
            start=0,
            high=1,
            whole=True,
        ),
    ],
    needs=("orders",),
    prepare=prepare,
    compute=compute,
    picture=picture,
    sentence=sentence,
    table=table,
    caption="The cohort in numbers",
    setting="Cohort {cohort}, with by_calendar={by_calendar} (0 is by age, 1 by calendar).",
)
