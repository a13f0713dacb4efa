"""For each order of a puzzle's lines that runs and is wrong, a student is told what is wrong."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from classroom.study.puzzles import Bench, find_puzzle
from staffroom.lessons.source import Lesson


class Asked(NamedTuple):
    """A puzzle whose slips have sentences: its name, the line that makes the result, and the other lines.

    `order`: one that runs and is wrong, and `told`: what is said of it.
    """

    name: str
    last: str
    others: str
    order: str
    told: str


PUZZLES = {
    "02_customer_base_audit": Asked(
        "next_order", "A", "BCDEFG", "DCEGA", "how many orders a customer placed in all"
    ),
    "03_lifetime_value": Asked("survival", "E", "ABCDF", "BFAE", "counts all members in each month"),
}


def orders(letters: str, so_far: str = "") -> Iterator[str]:
    """All orders of any of these letters."""
    yield so_far
    for letter in letters:
        yield from orders(letters.replace(letter, ""), so_far + letter)


@pytest.fixture
def asked(lesson: Lesson) -> Asked:
    if lesson.path.stem not in PUZZLES:
        pytest.skip("its puzzle has no sentences of its own")
    return PUZZLES[lesson.path.stem]


@pytest.fixture
def bench(lesson: Lesson, asked: Asked) -> Bench:
    cell = next(cell for cell in lesson.cells if cell.kind == "puzzle" and cell.name == asked.name)
    names: dict[str, dict[str, str]] = {}
    exec(cell.source.split("order = ...")[0], names)
    return Bench(find_puzzle(asked.name, lesson.path.stem)[1], names["pieces"])


def test_a_slip_is_told_for_what_it_is(bench: Bench, asked: Asked):
    assert asked.told in bench.look(asked.order).sentence


@pytest.mark.slow
def test_every_order_that_runs_and_is_wrong_has_a_sentence_of_its_own(bench: Bench, asked: Asked):
    """What stands behind the line that makes the result changes nothing."""
    untold = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for before in orders(asked.others):
            outcome = bench.look(before + asked.last)
            if not outcome.solved and outcome.stopped_at is None and not bench.slip(before + asked.last):
                untold.append(before + asked.last)
    assert untold == []
