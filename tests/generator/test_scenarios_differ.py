"""Each scenario differs from Fernhill in the ways its text says."""

import numpy as np
import pytest

from generator import make_company
from generator.scenario import preset_names
from generator.stories import Ledger, teams

CUSTOMERS, SEEDS = 4_000, range(3)


@pytest.fixture(scope="module", params=SEEDS)
def ledgers(request):
    names = ("fernhill", "commodity", "subscription", "startup")
    return {n: Ledger(make_company(n, customers=CUSTOMERS, seed=request.param, truth=True)) for n in names}


def spread(values):
    return float(np.std(values) / np.mean(values))


def top_share(ledger):
    paid = ledger.lines.groupby("customer_id")["paid_eur"].sum().sort_values(ascending=False)
    return float(paid.head(len(paid) // 5).sum() / paid.sum())


def lines_of_buyers(ledger):
    """Product lines that customers with five lines or more bought from."""
    own = ledger.lines.groupby("customer_id")["line"].agg(["size", "nunique"])
    return own.loc[own["size"] >= 5, "nunique"].mean()


def acquisition_cost(ledger):
    return ledger.table("acquisition_spend")["spend_eur"].sum() / len(ledger.table("customers"))


def channel_gap(ledger):
    """Mean lifetime value of the best over the worst channel with many customers."""
    value = ledger.table("truth_customers").set_index("customer_id")
    value = value["purchase_rate_per_week"] / value["dropout_rate_per_week"]
    channel = ledger.table("customers").set_index("customer_id")["acquisition_channel"]
    means = value.clip(upper=value.quantile(0.99)).groupby(channel).mean()
    return float(means.max() / means.min())


def test_commodity_has_customers_who_are_alike(ledgers):
    plain, alike = ledgers["fernhill"], ledgers["commodity"]
    for column in ("purchase_rate_per_week", "mean_order_value_eur"):
        truth = [ledger.table("truth_customers")[column] for ledger in (plain, alike)]
        assert spread(truth[1]) < 0.6 * spread(truth[0])
    assert top_share(alike) < top_share(plain) - 0.1
    assert alike.table("truth_customers")["need_segment"].nunique() == 1
    assert channel_gap(alike) < 0.75 * channel_gap(plain)
    # About the same size of business, so that it is likeness that differs.
    value = [ledger.lines.groupby("order_id")["paid_eur"].sum().mean() for ledger in (plain, alike)]
    assert value[1] == pytest.approx(value[0], rel=0.2)


def test_commodity_has_narrow_needs_thin_margins_and_few_members(ledgers):
    plain, alike = ledgers["fernhill"], ledgers["commodity"]
    size = [ledger.lines.groupby("order_id").size().mean() for ledger in (plain, alike)]
    assert size[1] < 1.5 < size[0]
    sums = alike.by_line.sum()
    assert sums["margin"] / sums["paid_eur"] < plain.by_line["margin"].sum() / plain.by_line["paid_eur"].sum()
    assert all(
        alike.half_year_margin(line).iloc[-1] < alike.half_year_margin(line).iloc[0]
        for line in ("Brio", "Hearth")
    )
    members = [len(ledger.table("subscriptions")) for ledger in (plain, alike)]
    assert members[1] < 0.5 * members[0]
    assert (alike.table("rival_prices").groupby("line")["price_index"].last() < 97).all()


def test_commodity_stays_in_silos(ledgers):
    assert teams.lines_before_segments(ledgers["commodity"]) > teams.lines_before_segments(
        ledgers["fernhill"]
    )


def test_subscription_is_a_contractual_business(ledgers):
    plain, boxes = ledgers["fernhill"], ledgers["subscription"]
    customers, members = boxes.table("customers"), boxes.table("subscriptions")
    assert len(members) / len(customers) > 0.93
    signed = customers.set_index("customer_id")["signed_up_at"].dt.tz_localize(None).dt.normalize()
    assert (members["started_on"] == members["customer_id"].map(signed)).all()
    orders = [ledger.table("orders").groupby("customer_id").size().mean() for ledger in (plain, boxes)]
    assert orders[1] < 0.6 * orders[0]
    end = boxes.end.tz_localize(None)
    months = (members["ended_on"].fillna(end) - members["started_on"]).dt.days / 30.44
    fees = (members["fee_eur"] * np.ceil(months)).sum()
    assert fees > boxes.lines["paid_eur"].sum()


def test_startup_is_young_and_buys_its_growth(ledgers):
    plain, young = ledgers["fernhill"], ledgers["startup"]
    days = [(ledger.end - ledger.table("orders")["ordered_at"].min()).days for ledger in (plain, young)]
    assert 365 <= days[1] <= 15 * 31 < days[0]
    joined = young.table("customers")["signed_up_at"]
    quarter = [
        (
            (joined >= young.end - np.timedelta64(90 * (k + 1), "D"))
            & (joined < young.end - np.timedelta64(90 * k, "D"))
        ).sum()
        for k in (0, 3)
    ]
    assert quarter[0] > 2 * quarter[1]
    assert acquisition_cost(young) > 2 * acquisition_cost(plain)
    # So far customers have brought less than they cost to win.
    assert young.profit.mean() < acquisition_cost(young)
    assert plain.profit.mean() > acquisition_cost(plain) or young.profit.mean() < plain.profit.mean()


def test_startup_is_understaffed(ledgers):
    load = [
        ledger.table("service_weeks")["load"].mean() for ledger in (ledgers["fernhill"], ledgers["startup"])
    ]
    assert load[1] > load[0] + 0.04
    assert len(ledgers["startup"].table("employees")) < 0.65 * len(ledgers["fernhill"].table("employees"))


def quality_over_time(ledger):
    """Rank correlation of the time of joining with the quality of true newcomers (rate over hazard)."""
    truth = ledger.table("truth_customers").set_index("customer_id")
    truth = truth[~truth["came_before"]]
    joined = ledger.table("customers").set_index("customer_id")["signed_up_at"]
    quality = truth["purchase_rate_per_week"] / truth["dropout_rate_per_week"]
    return quality.rank().corr(joined.reindex(quality.index).rank())


def test_bought_growth_brings_worse_customers_ever_faster(ledgers):
    found = {name: quality_over_time(ledger) for name, ledger in ledgers.items()}
    assert found["startup"] < found["fernhill"] - 0.04 < found["commodity"] - 0.08


@pytest.mark.parametrize("name", preset_names())
def test_every_dated_table_of_a_preset_has_rows(name):
    company = make_company(name, customers=2_000, seed=1)
    empty = [table for table in company.tables if not len(company.arrow(table))]
    by_mouth = any(channel.word_of_mouth for channel in company.scenario.channels)
    assert empty == ([] if by_mouth else ["advocates"])
