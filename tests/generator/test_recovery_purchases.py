"""In the textbook the planted laws of ordering, leaving and spending are found again, by maximum likelihood.

Time is that of the company's table `clock`. Within a day the clock is taken to run evenly, as the table says
no more; the hours' profile moves an order by a few hours and no estimate by a visible part of its error.
"""

from __future__ import annotations

import pytest
from recovery import RARE, assert_recovered, history, known, planted, planted_spend, recovered
from scipy import stats

from classroom import clv

CUSTOMERS = 5_000
FEW, MANY = range(300, 308), range(300, 340)
BOTH = ["textbook", "textbook_bg"]


def ordering(scenario, seed, clock="season"):
    company = known(scenario, CUSTOMERS, seed)
    truth, data = planted(company.scenario), history(getattr(company, clock))
    return recovered(type(truth).fit(*data), truth, *data)


def spending(scenario, seed):
    company = known(scenario, CUSTOMERS, seed)
    data = company.season["x"] + 1, company.season["mean_value"]
    return recovered(clv.GammaGamma.fit(*data), planted_spend(company.scenario), *data)


@pytest.mark.parametrize("scenario", BOTH)
@pytest.mark.parametrize("find", [ordering, spending])
def test_every_planted_parameter_is_within_its_interval(scenario, find):
    assert_recovered([find(scenario, seed) for seed in FEW])


@pytest.mark.slow
@pytest.mark.parametrize("scenario", BOTH)
@pytest.mark.parametrize("find", [ordering, spending])
def test_intervals_cover_the_truth_on_many_seeds(scenario, find):
    assert_recovered([find(scenario, seed) for seed in MANY])


@pytest.mark.slow
def test_the_calendar_would_not_do():
    """The same test rejects fits in calendar weeks: it can fail, and the season is really there."""
    gains = [ordering("textbook", seed, clock="calendar").gain for seed in MANY]
    assert sum(gains) > stats.chi2(4 * len(gains)).ppf(1 - RARE)


@pytest.mark.parametrize(("scenario", "other"), [("textbook", clv.BGNBD), ("textbook_bg", clv.ParetoNBD)])
def test_the_true_model_is_the_likelier_one(scenario, other):
    for seed in FEW:
        company = known(scenario, CUSTOMERS, seed)
        data = history(company.season)
        right = type(planted(company.scenario)).fit(*data)
        assert right.log_likelihood > other.fit(*data).log_likelihood + 3
