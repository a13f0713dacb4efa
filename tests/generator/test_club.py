"""The Club: its laws are exact, its dates add up, use belongs to members and owners of the app."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
import scipy.special
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from generator import make_company
from generator.block import count_orders, number_orders, read_block
from generator.business import club, usage
from generator.clock import EPOCH
from generator.scenario import read_scenario
from generator.world import World

PEOPLE = 40_000


def members_of(name, seed, people=PEOPLE):
    world = World(read_scenario(name), seed, people)
    numbers = number_orders([count_orders(world, 0, people)])
    block = read_block(world, 0, people, numbers[0], truth=False)
    return block, club.draw_members(block)


@pytest.fixture(scope="module", params=["textbook", "fernhill"])
def drawn(request):
    return members_of(request.param, 21)


@pytest.fixture(scope="module")
def company():
    return make_company(customers=6_000, seed=22, truth=True)


def plans(drawn):
    block, members = drawn
    for k, plan in enumerate(block.world.scenario.club.plans):
        yield plan, members.plan == k


def test_inclinations_to_leave_are_exactly_beta_over_members(drawn):
    for plan, mine in plans(drawn):
        leave = 1.0 - drawn[1].stay[mine]
        assert mine.sum() > 1_000
        assert scipy.stats.kstest(leave, scipy.stats.beta(plan.alpha, plan.beta).cdf).pvalue > 1e-4


def test_months_are_exactly_shifted_beta_geometric(drawn):
    for plan, mine in plans(drawn):
        months = np.minimum(drawn[1].months[mine], 37)
        t = np.arange(37)
        stays = scipy.special.beta(plan.alpha, plan.beta + t) / scipy.special.beta(plan.alpha, plan.beta)
        expected = -np.diff(np.append(stays, 0.0)) * len(months)
        seen = np.bincount(months, minlength=38)[1:]
        assert scipy.stats.chisquare(seen, expected).pvalue > 1e-4


def test_who_joins_depends_on_rate_and_spend_alone(drawn):
    block, members = drawn
    joined = np.isin(np.arange(len(block.ids)), members.who)
    assert 0.25 < joined.mean() < 0.35
    z = block.latents
    assert z.z_rate[joined].mean() > 0.1
    for other in (z.z_dropout, z.z_satisfaction):
        assert abs(other[joined].mean()) < 4.5 / np.sqrt(joined.sum())


def test_leaving_the_club_is_tied_to_leaving_the_shop_as_planted(drawn):
    block, members = drawn
    tie = np.corrcoef(members.odds, block.latents.z_dropout[members.who])[0, 1]
    if block.world.scenario.club.dropout == 0:
        assert abs(tie) < 4.5 / np.sqrt(len(members.who))
    else:
        assert tie > 0.2


@given(
    st.dates(dt.date(1999, 1, 1), dt.date(2060, 12, 31)),
    st.integers(min_value=0, max_value=600),
)
def test_months_later_is_what_a_calendar_says(day, months):
    found = club.months_later(np.array([(day - EPOCH).days]), np.array([months]))[0]
    assert pd.Timestamp(day) + pd.DateOffset(months=months) == pd.Timestamp(EPOCH) + pd.Timedelta(
        days=int(found)
    )


def test_a_membership_begins_with_the_first_order_and_ends_on_its_day(company):
    members = company.table("subscriptions").set_index("customer_id")
    joined = company.table("customers").set_index("customer_id")["signed_up_at"]
    assert (members["started_on"] == joined.reindex(members.index).dt.tz_localize(None).dt.floor("D")).all()
    months = company.truth.table("truth_subscriptions").set_index("customer_id")["months_in_all"]
    ended = members["ended_on"].dropna()
    for customer, day in ended.head(300).items():
        assert members.loc[customer, "started_on"] + pd.DateOffset(months=int(months[customer])) == day
    end = pd.Timestamp(company.manifest.end)
    assert ended.max() < end
    running = members.index[members["ended_on"].isna()][:300]
    for customer in running:
        assert members.loc[customer, "started_on"] + pd.DateOffset(months=int(months[customer])) >= end
    fees = {plan.name: plan.fee_eur for plan in company.scenario.club.plans}
    assert (members["fee_eur"] == members["plan"].map(fees)).all()


def test_expected_renewals_are_met_on_average(company):
    truth = company.truth.table("truth_subscriptions")
    members = company.table("subscriptions")
    running = members["ended_on"].isna().to_numpy()
    assert (truth.loc[~running, ["expected_renewals_next_year", "realised_renewals_next_year"]] == 0).all(
        axis=None
    )
    own = truth[running]
    gap = own["realised_renewals_next_year"] - own["expected_renewals_next_year"]
    for _, part in gap.groupby(pd.qcut(own["churn_per_month"], 4)):
        assert abs(part.mean()) < 4.5 * part.std() / np.sqrt(len(part))


def test_use_belongs_to_members_and_owners_of_the_app(company):
    used = company.table("usage")
    assert not used.duplicated(["customer_id", "month_on"]).any()
    members = company.table("subscriptions").set_index("customer_id")
    month_end = used["month_on"] + pd.offsets.MonthEnd(1)
    begun, ended = (used["customer_id"].map(members[name]) for name in ("started_on", "ended_on"))
    inside = (begun <= month_end) & ~(ended <= used["month_on"])
    assert (used.loc[~inside, "benefits_used"] == 0).all()
    assert used.loc[inside, "benefits_used"].mean() > 1
    # Whoever is a member in a month has a row for it.
    months = inside.groupby(used["customer_id"]).sum().reindex(members.index, fill_value=0)
    end = pd.Timestamp(company.manifest.end)
    last = members["ended_on"].fillna(end) - pd.Timedelta(days=1)
    first = members["started_on"]
    assert (months == (last.dt.year - first.dt.year) * 12 + last.dt.month - first.dt.month + 1).all()
    app = company.table("orders").query("channel == 'app'")["customer_id"].unique()
    assert np.isin(app, used.loc[used["app_sessions"] > 0, "customer_id"]).mean() > 0.8


def test_numbers_of_uses_are_poisson():
    table = usage.poisson_table()
    for level in (10, 36, 52, 70):
        mean = 2.0 ** ((level - usage.ZERO_LEVEL) / 8)
        assert table[level].mean() == pytest.approx(mean, rel=0.02)
        assert table[level].var() == pytest.approx(mean, rel=0.05)
    assert not table[0].any()
    assert usage.counts(np.array([-99, 500]), np.array([4095, 4095]))[1] > 100


def test_in_the_textbook_use_tells_nothing():
    made = make_company("textbook", customers=6_000, seed=5, truth=True)
    leave = made.truth.table("truth_subscriptions").set_index("customer_id")["churn_per_month"]
    plan = made.table("subscriptions").set_index("customer_id")["plan"]
    used = made.table("usage")
    # Whole months only: the first is shorter for those who join late in it.
    used = used[used.groupby("customer_id").cumcount() > 0]
    mean = used.groupby("customer_id")["benefits_used"].mean()
    for name in plan.unique():
        own = mean[plan.reindex(mean.index) == name]
        last = made.table("subscriptions").set_index("customer_id")["ended_on"].isna().reindex(own.index)
        tie = scipy.stats.spearmanr(own[last], leave.reindex(own.index)[last])
        assert tie.pvalue > 1e-4, name


def test_a_later_end_only_goes_on():
    """What an earlier run knew stays as it was; memberships that ran are ended or run on."""
    early = make_company(customers=2_000, seed=6, until=dt.date(2025, 3, 12))
    whole = make_company(customers=2_000, seed=6, until=dt.date(2026, 4, 1))
    before, after = (c.table("subscriptions").set_index("customer_id") for c in (early, whole))
    after = after.reindex(before.index)
    assert (before.drop(columns="ended_on") == after.drop(columns="ended_on")).all(axis=None)
    known = before["ended_on"].notna()
    assert (before.loc[known, "ended_on"] == after.loc[known, "ended_on"]).all()
    closed = after.loc[~known, "ended_on"].dropna()
    assert len(closed) > 20 and (closed >= pd.Timestamp("2025-03-12")).all()
    both = early.table("usage").merge(whole.table("usage"), how="left")
    assert len(both) and both.notna().all(axis=None)
    used = whole.table("usage")
    months = used[used["month_on"] < pd.Timestamp("2025-03-01")]
    assert early.table("usage").equals(months.reset_index(drop=True))
