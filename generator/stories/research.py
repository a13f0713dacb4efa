"""Stories of market research: needs found in answers, what is stated, derived and chosen, what brands are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from generator.stories.clusters import adjusted_rand, k_means
from generator.stories.ledger import Ledger, once
from generator.stories.model import Story

LESSON = "04_segmentation"
FEWEST_LINES = 6
REFERENCE = 6


def _true_need(ledger: Ledger, customers: Any) -> np.ndarray:
    return ledger.table("truth_customers").set_index("customer_id")["need_segment"].loc[customers].to_numpy()


def _segments(ledger: Ledger) -> int:
    return ledger.table("truth_customers")["need_segment"].nunique()


@once
def survey_rand(ledger: Ledger) -> tuple[float, float]:
    """Agreement of k-means with the true needs: on raw answers, and on answers less each person's mean."""
    survey = ledger.table("needs_survey")
    answers = survey.filter(like="item_").to_numpy(dtype=float)
    true, count = _true_need(ledger, survey["customer_id"]), _segments(ledger)
    centred = answers - answers.mean(axis=1, keepdims=True)
    return adjusted_rand(k_means(answers, count), true), adjusted_rand(k_means(centred, count), true)


@once
def behaviour_rand(ledger: Ledger) -> tuple[float, float]:
    """The same for euros by product line (all customers), and for shares of lines (who bought six or more)."""
    by = [ledger.lines["customer_id"], ledger.lines["line"]]
    euros = ledger.lines.groupby(by)["paid_eur"].sum().unstack(fill_value=0.0)
    bought = ledger.lines.groupby(by).size().unstack(fill_value=0)
    bought = bought[bought.sum(axis=1) >= FEWEST_LINES]
    shares = bought.div(bought.sum(axis=1), axis=0)
    count = _segments(ledger)
    by_euros, by_shares = (
        adjusted_rand(k_means(table.to_numpy(dtype=float), count), _true_need(ledger, table.index))
        for table in (euros, shares)
    )
    return by_euros, by_shares


@once
def stated(ledger: Ledger) -> pd.Series:
    """Mean stated importance by attribute."""
    return ledger.table("ratings").groupby("attribute")["importance"].mean().drop("overall")


@once
def rated(ledger: Ledger) -> pd.DataFrame:
    """One row for each respondent and brand, one column for each attribute."""
    table = ledger.table("ratings")
    return table.pivot(index=["customer_id", "brand"], columns="attribute", values="rating")


def _slopes(columns: pd.DataFrame, target: pd.Series) -> pd.Series:
    design = np.column_stack([np.ones(len(columns)), columns.to_numpy(dtype=float)])
    found = np.linalg.lstsq(design, target.to_numpy(dtype=float), rcond=None)[0]
    return pd.Series(found[1:], index=columns.columns)


@once
def derived(ledger: Ledger) -> pd.Series:
    """Derived importance: slopes of the overall rating on the attributes."""
    table = rated(ledger)
    return _slopes(table.drop(columns="overall"), table["overall"])


@once
def kano(ledger: Ledger) -> pd.DataFrame:
    """Slopes of the overall rating above and below the middle, by attribute."""
    table = rated(ledger)
    off = table.drop(columns="overall") - REFERENCE
    both = pd.concat([off.clip(lower=0).add_prefix("gain "), off.clip(upper=0).add_prefix("loss ")], axis=1)
    slopes = _slopes(both, table["overall"])
    return pd.DataFrame(
        {way: slopes[[f"{way} {a}" for a in off]].to_numpy() for way in ("gain", "loss")}, off.columns
    )


@once
def chosen(ledger: Ledger) -> pd.Series:
    """Share chosen with the best level of each feature less that with the worst."""
    table = ledger.table("choices")

    def gap(column: str) -> float:
        share = table.groupby(column)["chosen"].mean()
        return float(abs(share.iloc[-1] - share.iloc[0]))

    features = {
        "price": "price_eur",
        "quality": "premium",
        "delivery": "delivery_days",
        "repair": "free_repair",
    }
    return pd.Series(
        {name: gap(column) for name, column in {**features, "sustainability": "sustainable"}.items()}
    )


