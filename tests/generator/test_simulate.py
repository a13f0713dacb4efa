"""The simulator in expected mode: it starts from the company that is, and moves only what is decided."""

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from turns import SEED, people, turns

from generator import WrongUse, make_company, read_scenario
from generator.play.outcomes import ledger
from generator.play.why import TERMS
from generator.play.winning import brought
from generator.policy import as_it_is, decisions, policy_names, read_policy
from generator.policy.drawn import drawn_policies
from generator.policy.model import Levers, Policy
from generator.simulate import Game, run, simulate

CUSTOMERS, QUARTERS = 800, 8
PARETO = ("fernhill", "commodity", "startup", "subscription", "textbook")


@cache
def game_of(scenario: str, customers: int = CUSTOMERS, quarters: int = QUARTERS) -> Game:
    return Game(people(scenario, customers, quarters))


def same(one, two):
    """Whether two quarters are the same, to the bit."""
    return all(
        np.array_equal(getattr(one.done, f.name), getattr(two.done, f.name)) for f in fields(one.done)
    ) and (one.profit == two.profit)


# The company as it is.


@pytest.mark.parametrize("scenario", PARETO)
def test_at_present_decisions_it_makes_what_the_generator_expects(scenario):
    """Customer by customer: orders by her own rate in the year after the end, as `truth_customers` has it."""
    people = game_of(scenario, quarters=4).people
    # The expectation has the hazard of the last day; here late parcels would raise it from then on.
    still = replace(people.rows, wear=np.zeros(len(people.ids)))
    game, n = Game(replace(people, rows=still)), int(people.until[0])
    year = turns(game, [game.usual] * 4, pressed=False)
    orders = sum(turn.done.own[:n] for turn in year)
    truth = make_company(scenario, seed=SEED, customers=CUSTOMERS, truth=True).truth
    about = truth.table("truth_customers").set_index("customer_id").loc[game.people.ids[:n]]
    # A calendar year is .3 % longer than 52 weeks; who takes the app later is not in the expectation.
    late = np.isfinite(game.people.rows.app_week[:n]) & (
        game.people.rows.app_week[:n] > game.people.starts[0]
    )
    ratio = orders / about["expected_orders_next_year"].to_numpy()
    assert (np.abs(ratio[~late] - 1.0) < 0.004).all()
    assert (ratio[late] > 1.0).all() if game.kernel.lift else True


