"""Twins: companies on which a reorganisation is tried, and the sealed companies of lesson 07."""

from __future__ import annotations

import pytest

from classroom import prototype
from classroom.errors import Misuse
from generator.policy import decisions
from generator.policy.model import Levers, Policy
from generator.simulate import Game, people_of, simulate

PLACE = prototype.FERNHILL


@pytest.fixture(scope="module")
def twin():
    return prototype.twin(*PLACE, seed=3, customers=500)


def test_a_twin_is_worth_what_the_simulator_says(twin):
    move = Policy(name="move", quarters={1: Levers(stage=3)})
    run = simulate(move, "fernhill", customers=500, seed=3, quarters=prototype.QUARTERS, pressed=False)
    assert twin.worth(3) == pytest.approx(run.value / 100, abs=0.1)


def test_fernhill_s_place_is_that_of_its_scenario(twin):
    differences = twin.scenario.policy.differences
    assert (differences.breadth, differences.fit) == PLACE
    assert twin.game.usual.stage == prototype.PRESENT


def test_staying_is_no_move(twin):
    assert len(twin.profits(1)) == prototype.QUARTERS
    assert twin.worth(prototype.PRESENT) != twin.worth(2)


def test_pay_first_holds_what_pay_later_lets_slip(twin):
    assert twin.worth(4, prototype.NEW_PAY) > twin.worth(4)
    assert sum(prototype.NEW_PAY.values()) == pytest.approx(1)


def test_one_seed_has_the_same_people_at_every_place(twin):
    other = prototype.twin(0.2, 0.1, seed=3, customers=500)
    assert (other.game.people.ids == twin.game.people.ids).all()
    assert other.game.people.rows.breadth.mean() < twin.game.people.rows.breadth.mean()


@pytest.mark.parametrize("state", [-1, 6, 2.5])
def test_there_are_six_states(twin, state):
    with pytest.raises(Misuse, match="states 0 to 5"):
        twin.worth(state)


@pytest.mark.parametrize("lot", range(8))
def test_of_two_sealed_companies_one_has_little_to_gain(lot):
    places = sorted(prototype.sealed(lot).values())
    assert places[0][0] < 0.3 < 1.2 < places[1][0]


def test_the_lot_says_which_name_has_which_place():
    first = {min(prototype.sealed(lot), key=lambda name: prototype.sealed(lot)[name]) for lot in range(8)}
    assert first == {"Oakham", "Brightwell"}


def test_interviews_tell_the_place():
    asked = prototype.interviews(5)
    for name, place in {"Fernhill": PLACE, **prototype.sealed(5)}.items():
        own = asked[asked["company"] == name]
        assert len(own) == prototype.ASKED
        assert own["needs"].mean() == pytest.approx(place[0], abs=0.4)
        assert own["fit"].mean() == pytest.approx(place[1], abs=0.2)


@pytest.mark.parametrize("place", [(0.2, 0.1), (1.5, 0.8), (2.2, 1.0)])
def test_people_who_are_kept_are_those_who_would_be_read(place):
    kept = prototype.twin(*place, seed=4, customers=500)
    read = Game(people_of(kept.scenario, 4, 500, prototype.QUARTERS))
    for name in ("breadth", "fit", "rate", "hazard", "effect"):
        assert (getattr(kept.game.people.rows, name) == getattr(read.people.rows, name)).all(), name
    plan = decisions(Policy(name="move", quarters={1: Levers(stage=4)}), kept.scenario, prototype.QUARTERS)
    assert kept.worth(4) == read.value(plan, False)[0]
