"""What sets a limit: models that move with each drawn crowd, and what the next customer costs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from classroom import clv
from classroom.errors import Misuse

WEEKS = 104


@pytest.fixture(scope="module")
def history() -> pd.DataFrame:
    """Histories of customers of a BG/NBD law, drawn one by one."""
    rng = np.random.default_rng(11)
    rows = []
    for _ in range(600):
        pace, leaves = rng.gamma(0.8, 1 / 8), rng.beta(0.9, 2.5)
        end, week, x = WEEKS - rng.uniform(0, 52), 0.0, 0
        while (after := week + rng.exponential(1 / pace)) < end:
            week, x = after, x + 1
            if rng.random() < leaves:
                break
        rows.append((x, week, end))
    return pd.DataFrame(rows, columns=["x", "t_x", "T"])


def columns(history):
    return history["x"], history["t_x"], history["T"]


@pytest.mark.parametrize("kind", [clv.BGNBD, pytest.param(clv.ParetoNBD, marks=pytest.mark.slow)])
def test_one_step_does_nearly_what_a_new_fit_does(history, kind):
    fit = kind.fit(*columns(history))
    times = np.random.default_rng(1).multinomial(len(history), np.full(len(history), 1 / len(history)), 8)
    moved = [model.expected_new(WEEKS) for model in clv.refitted(fit, columns(history), times)]
    anew = [kind.fit(*columns(history), weights=crowd).model.expected_new(WEEKS) for crowd in times]
    assert np.corrcoef(moved, anew)[0, 1] > 0.98
    assert np.std(moved) == pytest.approx(np.std(anew), rel=0.15)


def test_the_whole_crowd_moves_nothing(history):
    fit = clv.BGNBD.fit(*columns(history))
    (same,) = clv.refitted(fit, columns(history), np.ones(len(history)))
    assert list(vars(same).values()) == pytest.approx(list(fit.parameters.values()), rel=1e-3)


def test_a_crowd_of_other_people_is_refused(history):
    with pytest.raises(Misuse):
        clv.refitted(clv.BGNBD.fit(*columns(history)), columns(history), np.ones((3, 7)))


def test_a_fit_without_curvature_moves_all_the_same(history):
    """Where the fit found no curvature, the spread of the scores says nearly the same."""
    fit = clv.BGNBD.fit(*columns(history))
    flat = replace(fit, covariance=np.full_like(fit.covariance, np.nan))
    times = np.random.default_rng(1).multinomial(len(history), np.full(len(history), 1 / len(history)), 40)
    told = [
        [model.expected_new(WEEKS) for model in clv.refitted(one, columns(history), times)]
        for one in (fit, flat)
    ]
    assert np.isfinite(told).all()
    assert np.std(told[1]) == pytest.approx(np.std(told[0]), rel=0.3)


def test_customers_who_say_nothing_move_to_numbers():
    """Nobody has ordered again, so who leaves cannot be told. Each crowd is a model all the same."""
    history = np.zeros(50), np.zeros(50), np.linspace(5, 60, 50)
    times = np.random.default_rng(2).multinomial(50, np.full(50, 1 / 50), 20)
    for model in clv.refitted(clv.BGNBD.fit(*history), history, times):
        assert np.isfinite(list(vars(model).values())).all() and np.isfinite(model.expected_new(WEEKS))


def plan(s: float, times: float, cost: float = 10.0) -> tuple[pd.DataFrame, np.ndarray]:
    """Twelve months and three channels; the first is raised in months 4 to 6, and wears out as `s` says."""
    scale = np.ones((12, 3))
    scale[4:7, 0] = times
    season = np.linspace(0.6, 1.6, 12)[:, None]
    came = 1000 * season * scale / np.where(scale == 1, 1, (1 - s) + s * scale)
    names = ["search", "social", "store"]
    return pd.DataFrame(1000 * cost * season * scale, columns=names), came


@pytest.mark.parametrize(("s", "times"), [(0.3, 2.0), (0.6, 2.5), (0.8, 4.0)])
def test_the_next_one_is_found_on_a_curve_that_bends(s, times):
    found = clv.costs_of_winning(*plan(s, times))
    assert found["usual"][0] == pytest.approx(10)
    assert found["times"][0] == pytest.approx(times)
    assert found["saturation"][0] == pytest.approx(s)
    assert found["raised"][0] == pytest.approx(10 * ((1 - s) + s * times))
    assert found["next"][0] == pytest.approx(10 * ((1 - s) + s * times) ** 2 / (1 - s))
    assert np.isnan(found["next"][1:]).all()


def test_where_more_money_brought_nobody_the_next_one_has_no_price():
    spend, came = plan(0.5, 2.5)
    came[4:7, 0] = came[4:7, 1]
    found = clv.costs_of_winning(spend, came)
    assert found["next"][0] == np.inf and found["saturation"][0] == pytest.approx(1)


def test_crowds_may_stand_in_front():
    spend, came = plan(0.5, 2.5)
    two = clv.costs_of_winning(spend, np.stack([came, came * 2]))
    assert two["next"].shape == (2, 3)
    assert two["next"][1, 0] == pytest.approx(two["next"][0, 0] / 2)


def test_rows_that_do_not_match_are_refused():
    spend, came = plan(0.5, 2.5)
    with pytest.raises(Misuse):
        clv.costs_of_winning(spend, came[:-1])
