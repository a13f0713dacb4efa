"""Searching for the best policy, and the grid on which it moves."""

from dataclasses import replace
from functools import cache

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import WrongUse, read_scenario
from generator.policy import as_it_is, decisions, policy_names, policy_text, read_policy
from generator.policy.drawn import drawn_policy
from generator.policy.grid import Grid
from generator.policy.model import Policy
from generator.simulate import Game, people_of
from generator.simulate import search as searching
from generator.simulate.search import search

FERNHILL = read_scenario("fernhill")
GRID = Grid(FERNHILL)
ASKED = {"seed": 5, "customers": 300, "quarters": 3, "policies": 100}
FEW = settings(max_examples=15, deadline=None, derandomize=True)


@cache
def found():
    return search(FERNHILL, **ASKED)


# The grid.


@FEW
@given(number=st.integers(0, 5_000), other=st.integers(0, 5_000), quarter=st.integers(2, 8))
def test_a_course_is_a_policy_that_its_file_gives_back(number, other, quarter):
    places = [GRID.nearest(decisions(drawn_policy(FERNHILL, 1, k), FERNHILL, 1)[0]) for k in (number, other)]
    policy = GRID.policy(((1, places[0]), (quarter, places[1])), "course")
    again = Policy.model_validate(yaml.safe_load(policy_text(policy)))
    plan = decisions(policy, FERNHILL, 8)
    assert decisions(again, FERNHILL, 8) == plan
    assert "  1:" in policy_text(policy)
    for decision, place in zip((plan[0], plan[-1]), places, strict=True):
        assert decisions(GRID.policy(((1, GRID.nearest(decision)),), "course"), FERNHILL, 1) == [decision]
        assert (GRID.nearest(decision) == place) or "nobody" in decision.whom or decision.called == 0.0


@FEW
@given(number=st.integers(0, 5_000), lot=st.lists(st.floats(0, 0.999), min_size=256, max_size=256))
def test_whatever_is_moved_is_a_policy_still(number, lot):
    first = GRID.nearest(decisions(drawn_policy(FERNHILL, 1, number), FERNHILL, 1)[0])
    parents = [((1, first),), GRID.course(decisions(read_policy("customer_first"), FERNHILL, 8))]
    course = searching._moved(GRID, 8, parents, lot)
    assert 1 <= len(course) <= 3 and course[0][0] == 1
    assert [quarter for quarter, _ in course] == sorted({quarter for quarter, _ in course})
    for _, place in course:
        assert sum(place[k] for k in GRID.pay) == 20 and min(place) >= 0
    assert len(decisions(GRID.policy(course, "course"), FERNHILL, 8)) == 8


def test_nobody_is_said_in_one_way():
    plan = decisions(read_policy("customer_first"), FERNHILL, 1)
    course = GRID.course([replace(plan[0], retention_eur=0.0, called=0.0)])
    said = GRID.policy(course, "course").quarters[1]
    assert said.retention is None and said.closed_loop is None and said.stage == 4


def test_the_company_as_it_is_says_nothing():
    course = GRID.course([as_it_is(FERNHILL)] * 8)
    assert len(course) == 1
    assert GRID.policy(course, "course").quarters == {}


# The search.


@pytest.mark.slow
def test_it_is_the_same_with_any_number_of_processes():
    one, two = found(), search(FERNHILL, **ASKED, workers=2)
    assert one.best == two.best and one.on_cells == two.on_cells
    assert one.tried == two.tried == ASKED["policies"]


def test_it_beats_the_named_policies_and_says_what_they_keep():
    game = Game(people_of(FERNHILL, 5, 300, 3))
    best = found().best
    plan = decisions(best.policy, FERNHILL, 3)
    assert game.value(plan)[0] == best.value
    assert {one.policy.name for one in found().named} == set(policy_names())
    for one in found().named:
        assert one.value == game.value(decisions(one.policy, FERNHILL, 3))[0]
        assert one.kept == one.value / best.value <= 1.0


def test_who_stops_it_gets_the_best_so_far():
    def stop(done, total):
        if done >= 50:
            raise KeyboardInterrupt

    some = search(FERNHILL, **ASKED, progress=stop)
    assert some.stopped and 0 < some.tried < ASKED["policies"]
    assert some.best.value >= max(one.value for one in some.named) * 0.98


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"policies": 3}, "policies must be between 20 and 10,000,000; found 3"),
        ({"quarters": 0}, "quarters must be between 1 and 12; found 0"),
        ({"workers": 0}, "workers must be at least 1"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(asked, says):
    with pytest.raises(WrongUse, match=says):
        search(FERNHILL, **(ASKED | asked))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["fernhill", "commodity"])
def test_the_best_suits_the_company(scenario):
    what = read_scenario(scenario)
    best = search(what, seed=500, customers=3_000, policies=800)
    kept = {one.policy.name: one.kept for one in best.named}
    if scenario == "fernhill":
        assert 0.5 < kept["customer_first"] < 1.0 and kept["product_first"] < 0.5, kept
    else:
        assert kept["customer_first"] < kept["product_first"] < 1.0, kept
