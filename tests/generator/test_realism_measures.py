"""Measures of a transaction log: right on logs worked out by hand, and as published for a real one."""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from generator import realism
from generator.realism import measures
from generator.realism.answers import bimodality
from generator.realism.log import Answers, Log, as_date, as_day, make_log, months_later, with_parts
from generator.realism.taking import measure, take

SAMPLE = Path(__file__).parents[1] / "classroom" / "clv_data" / "cdnow_sample.csv"


@pytest.fixture(scope="module")
def frame():
    """A real log (CDNOW's tenth) as a frame: customer, day, EUR."""
    data = pd.read_csv(SAMPLE)
    return pd.DataFrame({"customer": data["customer"], "day": data["day"], "value": data["cents"] / 100})


@pytest.fixture(scope="module")
def log(frame):
    day = frame["day"].to_numpy()
    return make_log(
        "real", frame["customer"].to_numpy(), day, frame["value"].to_numpy(), day.min(), day.max() + 1
    )


@pytest.fixture(scope="module")
def orders(frame):
    """The same by plain pandas: one order per customer and day."""
    return frame.groupby(["customer", "day"], as_index=False)["value"].sum()


def rows(*given):
    customer, day, value = (np.array(column) for column in zip(*given, strict=True))
    return make_log("by hand", customer, day, value.astype(float), 0, int(day.max()) + 1)


def test_a_day_with_two_purchases_is_one_order():
    made = rows((7, 0, 10), (7, 0, 5), (7, 3, 1), (2, 1, 4))
    assert made.customer.tolist() == [0, 1, 1]
    assert made.day.tolist() == [1, 0, 3]
    assert made.value.tolist() == [4, 15, 1]
    assert made.customers == 2


def test_rows_outside_the_window_are_left_out():
    made = make_log("x", np.array([1, 1, 2]), np.array([0, 5, 9]), np.ones(3), 1, 9)
    assert made.day.tolist() == [5]


def test_repeat_rate_and_counts(log, orders):
    number = orders.groupby("customer").size()
    assert measures.repeat_rate(log) == pytest.approx((number > 1).mean())
    assert sorted(measures.counts(log)) == sorted(number)


@pytest.mark.parametrize("top", [0.01, 0.1, 0.2, 1.0])
def test_top_share_counts_whole_customers(log, orders, top):
    best = orders.groupby("customer")["value"].sum().sort_values(ascending=False)
    first = best.head(int(np.ceil(top * len(best)))).sum()
    assert measures.top_share(log, top) == pytest.approx(first / best.sum())


@pytest.mark.parametrize(
    ("values", "wanted"), [([1, 1, 1, 1], 0.0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25), ([0, 1], 0.5)]
)
def test_gini_by_hand(values, wanted):
    assert measures.gini(np.array(values, dtype=float)) == pytest.approx(wanted)


def test_gini_is_half_the_mean_difference(log):
    values = measures.revenue(log)[:300]
    difference = np.abs(values[:, None] - values[None, :]).mean()
    assert measures.gini(values) == pytest.approx(difference / (2 * values.mean()))


def test_gaps_are_within_customers(log, orders):
    gap = orders.sort_values(["customer", "day"]).groupby("customer")["day"].diff().dropna()
    assert measures.gap_ratio(log) == pytest.approx(gap.median() / gap.mean())
    assert measures.gap_variation(log) == pytest.approx(gap.std() / gap.mean())


def test_spread_of_order_values_leaves_nothing_out_but_nothing(log, orders):
    assert (orders["value"] == 0).any()
    paid = orders.loc[orders["value"] > 0, "value"]
    assert measures.spend_spread(log) == pytest.approx(np.log(paid).std())


def test_rank_correlation_is_spearmans():
    x, y = np.array([3, 1, 2, 2, 9, 4]), np.array([1.0, 0.5, 7, 7, 8, 2])
    assert measures.spearman(x, y) == pytest.approx(stats.spearmanr(x, y).statistic)


def test_frequency_and_spend_are_of_repeat_orders_only():
    made = rows((1, 0, 100), (1, 5, 10), (1, 9, 20), (2, 0, 50), (3, 2, 1), (3, 4, 7))
    number, value = measures.frequency_and_spend(made)
    assert number.tolist() == [2, 1]
    assert value.tolist() == [15, 7]


