"""The law of staying in the Club is found again from the dates of memberships (sBG, plan by plan)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from recovery import RARE, assert_recovered, calibrated, recovered
from scipy import stats

from classroom import clv
from generator import make_company

CUSTOMERS = 8_000
FEW, MANY = range(400, 408), range(400, 440)


@cache
def members(scenario, seed):
    """Scenario of the Club; memberships with their tenure, plan and truth."""
    made = make_company(scenario, customers=CUSTOMERS, seed=seed, truth=True)
    table = made.table("subscriptions").set_index("customer_id")
    until = clv.Season.of(made.table("clock")).end
    seen = clv.tenures(table, pd.Timestamp(until, unit="s", tz="UTC"))
    truth = made.truth.table("truth_subscriptions").set_index("customer_id")
    return made.scenario.club, table.join(seen).join(truth)


def staying(scenario, seed, name):
    club, table = members(scenario, seed)
    plan = next(plan for plan in club.plans if plan.name == name)
    own = table[table["plan"] == name]
    data = own["periods"].to_numpy(), own["left"].to_numpy()
    return recovered(
        clv.ShiftedBetaGeometric.fit(*data), clv.ShiftedBetaGeometric(plan.alpha, plan.beta), *data
    )


def plans(scenario):
    return [plan.name for plan in members(scenario, FEW[0])[0].plans]


def test_tenures_are_those_of_the_truth():
    _, table = members("fernhill", FEW[0])
    left = table["left"]
    assert 0.1 < left.mean() < 0.9
    assert (table["periods"] == table["months_in_all"])[left].all()
    assert (table["periods"] < table["months_in_all"])[~left].all()
    assert (left == table["ended_on"].notna()).all()


def test_every_planted_parameter_is_within_its_interval():
    for name in plans("textbook"):
        assert_recovered([staying("textbook", seed, name) for seed in FEW])


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_intervals_cover_the_truth_on_many_seeds():
    for name in plans("textbook"):
        assert_recovered([staying("textbook", seed, name) for seed in MANY])


def test_constant_churn_would_not_do():
    """The same data reject one churn rate for all: it is not by weakness that the model is recovered."""
    for name in plans("textbook"):
        _, table = members("textbook", FEW[0])
        own = table[table["plan"] == name]
        months = own["periods"].sum()
        rate = own["left"].sum() / months
        alike = own["left"].sum() * np.log(rate) + (months - own["left"].sum()) * np.log(1 - rate)
        fit = clv.ShiftedBetaGeometric.fit(own["periods"], own["left"])
        assert 2 * (fit.log_likelihood - alike) > stats.chi2(1).ppf(1 - RARE)


def test_members_churn_as_the_model_expects_of_their_tenure():
    """Given the renewals seen, churn is beta(alpha, beta + renewals): its mean against each member's own."""
    expected, own = [], []
    for seed in FEW:
        club, table = members("textbook", seed)
        for plan in club.plans:
            mine = table[(table["plan"] == plan.name) & ~table["left"]]
            model = clv.ShiftedBetaGeometric(plan.alpha, plan.beta)
            expected.append(1 - model.retention(mine["periods"] + 1))
            own.append(mine["churn_per_month"])
    expected, own = np.concatenate(expected), np.concatenate(own)
    assert calibrated(expected, own) > RARE
    assert calibrated(expected * 1.15, own) < RARE


def test_in_fernhill_the_law_is_not_far():
    """Who leaves the shop leaves the Club, and later cohorts are worse: survival is off by a few points."""
    for seed in FEW[:4]:
        club, table = members("fernhill", seed)
        for plan in club.plans:
            own = table[table["plan"] == plan.name]
            fit = clv.ShiftedBetaGeometric.fit(own["periods"], own["left"]).model
            true = clv.ShiftedBetaGeometric(plan.alpha, plan.beta).survival([6, 12, 24])
            assert np.abs(fit.survival([6, 12, 24]) - true).max() < 0.1, (seed, plan.name)
