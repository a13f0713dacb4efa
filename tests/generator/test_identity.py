"""Identity: accounts show what happened to people, a clerk has judged pairs, and some only brought others."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from generator import Company, generate, make_company
from generator.business import spelling
from generator.scenario import Scenario, read_scenario

YEAR = 365.25
PLAIN = {"typo": 0.0, "abbreviated": 0.0}


@pytest.fixture(scope="module")
def company():
    data = read_scenario("fernhill").model_dump(mode="json")
    data["accounts"] |= PLAIN
    return make_company(Scenario.model_validate(data), customers=4_000, seed=61, truth=True)


def whose(company):
    """Accounts with the person's own columns (suffix _own) and the days of her events."""
    events = company.truth.table("truth_life_events")
    day = events.pivot(index="customer_id", columns="event", values="happened_on")
    new = {
        event: events[events["event"] == event].set_index("customer_id")
        for event in ("moved", "changed name")
    }
    owner = company.truth.table("truth_accounts").merge(company.table("customers"), on="customer_id")
    both = company.table("accounts").merge(owner, on="account_id", suffixes=("", "_own"))
    both["moved"] = both["opened_on"] >= both["customer_id"].map(day["moved"])
    both["renamed"] = both["opened_on"] >= both["customer_id"].map(day["changed name"])
    for name in ("street", "house_number"):
        both[f"new_{name}"] = both["customer_id"].map(new["moved"][name])
    both["new_last_name"] = both["customer_id"].map(new["changed name"]["last_name"])
    return both


def test_an_account_shows_what_held_on_its_day(company):
    both = whose(company)
    assert both["moved"].sum() > 50 and both["renamed"].sum() > 20
    capital = both["system"] == "store"
    for name, changed in (("street", "moved"), ("last_name", "renamed")):
        right = both[f"{name}_own"].where(~both[changed], both[f"new_{name}"])
        right = right.where(~capital, right.map(spelling.plain).str.upper())
        there = both[name].notna()
        assert (both[name] == right)[there].all(), name
    there = both["house_number"].notna()
    right = both["house_number_own"].where(~both["moved"], both["new_house_number"])
    assert (both["house_number"] == right)[there].all()


def test_events_come_at_the_planted_hazard_and_after_signing_up(company):
    events = company.truth.table("truth_life_events")
    joined = (
        company.table("customers").set_index("customer_id")["signed_up_at"].dt.tz_localize(None).dt.floor("D")
    )
    assert (events["happened_on"] > events["customer_id"].map(joined)).all()
    years = (pd.Timestamp(company.manifest.end) - joined).dt.days / YEAR
    rules = company.scenario.accounts
    for event, hazard in (("moved", rules.moves_a_year), ("changed name", rules.new_names_a_year)):
        expected, seen = (1 - np.exp(-hazard * years)).sum(), (events["event"] == event).sum()
        assert abs(seen - expected) < 4.5 * np.sqrt(expected)
    renamed = events[events["event"] == "changed name"].set_index("customer_id")["last_name"]
    old = company.table("customers").set_index("customer_id")["last_name"]
    assert (renamed != old.reindex(renamed.index)).all()


def test_a_clerk_s_judgements_are_of_real_pairs_and_mostly_right(company):
    pairs, rules = company.table("reviewed_pairs"), company.scenario.accounts.review
    person = company.truth.table("truth_accounts").set_index("account_id")["customer_id"]
    one, other = (person[pairs[side]].to_numpy() for side in ("account_a", "account_b"))
    assert (one == other).sum() > 200 and (one != other).sum() > 600
    assert max(one.max(), other.max()) <= rules.people
    wrong = ((one == other) != pairs["same_person"]).sum()
    assert wrong > 0 and abs(wrong - rules.wrong * len(pairs)) < 4.5 * np.sqrt(rules.wrong * len(pairs))
    opened = company.table("accounts").set_index("account_id")["opened_on"]
    for side in ("account_a", "account_b"):
        assert (pairs[side].map(opened) < pairs["reviewed_on"]).all()
    # All pairs of one person among the accounts that were open.
    held = person[
        person.le(rules.people)
        & person.index.map(opened).to_series(person.index).lt(pairs["reviewed_on"].iloc[0])
    ]
    counts = held.value_counts()
    assert (counts * (counts - 1) // 2).sum() == (one == other).sum()


def test_the_review_does_not_hang_on_the_size_or_the_end():
    until = dt.date(2025, 10, 7)
    small, large = (
        make_company(customers=n, seed=62, until=end).table("reviewed_pairs")
        for n, end in ((800, None), (1_200, until))
    )
    early = make_company(customers=800, seed=62, until=dt.date(2025, 8, 20))
    pd.testing.assert_frame_equal(small, large)
    assert len(small) and early.table("reviewed_pairs").empty


def test_advocates_brought_someone_and_are_one_whatever_the_blocks(tmp_path):

    data = read_scenario("fernhill").model_dump(mode="json")
    data["referral"]["never_bought"] = 0.7
    scenario = Scenario.model_validate(data)
    whole = make_company(scenario, customers=900, seed=63)
    advocates, people = whole.table("advocates"), whole.table("customers")
    brought = people.dropna(subset=["advocate_id"])
    assert len(advocates) > 40 and set(advocates["advocate_id"]) == set(brought["advocate_id"].astype(int))
    assert brought["advocate_id"].duplicated().any() and brought["referred_by"].isna().all()
    assert (brought["acquisition_channel"] == "referral").all()
    since = brought["advocate_id"].map(advocates.set_index("advocate_id")["registered_on"])
    assert (since <= brought["signed_up_at"].dt.tz_localize(None)).all()
    generate(tmp_path / "cut", scenario=scenario, customers=900, seed=63, block=101)

    cut = Company.open(tmp_path / "cut").table("advocates")
    pd.testing.assert_frame_equal(
        cut.sort_values("advocate_id", ignore_index=True),
        advocates.sort_values("advocate_id", ignore_index=True),
    )


def test_nobody_is_an_advocate_where_word_of_mouth_brings_nobody():
    company = make_company("textbook", customers=400, seed=64)
    assert company.table("advocates").empty and company.table("customers")["advocate_id"].isna().all()


def test_couples_share_a_telephone(company):
    owner = company.truth.table("truth_accounts").merge(company.table("customers"), on="customer_id")
    held = company.table("accounts").merge(owner, on="account_id").dropna(subset=["phone"])
    groups = held.groupby("phone").agg(people=("customer_id", "nunique"), homes=("household_id", "nunique"))
    shared = groups[groups["people"] > 1]
    assert len(shared) > 40 and (shared["homes"] == 1).mean() > 0.9
