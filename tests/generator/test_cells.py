"""A company in cells of like customers is worth what the company is, whatever is decided."""

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from generator import WrongUse, read_scenario
from generator.policy import as_it_is, decisions, policy_names, read_policy
from generator.simulate import Game, people_of
from generator.simulate.cells import cells_of

ROOT = Path(__file__).parents[2]
SEED, CUSTOMERS, QUARTERS = 4, 700, 4


@cache
def company(scenario="fernhill"):
    return people_of(read_scenario(scenario), SEED, CUSTOMERS, QUARTERS)


@cache
def cells(count=300, scenario="fernhill"):
    return cells_of(company(scenario), count)


@cache
def benchmark():
    spec = importlib.util.spec_from_file_location("cells_benchmark", ROOT / "benchmarks" / "cells.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_nobody_is_lost_and_newcomers_come_when_and_as_they_come():
    whole, few = company(), cells()
    assert len(few.ids) < len(whole.ids) / 2
    assert set(few.ids) <= set(whole.ids)
    channels, needs = len(whole.scenario.channels), len(whole.scenario.needs)
    both: list[list[float]] = []
    for people in (whole, few):
        rows, count = people.rows, (QUARTERS + 1) * channels * needs
        kind = rows.quarter * needs + rows.need
        assert np.array_equal(np.bincount(rows.quarter, minlength=QUARTERS + 1).cumsum(), people.until)
        by_channel = np.where(rows.quarter > 0, kind * channels + rows.channel, 0)
        both.append(np.bincount(kind, rows.weight, count).tolist())
        both[-1] += np.bincount(by_channel, rows.weight, count * channels).tolist()
    assert both[1] == pytest.approx(both[0], rel=1e-9)


def test_a_cell_is_one_of_its_members_and_stands_at_least_for_herself():
    whole, few = company(), cells()
    which = np.array([np.flatnonzero(whole.ids == one)[0] for one in few.ids])
    for name, values in vars(few.rows).items():
        if name != "weight":
            assert np.array_equal(values, getattr(whole.rows, name)[..., which]), name
    assert few.rows.weight.min() >= 1.0


def test_with_a_cell_for_everybody_nothing_changes():
    whole, few = company(), cells(10_000)
    assert len(few.ids) == len(whole.ids)
    for name in policy_names():
        plan = decisions(read_policy(name), whole.scenario, QUARTERS)
        assert Game(few).value(plan)[0] == Game(whole).value(plan)[0]


def test_cells_are_the_same_again():
    again = cells_of(company(), 300)
    for name, values in vars(cells().rows).items():
        assert np.array_equal(values, getattr(again.rows, name)), name


def test_with_nothing_changed_the_company_is_worth_the_same():
    plan = [as_it_is(company().scenario)] * QUARTERS
    one, other = Game(company()).value(plan)[0], Game(cells()).value(plan)[0]
    assert other == pytest.approx(one, rel=1e-9)


@pytest.mark.parametrize("scenario", ["startup", "subscription", "textbook"])
def test_other_companies_have_cells_too(scenario):
    """Also where nobody writes tickets, or nobody takes the app."""
    few = cells(300, scenario)
    assert all(not np.isnan(values).any() for values in vars(few.rows).values())
    plan = decisions(read_policy("delight_everyone"), few.scenario, QUARTERS)
    one, other = Game(company(scenario)).value(plan)[0], Game(few).value(plan)[0]
    usual = Game(company(scenario)).value([as_it_is(few.scenario)] * QUARTERS)[0]
    assert abs(other - one) < 0.02 * max(abs(one), abs(usual))


@pytest.mark.parametrize("count", [0, -3, 100_001])
def test_a_count_that_is_none_is_refused(count):
    with pytest.raises(WrongUse, match="cells must be between 1 and 100,000; found"):
        cells_of(company(), count)


@pytest.mark.parametrize("scenario", ["fernhill", "commodity"])
def test_cells_are_near_the_company(scenario):
    """The quick part of the next one."""
    one = benchmark().measured(scenario, seed=SEED, customers=1_000, policies=12, cells=600)
    assert one["median"] < 0.01 and one["worst"] < 0.06 and one["spearman"] > 0.98, one


@pytest.mark.slow
@pytest.mark.parametrize("seed", [500, 501])
@pytest.mark.parametrize("scenario", ["fernhill", "commodity"])
def test_cells_are_near_the_company_over_a_hundred_policies(scenario, seed):
    one = benchmark().measured(scenario, seed, customers=5_000, policies=100, cells=2_000)
    assert one["median"] < 0.005 and one["worst"] < 0.02 and one["spearman"] > 0.99, one
