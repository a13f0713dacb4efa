"""The simulator in event mode: the same draws under every policy, and expected mode on average."""

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from turns import SEED, turns
from turns import people as everybody

from generator import make_company, read_scenario
from generator.business.app import App
from generator.business.customer_base import CustomerBase
from generator.business.interventions import order_histories
from generator.policy import as_it_is, decisions, read_policy
from generator.policy.drawn import drawn_policies
from generator.policy.model import Levers, Policy
from generator.simulate import EventGame, Game, event_log, simulate, simulate_events
from generator.simulate.events import run_events
from generator.simulate.events.chances import Chances
from generator.simulate.events.further import DOUBLE, most_doubles

CUSTOMERS, QUARTERS = 500, 5
SETTINGS = settings(max_examples=8, deadline=None, derandomize=True)
numbers = st.integers(0, 10_000)


def people(scenario="fernhill", customers=CUSTOMERS, quarters=QUARTERS):
    return everybody(scenario, customers, quarters)


@cache
def game_of(scenario="fernhill", doubles=1, noise=0):
    return EventGame(people(scenario), doubles, noise)


def same(one, two):
    """Whether two quarters are the same, order by order, to the bit."""
    return one.profit == two.profit and all(
        np.array_equal(a, b)
        for part, other in ((one.done, two.done), (one.done.orders, two.done.orders))
        for a, b in ((getattr(part, f.name), getattr(other, f.name)) for f in fields(part))
        if isinstance(a, np.ndarray)
    )


def plan_of(scenario, number, quarters=QUARTERS):
    what = read_scenario(scenario)
    plan = decisions(drawn_policies(what, 1, number)[0], what, quarters)
    return plan, most_doubles(what, plan)


def placed(turn, game):
    """Orders by customers' own rates, before any is lost: (customer, draw, week)."""
    orders = turn.done.placed
    return set(zip(game.people.ids[orders.row], orders.draw, orders.week, strict=True))


# The company as it is.


def carried_on(scenario):
    """Orders of half a year after the run (customer, day, EUR): of the company that is carried on, and of
    event mode."""
    company = make_company(scenario, seed=SEED, customers=CUSTOMERS, until="2026-07-01")
    orders, paid = company.table("orders"), company.table("order_lines").groupby("order_id")["paid_eur"].sum()
    orders = orders.assign(
        day=orders["ordered_at"].dt.tz_localize(None).dt.normalize(),
        value=orders["order_id"].map(paid).round(2),
    )
    made = orders[orders["day"] >= "2026-01-01"][["customer_id", "day", "value"]]
    log = event_log(simulate_events("do_nothing", scenario, CUSTOMERS, SEED, 2, pressed=False))
    found = log[log["event"] == "ordered"][["customer_id", "day", "value_eur"]].round({"value_eur": 2})
    return (sorted(table.itertuples(index=False, name=None)) for table in (made, found))


def test_in_the_textbook_its_orders_are_those_of_the_company_that_is_carried_on():
    """Order by order: who, on which day, for how many cents, newcomers included."""
    made, found = carried_on("textbook")
    assert made == found and len(made) > 300


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["fernhill", "commodity", "subscription"])
def test_elsewhere_most_orders_are_the_same(scenario):
    """All but those that a single parcel, ticket or trial brings or costs."""
    made, found = map(set, carried_on(scenario))
    assert len(made & found) > 0.85 * max(len(made), len(found))


def test_orders_by_own_rate_and_by_the_app_are_those_of_the_generator_to_the_bit():
    """Of those whom no late parcel has touched yet; from then on the simulator takes its harm as it is on
    average."""
    whole = people()
    still = replace(whole, rows=replace(whole.rows, wear=np.zeros(len(whole.ids))))
    game = EventGame(still, 0)
    end, horizon = whole.starts[0], whole.starts[QUARTERS]
    base = CustomerBase.numbered(whole.world, whole.ids)
    late = order_histories(base, end).realised.hazards.customer
    history = order_histories(base, horizon, (App(),)).realised
    asked = (history.week >= end) & (history.draw > 0) & ~np.isin(history.customer, late)
    made = zip(whole.ids[history.customer[asked]], history.draw[asked], history.week[asked], strict=True)
    found = [turn.done.placed for turn in turns(game, [game.usual] * QUARTERS, pressed=False)]
    mine = [
        (game.people.ids[row], draw, week)
        for orders in found
        for row, draw, week in zip(orders.row, orders.draw, orders.week, strict=True)
        if row not in set(late)
    ]
    made = sorted(made)
    assert sorted(mine) == made and len(made) > 300
    assert any(draw >= 100_000 for _, draw, _ in made)


