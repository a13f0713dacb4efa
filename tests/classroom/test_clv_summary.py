"""From orders to x, t_x and T, on any clock; from memberships to months; and what is said about bad input."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from classroom import clv
from classroom.errors import Misuse

ORDERS = pd.DataFrame(
    {
        "customer_id": [7, 3, 3, 7, 3, 9],
        "ordered_at": pd.to_datetime(
            [
                "2024-01-01 12:00",
                "2024-01-08 12:00",
                "2024-01-08 18:00",
                "2024-01-22 12:00",
                "2024-01-15 06:00",
                "2024-02-20 12:00",
            ],
            utc=True,
        ),
        "eur": [10.0, 30, 20, 50, 40, 5],
    }
)


def test_a_page_of_orders_by_hand():
    table = clv.summarise(ORDERS, value="eur", until="2024-02-01 12:00")
    assert table.index.tolist() == [3, 7] and table.index.name == "customer_id"
    assert table["x"].tolist() == [2, 1]
    assert table["t_x"].to_numpy() == pytest.approx([6.75 / 7, 3])
    assert table["T"].to_numpy() == pytest.approx([24 / 7, 31 / 7])
    assert (table["t_x"] + table["weeks_since_last"]).to_numpy() == pytest.approx(table["T"].to_numpy())
    assert table["mean_value"].tolist() == [30, 30]
    assert table["mean_repeat_value"].tolist() == [30, 50]


def test_orders_of_one_day_as_one():
    table = clv.summarise(ORDERS, value="eur", until="2024-02-01", per_day=True)
    assert table["x"].tolist() == [1, 1]
    assert table["t_x"].tolist() == [1, 3]
    assert table["T"].to_numpy() == pytest.approx([23 / 7, 30 / 7])  # to the last whole day
    assert table["mean_value"].tolist() == [45, 30]
    assert table["mean_repeat_value"].tolist() == [40, 50]


def test_the_end_is_midnight_after_the_last_order_if_none_is_given():
    table = clv.summarise(ORDERS)
    assert table.loc[9].tolist() == [0, 0, pytest.approx(0.5 / 7), pytest.approx(0.5 / 7)]
    assert np.isnan(clv.summarise(ORDERS, value="eur").loc[9, "mean_repeat_value"])


def test_rows_may_come_in_any_order():
    shuffled = ORDERS.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(clv.summarise(shuffled, value="eur"), clv.summarise(ORDERS, value="eur"))


def test_orders_of_a_later_time_are_counted_for_the_same_customers():
    known = clv.summarise(ORDERS, until="2024-01-15").index
    assert clv.count_orders(ORDERS, known, "2024-01-15").to_dict() == {3: 1, 7: 1}
    assert clv.count_orders(ORDERS, known, "2024-01-15", "2024-01-22").to_dict() == {3: 1, 7: 0}
    same_day = clv.count_orders(ORDERS, known, "2024-01-01", per_day=True)
    assert same_day.to_dict() == {3: 2, 7: 2}


@pytest.fixture
def clock():
    days = pd.date_range("2024-01-01", periods=60, freq="D")
    season = np.where(np.arange(60) < 14, 0.5, 2.0)
    return pd.DataFrame({"date_on": days, "season": season, "season_week": (np.cumsum(season) - season) / 7})


def test_a_seasonal_clock_runs_with_the_season(clock):
    season = clv.Season.of(clock)
    table = clv.summarise(ORDERS, until="2024-02-01", clock=season)
    # Customer 7: from day .5 to day 21.5; 13.5 days at half speed and 7.5 at double speed.
    assert table.loc[7, "t_x"] == pytest.approx((13.5 * 0.5 + 7.5 * 2) / 7)
    assert table.loc[7, "T"] == pytest.approx((13.5 * 0.5 + 17 * 2) / 7)
    whole = clv.summarise(ORDERS, clock=season)
    assert whole.loc[9, "T"] == pytest.approx(9.5 * 2 / 7)  # to the end of the clock


def test_the_hours_of_business_can_be_learned(clock):
    at_noon = pd.Series(pd.date_range("2024-01-01 12:10", periods=50, freq="D"))
    even, learned = clv.Season.of(clock), clv.Season.of(clock, at_noon)
    moments = np.array([season_start := 1704067200.0, season_start + 43_200, season_start + 46_800])
    assert even.weeks(moments) == pytest.approx(np.array([0, 12, 13]) / 24 * 0.5 / 7)
    shares = np.array([0, 12, 63]) / 74  # one in every hour, and 50 more from twelve to one
    assert learned.weeks(moments) == pytest.approx(shares * 0.5 / 7)


def test_months_of_members():
    members = pd.DataFrame(
        {
            "started_on": pd.to_datetime(
                ["2024-01-31", "2024-01-31", "2024-03-05", "2024-03-05", "2024-09-01"]
            ),
            "ended_on": pd.to_datetime(["2024-02-29", None, "2024-05-20", "2024-08-05", None]),
        },
        index=list("abcde"),
    )
    seen = clv.tenures(members, "2024-07-01")
    assert seen["left"].to_dict() == {"a": True, "b": False, "c": True, "d": False}
    # b: renewed on 29 February, 31 March, 30 April, 31 May and 30 June. d: 5 April, 5 May, 5 June.
    assert seen["periods"].to_dict() == {"a": 1, "b": 5, "c": 3, "d": 3}
    # What happens on the day on which watching ends is not seen.
    assert clv.tenures(members, "2024-02-29")["periods"].to_dict() == {"a": 0, "b": 0}


def test_simulated_members_are_recovered_from_their_dates():
    rng = np.random.default_rng(4)
    months = rng.geometric(rng.beta(0.7, 6, size=6_000)).clip(max=500)
    started = pd.Timestamp("2022-01-15").to_period("M") + rng.integers(0, 30, size=6_000)
    until = pd.Timestamp("2024-12-01")
    day = pd.to_timedelta(rng.integers(0, 28, size=6_000), unit="D")
    begun = pd.DatetimeIndex([p.start_time for p in started]) + day
    ended = pd.DatetimeIndex([(p + m).start_time for p, m in zip(started, months, strict=True)]) + day
    ended = ended.where(ended < until)
    seen = clv.tenures(pd.DataFrame({"started_on": begun, "ended_on": ended}), until)
    assert (seen["periods"][seen["left"]] == months[: len(seen)][seen["left"]]).all()
    fit = clv.ShiftedBetaGeometric.fit(seen["periods"], seen["left"])
    truth = clv.ShiftedBetaGeometric(0.7, 6.0).log_likelihood(seen["periods"], seen["left"]).sum()
    assert 2 * (fit.log_likelihood - truth) < 18.4  # chi-square, 2 degrees of freedom, one in 10,000


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: clv.ParetoNBD.fit([1], [2.0], [1.0]), "In 1 rows t_x is larger than T"),
        (lambda: clv.BGNBD.fit([0], [2.0], [3.0]), "x is 0 and t_x is not"),
        (lambda: clv.BGNBD.fit([1.5], [2.0], [3.0]), "whole number"),
        (lambda: clv.BGNBD.fit([-1], [2.0], [3.0]), "x counts from 0"),
        (lambda: clv.BGNBD.fit([1, 2], [2.0, 1.0, 2.0], [3.0]), r"same length. Found \(2,\), \(3,\), \(1,\)"),
        (lambda: clv.BGNBD.fit([1, 2], [2.0, np.nan], 3.0), "t_x is missing or no number in 1 rows"),
        (lambda: clv.BGNBD.fit([], [], []), "There is no customer"),
        (lambda: clv.ParetoNBD(0.5, -1, 1, 1), "alpha is a number above 0, and not -1"),
        (lambda: clv.GammaGamma.fit([1, 2], [3.0, 0.0]), "In 1 rows there are orders"),
        (lambda: clv.GammaGamma.fit([0, 0], [3.0, 0.0]), "There is no customer"),
        (lambda: clv.ShiftedBetaGeometric.fit([0], [True]), "periods holds whole numbers"),
        (lambda: clv.ShiftedBetaGeometric(1, 2).expected_periods(0.0), "discount is a number above 0"),
        (lambda: clv.lifetime_value(clv.BGNBD(1, 2, 3, 4), -3), "weeks is a number above 0"),
        (lambda: clv.summarise(ORDERS, customer="customer"), "no column `customer`. It has: customer_id"),
        (lambda: clv.summarise(ORDERS, until="2020-01-01"), "There is no customer"),
        (lambda: clv.summarise(ORDERS, until="yesteryear"), "'yesteryear' cannot be read as a date"),
    ],
)
def test_bad_input_is_told_in_a_sentence(call, words):
    with pytest.raises(Misuse, match=words):
        call()


def test_a_clock_with_gaps_or_too_short_is_refused(clock):
    with pytest.raises(Misuse, match="one row for each day"):
        clv.Season.of(clock.iloc[::2])
    with pytest.raises(Misuse, match="1 moments lie outside"):
        clv.summarise(ORDERS, clock=clv.Season.of(clock.head(40)), until="2024-03-01")


def test_the_models_are_opened_only_when_they_are_used():
    code = "import sys, classroom; had = 'scipy' in sys.modules; classroom.clv;"
    code += "print(had, 'scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
