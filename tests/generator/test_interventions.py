"""What is done to customers: exact where nothing is, lots in common, whatever the cut, right on average."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import draws
from generator.business import buying, future
from generator.business.block import Block
from generator.business.changes import Changes, Intervention, applied
from generator.business.customer_base import CustomerBase
from generator.business.interventions import INTERVENTIONS, TRIALS, order_histories
from generator.business.leaving import Hazards, leaving_weeks
from generator.business.order_history import draw_baseline, poisson_times
from generator.business.purchase_rate import Rates, with_rates
from generator.errors import WrongUse
from generator.scenario import read_scenario
from generator.world import World

PEOPLE, HORIZON = 300, 200.0
DRAWS = 50_000_000
FACTORS = st.floats(0.2, 5.0)
WEEKS = st.floats(0.0, HORIZON)
quick = settings(max_examples=25, deadline=None)


@cache
def base_of(scenario="textbook", people=PEOPLE, first=0):
    return CustomerBase.of(World(read_scenario(scenario), 3, 5_000), first, people)


def hazards_of(base, *rows):
    """Rows of (share of customers, week, weeks, factor), each for some customers by lot."""
    parts = []
    for k, (share, week, weeks, factor) in enumerate(rows):
        lot = draws.uniform(draws.bits(draws.keys(1, f"test {k}", base.ids)))
        who = np.flatnonzero(lot < share)
        one = np.ones(len(who))
        parts.append(Hazards(who, one * week, one * weeks, one * factor))
    return Hazards.joined(Hazards.none(), *parts)


def rates_of(base, week, weeks, factor, draw=DRAWS):
    one = np.ones(len(base))
    key = draws.keys(1, "test rates", base.ids)
    return Rates(np.arange(len(base)), one * week, one * weeks, one * factor, key, np.full(len(base), draw))


class Late(Intervention):
    """Every second order of anybody raises or lowers her hazard from its week on."""

    name = "the test"

    def __init__(self, factor, rate=1.0):
        self.factor, self.rate = factor, rate

    def changes(self, base, history):
        who = np.flatnonzero(history.draw % 2 == 1)
        one = np.ones(len(who))
        few = who[history.draw[who] == 1]
        key = draws.keys(base.world.seed, "test late", base.ids[history.customer[few]])
        rates = Rates(
            history.customer[few], history.week[few], np.full(len(few), 9.0), np.full(len(few), self.rate),
            key, np.full(len(few), DRAWS),
        )  # fmt: skip
        hazards = Hazards(history.customer[who], history.week[who], one * 20.0, one * self.factor)
        return Changes(hazards=hazards, rates=rates)

    def least_hazard(self, world):
        return min(self.factor, 1.0) ** 40


def same(one, other):
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("customer", "draw", "week", "left")
    )


def rows(history, ids):
    customer = ids[history.customer].tolist()
    return list(zip(customer, history.draw.tolist(), history.week.tolist(), strict=True))


# Leaving


@quick
@given(week=WEEKS, weeks=WEEKS)
def test_a_factor_of_one_changes_no_bit_of_leaving(week, weeks):
    base = base_of()
    own = base.who.joined + base.latents.life
    hazards = hazards_of(base, (0.7, week, weeks, 1.0), (0.5, week / 2, np.inf, 1.0))
    assert np.array_equal(leaving_weeks(base.who.joined, base.latents.life, hazards), own)


@quick
@given(
    st.lists(st.tuples(st.floats(0.1, 1.0), WEEKS, st.one_of(WEEKS, st.just(np.inf)), FACTORS), max_size=4)
)
def test_the_clock_of_leaving_is_the_cumulated_hazard(rules):
    """At the week of leaving, the integral of her factor from joining on is what she had to live."""
    base = base_of()
    joined, life = base.who.joined, base.latents.life
    hazards = hazards_of(base, *rules)
    left = leaving_weeks(joined, life, hazards)
    spent = np.zeros(len(base))
    edges = sorted({week for _, week, _, _ in rules} | {week + weeks for _, week, weeks, _ in rules})
    edges = [0.0, *(edge for edge in edges if np.isfinite(edge)), np.inf]
    for low, high in pairwise(edges):
        there = np.maximum(np.minimum(left, high) - np.maximum(joined, low), 0.0)
        spent += there * hazards.level(len(base), low)
    assert spent == pytest.approx(life, rel=1e-9, abs=1e-9)


@quick
@given(week=WEEKS, factor=FACTORS, more=st.floats(1.0, 5.0))
def test_a_raised_hazard_never_makes_anybody_leave_later(week, factor, more):
    base = base_of()
    joined, life = base.who.joined, base.latents.life
    lower, higher = (
        leaving_weeks(joined, life, hazards_of(base, (0.8, week, np.inf, f))) for f in (factor, factor * more)
    )
    own = leaving_weeks(joined, life, Hazards.none())
    assert (higher <= lower).all()
    assert (lower <= own).all() if factor >= 1 else (lower >= own).all()


@pytest.mark.parametrize("scenario", ["textbook", "fernhill"])
def test_a_longer_reach_is_the_same_history(scenario):
    """What she would order if she stayed is there, and does not touch what she does."""
    base = base_of(scenario)
    short, long = draw_baseline(base, HORIZON), draw_baseline(base, HORIZON, 0.3)
    assert len(long.week) > len(short.week) and same(long.lived, short)
    # The whole process without a life, filtered.
    key = draws.keys(base.world.seed, "order gap", base.ids)
    counts, week = poisson_times(key, base.who.joined, base.latents.rate, np.full(len(base), HORIZON))
    customer = np.repeat(np.arange(len(base)), counts)
    there = week < short.left[customer]
    assert np.array_equal(week[there], short.week[short.draw > 0])
    everything = order_histories(base, HORIZON)
    reaching = order_histories(base, HORIZON, (*INTERVENTIONS, Late(0.9)))
    assert same(reaching.without_trials, everything.without_trials)


class Still(Late):
    """A late intervention without strength, that yet tells that it may make customers stay."""

    def least_hazard(self, world):
        return 0.3


@pytest.mark.parametrize("scenario", ["textbook", "fernhill"])
def test_an_intervention_without_strength_changes_no_bit(scenario):
    base = base_of(scenario)
    plain = order_histories(base, HORIZON)
    for at in range(len(INTERVENTIONS) + 1):
        some = (*INTERVENTIONS[:at], Still(1.0), *INTERVENTIONS[at:])
        after = order_histories(base, HORIZON, some)
        assert same(after.realised, plain.realised)
        assert same(after.baseline, plain.baseline) and same(after.without_trials, plain.without_trials)


@pytest.mark.parametrize(("factor", "rate"), [(3.0, 1.0), (0.9, 1.0), (1.5, 2.5), (1.5, 0.4)])
def test_the_cut_into_blocks_does_not_matter(factor, rate):
    interventions = (*INTERVENTIONS[:-1], Late(factor, rate), INTERVENTIONS[-1])
    whole = base_of("fernhill")
    every = order_histories(whole, HORIZON, interventions).realised
    assert not same(every, order_histories(whole, HORIZON).realised)
    found, left = [], []
    for first, count in ((0, 1), (1, 122), (123, 177)):
        base = base_of("fernhill", count, first)
        part = order_histories(base, HORIZON, interventions).realised
        found += rows(part, base.ids)
        left.append(part.left)
    assert found == rows(every, whole.ids)
    assert np.array_equal(np.concatenate(left), every.left)


def test_a_raised_hazard_only_takes_orders_away():
    base = base_of("fernhill", 1_500)
    plain = order_histories(base, HORIZON, INTERVENTIONS[:2])
    harmed = order_histories(base, HORIZON, (*INTERVENTIONS[:2], Late(4.0)))
    before, after = set(rows(plain.realised, base.ids)), set(rows(harmed.realised, base.ids))
    assert after < before and (harmed.realised.left <= plain.realised.left).all()
    gone = before - after
    left = dict(zip(base.ids.tolist(), harmed.realised.left.tolist(), strict=True))
    assert all(week >= left[customer] for customer, _, week in gone)


def test_a_lowered_hazard_only_adds_orders():
    base = base_of("fernhill", 1_500)
    plain = order_histories(base, HORIZON, INTERVENTIONS[:1])
    kept = order_histories(base, HORIZON, (*INTERVENTIONS[:1], Late(0.9)))
    before, after = set(rows(plain.realised, base.ids)), set(rows(kept.realised, base.ids))
    assert before < after and (kept.realised.left >= plain.realised.left).all()


def expected_repeats(base, start, factor):
    """Repeat orders up to the horizon, given her rate and hazard, with a factor from the week `start` on."""
    rate, hazard, joined = base.latents.rate, base.latents.dropout, base.who.joined
    turn = np.maximum(start - joined, 0.0)
    rest = HORIZON - joined - turn
    early = (1.0 - np.exp(-hazard * turn)) / hazard
    late = np.exp(-hazard * turn) * (1.0 - np.exp(-factor * hazard * rest)) / (factor * hazard)
    return rate * (early + late)


@pytest.mark.parametrize("factor", [0.4, 1.0, 3.0])
def test_orders_under_another_hazard_agree_with_the_closed_form(factor):
    base = base_of("textbook", 5_000)
    history = draw_baseline(base, HORIZON, min(factor, 1.0))
    changes = Changes(hazards=hazards_of(base, (1.1, 60.0, np.inf, factor)))
    after = applied(base, history, changes, "the test").lived
    got = np.bincount(after.customer, minlength=len(base)) - 1
    wanted = expected_repeats(base, 60.0, factor)
    error = (got - wanted).std() / np.sqrt(len(base))
    assert abs((got - wanted).mean()) < 3.5 * error
    wrong = expected_repeats(base, 60.0, 1.0 if factor != 1.0 else 2.0)
    assert abs((got - wrong).mean()) > 5 * error  # the test would see another factor


class Harm(Intervention):
    """From week 60 on everybody's hazard is threefold for good."""

    name = "the test"

    def changes(self, base, history):
        return Changes(hazards=hazards_of(base, (1.1, 60.0, np.inf, 3.0)))


