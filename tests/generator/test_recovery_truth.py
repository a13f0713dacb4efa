"""What the right model expects of each customer is, on average over alike customers, the truth about them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from recovery import RARE, calibrated, history, known, planted, planted_spend

from classroom import clv

CUSTOMERS, SEEDS = 5_000, range(300, 304)
YEAR = 52
BOTH = ["textbook", "textbook_bg"]


class Told(NamedTuple):
    """Of each customer: what a model says, and what is true."""

    p_alive: np.ndarray
    there: np.ndarray
    expected: np.ndarray
    own_expectation: np.ndarray
    realised: np.ndarray


def told(scenario, model=None):
    """All seeds together, by the model with the planted parameters (or by `model`)."""
    rows = []
    for seed in SEEDS:
        company = known(scenario, CUSTOMERS, seed)
        used, data, truth = model or planted(company.scenario), history(company.season), company.truth
        own, realised = truth["expected_orders_next_year"], truth["realised_orders_next_year"]
        rows.append([used.p_alive(*data), truth["left_at"].isna(), used.expected(YEAR, *data), own, realised])
    return Told(*(np.concatenate([np.asarray(row[k], float) for row in rows]) for k in range(5)))


@pytest.mark.parametrize("scenario", BOTH)
def test_customers_are_there_as_often_as_the_model_says(scenario):
    seen = told(scenario)
    p_alive, there = seen.p_alive, seen.there
    if scenario == "textbook_bg":  # nobody has left before a second order: certain, and without spread
        assert there[p_alive == 1].all()
        p_alive, there = p_alive[p_alive < 1], there[p_alive < 1]
    assert calibrated(p_alive, there) > RARE
    assert calibrated(np.clip(p_alive * 1.1, 0, 1), there) < RARE  # a tenth more would be seen


@pytest.mark.parametrize("scenario", BOTH)
def test_expected_orders_are_the_mean_of_the_customers_own_expectations(scenario):
    seen = told(scenario)
    assert calibrated(seen.expected, seen.own_expectation) > RARE
    assert calibrated(seen.expected, seen.realised) > RARE
    assert calibrated(seen.expected * 1.1, seen.own_expectation) < RARE


def test_a_model_without_goodbyes_expects_too_much():
    seen = told("textbook", clv.ParetoNBD(0.75, 14.0, 0.01, 1e5))
    assert seen.expected.mean() > 1.2 * seen.own_expectation.mean()


@pytest.mark.parametrize("scenario", BOTH)
def test_order_values_are_drawn_towards_the_mean_of_all_as_the_model_says(scenario):
    expected, own = [], []
    for seed in SEEDS:
        company = known(scenario, CUSTOMERS, seed)
        model, table = planted_spend(company.scenario), company.season
        expected.append(model.expected_value(table["x"] + 1, table["mean_value"]))
        own.append(company.truth["mean_order_value_eur"].to_numpy())
    expected, own = np.concatenate(expected), np.concatenate(own)
    assert calibrated(expected, own) > RARE
    assert calibrated(expected * 1.05, own) < RARE
