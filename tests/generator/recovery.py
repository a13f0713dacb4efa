"""What the tests of recovery share: fits to a company's orders, and what chance allows over several seeds."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from classroom import clv
from generator import make_company

RARE = 1e-4
"""How seldom a test may fail though everything is right."""


class Recovered(NamedTuple):
    """One seed's fit beside the planted parameters.

    `z`: (log estimate - log truth) / standard error, by parameter. `gain`: twice the log-likelihood by which
    the estimates beat the truth, chi-square with as many degrees of freedom as there are parameters.
    """

    z: np.ndarray
    gain: float


def recovered(fit: clv.Fit, planted: Any, *data: Any) -> Recovered:
    """Compare a fit with a model that has the planted parameters, on the same data."""
    assert fit.converged and not fit.mute, fit
    found, true = (np.log(list(vars(model).values())) for model in (fit.model, planted))
    gain = 2 * (fit.log_likelihood - planted.log_likelihood(*data).sum())
    return Recovered((found - true) / np.array(list(fit.log_errors.values())), gain)


def assert_recovered(found: list[Recovered]) -> None:
    """Over all seeds, estimates differ from the truth as much as chance has it: neither more nor less."""
    z, gains = np.array([one.z for one in found]), np.array([one.gain for one in found])
    seeds, parameters = z.shape
    joint = stats.chi2(seeds * parameters)
    assert joint.ppf(RARE) < gains.sum() < joint.ppf(1 - RARE), gains.round(1)
    for level in (0.95, 0.99):
        # Each parameter is outside its interval on about (1 - level) of the seeds.
        outside = (np.abs(z) > stats.norm.ppf(0.5 + level / 2)).sum(axis=0)
        assert (outside <= stats.binom(seeds, 1 - level).ppf(1 - RARE)).all(), (level, outside)
    # Nor do the estimates lie on one side of the truth.
    assert (np.abs(z.mean(axis=0)) * np.sqrt(seeds) < stats.norm.ppf(1 - RARE / 2)).all(), z.mean(axis=0)


def calibrated(expected: np.ndarray, true: np.ndarray, groups: int = 10) -> float:
    """p-value of: within groups by `expected`, the mean of `true` is that of `expected`."""
    where = np.argsort(np.argsort(expected, kind="stable"), kind="stable") * groups // len(expected)
    gap = np.bincount(where, true - expected) / np.bincount(where)
    spread = np.bincount(where, (true - expected) ** 2) / np.bincount(where) - gap**2
    return float(stats.chi2(groups).sf((gap**2 / spread * np.bincount(where)).sum()))


class Known(NamedTuple):
    """What is needed of a company, by customer; the rest of it is let go.

    `season`, `calendar`: x, t_x, T in weeks of that clock over the whole run, and the mean value of all
    orders. `truth`: some columns of `truth_customers`, and the acquisition channel.
    """

    scenario: Any
    season: pd.DataFrame
    calendar: pd.DataFrame
    truth: pd.DataFrame


@cache
def known(scenario: str, customers: int, seed: int) -> Known:
    """A company's purchase histories and its truth (made once)."""
    made = make_company(scenario, customers=customers, seed=seed, truth=True)
    orders = made.table("orders", ["order_id", "customer_id", "ordered_at"])
    value = made.table("order_lines", ["order_id", "paid_eur"]).groupby("order_id")["paid_eur"].sum()
    orders["value"] = orders["order_id"].map(value)
    clock = clv.Season.of(made.table("clock"))
    until = pd.Timestamp(clock.end, unit="s", tz="UTC")
    season, calendar = (clv.summarise(orders, value="value", until=until, clock=own) for own in (clock, None))
    truth = made.truth.table("truth_customers", TRUTH).set_index("customer_id")
    channel = made.table("customers", ["customer_id", "acquisition_channel"]).set_index("customer_id")
    return Known(made.scenario, season, calendar, truth.join(channel).reindex(season.index))


TRUTH = [
    "customer_id",
    "purchase_rate_per_week",
    "dropout_rate_per_week",
    "left_at",
    "mean_order_value_eur",
    "expected_orders_next_year",
    "expected_spend_next_year_eur",
    "realised_orders_next_year",
]


def history(table: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """x, t_x and T as arrays."""
    return tuple(table[name].to_numpy(float) for name in ("x", "t_x", "T"))


def planted(scenario: Any) -> clv.ParetoNBD | clv.BGNBD:
    """The model of ordering and leaving with the scenario's own parameters."""
    r, alpha, leaving = scenario.purchase.r, scenario.purchase.alpha, scenario.dropout
    if leaving.model == "bg":
        return clv.BGNBD(r, alpha, leaving.a, leaving.b)
    return clv.ParetoNBD(r, alpha, leaving.s, leaving.beta)


def planted_spend(scenario: Any) -> clv.GammaGamma:
    """The model of order values with the scenario's own parameters."""
    return clv.GammaGamma(scenario.spend.p, scenario.spend.q, scenario.spend.gamma)