@pytest.mark.parametrize("interventions", [(), (Harm(),)])
def test_the_truth_about_the_next_year_knows_the_hazard_of_the_last_day(interventions):
    base = base_of("textbook", 5_000)
    clock = base.world.clock
    histories = order_histories(base, clock.end_week + 60.0, interventions)
    done = histories.realised
    orders = buying.draw_orders(base, done.before(clock.end_week), np.zeros(clock.days, dtype=np.int64))
    truth = future.truth_customers(Block(base, histories, orders, None, None))
    off = truth["realised_orders_next_year"] - truth["expected_orders_next_year"]
    assert abs(off.mean()) < 3.5 * off.std() / np.sqrt(len(base))
    if interventions:  # at her own hazard she would be expected to order more
        there = done.left >= clock.end_week
        own = there * base.latents.rate * (1.0 - np.exp(-52.0 * base.latents.dropout)) / base.latents.dropout
        assert (truth["realised_orders_next_year"] - own).mean() < -5 * off.std() / np.sqrt(len(base))


def test_only_a_hazard_in_time_can_be_raised():
    base = base_of("textbook_bg")
    history = draw_baseline(base, HORIZON)
    none = Changes(hazards=hazards_of(base, (1.1, 0.0, np.inf, 1.0)))
    assert applied(base, history, none, "the test") is history
    with pytest.raises(WrongUse, match=r"the test changes the hazard.*textbook_bg.*pareto"):
        applied(base, history, Changes(hazards=hazards_of(base, (1.1, 0.0, np.inf, 2.0))), "the test")


