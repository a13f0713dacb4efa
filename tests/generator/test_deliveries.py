"""Parcels, returns, hand-offs, callers: in the right order, and without effect where none is planted."""

import numpy as np
import pandas as pd
import pytest

from generator import make_company
from generator.business.buying import order_keys
from generator.business.changes import Changes
from generator.business.customer_base import CustomerBase
from generator.business.deliveries import WEEK_SECONDS, Deliveries
from generator.business.interventions import INTERVENTIONS, order_histories
from generator.business.order_history import draw_baseline
from generator.business.parcels import IN_STORE, LATE, send
from generator.business.waiting import packing, rota
from generator.scenario import Scenario, read_scenario
from generator.world import World

DAY = pd.Timedelta(days=1)


@pytest.fixture(scope="module")
def company():
    return make_company(customers=2_500, seed=41)


def with_late(**numbers):
    """Fernhill with other effects of late parcels."""
    data = read_scenario("fernhill").model_dump(mode="json")
    data["deliveries"]["late"] |= numbers
    return Scenario.model_validate(data)


def days(moments):
    return moments.dt.tz_localize(None).dt.normalize()


def test_every_order_that_is_sent_has_one_parcel_and_no_other(company):
    orders, parcels = company.table("orders"), company.table("deliveries")
    sent = orders.loc[orders["channel"] != "store", "order_id"]
    assert parcels["order_id"].is_unique and set(parcels["order_id"]) == set(sent)
    rows = parcels.merge(orders, on="order_id")
    assert (
        rows["promised_on"] - days(rows["ordered_at"]) == company.scenario.deliveries.promised_days * DAY
    ).all()
    known = rows.dropna(subset="shipped_on")
    assert (known["shipped_on"] >= days(known["ordered_at"])).all()
    known = rows.dropna(subset="delivered_on")
    assert (known["delivered_on"] > known["shipped_on"]).all()
    assert 0.05 < (known["delivered_on"] > known["promised_on"]).mean() < 0.2


def test_a_later_run_only_adds_what_was_not_known():
    early = make_company(customers=2_000, seed=5, until="2024-12-20")
    late = make_company(customers=2_000, seed=5)
    for name, key in (
        ("deliveries", ["order_id"]),
        ("returns", ["order_id", "line_no"]),
        ("hand_offs", ["ticket_id", "step"]),
    ):
        one, other = (c.table(name).set_index(key) for c in (early, late))
        other = other.loc[one.index]
        for column in one:
            known = one[column].notna()
            assert (one[column][known].astype(str) == other[column][known].astype(str)).all(), (name, column)
    assert early.table("deliveries")[["shipped_on", "delivered_on"]].isna().any().all()
    assert early.table("returns")["refunded_on"].isna().any()


def test_a_return_goes_through_its_stages_in_order(company):
    rows = company.table("returns").merge(company.table("orders"), on="order_id")
    rows = rows.merge(company.table("deliveries"), on="order_id", how="left")
    store = rows["channel"] == "store"
    assert (rows["sent_on"].isna() == store).all()
    assert (rows["asked_on"] == days(rows["returned_at"]))[store].all()
    sent = rows[~store]
    assert (sent["asked_on"] >= sent["delivered_on"]).all() and (sent["sent_on"] >= sent["asked_on"]).all()
    assert (days(sent["returned_at"]) > sent["sent_on"]).all()
    refunded = rows.dropna(subset="refunded_on")
    assert (refunded["refunded_on"] >= days(refunded["returned_at"])).all()
    late = sent["delivered_on"] > sent["promised_on"]
    assert (sent["reason"] == company.scenario.deliveries.reason)[late].mean() > 0.15
    assert not (rows["reason"] == company.scenario.deliveries.reason)[
        ~rows.index.isin(sent.index[late])
    ].any()


def test_hand_offs_are_those_of_the_tickets(company):
    tickets, passed = company.table("tickets").set_index("ticket_id"), company.table("hand_offs")
    count = passed.groupby("ticket_id").size().reindex(tickets.index, fill_value=0)
    assert (count == tickets["hand_offs"]).all()
    way = passed.sort_values(["ticket_id", "step"]).groupby("ticket_id")["department"].agg(">".join)
    way = ("service>" + way).reindex(tickets.index, fill_value="service")
    assert (way == tickets["departments"]).all()
    own = tickets.loc[passed["ticket_id"]]
    at = passed["handed_at"].set_axis(own.index)
    assert (at > own["first_answered_at"]).all()
    assert (at < own["closed_at"])[own["closed_at"].notna()].all()
    steps = passed.sort_values(["ticket_id", "step"]).groupby("ticket_id")["handed_at"]
    assert (steps.diff().dropna() > pd.Timedelta(0)).all()


