"""Ghosts: the stated rule replayed exactly, and a gap that adds up to the cent."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import WrongUse, read_scenario
from generator.policy import decisions, read_policy
from generator.policy.drawn import drawn_policy
from generator.simulate import Game, people_of, run, write_company
from generator.simulate.cells import cells_of
from generator.simulate.ghosts import Player, ghosts

FERNHILL, QUARTERS = read_scenario("fernhill"), 4
FEW = settings(max_examples=4, deadline=None, derandomize=True)


@cache
def company(seed=2):
    cells = cells_of(people_of(FERNHILL, seed, 300, QUARTERS), 100)
    path = Path(mkdtemp()) / f"{seed}.json"
    write_company(cells, path)
    return path, Game(cells)


@FEW
@given(
    number=st.integers(0, 1_000), other=st.integers(0, 1_000), kept=st.integers(0, 4), pressed=st.booleans()
)
def test_a_ghost_is_the_stated_rule_and_its_gaps_add_up(number, other, kept, pressed):
    path, game = company()
    rule = drawn_policy(FERNHILL, 3, number)
    stated = decisions(rule, FERNHILL, QUARTERS)
    deeds = (*stated[:kept], *decisions(drawn_policy(FERNHILL, 4, other), FERNHILL, QUARTERS)[kept:])
    ghost = ghosts([Player(path, rule, deeds)], FERNHILL, pressed=pressed)[0]
    for plan, booked in ((stated, ghost.rule), (deeds, ghost.deeds)):
        shown = run(game, list(plan), rule, 2, 300, pressed)
        assert ghost.start == shown.start
        assert booked == tuple(one.position for one in shown.quarters)
    assert ghosts([Player(path, rule, deeds, ghost.deeds)], FERNHILL, pressed=pressed)[0] == ghost
    assert all(type(cents) is int for cents in ghost.gap)
    assert sum(ghost.gap) == ghost.value_gap == ghost.rule[-1] - ghost.deeds[-1]
    assert ghost.gap[:kept] == (0,) * kept
    if kept == QUARTERS:
        assert ghost.rule == ghost.deeds


def test_a_class_has_its_ghosts_in_its_own_order():
    one, other = company()[0], company(9)[0]
    rule = read_policy("customer_first")
    deeds = [
        tuple(decisions(read_policy(name), FERNHILL, QUARTERS))
        for name in ("product_first", "customer_first", "do_nothing")
    ]
    players = [Player(path, rule, done) for path in (one, other) for done in deeds]
    alone = ghosts(players, FERNHILL)
    assert alone[0].rule == alone[2].rule != alone[3].rule
    assert [sum(map(abs, ghost.gap)) == 0 for ghost in alone] == [False, True, False] * 2


@pytest.mark.slow
def test_ghosts_are_the_same_with_any_number_of_processes():
    rule = read_policy("greedy_value")
    done = tuple(decisions(read_policy("product_first"), FERNHILL, QUARTERS))
    players = [Player(company(seed)[0], rule, done) for seed in (2, 9, 2)]
    assert ghosts(players, FERNHILL, workers=2) == ghosts(players, FERNHILL)


def test_what_cannot_be_is_said_in_one_sentence(tmp_path):
    rule = read_policy("customer_first")
    done = tuple(decisions(rule, FERNHILL, 2))
    with pytest.raises(WrongUse, match="at least one quarter"):
        ghosts([Player(company()[0], rule, ())], FERNHILL)
    with pytest.raises(WrongUse, match="2 quarters were played, and 1 are booked"):
        ghosts([Player(company()[0], rule, done, (1,))], FERNHILL)
    for text in (None, "{}", "[1]", "no", '{"format": 99}'):
        path = tmp_path / "company.json"
        if text is not None:
            path.write_text(text, encoding="utf-8")
        with pytest.raises(WrongUse, match=r"company\.json is no file of a company"):
            ghosts([Player(path, rule, done)], FERNHILL)
    with pytest.raises(WrongUse, match="channel `store`, which the scenario `startup` does not have"):
        ghosts([Player(company()[0], rule, done)], read_scenario("startup"))