def test_clocks_are_what_is_left_of_unit_exponentials():
    for noise in (0, 1):
        chances = Chances(people(customers=2_500), noise)
        n = int(chances.people.until[0])
        for part in (chances.clock[:n], chances.clock[n:]):
            assert (part >= 0.0).all()
            assert abs(part.mean() - 1.0) < 4.0 / np.sqrt(len(part))
            assert abs((part > 2.0).mean() - np.exp(-2.0)) < 4.0 * np.sqrt(0.12 / len(part))


def test_at_present_decisions_exactly_the_companys_own_prospects_come():
    game, usual = game_of(), as_it_is(read_scenario("fernhill"))
    for turn in turns(game, [usual] * QUARTERS):
        came = np.flatnonzero(turn.done.came)
        quarter = game.people.rows.quarter
        own = np.flatnonzero((quarter == turn.after.quarter) & (game.people.ids < DOUBLE))
        assert np.array_equal(came, own)


# Decisions.


@SETTINGS
@given(number=numbers, scenario=st.sampled_from(["fernhill", "commodity"]))
def test_only_whole_persons_orders_and_offers_and_no_spend_beyond_the_budget(number, scenario):
    plan, doubles = plan_of(scenario, number)
    game = game_of(scenario, doubles)
    price = game.rules.offers.offer_eur
    before = game.start.standing.mass
    for turn, decision in zip(turns(game, plan), plan, strict=True):
        done = turn.done
        for name in ("mass", "left", "came", "own", "repeats", "buyers"):
            part = getattr(done, name)
            assert (part >= 0.0).all() and np.array_equal(part, np.rint(part)), name
        for name in ("live", "revenue", "goods", "parcels", "returns", "service", "contact", "mailed"):
            assert (getattr(done, name) >= 0.0).all(), name
        assert (done.mass <= 1.0).all() and (done.live <= 1.0).all() and (done.clock >= 0.0).all()
        assert len(done.orders.row) == (done.repeats + done.came).sum()
        assert turn.acquisition.sum() + turn.offers <= turn.budget * (1 + 1e-12)
        assert turn.offers <= min(decision.retention_eur, price) * before.sum() * turn.scale + 1e-6
        if turn.treated is not None:
            who = np.flatnonzero(turn.treated)
            assert (turn.treated[who] == 1.0).all() and (before[who] == 1.0).all()
            assert turn.offers == pytest.approx(len(who) * price)
        before = done.mass


BASELINE = {
    "acquire": {"search": 1.0, "social": 1.0},
    "retention": {"budget_eur": 1.0, "whom": "nobody"},
    "contacts": 0,
    "owner": "lines",
    "personalisation": 0,
    "staff": 1,
    "closed_loop": {"share": 0, "days": 2},
    "stage": 1,
    "rival": "hold",
    "regions": "revenue",
}


@pytest.mark.parametrize("lever", BASELINE)
def test_a_lever_at_its_present_value_changes_no_event(lever):
    game = game_of()
    policy = Policy(name="one lever", quarters={1: Levers.model_validate({lever: BASELINE[lever]})})
    there = turns(game, decisions(policy, game.scenario, QUARTERS))
    usual = turns(game, [game.usual] * QUARTERS)
    assert all(same(one, two) for one, two in zip(there, usual, strict=True))


@SETTINGS
@given(number=numbers, first=st.integers(2, QUARTERS))
def test_a_policy_changes_no_event_before_its_first_quarter(number, first):
    plan, doubles = plan_of("fernhill", number)
    game = game_of("fernhill", doubles)
    late = [game.usual] * (first - 1) + plan[:1]
    there, usual = turns(game, late), turns(game, [game.usual] * first)
    assert all(same(one, two) for one, two in zip(there[:-1], usual[:-1], strict=True))
    assert not same(there[-1], usual[-1])


