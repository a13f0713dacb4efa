"""Lesson 03's own likelihoods give the published numbers, on a real log of transactions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.special import betaln, gammaln

from classroom import clv
from generator import Company
from staffroom.lessons import reference
from staffroom.lessons.source import read_lesson

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "solutions" / "03_lifetime_value"
CDNOW = ROOT / "tests" / "classroom" / "clv_data" / "cdnow_sample.csv"
# Fader, Hardie and Lee (2005); in exact days, as in the tests of CLVTools.
PUBLISHED, LOG_LIKELIHOOD = (0.242593, 4.413532, 0.792886, 2.425754), -9582.4292


@pytest.fixture(scope="module")
def solutions() -> dict[str, Any]:
    """The lesson's own answers, by name, and the terms that it gives."""
    names = {"np": np, "pd": pd, "clv": clv, "betaln": betaln, "gammaln": gammaln}
    for cell in read_lesson(LESSON / "03_lifetime_value.py").cells:
        if cell.kind == "answer" and cell.name in ("summary", "bgnbd_log_likelihood", "sbg_log_likelihood"):
            exec(cell.source, names)
        elif cell.source.startswith(
            "def three_terms("
        ):  # given ready; its last line shows a table of the page
            exec(cell.source.removesuffix('toy["terms"]'), names)
    return names


@pytest.fixture(scope="module")
def cdnow() -> pd.DataFrame:
    """Orders of the first 39 weeks, with their week, as the lesson's `summary` takes them."""
    raw = pd.read_csv(CDNOW)
    when = pd.Timestamp("1997-01-01") + pd.to_timedelta(raw["day"], unit="D")
    log = pd.DataFrame({"who": raw["customer"], "when": when, "paid": raw["cents"] / 100})
    made = Company.from_transactions(
        log, customer="who", time="when", amount="paid", same_day=True, end="1998-07-01"
    )
    orders = made.table("orders")
    days = (orders["ordered_at"].dt.tz_localize(None) - pd.Timestamp("1997-01-01")).dt.days
    return orders.assign(week=days / 7)[days < (pd.Timestamp("1997-10-01") - pd.Timestamp("1997-01-01")).days]


@pytest.mark.parametrize("whose", ["the lesson's", "the reference's"])
def test_the_published_parameters_have_the_published_likelihood(solutions, cdnow, whose):
    mine = solutions if whose == "the lesson's" else vars(reference.load(LESSON))
    histories = mine["summary"](cdnow)
    assert len(histories) == 2_357 and (histories["x"] > 0).sum() == 946
    found = mine["bgnbd_log_likelihood"](mine["three_terms"](*PUBLISHED, histories))
    assert found == pytest.approx(LOG_LIKELIHOOD, abs=0.01)


@pytest.mark.slow
def test_a_learner_s_own_fit_finds_them(solutions, cdnow):
    histories = solutions["summary"](cdnow)
    fit = minimize(
        lambda logs: -solutions["bgnbd_log_likelihood"](solutions["three_terms"](*np.exp(logs), histories)),
        np.zeros(4),
        method="Nelder-Mead",
        options={"maxiter": 4_000, "xatol": 1e-6, "fatol": 1e-6},
    )
    assert np.exp(fit.x) == pytest.approx(PUBLISHED, rel=1e-3)


def test_the_paper_s_cohort_has_the_published_likelihood(solutions):
    """Fader and Hardie (2007), "High End": those who left in years 1 to 7, and 491 who are still there."""
    survivors = np.array([1000, 869, 743, 653, 593, 551, 517, 491])
    periods = np.repeat(np.append(np.arange(1, 8), 7), np.append(-np.diff(survivors), survivors[-1]))
    left = np.arange(survivors[0]) < survivors[0] - survivors[-1]
    members = pd.DataFrame({"periods": periods, "left": left})
    for mine in (solutions, vars(reference.load(LESSON))):
        assert mine["sbg_log_likelihood"](0.668088, 3.806095, members) == pytest.approx(-1611.158, abs=0.01)
