"""Journeys: well formed, converted once at their end, and with a truth that fits what is seen."""

import numpy as np
import pytest

from generator import make_company
from generator.scenario import Scenario, read_scenario


@pytest.fixture(scope="module", params=[31, 32])
def company(request):
    return make_company(customers=3_000, seed=request.param, truth=True)


def test_journeys_are_whole(company):
    visits, rules = company.table("visits"), company.scenario.journeys
    journeys = visits.groupby("journey_id")
    assert len(journeys) >= rules.least
    assert (visits["position"] == journeys.cumcount() + 1).all()
    assert (journeys["visited_at"].diff().dropna().dt.total_seconds() > 0).all()
    assert journeys["converted"].sum().max() == 1
    last = visits["position"] == journeys["position"].transform("max")
    assert not visits.loc[~last, "converted"].any()
    assert (visits["order_value_eur"].notna() == visits["converted"]).all()
    assert (journeys[["held_out", "saw_social_ad"]].nunique() == 1).all(axis=None)


def test_an_order_is_the_last_step_and_no_other_visit_reaches_it(company):
    visits = company.table("visits")
    assert ((visits["furthest"] == "order") == visits["converted"]).all()
    assert set(visits["furthest"]) == {"landing", "product", "basket", "checkout", "order"}
    assert (visits.groupby("journey_id")["device"].nunique() == 1).all()


def test_nobody_held_out_meets_social(company):
    visits = company.table("visits")
    held = visits[visits["held_out"]]
    assert not held["saw_social_ad"].any() and not (held["channel"] == "social").any()
    assert visits.loc[visits["channel"] == "social", "saw_social_ad"].all()


def test_the_truth_of_each_journey_is_what_is_seen(company):
    visits = company.table("visits").groupby("journey_id")
    truth = company.truth.table("truth_journeys").set_index("journey_id")
    assert (visits["converted"].any() == truth["buys"]).all()
    blind = ~visits["saw_social_ad"].first()
    assert (truth["buys"] == truth["buys_without_social"])[blind].all()
    assert (truth["buys_without_social"] <= truth["buys"]).all()


def test_shares_of_channels_are_the_sums_over_journeys(company):
    held = company.table("visits").groupby("journey_id")["held_out"].first()
    truth = company.truth.table("truth_journeys").set_index("journey_id")[~held]
    channels = company.truth.table("truth_channels").set_index("channel")
    orders = truth["buys"].sum()
    for name in ("social", "search", "email"):
        lost = orders - truth[f"buys_without_{name}"].sum()
        share = channels.loc[name, "causal_share"]
        assert abs(lost / orders - share) < 4 * np.sqrt(share / orders)
        assert abs(lost - channels.loc[name, "incremental_orders"]) < 5 * np.sqrt(lost)
    assert (channels.loc[["organic", "direct"], "causal_share"] == 0).all()


def test_without_lifts_no_channel_causes_anything():
    data = read_scenario("fernhill").model_dump(mode="json")
    data["journeys"] |= {"social_lift": 0.0, "search_lift": 0.0, "email_lift": 0.0}
    company = make_company(Scenario.model_validate(data), customers=500, seed=3, truth=True)
    assert (company.truth.table("truth_channels")["causal_share"] == 0).all()
    rate = company.table("visits").groupby(["held_out", "journey_id"])["converted"].any().groupby("held_out")
    error = np.sqrt((rate.var() / rate.size()).sum())
    assert abs(rate.mean()[True] - rate.mean()[False]) < 4 * error


def test_journeys_do_not_change_when_customers_are_added():
    """Above the size at which the floor binds."""
    data = read_scenario("fernhill").model_dump(mode="json")
    data["journeys"]["least"] = 0
    scenario = Scenario.model_validate(data)
    small = make_company(scenario, customers=300, seed=7).table("visits")
    large = make_company(scenario, customers=600, seed=7).table("visits")
    assert small.equals(large[large["journey_id"] <= small["journey_id"].max()])
