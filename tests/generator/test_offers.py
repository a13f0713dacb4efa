"""The trial of offers, and calls to detractors: who is in, and whom they move."""

import pandas as pd
import pytest

from generator import make_company


@pytest.fixture(scope="module")
def company():
    return make_company(customers=4_000, seed=81, truth=True)


def rows_of(company, trial):
    return company.table("trials").query("trial_id == @trial").set_index("customer_id")


def effects_of(company, trial):
    truth = company.truth.table("truth_trials").query("trial_id == @trial")
    return truth.pivot(index="customer_id", columns="arm", values="effect")


def test_offers_go_by_e_mail_to_those_of_whom_something_is_known(company):
    rows, rules = rows_of(company, "personal_offer"), company.scenario.personal_offer
    orders = company.table("orders").query("customer_id in @rows.index")
    day = pd.Timestamp(rows["assigned_on"].iloc[0], tz="UTC")
    before = orders[orders["ordered_at"] < day].groupby("customer_id").size()
    assert (
        before.reindex(rows.index) >= rules.least_orders
    ).mean() > 0.99  # a trial before may have cost one
    mails = company.table("touches").merge(company.table("campaigns"), on="campaign_id", suffixes=("", "_of"))
    mails = mails[mails["campaign_name"].isin(["Voucher for all", "Personal offer"])]
    treated = rows[rows["arm"] != "no_offer"]
    assert set(mails["customer_id"]) == set(treated.index) and not mails["customer_id"].duplicated().any()
    said = mails.set_index("customer_id")["campaign_name"] == "Personal offer"
    assert (said == (treated["arm"].reindex(said.index) == "personal")).all()
    shares = rows["arm"].value_counts(normalize=True)
    assert abs(shares["no_offer"] - 0.2) < 0.05 and abs(shares["personal"] - 0.4) < 0.06


def test_each_need_has_an_offer_that_moves_it(company):
    effects = effects_of(company, "personal_offer")
    need = company.truth.table("truth_customers").set_index("customer_id")["need_segment"].loc[effects.index]
    mean = effects.groupby(need)[["one_size", "personal"]].mean()
    rules = company.scenario.personal_offer
    assert mean.loc["bargains", "personal"] < mean.loc["bargains", "one_size"]
    assert list(mean["personal"].sort_values().index) == sorted(
        rules.gain_personal, key=rules.gain_personal.get
    )
    put_off = (effects["personal"] < 0).mean()
    assert 0 < put_off < rules.put_off_share + 0.03


def test_a_call_moves_who_came_on_her_own_and_was_there_lately(company):
    effects = effects_of(company, "call_back")["called"]
    rows = rows_of(company, "call_back").loc[effects.index]
    assert (effects >= 0).all() and (effects == 0).any()
    channel = company.table("customers").set_index("customer_id")["acquisition_channel"].loc[effects.index]
    paid = channel.isin(company.scenario.voice.nps.paid_channels)
    assert effects[~paid].mean() > 1.5 * effects[paid].mean()
    orders = company.table("orders").query("customer_id in @effects.index")
    day = orders["customer_id"].map(rows["assigned_on"]).dt.tz_localize("UTC")
    last = orders[orders["ordered_at"] < day].groupby("customer_id")["ordered_at"].max()
    away = (rows["assigned_on"].dt.tz_localize("UTC") - last.reindex(effects.index)).dt.days
    assert effects[away > away.quantile(0.8)].mean() < 0.5 * effects[away < away.quantile(0.5)].mean()


def test_a_detractor_is_called_once_and_at_the_first_score_that_fits(company):
    rows, surveys = rows_of(company, "call_back"), company.table("surveys")
    assert not rows.index.duplicated().any()
    bad = surveys[surveys["score"] <= 6].sort_values("sent_at").drop_duplicates("customer_id")
    first = bad.set_index("customer_id")["survey_id"].reindex(rows.index)
    assert (first == rows["survey_id"]).mean() > 0.8  # the others were in another trial then
