"""Each lesson tells the truth on any company: every sentence that could fail is tried on many seeds."""

from __future__ import annotations

import re
from functools import cache

import pytest

import generator
from staffroom.lessons import stories
from staffroom.lessons.source import Lesson

FEW, MANY = range(5001, 5004), range(5004, 5024)
CUSTOMERS = 5000


@cache
def company(seed: int) -> generator.Company:
    return generator.make_company(customers=CUSTOMERS, seed=seed, truth=True)


@pytest.fixture(scope="session")
def told(lesson: Lesson) -> stories.Stories:
    found = stories.load(lesson.path.parent)
    if found is None:
        pytest.skip("it tells no stories")
    return found


def false(told: stories.Stories, seed: int) -> dict[str, object]:
    """The sentences that are not true on a company; with the facts, if there are any."""
    facts = told.facts(company(seed))
    wrong = {sentence: facts for sentence, true in told.sentences.items() if not true(facts)}
    return dict(list(wrong.items())[:1])


def test_the_sentences_are_still_in_the_lesson(lesson, told):
    text = re.sub(r"\s+", " ", re.sub(r"^# ?", "", lesson.path.read_text(encoding="utf-8"), flags=re.M))
    assert [sentence for sentence in told.sentences if sentence not in text] == []


@pytest.mark.parametrize("seed", FEW)
def test_every_sentence_is_true_here(told, seed):
    assert false(told, seed) == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_every_sentence_is_true_on_any_company(told, seed):
    assert false(told, seed) == {}


def test_a_sentence_that_does_not_hold_is_found(told):
    never = stories.Stories(told.facts_of, {"Lamps are free.": lambda facts: False})
    assert list(false(never, FEW[0])) == ["Lamps are free."]
