"""Newcomers follow spend along one curve, and spend leaves the laws of customers as they are."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from generator import make_company, read_scenario
from generator.business import winning, worth
from generator.scenario import Scenario
from generator.world import World

RARE = 1e-4


@pytest.fixture(scope="module")
def large():
    return make_company("fernhill", customers=20_000, seed=21, truth=True)


def changed(name, change):
    data = read_scenario(name).model_dump(mode="json")
    change(data)
    return Scenario.model_validate(data)


def newcomers(company):
    """Month × channel: people who truly came in it."""
    people = company.table("customers").merge(company.truth.table("truth_customers"), on="customer_id")
    people = people[~people["came_before"]]
    month = people["signed_up_at"].dt.strftime("%Y-%m")
    return people.groupby([month, "acquisition_channel"]).size().unstack(fill_value=0)


@pytest.mark.parametrize("saturation", [0.0, 0.3, 0.6, 0.95])
def test_the_response_is_usual_at_usual_spend_concave_and_costs_are_its_slopes(saturation):
    times = np.linspace(0.2, 4.0, 50)
    found = winning.response(times, saturation)
    assert winning.response(1.0, saturation) == pytest.approx(1.0)
    assert (np.diff(found) > 0).all() and (np.diff(found, 2) < 1e-12).all()
    step = 1e-6
    slope = (
        (winning.response(times + step, saturation) - winning.response(times - step, saturation)) / 2 / step
    )
    assert winning.marginal_cost(30.0, times, saturation) == pytest.approx(30.0 / slope, rel=1e-6)
    assert winning.blended_cost(30.0, times, saturation) == pytest.approx(30.0 * times / found)


def test_with_full_saturation_spend_moves_nobody_to_the_bit():
    times = np.linspace(0.1, 9, 1000)
    assert (winning.response(times, 1.0) == 1.0).all()
    assert np.isinf(winning.marginal_cost(30.0, times, 1.0)).all()

    def raise_all(data):
        for channel in data["channels"]:
            channel["raised"] = [{"month": 5, "months": 6, "times": 4.0}]

    calm, wild = (make_company(s, 300, 4, truth=True) for s in ("textbook", changed("textbook", raise_all)))
    for name in ("customers", "orders", "order_lines"):
        assert calm.table(name).equals(wild.table(name))
    assert calm.truth.table("truth_customers").equals(wild.truth.table("truth_customers"))
    spent = [company.table("acquisition_spend")["spend_eur"] for company in (calm, wild)]
    assert spent[1].sum() > 1.2 * spent[0].sum()


def test_as_many_come_by_each_channel_in_each_month_as_its_spend_brings(large):
    made = winning.plan(World(large.scenario, 21, 20_000))
    expected = made.usual_newcomers(20_000) * made.brought
    found = newcomers(large).reindex(columns=[c.name for c in large.scenario.channels]).to_numpy()
    raised = made.times > 1.5
    for k, channel in enumerate(large.scenario.channels):  # raised quarters lie in the whole time evenly
        own, other = raised[:, k], ~raised[:, k]
        ratio = (found[own, k].sum() / expected[own, k].sum()) / (
            found[other, k].sum() / expected[other, k].sum()
        )
        error = np.sqrt(1 / found[own, k].sum() + 1 / found[other, k].sum())
        assert abs(np.log(ratio)) < 4 * error, channel.name
        assert found[:, k].sum() == pytest.approx(expected[:, k].sum(), rel=0.06)
    assert found.sum() == pytest.approx(expected.sum(), rel=0.02)
    spread = (found.sum(axis=1) - expected.sum(axis=1)) / np.sqrt(expected.sum(axis=1))
    assert np.abs(spread).max() < 5


def test_laws_over_all_customers_stay_as_planted(large):
    """Whoever came before, and by whatever spend: rates, hazards and spend have exactly their laws."""
    truth, rules = large.truth.table("truth_customers"), large.scenario
    scale = truth["mean_order_value_eur"] / rules.spend.p
    for found, law in (
        (truth["purchase_rate_per_week"] * rules.purchase.alpha, stats.gamma(rules.purchase.r)),
        (truth["dropout_rate_per_week"] * rules.dropout.beta, stats.gamma(rules.dropout.s)),
        (rules.spend.gamma / scale, stats.gamma(rules.spend.q)),
    ):
        assert stats.kstest(found, law.cdf).pvalue > RARE


def test_the_spend_is_what_the_usual_newcomers_cost_times_what_is_spent():
    world = World(read_scenario("fernhill"), 3, 5_000)
    made, cost = winning.plan(world), [c.cost_per_customer_eur for c in world.scenario.channels]
    table = winning.acquisition_spend_table(world)
    spent = table["spend_eur"].reshape(36, 6) / 100
    assert spent == pytest.approx(made.usual_newcomers(5_000) * made.times * cost, abs=0.01)
    for k, channel in enumerate(world.scenario.channels):
        for spell in channel.raised:
            inside = slice(spell.month - 1, spell.month - 1 + spell.months)
            assert (made.times[inside, k] >= 0.9 * spell.times).all()


def test_a_run_that_ends_in_a_month_has_spent_part_of_it_and_the_past_stays():
    scenario = read_scenario("fernhill")
    ends = (None, dt.date(2024, 5, 11))
    worlds = [World(scenario, 3, 900, end) for end in ends]
    whole, part = (pd.DataFrame(winning.acquisition_spend_table(world)) for world in worlds)
    months = len(part) // 6
    assert part.iloc[:-6].equals(whole.iloc[: len(part) - 6]) and months == 17
    share = (
        part["spend_eur"].iloc[-6:].to_numpy() / whole["spend_eur"].iloc[len(part) - 6 : len(part)].to_numpy()
    )
    assert (share > 0.25).all() and (share < 0.4).all()


def test_raised_months_beyond_the_scenarios_own_are_left_out():
    def late(data):
        data["channels"][0]["raised"] = [{"month": 36, "months": 3, "times": 3.0}]

    world = World(changed("fernhill", late), 3, 900, dt.date(2026, 6, 1))
    raised = winning.plan(world).times[:, 0] > 1.5
    assert raised[35] and not raised[36:].any() and len(raised) > 40


@pytest.mark.parametrize("name", ["fernhill", "commodity", "textbook", "textbook_bg", "startup"])
def test_true_value_at_acquisition_is_what_newcomers_then_do(name):
    """Orders of the horizon by quadrature over time, customer by customer, against the closed form."""
    scenario = read_scenario(name)
    rate, hazard = np.array([0.02, 0.1, 0.5]), np.array([0.001, 0.02, 0.1])
    week = np.linspace(0, worth.HORIZON, 400_001)
    discount = np.log(1 + scenario.future.discount_per_year) / 52
    for r, h, found in zip(
        rate, hazard, worth.orders_within(scenario, rate, hazard, worth.HORIZON), strict=True
    ):
        if scenario.dropout.model == "pareto":
            alive = np.exp(-h * week)
        else:  # density of orders: first repeat r e^(-ru), later ones r (1 - p) of those who stayed
            p = h / r
            before = np.exp(-r * week)
            alive = before + (1 - p) * r / (r - h) * (np.exp(-h * week) - before)
        assert found == pytest.approx(np.trapezoid(r * alive * np.exp(-discount * week), week), rel=1e-5)


def test_true_value_is_near_what_the_ledger_of_the_channel_shows(large):
    """First-order margins in the ledger, after all that is taken off them, channel by channel."""
    from generator.stories import Ledger

    ledger = Ledger(large)
    first = ledger.lines[ledger.lines["first"]]
    margin = first.groupby("customer_id")["margin"].sum()
    orders = large.table("orders").merge(first[["order_id"]].drop_duplicates(), on="order_id")
    rates = large.table("activity_costs").set_index("activity")["rate_eur"]
    sending = orders.set_index("customer_id")["channel"].map(
        {c: rates[f"{c}_order"] for c in ("web", "app", "store")}
    )
    tickets = large.table("tickets").merge(orders[["order_id"]], on="order_id")
    cost = (
        tickets.groupby("customer_id")["goodwill_eur"].sum()
        + rates["ticket"] * tickets.groupby("customer_id").size()
    )
    net = margin.sub(sending).sub(cost, fill_value=0)
    truth = large.truth.table("truth_customers").set_index("customer_id")
    channel = large.table("customers").set_index("customer_id")["acquisition_channel"]
    own = net[~truth["came_before"]].groupby(channel).mean()
    told = large.truth.table("truth_acquisition").set_index("channel")["first_margin_eur"]
    assert (own - told).abs().max() < 3.0, pd.DataFrame({"ledger": own, "truth": told})
    assert own.corr(told) > 0.9
