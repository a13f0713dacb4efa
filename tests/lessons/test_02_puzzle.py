"""Lesson 02's puzzle: for each order of its lines that runs and is wrong, a student is told what is wrong."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from classroom.study.puzzles import Bench, find_puzzle
from staffroom.lessons.source import Lesson

LESSON = "02_customer_base_audit"


def orders(letters: str, so_far: str = "") -> Iterator[str]:
    """All orders of any of these letters."""
    yield so_far
    for letter in letters:
        yield from orders(letters.replace(letter, ""), so_far + letter)


@pytest.fixture
def bench(lesson: Lesson) -> Bench:
    if lesson.path.stem != LESSON:
        pytest.skip("of lesson 02 alone")
    cell = next(cell for cell in lesson.cells if cell.kind == "puzzle")
    names: dict[str, dict[str, str]] = {}
    exec(cell.source.split("order = ...")[0], names)
    return Bench(find_puzzle("next_order", LESSON)[1], names["pieces"])


def test_the_total_of_orders_is_told_for_what_it_is(bench: Bench):
    assert "how many orders a customer placed in all" in bench.look("DCEGA").sentence


@pytest.mark.slow
def test_every_order_that_runs_and_is_wrong_has_a_sentence_of_its_own(bench: Bench):
    """`A` makes the result, so what stands behind it changes nothing."""
    untold = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for before in orders("BCDEFG"):
            outcome = bench.look(before + "A")
            if not outcome.solved and outcome.stopped_at is None and not bench.slip(before + "A"):
                untold.append(before + "A")
    assert untold == []
