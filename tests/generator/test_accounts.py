"""Accounts: whose they are is known, and they say it as badly as planted."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from generator import make_company
from generator.business import accounts as mechanism
from generator.business import spelling
from generator.scenario import Scenario, read_scenario
from generator.world import Pools

FLAWS = ("nickname", "initial", "typo", "abbreviated", "new_phone", "wrong_year",
         "home_phone", "moves_a_year", "new_names_a_year")  # fmt: skip


@pytest.fixture(scope="module")
def company():
    return make_company(customers=8_000, seed=31, truth=True)


def whose(company):
    """Accounts with the person's own columns beside them (suffix _own)."""
    owner = company.truth.table("truth_accounts").merge(company.table("customers"), on="customer_id")
    return company.table("accounts").merge(owner, on="account_id", suffixes=("", "_own"))


def test_each_person_has_an_account_and_at_most_one_in_each_system(company):
    owner = company.truth.table("truth_accounts")
    assert sorted(owner["account_id"]) == sorted(company.table("accounts")["account_id"])
    assert set(owner["customer_id"]) == set(company.table("customers")["customer_id"])
    both = whose(company)
    assert not both.duplicated(["customer_id", "system"]).any()
    first = both.groupby("customer_id")["opened_on"].min()
    joined = company.table("customers").set_index("customer_id")["signed_up_at"]
    assert (first == joined.dt.tz_localize(None).dt.floor("D").reindex(first.index)).all()
    assert (both["opened_on"] < pd.Timestamp(company.manifest.end)).all()


def test_store_cards_and_web_accounts_are_opened_by_orders_there(company):
    both = whose(company)
    orders = company.table("orders")
    first = orders.groupby(["customer_id", "channel"])["ordered_at"].min().dt.tz_localize(None).dt.floor("D")
    for system in ("web", "store"):
        own = both[both["system"] == system].set_index("customer_id")["opened_on"]
        assert (own == first.xs(system, level="channel").reindex(own.index)).all()


def test_numbers_are_different_and_tell_nothing():
    ids = np.repeat(np.arange(1, 200_001), 3)
    system = np.tile(np.arange(3), 200_000)
    number = mechanism.account_number(5, ids, system)
    assert len(np.unique(number)) == len(number)
    assert number.min() >= 1 and number.max() <= 1 << 40
    assert abs(np.corrcoef(ids, number)[0, 1]) < 0.01
    web, app = number[0::3], number[1::3]
    assert abs(np.corrcoef(web, app)[0, 1]) < 0.01


def test_without_flaws_accounts_say_who_it_is():
    data = read_scenario("fernhill").model_dump(mode="json")
    data["accounts"] |= dict.fromkeys(FLAWS, 0.0)
    for system in ("web", "app", "store"):
        data["accounts"][system] |= {"first_email": 1, "home_email": 0, "other_email": 0}
        data["accounts"][system] |= {"no_address": 0, "no_phone": 0, "no_birth_year": 0}
    both = whose(make_company(Scenario.model_validate(data), customers=3_000, seed=3, truth=True))
    capital = both["system"] == "store"
    for name in ("first_name", "last_name", "street", "city"):
        shown = both[f"{name}_own"].where(~capital, both[f"{name}_own"].map(spelling.plain).str.upper())
        assert (both[name] == shown).all(), name
    for name in ("birth_year", "house_number"):
        assert (both[name] == both[f"{name}_own"]).all()
    for name in ("email", "phone"):
        assert both[name].notna().all()
        assert (both.groupby("customer_id")[name].nunique() == 1).all()
        # Two strangers may by chance have the same, hardly ever more.
        assert both.drop_duplicates("customer_id")[name].duplicated().sum() <= 5


def test_flaws_are_as_frequent_as_planted(company):
    both, rules = whose(company), company.scenario.accounts
    web = both[both["system"] == "web"]

    def close(seen, share, of):
        assert abs(seen - share) < 4.5 * np.sqrt(share * (1 - share) / of) + 0.002, (seen, share)

    dots = web["first_name"].str.fullmatch(r".\.")
    close(dots.mean(), rules.initial, len(web))
    for name in ("web", "app", "store"):
        own, part = both[both["system"] == name], getattr(rules, name)
        close(own["street"].isna().mean(), part.no_address, len(own))
        close(own["phone"].isna().mean(), part.no_phone, len(own))
        close(own["birth_year"].isna().mean(), part.no_birth_year, len(own))
        close(
            own["email"].isna().mean(),
            max(0.0, 1 - part.first_email - part.home_email - part.other_email),
            len(own),
        )
        told = own[own["birth_year"].notna()]
        close((told["birth_year"] != told["birth_year_own"]).mean(), rules.wrong_year, len(told))
    wrong = web["last_name"] != web["last_name_own"]
    first = web["opened_on"] == web["signed_up_at"].dt.tz_localize(None).dt.floor("D")
    close(wrong[first].mean(), rules.typo, first.sum())


def test_the_store_writes_capitals_without_accents(company):
    store = company.table("accounts").query("system == 'store'")
    for name in ("first_name", "last_name", "street", "city"):
        text = store[name].dropna()
        assert (text == text.str.upper()).all() and text.map(str.isascii).all()


def test_households_share_addresses_for_mail(company):
    both = whose(company)
    people = both.dropna(subset=["email"]).groupby("email")["customer_id"].nunique()
    shared = both[both["email"].isin(people.index[people > 1])].groupby("email")["household_id"].nunique()
    assert len(shared) > 20
    assert (shared == 1).mean() > 0.9


def test_addresses_belong_to_nobody(company):
    told = company.table("accounts")
    assert told["email"].dropna().str.fullmatch(r"[a-z0-9.]+@[a-z]+\.example").all()
    assert told["phone"].dropna().str.fullmatch(r"555\d{7}").all()


@pytest.mark.parametrize("pool", ["first_names", "last_names", "streets"])
def test_typing_errors_are_small(pool):
    for name in getattr(Pools.read(), pool):
        dropped, swapped = spelling.misspelt(name)
        assert dropped != name != swapped
        assert abs(len(dropped) - len(name)) <= 1 and name[0] == dropped[0] == swapped[0]
        assert sorted(swapped) == sorted(name) or swapped == name + name[-1]


def test_each_text_stands_once_in_the_vocabulary():
    names = tuple(Pools.read().first_names)
    spelt = spelling.of_first_names(names, (("Ryan", "Ry"),))
    assert len(set(spelt.words)) == len(spelt.words)
    assert [spelt.words[code] for code in spelt.code[0, 0]] == list(names)
    assert spelt.words[spelt.code[1, 1, names.index("Ryan")]] == "RY"
    assert spelling.abbreviated("Elm Road") == "Elm Rd."
    assert spelling.plain("Łukasz Müller") == "Lukasz Muller"


def test_an_account_once_opened_stays_as_it_is():
    early = make_company(customers=1_500, seed=6, until=dt.date(2025, 3, 12), truth=True)
    whole = make_company(customers=1_500, seed=6, until=dt.date(2026, 3, 1), truth=True)
    before = early.table("accounts").set_index("account_id")
    after = whole.table("accounts").set_index("account_id")
    pd.testing.assert_frame_equal(before, after.reindex(before.index))
    new = after.index.difference(before.index)
    assert len(new) and (after.loc[new, "opened_on"] >= pd.Timestamp("2025-03-12")).all()
