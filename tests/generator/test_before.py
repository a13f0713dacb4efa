"""Customers from before the first day: drawn by Bayes' rule, unseen in the books, known to the truth."""

import numpy as np
import pandas as pd
import pytest

from generator import make_company, read_scenario
from generator.business import before
from generator.stories import Ledger
from generator.stories.acquisition import truncation_flatters

LOTS = (np.arange(200_000) + 0.5) / 200_000


@pytest.fixture(scope="module")
def company():
    return make_company("fernhill", customers=8_000, seed=31, truth=True)


@pytest.mark.parametrize(("rate", "hazard"), [(0.05, 0.01), (0.4, 0.1), (0.002, 0.0005), (0.1, 1e-12)])
def test_odds_and_times_are_those_of_a_company_that_was_there_before(rate, hazard):
    """Brute force: people come evenly in the weeks before, leave and order; who is seen, and when?"""
    weeks, own, rng = 104.0, 156.0, np.random.default_rng(5)
    came = rng.uniform(0, weeks, 1_000_000)
    life = rng.exponential(1 / hazard, came.size)
    there = life > came
    again = rng.exponential(1 / rate, came.size)  # without memory: counted from the first day
    seen = there & (again < np.minimum(life - came, own))
    error = 5 * np.sqrt(seen.mean() / came.size)
    (found,) = before.odds(np.array([rate]), np.array([hazard]), weeks, own)
    assert found == pytest.approx(seen.mean(), abs=error)
    ones = np.ones(LOTS.size)
    first = before.first_order(LOTS, rate * ones, hazard * ones, own)
    ago = before.weeks_before(LOTS, hazard * ones, weeks)
    for told, real in ((first, again[seen]), (ago, came[seen])):
        for q in (0.1, 0.5, 0.9):
            assert np.quantile(told, q) == pytest.approx(np.quantile(real, q), rel=0.06)
    assert first.max() < own and ago.max() <= weeks


def test_as_many_as_planted_and_the_right_ones(company):
    truth, rules = company.truth.table("truth_customers"), company.scenario.before
    early = truth["came_before"]
    assert early.mean() == pytest.approx(rules.share, abs=4 * np.sqrt(rules.share / len(truth)))
    end = company.table("clock")["season_week"].iloc[-1]
    rate, hazard = truth["purchase_rate_per_week"].to_numpy(), truth["dropout_rate_per_week"].to_numpy()
    ratio = before.odds(rate, hazard, rules.weeks, end)
    odds = before.level(ratio, early.mean()) * ratio
    told = pd.DataFrame({"chance": odds / (1 + odds), "early": early})
    groups = told.groupby(pd.qcut(told["chance"], 8))
    gap = groups["early"].mean() - groups["chance"].mean()
    assert (gap.abs() < 4 * np.sqrt(groups["chance"].mean() / groups.size())).all()


def test_they_came_before_and_the_books_know_them_from_an_order_on(company):
    truth = company.truth.table("truth_customers").set_index("customer_id")
    people = company.table("customers").set_index("customer_id")
    first_day = pd.Timestamp(company.manifest.start)
    early = truth["came_before"]
    assert (truth["came_on"][early] < first_day).all()
    assert (
        truth["came_on"][~early] == people["signed_up_at"][~early].dt.tz_localize(None).dt.floor("D")
    ).all()
    ago = (first_day - truth["came_on"][early]).dt.days / 7
    assert ago.max() <= company.scenario.before.weeks + 1
    first = company.table("orders").groupby("customer_id")["ordered_at"].min()
    assert (first == people["signed_up_at"]).all()
    assert len(people) == 8_000


def test_in_textbooks_and_a_young_shop_nobody_came_before():
    for name in ("textbook", "textbook_bg", "startup"):
        assert read_scenario(name).before.share == 0
        company = make_company(name, customers=400, seed=2, truth=True)
        assert not company.truth.table("truth_customers")["came_before"].any()
    plain = read_scenario("fernhill")
    without = plain.model_copy(update={"before": plain.before.model_copy(update={"share": 0.0})})
    assert truncation_flatters(Ledger(make_company(without, 2_000, 3, truth=True))) == 0