def test_activity_is_chained_over_those_who_were_watched():
    """Four customers; the fourth came too late to be watched for the second quarter."""
    made = rows(
        (1, 0, 1), (1, 50, 1), (1, 120, 1),
        (2, 0, 1), (2, 91, 1),
        (3, 0, 1), (3, 92, 1),
        (4, 100, 1), (4, 150, 1), (4, 200, 1),
    )  # fmt: skip
    made = with_parts(made, end=200)
    curve = measures.activity(made, step=91, steps=2)
    # First quarter: 1, 2 and 4 of four. Second: of the three watched, two were active, and two are now.
    assert curve.tolist() == [0.75, 0.75 * 2 / 2]


def test_activity_of_a_fixed_cohort_is_a_plain_share(log, orders):
    """All of them came in the first quarter of a log of 546 days, so all were watched for four quarters."""
    first = orders.groupby("customer")["day"].transform("min")
    quarter = (orders["day"] - first - 1) // 91
    curve = measures.activity(log, steps=4)
    for k in range(4):
        active = orders.loc[(quarter == k) & (orders["day"] > first), "customer"].nunique()
        assert curve[k] == pytest.approx(active / log.customers)


def test_activity_nobody_was_watched_for():
    assert np.isnan(measures.activity(rows((1, 0, 1), (1, 30, 1)))).all()


@pytest.mark.parametrize(
    ("by_quarter", "expected"),
    [
        ([8, 6, 4, 2, 0], 1.0),  # falls by as much all the time
        ([8, 5, 2, 1, 0], 1 / 3),
        ([8, 7, 6, 5, 4, 4, 4, 4, 4], 0.0),  # over nine quarters, where there are so many
        ([8, 7, 6, 5, 4, 3, 2, 1, 0], 1.0),
    ],
)
def test_flattening_sets_the_later_fall_against_the_earlier(by_quarter, expected):
    """Ten customers who came on the same day; of them so many order in each quarter."""
    bought = [(who, 91 * k + 20, 1) for k, number in enumerate(by_quarter) for who in range(number)]
    made = rows(*[(who, 0, 1) for who in range(10)], *bought)
    made = with_parts(made, end=91 * len(by_quarter) + 2)
    assert measures.activity_flattening(made) == pytest.approx(expected)


def test_flattening_needs_five_quarters():
    made = rows((1, 0, 1), (1, 50, 1), (1, 120, 1), (2, 0, 1), (2, 250, 1))
    assert np.isnan(measures.activity_flattening(with_parts(made, end=91 * 4 + 2)))


def test_active_in_calendar_month():
    """Day 0 is 1 January 1970."""
    made = rows((1, 0, 1), (1, 40, 1), (2, 20, 1), (2, 25, 1), (3, 35, 1), (3, 58, 1))
    assert measures.active_in_month(made, 1) == pytest.approx(1 / 2)  # the third's next month lies beyond


def test_the_tail_of_products():
    lines = np.array([0, 50, 20, 10, 10, 5, 2, 1, 1, 1, 0])
    made = with_parts(rows((1, 0, 1)), product_lines=lines)
    assert measures.tail_share(made) == pytest.approx(0.70)
    zipf = with_parts(made, product_lines=np.rint(1e9 / np.arange(1, 101)).astype(int))
    assert measures.tail_steepening(zipf) == pytest.approx(1, abs=0.01)


def test_bimodality_tells_two_ends_from_one_middle():
    def of(scores):
        return bimodality(with_parts(rows((1, 0, 1)), answers=Answers(np.array(scores))))

    assert of(list(range(11)) * 50) == pytest.approx(0.55, abs=0.01)  # all alike: close to 5/9
    assert of([0, 1] * 40 + [9, 10] * 60) > 0.8
    middle = np.rint(stats.norm(5, 1.5).ppf((np.arange(1000) + 0.5) / 1000))
    assert of(middle) < 0.36


@pytest.mark.parametrize(
    ("start", "months", "end"), [("2023-01-31", 1, "2023-02-28"), ("2023-11-15", 24, "2025-11-15")]
)
def test_months_later(start, months, end):
    import datetime as dt

    day = as_day(dt.date.fromisoformat(start))
    assert str(as_date(months_later(day, months))) == end