def test_who_tells_no_least_hazard_cannot_make_customers_stay():
    base = base_of()
    history = draw_baseline(base, HORIZON)
    lowered = Changes(hazards=hazards_of(base, (1.1, 0.0, np.inf, 0.5)))
    with pytest.raises(ValueError, match="least_hazard"):
        applied(base, history, lowered, "the test")
    for bad in (0.0, -1.0, np.nan, np.inf):
        with pytest.raises(ValueError, match="above 0"):
            applied(base, history, Changes(hazards=hazards_of(base, (1.1, 0.0, np.inf, bad))), "the test")


# The purchase rate


@quick
@given(week=WEEKS, weeks=WEEKS)
def test_a_rate_of_one_changes_nothing(week, weeks):
    base = base_of("fernhill")
    history = draw_baseline(base, HORIZON)
    assert same(with_rates(base, history, rates_of(base, week, weeks, 1.0)), history)


@quick
@given(week=WEEKS, weeks=st.floats(1.0, HORIZON), factor=FACTORS)
def test_another_rate_moves_its_window_alone(week, weeks, factor):
    base = base_of("fernhill")
    history = draw_baseline(base, HORIZON)
    after = with_rates(base, history, rates_of(base, week, weeks, factor))
    before, now = set(rows(history, base.ids)), set(rows(after, base.ids))
    assert now <= before if factor <= 1 else before <= now
    assert all(week <= at <= week + weeks for _, _, at in before ^ now)
    assert len({row[:2] for row in now}) == len(now)  # each order has a number of its own
    assert (np.lexsort((after.week, after.customer)) == np.arange(len(after.week))).all()
    assert (after.week[after.draw > 0] < after.left[after.customer[after.draw > 0]]).all()