@SETTINGS
@given(number=numbers, times=st.floats(0.0, 4.0))
def test_spend_on_newcomers_changes_who_comes_and_nobodys_course(number, times):
    """On top of any policy that does not run into its budget: who is there in both does the same in both."""
    plan, _ = plan_of("fernhill", number, 3)
    plan = [replace(one, spend=(0.2,) * len(one.spend), whom="nobody", retention_eur=0.0) for one in plan]
    game = game_of("fernhill", doubles=3)
    more = [replace(one, spend=(times / 4.0, *one.spend[1:])) for one in plan]
    for one, two in zip(turns(game, plan), turns(game, more), strict=True):
        a, b = one.done, two.done
        both = (a.mass + a.left > 0.0) & (b.mass + b.left > 0.0)
        for name in ("own", "repeats", "revenue", "left", "left_week", "clock"):
            assert np.array_equal(getattr(a, name)[both], getattr(b, name)[both]), name
        fewer, rest = (a, b) if times / 4.0 >= 0.2 else (b, a)
        assert (fewer.came <= rest.came).all()


@pytest.mark.parametrize("pressed", [True, False])
def test_a_higher_rate_adds_orders_and_moves_none(pressed):
    game = game_of()
    plans = [[replace(game.usual, contacts=contacts)] * 3 for contacts in (0.0, 4.0, 12.0)]
    found = [turns(game, plan, pressed) for plan in plans]
    for few, some, many in zip(*found, strict=True):
        few, some, many = (placed(one, game) for one in (few, some, many))
        assert few < some < many


def test_a_lower_hazard_makes_nobody_leave_earlier():
    game = game_of()
    stay = replace(game.usual, weights=(0.0, 0.0, 0.0, 1.0, 0.0))  # pay hangs on renewals
    held, usual = turns(game, [stay] * QUARTERS), turns(game, [game.usual] * QUARTERS)
    there = np.zeros(0)
    for one, two in zip(held, usual, strict=True):
        n = int(game.people.until[0])  # the same people from the start on
        assert (one.done.left_week[:n] >= two.done.left_week[:n])[
            two.done.mass[:n] + two.done.left[:n] > 0
        ].all()
        assert (one.done.mass[:n] >= two.done.mass[:n]).all()
        there = one.done.mass[:n] - two.done.mass[:n]
    assert there.sum() > 0


def test_doubles_are_persons_of_their_own():
    game, usual = game_of("fernhill", doubles=2), game_of().usual
    came = turns(game, [replace(usual, spend=(4.0,) * 6)])[0]
    low, high = (int(k) for k in game.people.until[:2])
    person = game.people.ids[low:high] % DOUBLE
    own, double, third = np.split(np.arange(low, high), 3)
    assert np.array_equal(*(person[some - low] for some in (own, double)))
    assert np.array_equal(game.people.rows.rate[own], game.people.rows.rate[third])
    assert 0.0 == came.done.came[third].sum() < came.done.came[double].sum() < came.done.came[own].sum()
    chances = game.chances
    for one, two in ((own, double), (own, third), (double, third)):
        assert (chances.clock[one] != chances.clock[two]).all()
        assert (chances.cents(chances.firsts(one)) != chances.cents(chances.firsts(two))).mean() > 0.9


def test_more_newcomers_than_doubles_are_refused():
    game = game_of("fernhill", doubles=0)
    with pytest.raises(ValueError, match="doubles"):
        game.play(game.start, replace(game.usual, spend=(2.0,) * 6))
    with pytest.raises(ValueError, match="noise"):
        Chances(people(), -1)


# The mean.

SHOWN = ("mass", "left", "came", "own", "repeats", "revenue", "goods", "service", "contact", "mailed")


def totals(game, plan):
    """Quarter × (what `SHOWN` adds up to, profit)."""
    return np.array([
        [float(getattr(turn.done, name).sum()) for name in SHOWN] + [turn.profit]
        for turn in turns(game, plan)
    ])  # fmt: skip


def checked(scenario, number, customers, quarters, noises, errors=4.0):
    """Quarter by quarter, totals over luck lie within so many standard errors of expected mode.

    (Offers by lot go to whole persons, and the mean over persons is not the person of mean treatment; and
    of a quarter in which she gets the app, expected mode takes a share. Both are far below these errors.)
    """
    who = people(scenario, customers, quarters)
    plan, doubles = plan_of(scenario, number, quarters)
    expected = totals(Game(who), plan)
    found = np.array([totals(EventGame(who, doubles, noise), plan) for noise in range(1, noises + 1)])
    error = found.std(axis=0, ddof=1) / np.sqrt(noises)
    far = np.abs(found.mean(axis=0) - expected) > errors * error + 1e-9 * np.abs(expected)
    names = (*SHOWN, "profit")
    assert not far.any(), [(int(q) + 1, names[k]) for q, k in np.argwhere(far)]
    # And luck is what there is: a test of nothing but rounding would not see it.
    assert (error[:, SHOWN.index("revenue")] > 0.0).all()