def test_who_gave_up_called_and_was_not_helped(company):
    tickets = company.table("tickets")
    gone = tickets[tickets["gave_up_at"].notna()]
    assert len(gone) > 20 and gone["by_phone"].all()
    assert gone[["first_answered_at", "closed_at", "satisfaction"]].isna().all(axis=None)
    assert (
        not gone["settled_at_once"].any()
        and (gone["goodwill_eur"] == 0).all()
        and (gone["hand_offs"] == 0).all()
    )
    assert (gone["gave_up_at"] > gone["opened_at"]).all()


def test_tickets_about_deliveries_fit_the_parcels(company):
    parcels = company.table("deliveries")
    late = parcels.loc[~(parcels["delivered_on"] <= parcels["promised_on"]), "order_id"]
    tickets = company.table("tickets")
    about = tickets[tickets["topic"] == "delivery"].merge(parcels, on="order_id", how="left")
    assert about["promised_on"].notna().all()  # none about an order in a store
    missed = about[about["order_id"].isin(late)]
    assert len(missed) > 0.3 * len(about)
    assert (missed["opened_at"] >= missed["promised_on"].dt.tz_localize("UTC") + DAY).all()


def test_a_week_is_planned_alike_wherever_the_run_ends():
    scenario = read_scenario("fernhill")
    short, long = (World(scenario, 3, 100, until) for until in (pd.Timestamp("2024-11-08").date(), None))
    for plan in (rota, packing):
        one, other = plan(short), plan(long)
        both = min(len(one.load), len(other.load))
        assert np.array_equal(one.load[:both], other.load[:both])
        assert len(one.week_of_day) > short.clock.days
    assert not np.array_equal(rota(long).load, packing(long).load)


@pytest.mark.parametrize("name", ["textbook", "textbook_bg"])
def test_in_the_textbook_a_late_parcel_does_nothing(name):
    base = CustomerBase.of(World(read_scenario(name), 3, 300), 0, 300)
    changes = Deliveries().changes(base, draw_baseline(base, base.world.clock.end_week))
    assert changes.orders is None
    assert all(len(part.customer) == 0 for part in (changes.nudges, changes.hazards, changes.rates))
    assert isinstance(changes, Changes)


def lived(scenario, without=None):
    world = World(scenario, 7, 2_000)
    base = CustomerBase.of(world, 0, 2_000)
    chain = tuple(one for one in INTERVENTIONS if one.name != without)
    return base, order_histories(base, world.clock.end_week, chain).without_trials


def test_without_its_effects_it_is_as_if_it_were_not_there():
    _, silent = lived(with_late(lost=0.0, hazard=1.0))
    _, absent = lived(read_scenario("fernhill"), without="a late parcel")
    for name in ("customer", "draw", "week", "left"):
        assert np.array_equal(getattr(silent, name), getattr(absent, name)), name


def test_a_late_parcel_takes_orders_away_and_hastens_leaving_of_those_who_have_one():
    base, silent = lived(with_late(lost=0.0, hazard=1.0))
    _, lossy = lived(with_late(lost=1.0, hazard=1.0))
    _, hasty = lived(with_late(lost=0.0, hazard=3.0))
    orders = np.flatnonzero(silent.week < base.world.clock.end_week)
    customer, week, clock = silent.customer[orders], silent.week[orders], base.world.far_clock
    key = order_keys(base.world, base.ids, customer, silent.draw[orders])
    second = clock.second_of(week, clock.day_of(week))
    parcels = send(base, key, customer, second)
    assert 0.03 < (parcels.kind == LATE).mean() < 0.15 and (parcels.kind == IN_STORE).any()
    missed = np.zeros(len(base), dtype=bool)
    missed[silent.customer[orders[parcels.kind == LATE]]] = True

    def by_customer(history):
        return np.bincount(history.customer, minlength=len(base))

    assert len(lossy.week) < len(silent.week) and set(lossy.week) <= set(silent.week)
    assert np.array_equal(by_customer(lossy)[~missed], by_customer(silent)[~missed])
    assert (lossy.left == silent.left).all()
    assert (hasty.left <= silent.left).all() and (hasty.left < silent.left).any()
    assert np.array_equal(hasty.left[~missed], silent.left[~missed])
    # What is lost lies after her first late parcel.
    late = np.flatnonzero(parcels.kind == LATE)
    first = np.full(len(base), np.inf)
    overdue = silent.week[orders[late]] + (parcels.due - second)[late] / WEEK_SECONDS
    np.minimum.at(first, silent.customer[orders[late]], overdue)
    gone = np.flatnonzero(~np.isin(silent.week, lossy.week))
    assert (silent.week[gone] > first[silent.customer[gone]]).all()