def test_a_real_retailer_lies_in_every_band_that_can_be_measured(log):
    taken = {one.name: one for one in take(log)}
    verdicts = {one.verdict for one in taken.values()}
    assert verdicts == {"inside", "not measured", ""}
    for name in ("returns", "product_tail", "answers_split"):
        assert taken[name].verdict == "not measured"
        assert taken[name].why


# Published for all 23,570 customers (18 months); the tenth must lie within four standard errors or so.
PUBLISHED = {
    "repeat_rate": (0.489, 0.04), "top_fifth": (0.678, 0.04), "top_1": (0.159, 0.05), "top_10": (0.509, 0.05),
    "gini": (0.635, 0.03), "gini_orders": (0.493, 0.03), "gap_median": (34, 4), "gap_mean": (72, 6),
    "gap_variation": (1.27, 0.06), "spend_spread": (0.74, 0.04), "frequency_spend": (0.21, 0.06),
    "active_month_1": (0.149, 0.03), "active_month_3": (0.100, 0.02), "active_month_6": (0.081, 0.02),
    "active_month_12": (0.075, 0.02),
}  # fmt: skip


def test_the_sample_agrees_with_what_is_published_of_all(log):
    found = {one.name: one.value for one in take(log)}
    for name, (wanted, tolerance) in PUBLISHED.items():
        assert found[name] == pytest.approx(wanted, abs=tolerance), name


def test_the_whole_log_gives_the_published_numbers():
    """Where the package lifetimes is installed: its wheel holds all of CDNOW."""
    spec = importlib.util.find_spec("lifetimes")
    if spec is None:
        pytest.skip("the package lifetimes, whose wheel holds CDNOW's log, is not installed")
    window, whole = realism.read_log(Path(spec.origin).parent / "datasets" / "CDNOW_master.txt")
    assert (window.customers, len(window.day)) == (23_570, 67_591)
    found = {one.name: one for one in take(window, whole)}
    for name, (wanted, _) in PUBLISHED.items():
        assert round(found[name].value, 3) == pytest.approx(wanted, abs=0.5 if wanted > 1.5 else 0.0051), name


@pytest.mark.parametrize("count", [0, 1, 40])
def test_too_little_data_is_said_not_guessed(count):
    """No customer, one, or forty who never come back: nothing breaks, and nothing is made up."""
    number = np.arange(count)
    made = make_log("few", number, number % 50, np.ones(count), 0, 600)
    taken = {one.name: one for one in take(made)}
    assert taken["gap_ratio"].value is None
    assert taken["frequency_spend"].verdict == "not measured"
    assert all(one.verdict in {"not measured", "", "inside", "outside"} for one in taken.values())


def test_a_short_window_is_not_judged(log):
    short = make_log("short", log.customer, log.day, log.value, log.start, log.start + 300)
    taken = {one.name: one for one in take(short)}
    assert taken["gini"].verdict == "not measured"
    assert "18 months" in taken["gini"].why
    assert taken["gini"].value > 0


def test_measures_can_fail():
    """Alike customers with alike orders lie outside of nearly every band."""
    customer, day = np.repeat(np.arange(200), 12), np.tile(np.arange(12) * 60, 200)
    value = 50.0 + (np.arange(2400) % 7)
    taken = {one.name: one.verdict for one in take(make_log("alike", customer, day, value, 0, 730))}
    wrong = {
        "repeat_rate",
        "top_fifth",
        "gini",
        "gap_ratio",
        "gap_variation",
        "spend_spread",
        "activity_falls",
    }
    assert {name for name, verdict in taken.items() if verdict == "outside"} >= wrong


def test_bands_that_a_scenario_leaves_are_not_meant(log: Log):
    taken = {one.name: one.verdict for one in take(log, meant=("gini",))}
    assert taken["gini"] == "inside"
    assert taken["repeat_rate"] == "not meant to"


def test_measure_says_what_is_missing():
    from generator import make_company
    from generator.errors import WrongUse

    company = make_company(customers=300, seed=1)
    company._observable.names.remove("order_lines")
    with pytest.raises(WrongUse, match="order_lines"):
        measure(company)
