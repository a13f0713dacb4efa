"""Permission: no e-mail of any trial goes to who did not agree to it, and who unsubscribes has opted out."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from generator import make_company

NEVER = pd.Timestamp("2200-01-01")
CASES = (
    ("fernhill", 2_000, 51, None),
    ("fernhill", 900, 52, dt.date(2025, 5, 20)),
    ("startup", 900, 53, None),
    ("commodity", 900, 54, None),
    ("textbook", 900, 55, None),
)


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[2]}")
def company(request):
    scenario, customers, seed, until = request.param
    return make_company(scenario, customers=customers, seed=seed, until=until)


def permission(company):
    """Customer -> first day on which she may, and from which she may no longer be written to by e-mail."""
    table = company.table("consents")
    table = table[(table["channel"] == "email") & (table["purpose"] == "marketing")]
    return table.set_index("customer_id")[["since_on", "opted_out_on"]].astype("datetime64[ns]")


def e_mails(company):
    """E-mails with their day and what was permitted then."""
    mails = company.table("touches").query("channel == 'email'")
    mails = mails.join(permission(company), on="customer_id")
    return mails.assign(day=mails["touched_at"].dt.tz_localize(None).dt.floor("D").astype("datetime64[ns]"))


def test_every_e_mail_is_permitted(company):
    mails = e_mails(company)
    assert len(mails) > 100
    assert (mails["day"] >= mails["since_on"]).all()  # not, if there is no consent at all
    assert (mails["day"] <= mails["opted_out_on"].fillna(NEVER)).all()


def test_who_unsubscribes_has_opted_out_on_that_day_and_the_reverse(company):
    mails = e_mails(company)
    left = mails["outcome"] == "unsubscribed"
    assert left.any()
    assert ((mails["day"] == mails["opted_out_on"]) == left).all()


def test_trials_by_e_mail_take_only_those_who_may_be_written_to(company):
    trials = company.table("trials")
    trials = trials[trials["trial_id"].isin(["contact_pressure", "brio_kettle", "personal_offer"])]
    trials = trials.join(permission(company), on="customer_id")
    day = trials["assigned_on"].astype("datetime64[ns]")
    first = trials["trial_id"] != "brio_kettle"  # their first e-mail comes on the day of the lot
    until = trials["opted_out_on"].fillna(NEVER)
    assert trials["trial_id"].nunique() == (0 if str(company.manifest.end) == "2025-05-20" else 3)
    assert ((trials["since_on"] <= day) & ((day < until) | first & (day == until))).all()


def test_some_take_it_back_by_themselves_and_more_of_the_discontented():
    company = make_company(customers=3_000, seed=56, truth=True)
    out = permission(company)["opted_out_on"]
    mails = e_mails(company)
    by_mail = set(mails.loc[mails["outcome"] == "unsubscribed", "customer_id"])
    alone = out.notna() & ~out.index.isin(by_mail)
    z = company.truth.table("truth_customers").set_index("customer_id")["satisfaction_z"].loc[out.index]
    assert 0.05 < alone.mean() < 0.2
    assert alone[z < np.quantile(z, 0.25)].mean() > 1.5 * alone[z > np.quantile(z, 0.75)].mean()