@pytest.mark.parametrize("scenario", PARETO)
def test_at_present_decisions_it_makes_what_happens(scenario):
    """Orders and revenue of a year, newcomers included, are those of the company that is carried on."""
    what, customers = read_scenario(scenario), 2_500
    game = game_of(scenario, customers, 4)
    year = turns(game, [game.usual] * 4, pressed=False)
    start, months = what.calendar.start, what.calendar.months
    later = start.replace(year=start.year + (months + 12) // 12, month=(months + 12) % 12 + 1, day=1)
    until = start.replace(year=start.year + months // 12, month=months % 12 + 1, day=1)
    company = make_company(scenario, seed=SEED, customers=customers, until=later)
    orders = company.table("orders")
    orders = orders[orders["ordered_at"].dt.tz_localize(None) >= np.datetime64(until)]
    lines = company.table("order_lines").merge(orders[["order_id", "customer_id"]], on="order_id")
    expected = sum(float((turn.done.repeats + turn.done.came).sum()) for turn in year)
    revenue = sum(float(turn.done.revenue.sum()) for turn in year)
    by_customer = lines.groupby("customer_id")["paid_eur"].sum()
    counts = orders.groupby("customer_id").size()
    for found, total in ((counts, expected), (by_customer, revenue)):
        # What is left to chance, given who they are, is at most how customers differ.
        error = np.sqrt((found.astype(float) ** 2).sum())
        assert abs(found.sum() - total) < 4 * error, (found.sum(), total, error)
        assert abs(found.sum() / total - 1.0) < 0.08
    # And so do costs, on the books of both.
    back, tickets, touches = company.table("returns"), company.table("tickets"), company.table("touches")
    back, tickets, touches = (
        table[table[day].dt.tz_localize(None) >= np.datetime64(until)]
        for table, day in ((back, "returned_at"), (tickets, "opened_at"), (touches, "touched_at"))
    )
    booked = {
        "goods": (lines["unit_cost_eur"] * lines["quantity"]).sum(),
        "returns": (back["refund_eur"] + back["handling_cost_eur"]).sum(),
        "service": tickets["goodwill_eur"].sum() + what.costs.ticket * len(tickets),
        "contact": touches["cost_eur"].sum(),
    }
    # Given how many orders there really were, and what was paid for them.
    paid, placed = by_customer.sum() / revenue, counts.sum() / expected
    for name, tolerance, known in (
        ("goods", 0.04, paid), ("returns", 0.2, paid), ("service", 0.12, placed), ("contact", 0.15, 1.0),
    ):  # fmt: skip
        total = sum(float(getattr(turn.done, name).sum()) for turn in year)
        if name == "contact":
            total += sum(turn.done.dead_eur for turn in year)
        assert booked[name] == pytest.approx(total * known, rel=tolerance), name


def test_newcomers_are_the_persons_that_the_generator_brings_later():
    game = game_of("fernhill", quarters=4)
    company = make_company("fernhill", seed=SEED, customers=CUSTOMERS, until="2027-01-01")
    people = game.people
    later = company.table("customers").set_index("customer_id")
    came = later["signed_up_at"].dt.tz_localize(None)
    ids = people.ids[people.until[0] :]
    assert set(ids) == set(later.index[came >= np.datetime64("2026-01-01")])
    quarter = came.loc[ids].dt.quarter.to_numpy()
    assert np.array_equal(quarter, people.rows.quarter[people.until[0] :])


def test_bg_is_refused_in_one_sentence():
    with pytest.raises(WrongUse, match=r"textbook_bg.*BG/NBD.*pareto"):
        simulate("do_nothing", "textbook_bg", customers=200)


# Decisions.

SETTINGS = settings(max_examples=15, deadline=None, derandomize=True)
FEW = settings(max_examples=5, deadline=None, derandomize=True)
numbers = st.integers(0, 10_000)


@SETTINGS
@given(number=numbers, scenario=st.sampled_from(["fernhill", "commodity"]))
def test_nothing_is_negative_and_nothing_is_spent_beyond_the_budget(number, scenario):
    game = game_of(scenario)
    policy = drawn_policies(game.scenario, 1, number)[0]
    for turn in turns(game, decisions(policy, game.scenario, QUARTERS)):
        for name in ("mass", "live", "left", "came", "repeats", "revenue", "goods", "mailed"):
            assert (getattr(turn.done, name) >= 0.0).all(), name
        assert turn.acquisition.sum() + turn.offers <= turn.budget * (1 + 1e-12)
        assert (turn.acquisition >= 0).all()
        if turn.treated is not None:
            assert ((turn.treated >= 0) & (turn.treated <= 1)).all()
        n = len(turn.done.mass)
        assert (turn.done.mass <= game.people.rows.weight[:n] * 4.0).all()


BASELINE = {
    "acquire": {"search": 1.0, "social": 1.0},
    "retention": {"budget_eur": 1.0, "whom": "nobody"},
    "contacts": 0,
    "owner": "lines",
    "personalisation": 0,
    "staff": 1,
    "closed_loop": {"share": 0, "days": 2},
    "stage": None,
    "bonus": None,
    "rival": "hold",
    "regions": "revenue",
}


@pytest.mark.parametrize("lever", BASELINE)
@pytest.mark.parametrize("scenario", ["fernhill", "commodity"])
def test_a_lever_at_its_present_value_changes_nothing_to_the_bit(scenario, lever):
    game = game_of(scenario)
    value = BASELINE[lever]
    if lever == "stage":
        value = game.scenario.organisation.stage
    if lever == "bonus":
        part = game.scenario.policy.bonus
        value = {"weights": dict(part.weights), "slope": part.slope}
    policy = Policy(name="one lever", quarters={1: Levers.model_validate({lever: value})})
    there = turns(game, decisions(policy, game.scenario, QUARTERS))
    usual = turns(game, [game.usual] * QUARTERS)
    assert all(same(one, two) for one, two in zip(there, usual, strict=True))


@SETTINGS
@given(number=numbers, first=st.integers(2, QUARTERS))
def test_a_policy_changes_nothing_before_its_first_quarter(number, first):
    game = game_of("fernhill")
    drawn = drawn_policies(game.scenario, 1, number)[0]
    late = Policy(name="late", quarters={first: drawn.quarters[1]})
    there = turns(game, decisions(late, game.scenario, first))
    usual = turns(game, [game.usual] * first)
    assert all(same(one, two) for one, two in zip(there[:-1], usual[:-1], strict=True))
    assert not same(there[-1], usual[-1])


LATE = {
    "personalisation": ({"personalisation": 1.0}, 2),
    "staff": ({"staff": 1.3}, 1),
    "limit": ({"refund_limit_eur": 30}, 1),
    "calls": ({"closed_loop": {"share": 1.0}}, 2),
    "offers": ({"retention": {"budget_eur": 0.4, "whom": "lift"}}, 1),
    "regions": ({"regions": "need"}, 1),
    "contacts": ({"contacts": 8}, 3),
    "state": ({"stage": 3}, 4),
}


@pytest.mark.parametrize("lever", LATE)
def test_late_effects_come_late(lever):
    """A lever that acts late leaves who stays and buys as they were until its quarter has come.

    (But for what a move of the organisation disturbs, and for what messages sell.)
    """
    game = game_of("fernhill")
    said, lag = LATE[lever]
    policy = Policy(name="late", quarters={1: Levers.model_validate(said)})
    there = turns(game, decisions(policy, game.scenario, QUARTERS), pressed=False)
    usual = turns(game, [game.usual] * QUARTERS, pressed=False)
    moved = [
        not (np.array_equal(a.done.mass, b.done.mass) and (lever in ("contacts", "state") or
             np.array_equal(a.done.own, b.done.own)) and (lever != "limit" or
             np.array_equal(a.done.repeats, b.done.repeats)))
        for a, b in zip(there, usual, strict=True)
    ]  # fmt: skip
    if lever == "contacts":  # more orders at once, fewer customers later
        assert there[0].done.own.sum() > usual[0].done.own.sum()
    assert moved.index(True) == lag


def test_a_state_moves_by_one_a_quarter_and_melts_without_its_bonus():
    game = game_of("fernhill")
    base = game.usual
    plan = [replace(base, stage=4)] * QUARTERS
    found = turns(game, plan)
    assert [turn.house.stage for turn in found] == [2, 3, 4, 4, 4, 4, 4, 4]
    assert found[-1].house.holds < found[3].house.holds < 1.0
    held = turns(game, [replace(one, weights=(0.2, 0.1, 0.1, 0.3, 0.3)) for one in plan])
    assert held[-1].house.holds == 1.0


def test_gaming_grows_with_the_slope():
    game = game_of("fernhill")
    pays = [replace(game.usual, weights=(0.0, 0.0, 1.0, 0.0, 0.0), slope=k / 4) for k in range(5)]
    margins = [turns(game, [one])[0].influence.pulls["margin"] for one in pays]
    assert (np.diff(margins) > 0).all() and (np.diff(margins, 2) > 0).all()
    seen = [turns(game, [one])[0].influence.pulls["nps_points"] for one in pays]
    assert (np.diff(seen) > 0).all()


def test_in_the_textbook_only_money_moves():
    """What is decided there changes nobody's orders or stay but by who is won, and by prices."""
    game = game_of("textbook")
    usual = turns(game, [game.usual] * QUARTERS)
    for policy in drawn_policies(game.scenario, 5, 1):
        plan = decisions(policy, game.scenario, QUARTERS)
        plan = [replace(one, spend=game.usual.spend, limit_eur=None) for one in plan]
        for one, two in zip(turns(game, plan), usual, strict=True):
            if one.scale == 1.0:
                assert np.allclose(one.done.own, two.done.own, rtol=1e-12)
            assert np.allclose(one.done.mass[: game.people.until[0]], two.done.mass[: game.people.until[0]])


@SETTINGS
@given(used_up=st.floats(0.0, 0.95), times=st.floats(0.0, 4.0))
def test_further_spend_brings_ever_fewer_newcomers(used_up, times):
    more = [brought(times + k * 0.1, used_up) for k in range(3)]
    assert brought(1.0, used_up) == 1.0
    assert 0.0 <= more[0] < more[1] < more[2]
    assert more[2] - more[1] <= more[1] - more[0] + 1e-12
    # At present spend the next customer costs 1 / (1 - s) times the average one.
    slope = (brought(1.0 + 1e-6, used_up) - 1.0) / 1e-6
    assert slope == pytest.approx(1.0 - used_up, abs=1e-4)


def test_offers_go_to_the_first_by_the_rule_until_they_are_spent():
    game = game_of("fernhill")
    mass = game.start.standing.mass
    n = len(mass)
    rows = game.people.rows
    some = game.targeting.treated("risk", mass, 10.5)
    assert (some * mass).sum() == pytest.approx(10.5)
    assert set(np.flatnonzero(some)) == set(np.argsort(-rows.hazard[:n], kind="stable")[:11])
    assert np.allclose(game.targeting.treated("random", mass, n / 4), 0.25)
    assert game.targeting.treated("nobody", mass, 10.0) is None
    harmed = game.targeting.treated("lift", mass, 1e9)
    assert (harmed[rows.seen[:n] <= 0] == 0).all() and (harmed[rows.seen[:n] > 0] == 1).all()


def test_each_event_comes_in_its_quarter():
    game = game_of("fernhill")
    pressed = turns(game, [game.usual] * QUARTERS)
    calm = turns(game, [game.usual] * QUARTERS, pressed=False)
    part = game.rules.pressure
    moved = [not same(one, two) for one, two in zip(pressed, calm, strict=True)]
    assert moved.index(True) + 1 == part.rival.quarter
    assert [turn.lamps > 0 for turn in pressed].index(True) + 1 == part.lamps_quarter
    rates = [float(np.mean(turn.influence.rate)) for turn in pressed]
    assert rates[part.recession_quarter - 1] == pytest.approx(
        rates[part.recession_quarter - 2] * (1.0 - part.recession), rel=0.01
    )


# Value.


@FEW
@given(number=numbers, scenario=st.sampled_from(["fernhill", "commodity"]), pressed=st.booleans())
def test_why_value_moved_adds_up_to_the_cent(number, scenario, pressed):
    game = game_of(scenario)
    policy = drawn_policies(game.scenario, 1, number)[0]
    plan = decisions(policy, game.scenario, QUARTERS)
    found = run(game, plan, policy, SEED, CUSTOMERS, pressed)
    at = found.start
    for one in found.quarters:
        assert set(one.why) == set(TERMS) and all(type(cents) is int for cents in one.why.values())
        at += sum(one.why.values())
        assert one.position == at
        books = one.ledger
        for name in ("revenue", "goods", "returns"):
            assert books.line_total(name) == books.segment_total(name)
    value, profits = game.value(plan, pressed)
    # Rounding each term to a cent is all that lies between the books and the sum in one go.
    assert abs(found.value - value * 100) < len(TERMS) * QUARTERS
    for one, profit in zip(found.quarters, profits, strict=True):
        assert abs(one.ledger.profit - profit * 100) < 20


def test_time_alone_moves_little():
    """With nothing decided, nobody new and no events, worth stays what it was forecast to be."""
    game = game_of("fernhill")
    found = run(game, [game.usual] * QUARTERS, read_policy("do_nothing"), SEED, CUSTOMERS, False)
    for one in found.quarters:
        assert abs(one.why["time"]) < 0.005 * found.start
        assert all(one.why[name] == 0 for name in TERMS if name not in ("acquisition", "time"))


def harvest(decision):
    """A last quarter that takes what it can: messages to all, nothing for newcomers, offers or calls."""
    return replace(
        decision, spend=(0.0,) * len(decision.spend), retention_eur=0.0, whom="nobody", contacts=12.0,
        owner="lines", personalisation=0.0, staff=0.88, called=0.0,
    )  # fmt: skip


SUITS = {
    "fernhill": ("do_nothing", "customer_first", "greedy_value"),
    "commodity": ("do_nothing", "product_first"),
}


@pytest.mark.parametrize("scenario", SUITS)
def test_harvesting_in_the_last_quarter_never_pays(scenario):
    """Under policies that suit the company: who stops wasting money in the last quarter does not harvest."""
    game = game_of(scenario, 5_000)
    for name in SUITS[scenario]:
        plan = decisions(read_policy(name), game.scenario, QUARTERS)
        kept, taken = game.value(plan), game.value([*plan[:-1], harvest(plan[-1])])
        assert taken[0] < kept[0], name
        if name != "product_first":  # which takes what it can in every quarter
            assert taken[1][-1] > kept[1][-1], name


def test_value_does_not_hang_on_what_others_do():
    """Two rows of half a weight are one row: a row may be a cell."""
    game = game_of("fernhill", 600, 4)
    people = game.people
    twice = np.repeat(np.arange(len(people.ids)), 2)
    rows = replace(people.rows.taken(twice), weight=np.full(len(twice), 0.5))
    split = Game(replace(people, ids=people.ids[twice], rows=rows, until=people.until * 2))
    for name in policy_names():
        plan = decisions(read_policy(name), game.scenario, 4)
        assert split.value(plan)[0] == pytest.approx(game.value(plan)[0], rel=1e-9)


def test_ledger_counts_every_euro():
    game = game_of("fernhill")
    turn = turns(game, decisions(read_policy("customer_first"), game.scenario, 1))[0]
    books = ledger(game, turn)
    assert abs(books.segment_total("revenue") - turn.done.revenue.sum() * 100) < 1
    assert abs(books.segment_total("acquisition") - turn.acquisition.sum() * 100) < 1
    assert as_it_is(game.scenario).spend == (1.0,) * 6
