"""Who lives with whom, who brought whom, and traits that are tied to nothing but what is planted."""

import numpy as np
import pandas as pd
import pytest

from generator import make_company
from generator.business.households import LARGEST, Homes
from generator.scenario import Scenario, read_scenario
from generator.world import World


@pytest.fixture(scope="module")
def company():
    return make_company(customers=8_000, seed=41, truth=True)


@pytest.fixture(scope="module")
def people(company):
    return company.table("customers").merge(company.truth.table("truth_customers"), on="customer_id")


def changed(**groups):
    data = read_scenario("fernhill").model_dump(mode="json")
    for name, values in groups.items():
        data[name] |= values
    return Scenario.model_validate(data)


def test_households_are_neighbours_at_one_address(people, company):
    homes = people.groupby("household_id")
    assert (homes["customer_id"].min() == homes["customer_id"].min().index).all()
    assert homes.size().max() <= LARGEST and homes.size().max() > 1
    for name in ("street", "house_number", "city"):
        assert (homes[name].nunique() == 1).all()
    rules = company.scenario.demography
    others = people[people["customer_id"] != people["household_id"]]
    joined = rules.together * (LARGEST - 1) / LARGEST
    assert len(others) / len(people) == pytest.approx(joined, abs=4 * np.sqrt(joined / len(people)))
    heads = people.set_index("customer_id")["last_name"].reindex(others["household_id"]).to_numpy()
    same = (others["last_name"].to_numpy() == heads).mean()
    assert same == pytest.approx(1 - rules.own_name, abs=0.05)


def test_homes_do_not_depend_on_who_else_is_asked_for():
    world = World(read_scenario("fernhill"), 3, 1_000)
    ids = np.arange(1, 1_001)
    whole = Homes(world, ids)
    for some in (ids[::7], ids[::-1][:50], np.array([999, 2, 2])):
        part = Homes(world, some)
        for name in ("head", "first_name", "last_name", "street", "house_number", "city", "birth_year"):
            assert (getattr(part, name) == getattr(whole, name)[some - 1]).all(), name


def test_people_are_grown_up_and_some_are_old(people, company):
    age = company.scenario.calendar.start.year - people["birth_year"]
    rules = company.scenario.demography
    assert age.min() >= rules.youngest and age.max() <= rules.oldest
    assert 40 < age.mean() < 60
    assert (age > 70).any() and (age < 25).any()


def test_homes_and_age_tell_nothing_of_buying(people):
    for name in ("purchase_rate_per_week", "mean_order_value_eur", "satisfaction_z"):
        rank = people[name].rank()
        assert abs(np.corrcoef(rank, people["birth_year"])[0, 1]) < 4.5 / np.sqrt(len(people))
        alone = ~people["household_id"].duplicated(keep=False)
        gap = rank[alone].mean() - rank[~alone].mean()
        assert abs(gap) < 4.5 * rank.std() * np.sqrt(1 / alone.sum() + 1 / (~alone).sum())


def test_who_brought_somebody_came_before(people):
    brought = people.dropna(subset=["referred_by"])
    assert (brought["acquisition_channel"] == "referral").all()
    assert (brought["referred_by"] < brought["customer_id"]).all()
    joined = people.set_index("customer_id")["signed_up_at"]
    assert (joined.reindex(brought["referred_by"]).to_numpy() < brought["signed_up_at"].to_numpy()).all()
    forgotten = people[people["acquisition_channel"] == "referral"]["referred_by"].isna()
    assert 0 < forgotten.mean() < 0.3


def bringers_gap(company):
    truth = company.truth.table("truth_customers").set_index("customer_id")["satisfaction_z"]
    brings = truth.index.isin(company.table("customers")["referred_by"].dropna())
    gap = truth[brings].mean() - truth[~brings].mean()
    return gap / np.sqrt(1 / brings.sum() + 1 / (~brings).sum())


def test_the_contented_bring_others_only_if_planted(company):
    assert bringers_gap(company) > 5
    # Satisfaction moves staying, and staying the time of joining: who was there early brings a little more.
    plain = changed(referral={"satisfaction": 0.0}, ties={"cohort": 0.0})
    assert abs(bringers_gap(make_company(plain, customers=8_000, seed=41, truth=True))) < 4.5


def test_the_group_and_its_devices_are_as_planted(people, company):
    rules, group = company.scenario.demography, people["protected_group"]
    share = rules.protected_share
    assert abs(group.mean() - share) < 4.5 * np.sqrt(share * (1 - share) / len(people))
    assert people.loc[group, "mean_order_value_eur"].median() < people["mean_order_value_eur"].median()
    for flag, weights in ((True, rules.protected_devices), (False, rules.devices)):
        own = people.loc[group == flag, "device"]
        for name, weight in weights.items():
            planted = weight / sum(weights.values())
            assert abs((own == name).mean() - planted) < 4.5 * np.sqrt(planted * (1 - planted) / len(own))


def test_campaigns_belong_to_their_channel(people, company):
    for channel in company.scenario.channels:
        own = people[people["acquisition_channel"] == channel.name]["acquisition_campaign"]
        assert set(own) == set(channel.campaigns)
    textbook = make_company("textbook", customers=500, seed=1).table("customers")
    assert (textbook["acquisition_campaign"] == textbook["acquisition_channel"]).all()
    assert textbook["referred_by"].isna().all()
    assert not textbook["household_id"].duplicated().any()


def test_needs_differ_by_region_as_planted():
    needs = [need | {"regions": {}} for need in read_scenario("fernhill").model_dump(mode="json")["needs"]]
    needs[0]["regions"] = {"Coast": 1.0}
    data = read_scenario("fernhill").model_dump(mode="json") | {"needs": needs}
    data["demography"]["city_spread"] = 0.0
    made = make_company(Scenario.model_validate(data), customers=10_000, seed=2, truth=True)
    truth = made.truth.table("truth_customers").merge(made.table("customers"), on="customer_id")
    share = needs[0]["share"]
    lifted = share * np.e / (1 - share + share * np.e)
    mean = (truth["need_segment"] == needs[0]["name"]).groupby(truth["region"] == "Coast").mean()
    assert mean[False] == pytest.approx(share, abs=0.025)
    assert mean[True] == pytest.approx(lifted, abs=0.05)


def test_cities_are_large_and_small(people):
    size = people["city"].value_counts()
    region = people["region"].value_counts()
    assert len(size) == 60 and size.max() > 6 * size.min()
    assert region.max() < 1.2 * region.min()


def test_missing_referrers_are_no_broken_references(tmp_path):
    from generator import generate, validate

    generate(tmp_path / "c", customers=400, seed=2)
    facts = validate(tmp_path / "c")
    mine = [fact for fact in facts if fact.table in {"customers", "accounts", "subscriptions", "usage"}]
    assert mine and [fact.sentence for fact in mine if not fact.good] == []
    assert isinstance(pd.read_parquet(tmp_path / "c" / "customers"), pd.DataFrame)
