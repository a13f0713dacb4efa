"""What departments report follows the ledger and true equity; decisions take as long as planted."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from generator import make_company, read_scenario
from generator.block import count_orders, make_block_and_sums, number_orders
from generator.business import cases, results
from generator.business.organisation import DEPARTMENTS
from generator.stories import Ledger, teams
from generator.world import World


def exact(name="fernhill", **changes):
    """A scenario whose departments report without error."""
    plain = read_scenario(name)
    rules = plain.organisation
    bonuses = [bonus.model_copy(update={"noise": 0.0}) for bonus in rules.bonuses]
    return plain.model_copy(update={"organisation": rules.model_copy(update={"bonuses": bonuses, **changes})})


@pytest.fixture(scope="module")
def company():
    return make_company(exact(), customers=1_500, seed=9, truth=True)


def by_month(when):
    return when.dt.tz_localize(None).dt.to_period("M").dt.to_timestamp()


@pytest.mark.parametrize("cut", [3, 77, 400])
def test_sums_do_not_depend_on_how_customers_are_cut_and_survive_being_noted(cut):
    world = World(read_scenario("fernhill"), 4, 400)
    blocks = [(first, min(cut, 400 - first)) for first in range(0, 400 if cut > 3 else 20, cut)]
    numbers = number_orders([count_orders(world, *block) for block in blocks])
    total = results.Sums.none(world)
    for block, own in zip(blocks, numbers, strict=True):
        total += make_block_and_sums(world, *block, own)[1]
    size = sum(count for _, count in blocks)
    (numbers,) = number_orders([count_orders(world, 0, size)])
    whole = make_block_and_sums(world, 0, size, numbers, truth=False)[1]
    for name, values in vars(whole).items():
        assert (vars(total)[name] == values).all(), name
    again = results.Sums.from_data(total.as_data(), world)
    assert all((vars(again)[name] == values).all() for name, values in vars(total).items())


@pytest.mark.parametrize("name", ["fernhill", "textbook", "textbook_bg", "startup"])
def test_equity_of_a_month_is_that_of_the_company_that_ends_with_it(name):
    scenario = read_scenario(name)
    months = make_company(scenario, 500, 6, truth=True).truth.table("truth_months").set_index("month_on")
    for until in (dt.date(2023, 4, 1), dt.date(2023, 12, 1), dt.date(2024, 3, 1)):
        truth = make_company(scenario, 500, 6, truth=True, until=until).truth.table("truth_customers")
        row = months.loc[pd.Timestamp(until) - pd.DateOffset(months=1)]
        assert row["customers_in_books"] == len(truth)
        assert row["equity_eur"] == pytest.approx(
            truth["expected_lifetime_spend_eur"].sum(), abs=0.01 * len(truth)
        )


def test_results_without_error_are_the_ledgers(company):
    ledger = Ledger(company)
    weeks = company.table("clock").groupby(
        company.table("clock")["date_on"].dt.to_period("M").dt.to_timestamp()
    )
    weeks = weeks["season"].sum()
    told = (
        company.table("department_results")
        .set_index(["department", "unit", "month_on"])["result_index"]
        .sort_index()
    )
    months = ledger.lines.groupby(["line", by_month(ledger.lines["ordered_at"])])["paid_eur"].sum()
    for line in company.scenario.lines:
        own = months[line.name].reindex(weeks.index, fill_value=0) / weeks
        assert told["product", line.name].to_numpy() == pytest.approx(
            (100 * own / own.iloc[:12].mean()).to_numpy(), abs=0.06
        )
    people = company.table("customers").merge(company.truth.table("truth_customers"), on="customer_id")
    won = by_month(people.loc[~people["came_before"], "signed_up_at"]).value_counts()
    own = won.reindex(weeks.index, fill_value=0) / weeks
    assert told["marketing", "all"].to_numpy() == pytest.approx(
        (100 * own / own.iloc[:12].mean()).to_numpy(), abs=0.06
    )


def test_finance_needs_nothing_but_the_ledger(company):
    lines = Ledger(company).lines
    paid = lines.groupby(by_month(lines["ordered_at"]))["paid_eur"].sum()
    clock = company.table("clock")
    weeks = (clock["season"] / 7).groupby(clock["date_on"].dt.to_period("M").dt.to_timestamp()).sum()
    year = paid.rolling(12).sum() / weeks.rolling(12).sum() * 52
    kept, discount = company.scenario.organisation.kept, company.scenario.future.discount_per_year
    months = company.truth.table("truth_months").set_index("month_on")
    told = months["estimated_equity_eur"].iloc[11:]
    assert told.to_numpy() == pytest.approx(
        (year * kept / (1 + discount - kept)).iloc[11:].to_numpy(), rel=1e-4
    )
    index = company.table("department_results").query("department == 'finance'")["result_index"].to_numpy()
    own = (months["estimated_equity_eur"] / months["customers_in_books"]).to_numpy()
    assert index == pytest.approx(100 * own / own[:12].mean(), abs=0.06)


def test_other_measures_follow_true_equity_by_their_slope_and_the_score_drifts(company):
    equity = company.truth.table("truth_months")["equity_index"].to_numpy()
    told = company.table("department_results")
    begun = np.maximum(np.arange(36) - (company.scenario.organisation.rating_bonus.month - 1), 0)
    for bonus in company.scenario.organisation.bonuses:
        if bonus.follows == "equity":
            own = told.loc[told["department"] == bonus.department, "result_index"].to_numpy()
            expected = 100 + bonus.slope * (equity - 100) + bonus.drift / 12 * begun
            assert own == pytest.approx(expected, abs=0.15)


def test_noise_is_as_large_as_planted_and_each_results_own():
    plain, noisy = exact(), read_scenario("fernhill")
    a, b = (make_company(s, 300, 9).table("department_results") for s in (plain, noisy))
    noise = (b["result_index"] - a["result_index"]).groupby([a["department"], a["unit"]]).std()
    planted = {bonus.department: bonus.noise for bonus in noisy.organisation.bonuses}
    for (department, _), found in noise.items():
        assert found == pytest.approx(planted[department], rel=0.5)
    assert set(a["department"]) == set(DEPARTMENTS)


def test_the_past_stays_when_time_goes_on():
    short, long = (
        make_company("fernhill", 300, 5, truth=True, until=day) for day in (None, dt.date(2026, 9, 12))
    )
    for side, name in ((lambda c: c, "department_results"), (lambda c: c.truth, "truth_months")):
        before, after = side(short).table(name), side(long).table(name)
        pd.testing.assert_frame_equal(after.iloc[: len(before)].reset_index(drop=True), before)
        assert after["month_on"].max() == pd.Timestamp("2026-08-01")
    before, after = (company.table("decision_cases") for company in (short, long))
    after = after.iloc[: len(before)]
    assert after[["case_id", "decision", "asked_on"]].equals(before[["case_id", "decision", "asked_on"]])
    known = before["decided_on"].notna()
    assert after["decided_on"][known].equals(before["decided_on"][known])


def test_without_whole_months_there_are_no_results():
    company = make_company("fernhill", 50, 5, truth=True, until=dt.date(2023, 1, 20))
    assert not len(company.table("department_results")) and not len(company.truth.table("truth_months"))


def test_training_does_nothing_where_none_is_planted_and_what_is_planted_where_it_is():
    none = read_scenario("fernhill").organisation.training.model_copy(
        update={"rating": 0.0, "hand_offs": 0.0}
    )
    found = {}
    for name, scenario in (("with", exact()), ("without", exact(training=none))):
        slopes = [teams.of_clerks(Ledger(make_company(scenario, 4_000, seed))) for seed in range(3)]
        found[name] = [np.mean([one[k]["training"] for one in slopes]) for k in (0, 1)]
    assert abs(found["without"][0]) < 0.03 and abs(found["without"][1]) < 0.02
    assert found["with"][0] > found["without"][0] + 0.03 and found["with"][1] < found["without"][1] - 0.015


def test_decisions_take_as_long_as_planted():
    scenario = read_scenario("fernhill")
    rules, days = scenario.organisation.decisions, {0: [], 1: [], 2: []}
    count = []
    for seed in range(40):
        world = World(scenario, seed, 10)
        table = cases.decision_cases_table(world)
        departments = cases.accountable(world)[table["decision"]]
        took, known = table["decided_on"].values - table["asked_on"], ~table["decided_on"].missing
        early = table["asked_on"] < world.clock.first_day + world.clock.days - 300
        assert (took >= 1).all() and len(np.unique(table["case_id"])) == len(took)
        for number, found in days.items():
            found.extend(took[early & known & (departments == number)])
        count.append(len(took))
    for number, times in ((0, rules.nobody_times), (1, 1.0), (2, rules.doubly_times)):
        # A day is over when it is over: half a day more than the exponential time, on average.
        assert np.mean(days[number]) == pytest.approx(rules.days * times + 0.5, rel=0.06)
    assert np.mean(count) == pytest.approx(16 * 36 * rules.each_month, rel=0.03)