@once
def brand_map(ledger: Ledger) -> tuple[float, float]:
    """Smallest distance between two brands' mean ratings, and the second axis of the map over the first."""
    means = rated(ledger).drop(columns="overall").groupby("brand").mean().to_numpy()
    gaps = [np.linalg.norm(means[i] - means[j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    axes = np.linalg.svd(means - means.mean(axis=0))[1]
    return float(min(gaps)), float(axes[1] / axes[0])


HALF_YEAR = pd.Timedelta(days=180)


def leaves_after_bad_service(ledger: Ledger) -> float:
    """Customers without an order in the half-year after their first ticket: passed on twice and never."""
    tickets = ledger.table("tickets")
    tickets = tickets[tickets["opened_at"] <= ledger.end - HALF_YEAR].sort_values("opened_at")
    tickets = tickets.drop_duplicates("customer_id").set_index("ticket_id")
    later = (
        tickets[["customer_id", "opened_at"]].reset_index().merge(ledger.table("orders"), on="customer_id")
    )
    wait = later["ordered_at"] - later["opened_at"]
    back = later.loc[(wait > pd.Timedelta(0)) & (wait <= HALF_YEAR), "ticket_id"].unique()
    gone = ~tickets.index.isin(back)
    return float(gone[tickets["hand_offs"] >= 2].mean() - gone[tickets["hand_offs"] == 0].mean())


def first_by(scores: pd.Series, name: str) -> float:
    """By how much an attribute leads all others."""
    return float(scores[name] - scores.drop(name).max())


SAID = "00_meet_fernhill"
STORIES_00 = (
    Story(
        "says-left", SAID, "About 62 % say that they once left a shop after bad service (share).",
        "voice.needs_survey.left_share",
        lambda x: float(x.table("needs_survey")["ever_left_after_bad_service"].mean()), 0.56, 0.68,
    ),
    Story(
        "few-leave", SAID, "Bad service adds few to those who stay away for half a year (difference of shares).",
        "ties.service_satisfaction, satisfaction_dropout", leaves_after_bad_service, -0.13, 0.23,
    ),
    Story(
        "says-green", SAID, "Sustainability is said to be more important than price (points of 10).",
        "voice.needs_survey.stated",
        lambda x: float((x.table("needs_survey")["important_sustainability"] - x.table("needs_survey")["important_price"]).mean()),
        0.25, 0.80,
    ),
    Story(
        "buys-cheap", SAID, "Twenty euros less win more choices than recycled material does (difference of shares).",
        "voice.brands.part_worths", lambda x: float(chosen(x)["price"] - chosen(x)["sustainability"]), 0.08, 0.21,
    ),
)  # fmt: skip

STORIES_04 = (
    Story(
        "needs-in-centred-answers", LESSON, "k-means on answers less each person's mean finds the true needs (adjusted Rand).",
        "voice.needs_survey", lambda x: survey_rand(x)[1], 0.66, 0.86, truth=True,
    ),
    Story(
        "raw-answers-mislead", LESSON, "On raw answers it finds much less (centred less raw).",
        "voice.needs_survey.style", lambda x: survey_rand(x)[1] - survey_rand(x)[0], 0.20, 0.65, truth=True,
    ),
    Story(
        "euros-find-a-whale", LESSON, "k-means on raw euros by line finds nothing of the needs (adjusted Rand).",
        "needs.*.preferences", lambda x: behaviour_rand(x)[0], -0.02, 0.04, truth=True,
    ),
    Story(
        "shares-find-needs", LESSON, "On shares of lines of those with six lines or more it does (adjusted Rand).",
        "needs.*.preferences", lambda x: behaviour_rand(x)[1], 0.58, 0.85, truth=True,
    ),
    Story(
        "repair-stated-last", LESSON, "Free repair is stated to be the least important (points behind the next).",
        "voice.brands.attributes.repair.stated", lambda x: float(stated(x).drop("repair").min() - stated(x)["repair"]), 1.4, 2.4,
    ),
    Story(
        "repair-derived-first", LESSON, "Derived from overall ratings it is the most important (slope ahead of the next).",
        "voice.brands.attributes.repair", lambda x: first_by(derived(x), "repair"), 0.04, 0.22,
    ),
    Story(
        "repair-chosen-first", LESSON, "In choices it moves more than quality or twenty euros (share ahead of the next).",
        "voice.brands.part_worths.repair", lambda x: first_by(chosen(x), "repair"), 0.01, 0.12,
    ),
    Story(
        "repair-delights", LESSON, "Repair is a delighter: it lifts the overall rating more than it lowers it (slopes).",
        "voice.brands.attributes.repair", lambda x: float(kano(x).loc["repair", "gain"] - kano(x).loc["repair", "loss"]), 0.20, 0.50,
    ),
    Story(
        "delivery-must-be", LESSON, "Delivery is a must-be: it lowers the overall rating more than it lifts it (slopes).",
        "voice.brands.attributes.delivery", lambda x: float(kano(x).loc["delivery", "loss"] - kano(x).loc["delivery", "gain"]), 0.12, 0.42,
    ),
    Story(
        "brands-apart", LESSON, "The three brands lie far apart in mean ratings (smallest distance, points).",
        "voice.brands.attributes.*.means", lambda x: brand_map(x)[0], 2.3, 3.2,
    ),
    Story(
        "map-has-two-axes", LESSON, "A map of the brands needs both axes (second singular value over the first).",
        "voice.brands.attributes.*.means", lambda x: brand_map(x)[1], 0.36, 0.55,
    ),
)  # fmt: skip
