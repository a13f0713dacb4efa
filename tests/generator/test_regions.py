"""Regions, waiting, and what clerks may grant."""

from dataclasses import replace

import numpy as np
import pytest

from generator import make_company, read_scenario
from generator.block import count_orders, number_orders, read_block
from generator.business import effects, service, waiting
from generator.stories import Ledger, front_line
from generator.world import World


def without_rule(scenario):
    same_day = scenario.market.same_day.model_copy(update={"month": None})
    return scenario.model_copy(update={"market": scenario.market.model_copy(update={"same_day": same_day})})


def test_the_same_day_rule_changes_tickets_of_its_region_from_its_month_on_and_no_others():
    """A faster answer may keep a ticket out of the trial of calls, which moves orders: only the region's."""
    plain = read_scenario("fernhill")
    a, b = (make_company(s, customers=2_000, seed=3) for s in (plain, without_rule(plain)))
    rule = plain.market.same_day
    region = a.table("customers").set_index("customer_id")["region"]
    day = a.table("regions").set_index("region").loc[rule.region, "same_day_since_on"].tz_localize("UTC")
    key = ["customer_id", "opened_at"]
    x, y = (company.table("tickets").drop(columns=["ticket_id", "order_id"]) for company in (a, b))
    inside = [(t["customer_id"].map(region) == rule.region) & (t["opened_at"] >= day) for t in (x, y)]
    apart = [t[~own].sort_values(key, ignore_index=True) for t, own in zip((x, y), inside, strict=True)]
    assert apart[0].equals(apart[1])
    both = x[inside[0]].merge(y[inside[1]], on=key, suffixes=("", "_else"))
    assert len(both) > 50
    waited = (both["first_answered_at"] - both["opened_at"]).dropna().dt.total_seconds() / 3600
    assert waited.max() <= rule.hours + 0.1
    closed = both.dropna(subset=["closed_at", "closed_at_else"])
    assert (closed["closed_at"] <= closed["closed_at_else"]).mean() > 0.9
    assert b.table("regions")["same_day_since_on"].isna().all()


def test_without_the_rule_the_measures_see_nothing():
    """The difference in differences, taken where the rule would have been, is near 0 on average."""
    plain = read_scenario("fernhill")
    found = []
    for seed in range(6):
        ledger = Ledger(make_company(without_rule(plain), customers=5_000, seed=seed))
        real = make_company(plain, customers=60, seed=seed).table("regions")
        ledger.memo["regions"] = real
        found.append(front_line.same_day_rated_better(ledger))
    assert abs(np.mean(found)) < 0.25


def test_a_queue_of_a_dozen_waits_eight_times_as_long_at_95_as_at_80_percent():
    at_80, at_95 = waiting.queue(np.array([0.80, 0.95]), 12)
    assert at_95 / at_80 == pytest.approx(8.0, abs=0.3)
    assert np.all(np.diff(waiting.queue(np.linspace(0.1, 0.97, 50), 12)) > 0)


def test_load_is_highest_before_christmas_and_a_week_does_not_depend_on_the_end():
    scenario = read_scenario("fernhill")
    whole = waiting.service_weeks_table(World(scenario, 5, 10))
    early = waiting.service_weeks_table(
        World(scenario, 5, 10, until=scenario.calendar.start.replace(month=9))
    )
    for name, values in early.items():
        assert np.array_equal(values, whole[name][: len(values)]), name
    month = whole["week_on"].astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12 + 1
    assert whole["load"][month == 11].mean() > whole["load"][month == 7].mean() + 0.05
    assert whole["load"].max() <= scenario.service.waiting.highest


def test_a_claim_within_the_limit_is_settled_and_never_costs_more_than_the_limit_or_the_order():
    world = World(read_scenario("fernhill"), 2, 4_000)
    block = read_block(world, 0, 4_000, number_orders([count_orders(world, 0, 4_000)])[0], truth=False)
    tickets = service.tickets_of(block.base, block.orders.history)
    limit = service.front_line(world).limit[tickets.clerk]
    cents = block.orders.cents[tickets.order]
    paid = service.goodwill(world, tickets, cents)
    assert (tickets.settled == ((tickets.claim > 0) & (tickets.claim <= limit))).all()
    assert (paid[tickets.settled] <= limit[tickets.settled]).all() and (paid <= cents).all()
    assert (paid[tickets.claim == 0] == 0).all()
    refused = (tickets.claim > 0) & ~tickets.settled & (paid == 0)
    passed = (tickets.claim > 0) & ~tickets.settled
    granted = world.scenario.service.claims.granted_later
    assert 1 - refused.sum() / passed.sum() == pytest.approx(granted, abs=0.08)


def test_tickets_move_orders_only_where_they_are_said_to():
    """Goodwill brings orders on top and hand-offs lose some; with both at zero nothing moves."""
    plain = read_scenario("fernhill")
    rules = plain.service
    still = rules.model_copy(
        update={"lost_per_hand_off": 0.0, "claims": rules.claims.model_copy(update={"repurchase": 0.0})}
    )
    calm = World(plain.model_copy(update={"service": still}), 3, 1_000)
    lively = World(plain, 3, 1_000)
    block = read_block(calm, 0, 1_000, number_orders([count_orders(calm, 0, 1_000)])[0], truth=False)
    base, baseline = block.base, block.histories.baseline
    assert len(service.Service().changes(base, baseline).nudges.customer) == 0
    nudges = service.Service().changes(replace(base, world=lively), baseline).nudges
    assert (nudges.gain[nudges.gain > 0] == rules.claims.repurchase).all()
    assert (nudges.loss >= 0).all() and (nudges.draw >= service.NUDGE_DRAW).all()
    moved = effects.with_nudges(baseline, nudges)
    own = set(zip(baseline.customer.tolist(), baseline.draw.tolist(), strict=True))
    after = set(zip(moved.customer.tolist(), moved.draw.tolist(), strict=True))
    assert {draw >= service.NUDGE_DRAW for _, draw in after - own} == {True}
    assert own - after and all(draw > 0 for _, draw in own - after)