@cache
def luck(noise):
    return EventGame(people(customers=1_000, quarters=1), 1, noise)


@settings(max_examples=5, deadline=None, derandomize=True)
@given(
    rate=st.floats(0.0, 3.0),
    hazard=st.floats(0.3, 5.0),
    gain=st.floats(0.0, 1.5),
    lost=st.floats(0.0, 0.9),
    price=st.floats(0.5, 1.0),
)
def test_the_mean_of_a_quarter_is_expected_mode_under_any_influence(rate, hazard, gain, lost, price):
    """Also under effects far beyond those of any policy."""
    game = luck(1)
    n, old = int(game.people.until[1]), int(game.people.until[0])
    turn = turns(game, [replace(game.usual, spend=(2.0,) * 6)])[0]
    influence = replace(
        turn.influence, rate=rate, hazard=hazard, price=price, gain=np.full(n, gain), lost=np.full(n, lost)
    )
    came = np.ones(n - old)
    names = ("left", "live", "own", "repeats", "revenue", "goods", "service", "returns", "parcels")
    how = (influence, turn.house, came)

    def sums(done):
        return [*(float(getattr(done, name).sum()) for name in names), float(done.repeats[old:].sum())]

    found = [sums(luck(noise).happens(0, luck(noise).start.standing, *how)) for noise in range(1, 26)]
    error = np.std(found, axis=0, ddof=1) / 5.0
    off = np.mean(found, axis=0) - sums(game.kernel.quarter(0, game.start.standing, *how))
    assert (np.abs(off) <= 4.0 * error + 1e-9).all(), (names, off, error)


@pytest.mark.parametrize(("scenario", "number"), [("fernhill", 11), ("commodity", 12)])
def test_its_mean_is_expected_mode(scenario, number):
    checked(scenario, number, 300, 3, 25)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["fernhill", "commodity", "startup", "subscription", "textbook"])
@settings(max_examples=3, deadline=None, derandomize=True)
@given(number=numbers)
def test_its_mean_is_expected_mode_under_policies_by_lot(scenario, number):
    checked(scenario, number, 400 if scenario == "startup" else 800, 5, 150)


# What it shows.


@settings(max_examples=3, deadline=None, derandomize=True)
@given(number=numbers, noise=st.integers(0, 3))
def test_the_log_adds_up_to_the_books(number, noise):
    plan, doubles = plan_of("fernhill", number)
    game = game_of("fernhill", doubles, noise)
    policy = read_policy("do_nothing")
    found = run_events(game, plan, policy, SEED, CUSTOMERS)
    log = event_log(found)
    kinds = {kind: part for kind, part in log.groupby("event", observed=False)}
    for one in found.quarters:

        def of(kind, quarter=one.number):
            return kinds[kind][kinds[kind]["quarter"] == quarter]

        assert round(of("ordered")["value_eur"].sum() * 100) == one.ledger.segment_total("revenue")
        assert len(of("joined")) == one.newcomers
        assert round(of("offered")["value_eur"].sum() * 100) == one.ledger.offers
        assert one.spent <= one.budget + 1
        assert one.why == {}
        for name in ("revenue", "goods", "returns"):
            assert one.ledger.line_total(name) == one.ledger.segment_total(name)
    for kind in ("joined", "left"):
        assert kinds[kind]["customer_id"].is_unique
    assert log["value_eur"].notna().equals(log["event"].isin(["ordered", "offered"]))
    # Nobody does anything after she left, or before she joined.
    last = log.groupby("customer_id")["event"].last()
    gone = kinds["left"]["customer_id"]
    assert (last[gone] == "left").all()
    first = log.groupby("customer_id")["event"].first()
    assert (first[kinds["joined"]["customer_id"]] == "joined").all()
    value, _ = game.value(plan)
    assert found.value == pytest.approx(value * 100, abs=1)


def test_it_starts_from_the_worth_of_expected_mode():
    name = "customer_first"
    luck = [simulate_events(name, "commodity", 200, SEED, 2, noise=noise) for noise in (0, 0, 1)]
    expected = simulate(name, "commodity", 200, SEED, 2)
    assert luck[0].start == expected.start
    assert [one.mode for one in (*luck[:1], expected)] == ["event", "expected"]
    pd.testing.assert_frame_equal(event_log(luck[0]), event_log(luck[1]))
    assert luck[0].value == luck[1].value != luck[2].value