@quick
@given(low=st.floats(0.0, 1.0), high=st.floats(0.0, 1.0))
def test_a_lower_rate_only_takes_more_away(low, high):
    base = base_of("fernhill")
    history = draw_baseline(base, HORIZON)
    fewer, more = (
        set(rows(with_rates(base, history, rates_of(base, 20.0, 90.0, f)), base.ids))
        for f in sorted((low, high))
    )
    assert fewer <= more


@pytest.mark.parametrize("factor", [0.0, 0.5, 1.6, 3.0])
def test_orders_under_another_rate_agree_with_the_closed_form(factor):
    """With the app's part: before the end of a life, orders come at rate × (1 + lift from the app on)."""
    base = base_of("fernhill", 5_000)
    history = order_histories(base, HORIZON, INTERVENTIONS[:1]).realised
    start, weeks = 50.0, 80.0
    after = with_rates(base, history, rates_of(base, start, weeks, factor))

    def repeats(of):
        inside = (of.week > start) & (of.week < start + weeks) & (of.draw > 0)
        return np.bincount(of.customer[inside], minlength=len(base))

    end = np.minimum(history.left, start + weeks)
    own = np.maximum(end - np.maximum(base.who.joined, start), 0.0)
    with_app = np.maximum(end - np.maximum(base.app_from, start), 0.0)
    assert (with_app > 0).sum() > 200
    lift = base.world.scenario.app.lift
    wanted = factor * base.latents.rate * (own + lift * with_app)
    got = repeats(after)
    error = (got - wanted).std() / np.sqrt(len(base))
    assert abs((got - wanted).mean()) < 3.5 * max(error, 1e-12)
    assert got.sum() == 0 or abs((repeats(history) - wanted).mean()) > 5 * error


def test_a_rate_out_of_range_is_refused():
    base = base_of()
    for bad in (-0.1, np.nan, np.inf):
        with pytest.raises(ValueError, match="purchase rate"):
            with_rates(base, draw_baseline(base, HORIZON), rates_of(base, 0.0, 9.0, bad))


# The list


def test_each_intervention_has_a_name_of_its_own_and_tells_a_least_hazard():
    names = [intervention.name for intervention in INTERVENTIONS]
    assert len(set(names)) == len(names) and TRIALS in INTERVENTIONS
    world = base_of("fernhill").world
    assert all(0 < intervention.least_hazard(world) <= 1 for intervention in INTERVENTIONS)


@pytest.mark.parametrize("scenario", ["textbook", "textbook_bg"])
def test_in_the_textbook_nothing_is_done(scenario):
    made = order_histories(base_of(scenario), HORIZON)
    assert same(made.realised, made.baseline) and len(made.realised.hazards.customer) == 0


def test_later_windows_and_other_customers_are_untouched():
    base = base_of("fernhill")
    history = draw_baseline(base, HORIZON)
    some = rates_of(base, 30.0, 20.0, 2.0).only(np.arange(0, len(base), 2))
    after = with_rates(base, history, some)
    odd = {row for row in rows(history, base.ids) if (row[0] - 1) % 2}
    assert {row for row in rows(after, base.ids) if (row[0] - 1) % 2} == odd
