"""How good the customers of each channel are: all the same in the textbook, as planted in fernhill."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from recovery import RARE, known
from scipy import stats

CUSTOMERS, SEEDS = 5_000, range(300, 304)
YEAR = 52.0


def quality(company) -> pd.DataFrame:
    """Of each customer: channel, worth of a first year in expectation, and orders in the first half-year."""
    truth = company.truth
    leaving = truth["dropout_rate_per_week"]
    weeks = (1 - np.exp(-YEAR * leaving)) / leaving
    worth = truth["purchase_rate_per_week"] * weeks * truth["mean_order_value_eur"]
    found = {"channel": truth["acquisition_channel"], "worth": worth, "x": company.season["x"]}
    return pd.DataFrame(found).assign(spend=company.season["mean_value"])


def p_values(company) -> list[float]:
    """Kruskal-Wallis tests of no difference between channels: in the truth, and in what is seen of it."""
    people = quality(company)
    return [
        stats.kruskal(*(own[name] for _, own in people.groupby("channel"))).pvalue
        for name in ("worth", "x", "spend")
    ]


def test_in_the_textbook_no_channel_is_better_than_another():
    found = np.array([p_values(known("textbook", CUSTOMERS, seed)) for seed in SEEDS])
    # p-values of true hypotheses are even between 0 and 1, over the seeds (Fisher's method).
    for together in -2 * np.log(found).sum(axis=0):
        assert RARE < stats.chi2(2 * len(found)).sf(together) < 1 - RARE


def test_in_fernhill_what_is_seen_of_the_channels_differs():
    for seed in SEEDS:
        assert max(p_values(known("fernhill", CUSTOMERS, seed))) < RARE


def test_in_fernhill_channels_are_ordered_as_planted():
    for seed in SEEDS:
        company = known("fernhill", CUSTOMERS, seed)
        pull = {c.name: c.rate + c.spend - c.dropout for c in company.scenario.channels}
        worth = np.log(quality(company)["worth"]).groupby(quality(company)["channel"]).mean()
        order = sorted(pull, key=pull.get)
        assert pull[order[-1]] - pull[order[0]] > 1
        for low, high in pairwise(order):
            # Two channels that are planted nearly alike may change places.
            assert worth[low] < worth[high] or pull[high] - pull[low] < 0.2, (seed, low, high)
