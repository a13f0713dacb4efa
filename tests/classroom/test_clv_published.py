"""The reference models give the published numbers (CDNOW 1/10 sample, first 39 weeks; Fader and Hardie)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from classroom import clv

DATA = Path(__file__).parent / "clv_data" / "cdnow_sample.csv"
UNTIL, END = "1997-10-01", "1998-07-01"
# Two variants of the data are in use: whole days / 7, and the same rounded to two decimals.
PUBLISHED = {
    "rounded": {
        clv.BGNBD: ([0.242593, 4.413532, 0.792886, 2.425754], -9582.4256),
        clv.ParetoNBD: ([0.553276, 10.577613, 0.606213, 11.667908], -9594.974),
        clv.MBGNBD: ([0.524838, 6.182992, 0.891356, 1.613999], -9582.1327),
    },
    "exact": {
        clv.BGNBD: ([0.242593, 4.413532, 0.792886, 2.425754], -9582.4292),
        clv.ParetoNBD: ([0.553277, 10.577683, 0.606240, 11.668735], -9594.97618),
        clv.MBGNBD: ([0.524838, 6.182992, 0.891356, 1.613999], -9582.1327),
    },
}


@pytest.fixture(scope="module")
def orders():
    data = pd.read_csv(DATA)
    return data.assign(time=pd.Timestamp("1997-01-01") + pd.to_timedelta(data["day"], unit="D"))


@pytest.fixture(scope="module")
def customers(orders):
    return clv.summarise(orders, customer="customer", time="time", value="cents", until=UNTIL, per_day=True)


@pytest.fixture(scope="module")
def holdout(orders, customers):
    return clv.count_orders(
        orders, customers.index, UNTIL, END, customer="customer", time="time", per_day=True
    )


def history(customers, variant="exact"):
    digits = 2 if variant == "rounded" else 12
    return [customers[name].to_numpy(float).round(digits) for name in ("x", "t_x", "T")]


def test_the_sample_is_the_published_one(customers, holdout):
    assert len(customers) == 2_357
    assert (customers["x"] > 0).sum() == 946
    at_most_seven = np.minimum(customers["x"], 7)
    assert np.bincount(at_most_seven).tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    means = holdout.groupby(at_most_seven).mean()
    assert means.round(3).tolist() == [0.237, 0.697, 1.393, 1.560, 2.532, 2.947, 3.862, 6.359]


@pytest.mark.parametrize("model", [clv.BGNBD, clv.ParetoNBD, clv.MBGNBD])
@pytest.mark.parametrize("variant", PUBLISHED)
def test_parameters_and_likelihood(customers, variant, model):
    fit = model.fit(*history(customers, variant))
    parameters, likelihood = PUBLISHED[variant][model]
    assert fit.converged
    assert list(fit.parameters.values()) == pytest.approx(parameters, rel=1e-3)
    assert fit.log_likelihood == pytest.approx(likelihood, abs=0.01)
    assert model(*parameters).log_likelihood(*history(customers, variant)).sum() == pytest.approx(
        likelihood, abs=0.01
    )


@pytest.mark.parametrize(("model", "published"), [(clv.ParetoNBD, 1.473434), (clv.BGNBD, 1.444012)])
def test_expected_orders_of_a_new_customer(customers, model, published):
    fit = model.fit(*history(customers))
    assert fit.model.expected_new(52) == pytest.approx(published, abs=2e-5)


def test_expected_orders_of_existing_customers(customers):
    expected = pd.Series(
        clv.BGNBD.fit(*history(customers)).model.expected(39, *history(customers)), customers.index
    )
    means = expected.groupby(np.minimum(customers["x"], 7)).mean()
    assert means.to_numpy() == pytest.approx(
        [0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157], abs=6e-4
    )


def test_expected_histogram(customers):
    model = clv.BGNBD.fit(*history(customers)).model
    counts = [model.probability(n, customers["T"].to_numpy()).sum() for n in range(7)]
    counts.append(len(customers) - sum(counts))
    assert counts == pytest.approx([1407.7, 460.3, 192.5, 101.2, 59.8, 38.1, 25.5, 71.9], abs=0.06)


def test_the_best_fifth_by_the_model_and_by_frequency(customers, holdout):
    model = clv.BGNBD.fit(*history(customers)).model
    best = round(0.2 * len(customers))

    def captured(score):
        return holdout.to_numpy()[np.argsort(-score, kind="stable")[:best]].sum() / holdout.sum()

    assert captured(model.expected(39, *history(customers))) == pytest.approx(0.633, abs=2e-3)
    # Many customers tie in frequency: the published share is one of several orders of these.
    assert captured(customers["x"].to_numpy()) == pytest.approx(0.623, abs=6e-3)


def test_famous_mistakes_have_their_published_size(customers, holdout):
    repeated = customers[customers["x"] > 0]
    assert clv.BGNBD.fit(*history(repeated)).model.expected_new(52) == pytest.approx(3.29, abs=0.01)
    survivors = customers[(customers["x"] > 0) | (holdout > 0)]
    assert clv.BGNBD.fit(*history(survivors)).model.expected_new(52) == pytest.approx(2.88, abs=0.01)


def test_order_values(customers):
    repeated = customers[customers["x"] > 0]
    # The published data round each customer's mean to cents.
    mean = (repeated["mean_repeat_value"] / 100 + 1e-9).round(2)
    fit = clv.GammaGamma.fit(repeated["x"], mean)
    assert list(fit.parameters.values()) == pytest.approx([6.248803, 3.744588, 15.447746], rel=1e-3)
    assert fit.log_likelihood == pytest.approx(-4055.923, abs=0.01)


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta", "likelihood"),
    [
        ([1000, 631, 468, 382, 326, 289, 262, 241], 0.704077, 1.182043, -1680.265),  # "Regular"
        ([1000, 869, 743, 653, 593, 551, 517, 491], 0.668088, 3.806095, -1611.158),  # "High End"
    ],
)
def test_retention(survivors, alpha, beta, likelihood):
    years = len(survivors) - 1
    periods, left = [*range(1, years + 1), years], [True] * years + [False]
    weights = [*-np.diff(survivors), survivors[-1]]
    fit = clv.ShiftedBetaGeometric.fit(periods, left, weights=weights)
    assert fit.converged
    assert list(fit.parameters.values()) == pytest.approx([alpha, beta], rel=1e-3)
    assert fit.log_likelihood == pytest.approx(likelihood, abs=0.01)
    # Fitted and observed survival differ by less than two points in every year.
    assert fit.model.survival(np.arange(years + 1)) == pytest.approx(np.array(survivors) / 1000, abs=0.02)
