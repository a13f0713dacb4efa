"""Trials in the order ledger: what is in `trials` can be computed from `orders`, and the truth fits both."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from generator import make_company
from generator.scenario import Scenario, read_scenario

LEDGER = ("call_back", "retention_offer", "contact_pressure", "personal_offer")


@pytest.fixture(scope="module", params=[21, 22])
def company(request):
    return make_company(customers=6_000, seed=request.param, truth=True)


def with_days(company):
    orders = company.table("orders")
    paid = company.table("order_lines").groupby("order_id")["paid_eur"].sum()
    return orders.assign(
        day=orders["ordered_at"].dt.tz_localize(None).dt.floor("D"), eur=orders["order_id"].map(paid)
    )


def in_windows(trial, orders):
    rows = trial.reset_index(names="row").merge(orders, on="customer_id")
    end = rows["assigned_on"] + pd.to_timedelta(rows["window_days"], unit="D")
    rows = rows[(rows["day"] >= rows["assigned_on"]) & (rows["day"] < end)]
    return rows.groupby("row")["eur"].sum().reindex(trial.index, fill_value=0.0)


@pytest.mark.parametrize("name", LEDGER)
def test_outcomes_are_those_of_the_ledger(company, name):
    trial = company.table("trials").query("trial_id == @name")
    paid = in_windows(trial, with_days(company))
    assert len(trial) > 500
    assert np.allclose(paid, trial["paid_eur"])
    assert ((paid > 0) == trial["bought"]).all()
    assert trial[["answer", "price_eur", "unit_cost_eur"]].isna().all(axis=None)


def test_the_given_arm_of_the_truth_is_what_happened(company):
    both = company.table("trials").merge(
        company.truth.table("truth_trials"), on=["trial_id", "customer_id", "arm"], how="left"
    )
    assert (both["would_buy"] == both["bought"]).all()


@pytest.mark.parametrize("name", LEDGER)
def test_differences_of_means_are_near_the_planted_effect(company, name):
    truth = company.truth.table("truth_trials").query("trial_id == @name")
    trial = company.table("trials").query("trial_id == @name")
    arms = list(dict.fromkeys(truth["arm"]))
    would = truth.pivot(index="customer_id", columns="arm", values="would_buy").astype(float)
    planted = truth.pivot(index="customer_id", columns="arm", values="effect")
    assert (planted[arms[0]] == 0).all()
    bought = trial["bought"].astype(float).groupby(trial["arm"])
    for arm in arms[1:]:
        own = would[arm] - would[arms[0]]
        assert abs(own.mean() - planted[arm].mean()) < 4 * own.std() / np.sqrt(len(own))
        seen = bought.mean()[arm] - bought.mean()[arms[0]]
        error = np.sqrt((bought.var() / bought.size())[[arm, arms[0]]].sum())
        assert abs(seen - planted[arm].mean()) < 4 * error


def test_planted_effects_are_right_for_each_kind_of_customer(company):
    """Not only on average: in each fifth of the planted effect of the offer."""
    truth = company.truth.table("truth_trials").query("trial_id == 'retention_offer'")
    would = truth.pivot(index="customer_id", columns="arm", values="would_buy").astype(float)
    planted = truth.query("arm == 'offer'").set_index("customer_id")["effect"]
    own = (would["offer"] - would["no_offer"]).groupby(pd.qcut(planted.rank(method="first"), 5))
    middle = planted.groupby(pd.qcut(planted.rank(method="first"), 5)).mean()
    assert ((own.mean() - middle).abs() < 4.5 * own.std() / np.sqrt(own.size()) + 1e-9).all()
    assert middle.iloc[-1] - middle.iloc[0] > 0.15


def test_calls_follow_detractors_and_windows_do_not_overlap(company):
    trials, rules = company.table("trials"), company.scenario.call_back
    calls = trials.query("trial_id == 'call_back'").astype({"survey_id": "int64"})
    calls = calls.merge(company.table("surveys"), on=["survey_id", "customer_id"])
    assert len(calls) == (trials["trial_id"] == "call_back").sum()
    assert calls["answered"].all() and (calls["score"] <= 6).all()
    assert (calls["assigned_on"] >= calls["answered_at"].dt.tz_localize(None).dt.floor("D")).all()
    wait = calls["assigned_on"] - calls["sent_at"].dt.tz_localize(None).dt.floor("D")
    assert (wait == pd.Timedelta(days=16)).all()
    assert (calls["window_days"] == rules.window_days).all()
    rows = trials[trials["trial_id"].isin(LEDGER)].sort_values(["customer_id", "assigned_on"])
    end = rows["assigned_on"] + pd.to_timedelta(rows["window_days"], unit="D")
    same = rows["customer_id"].eq(rows["customer_id"].shift())
    assert (rows["assigned_on"] >= end.shift())[same].all()


def test_who_has_left_is_not_brought_back(company):
    truth = company.truth.table("truth_customers").set_index("customer_id")["left_at"]
    rows = company.table("trials").merge(company.truth.table("truth_trials"), on=["trial_id", "customer_id"])
    rows = rows[rows["trial_id"].isin(LEDGER)]
    gone = rows["customer_id"].map(truth).dt.tz_localize(None) < rows["assigned_on"]
    assert gone.sum() > 100
    assert not rows.loc[gone, "would_buy"].any() and (rows.loc[gone, "effect"] == 0).all()


@pytest.mark.parametrize(
    ("part", "change", "window"),
    [
        ("call_back", {"gain_own": 0.0, "gain_paid": 0.0}, "call_back"),
        ("retention_offer", {"gain_others": 0.0, "gain_price_led": 0.0, "loss": 0.0}, "retention_offer"),
    ],
)
def test_worlds_that_differ_in_one_effect_share_all_other_orders(part, change, window):
    data = read_scenario("fernhill").model_dump(mode="json")
    data[part] |= change
    here = make_company(customers=3_000, seed=5)
    there = make_company(Scenario.model_validate(data), customers=3_000, seed=5)
    trial = here.table("trials").query("trial_id == @window").set_index("customer_id")
    assert (
        trial["arm"] == there.table("trials").query("trial_id == @window").set_index("customer_id")["arm"]
    ).all()
    keys = [
        set(map(tuple, with_days(x)[["customer_id", "ordered_at", "channel", "eur"]].to_numpy()))
        for x in (here, there)
    ]
    differ = keys[0] ^ keys[1]
    assert differ
    # An order more or less may change what she answers later, and with it who is called.
    rows = pd.concat(
        [trial.reset_index(), *(x.table("trials").query("trial_id == 'call_back'") for x in (here, there))]
    )
    treated = rows[rows["arm"].isin(["called", "offer"])]
    when = pd.DataFrame([row[:2] for row in differ], columns=["customer_id", "ordered_at"]).merge(
        treated, on="customer_id"
    )
    age = (when["ordered_at"].dt.tz_localize(None) - when["assigned_on"]).dt.days
    inside = when[(age >= 0) & (age < when["window_days"])]
    assert set(zip(inside["customer_id"], inside["ordered_at"], strict=True)) == {row[:2] for row in differ}
    assert (inside["trial_id"] == window).mean() > 0.9


def test_in_the_textbook_nothing_works():
    company = make_company("textbook", customers=3_000, seed=4, truth=True)
    truth = company.truth.table("truth_trials")
    ledger = truth[truth["trial_id"].isin(LEDGER)]
    assert len(ledger) and (ledger["effect"] == 0).all()
    assert ledger.groupby(["trial_id", "customer_id"])["would_buy"].nunique().max() == 1


def test_a_trial_that_does_not_fit_the_calendar_is_not_held():
    data = read_scenario("fernhill").model_dump(mode="json")
    data["calendar"]["months"] = 26
    data["price_trial"]["month"] = 20
    company = make_company(Scenario.model_validate(data), customers=1_000, seed=2)
    assert set(company.table("trials")["trial_id"]) == {"brio_kettle", "call_back"}
    assert set(company.table("touches")["channel"]) == {"mail"}


def test_mails_are_those_of_the_arm():
    company = make_company(customers=3_000, seed=6)
    trial = company.table("trials").query("trial_id == 'contact_pressure'").set_index("customer_id")
    mails = company.table("touches").query("channel == 'email' and campaign_id < 10_100")
    wanted = trial["arm"].str.removeprefix("mails_").astype(int)
    got = mails.groupby("customer_id").size().reindex(trial.index, fill_value=0)
    gone = trial.index.isin(mails.loc[mails["outcome"] == "unsubscribed", "customer_id"])
    consents = company.table("consents").query("channel == 'email'").dropna(subset="opted_out_on")
    out = trial.index.isin(consents["customer_id"])  # some of them by themselves
    assert (got[~out] == wanted[~out]).all() and (got <= wanted).all() and gone.any() and (out & ~gone).any()
    last = mails.sort_values("touched_at").drop_duplicates("customer_id", keep="last")
    assert (
        (last["outcome"] == "unsubscribed").sum() == gone.sum() == (mails["outcome"] == "unsubscribed").sum()
    )
    assert set(mails["campaign_id"]) <= set(company.table("campaigns")["campaign_id"])


@pytest.mark.parametrize("until", [dt.date(2024, 8, 10), dt.date(2025, 2, 20), dt.date(2025, 7, 5)])
def test_a_shorter_run_knows_the_same_of_what_is_over(until):
    whole = make_company(customers=1_500, seed=8)
    short = make_company(customers=1_500, seed=8, until=until)
    end = pd.Timestamp(until)
    orders = [with_days(x)[["customer_id", "ordered_at", "eur"]] for x in (whole, short)]
    before = orders[0][orders[0]["ordered_at"] < end.tz_localize("UTC")]
    pd.testing.assert_frame_equal(before.reset_index(drop=True), orders[1])
    trials, fewer = whole.table("trials"), short.table("trials")
    over = trials["assigned_on"] + pd.to_timedelta(trials["window_days"], unit="D") <= end
    pd.testing.assert_frame_equal(trials[over].reset_index(drop=True), fewer, check_dtype=False)
    visits, known = whole.table("visits"), short.table("visits")
    pd.testing.assert_frame_equal(
        visits[visits["visited_at"] < end.tz_localize("UTC")].reset_index(drop=True), known, check_dtype=False
    )
