"""What is told of lesson 05 beside its text fits its numbers: model memo, marked memos, teaching note."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from memo_words import embedded, marks_of, plain

from staffroom.lessons import reference, stories

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "solutions" / "05_feedback_loops"
STORIES = stories.load(LESSON)


def memo() -> str:
    text = plain((LESSON / "05_feedback_loops.py").read_text(encoding="utf-8"))
    return text[text.index("Helen, please hang no pay on NPS") :]


def test_the_model_memo_holds_scores_of_the_embedded_company():
    fact, text = embedded(LESSON), memo()
    assert f"NPS rose by {fact['autumn, plain']:.0f} points this autumn" in text
    assert f"{fact['autumn, weighted']:.0f} points are left (range" in text
    assert f"{fact['answers, 2025-06']:,.0f} and {fact['answers, 2025-09']:,.0f} answers" in text
    assert fact["plain, 2024-09"] < fact["plain, 2024-06"]
    assert fact["weighted, 2024-09"] > fact["weighted, 2024-06"]
    assert "NPS fell while, weighted, customers became happier" in text


def test_the_model_memo_holds_calls_of_the_embedded_company():
    """Values to the euro; ranges of a lead are drawn in the notebook, and the memo has them from there."""
    fact, text = embedded(LESSON), memo()
    each, off = fact["a call on average by orders, EUR"], fact["error of a call by orders, EUR"]
    assert f"({fact['in the trial']:,.0f} customers, half of them called by lot)" in text
    assert f"brought {each:.2f} euros of orders" in text
    assert f"({each - 1.96 * off:.2f} to {each + 1.96 * off:.2f})" in text
    fewer = 100 * (fact["effect, away less long"] - fact["effect, away 180 days"])
    assert f"{fewer:.0f} fewer of 100 buy because of it" in text
    assert f"Only {fact['may be called, customers']:.0f} agreed" in text
    assert f"called {fact['called without consent']:.0f} who had not" in text
    assert f"which {fact['agreed to calls that sell']:.0f} have given" in text
    assert f"bring {fact['300 calls by B, who agreed, EUR']:.0f} euros (" in text
    assert f"Ahead of a lot it is by {fact['B less lot, who agreed, EUR']:.0f} (" in text
    assert f"ahead of B by {-fact['B less A, who agreed, EUR']:.0f} (" in text
    assert f"its {fact['cells of A']:.0f} cells" in text


def test_the_model_memo_signs_by_the_rule_that_it_teaches():
    """Among those who may be called B is the best that anybody can check, and A's lead may be chance."""
    fact = embedded(LESSON)
    value = {name: fact[f"300 calls by {name}, who agreed, EUR"] for name in ("risk", "lot", "B", "nobody")}
    assert max(value, key=value.get) == "B"
    assert fact["B less A, who agreed, EUR, highest"] > 0
    assert "So I sign B" in memo()


@pytest.mark.parametrize(
    ("value", "lead", "signed"),
    [
        ({"risk": -50, "A": -10, "B": -30, "lot": -20, "nobody": 0}, (-10, -90, 70), "nobody"),
        ({"risk": 10, "A": 900, "B": 500, "lot": 200, "nobody": 0}, (400, -5, 805), "B"),
        ({"risk": 10, "A": 900, "B": 500, "lot": 200, "nobody": 0}, (400, 5, 795), "A"),
        ({"risk": 10, "A": 150, "B": 100, "lot": 200, "nobody": 0}, (-50, -90, -10), "lot"),
    ],
)
def test_the_rule_takes_a_list_that_nobody_can_check_only_beyond_chance(value, lead, signed):
    assert reference.load(LESSON).signed(value, lambda other: lead) == signed


def test_the_model_memo_proposes_a_trial_that_can_tell_within_a_year():
    fact, text = embedded(LESSON), memo()
    assert fact["10 more of 100 after a case, waves"] == 2
    assert f"the {fact['customers with a first case, a quarter']:.0f} customers a quarter" in text
    assert f"{100 * fact['ordered within 60 days of a case']:.0f} of 100 order within 60 days" in text
    assert f"With {fact['10 more of 100 after a case, each']:.0f} in each arm, two quarters" in text
    assert fact["5 more of 100 after a case, waves"] == 7
    assert "For 5 more it would take seven quarters" in text


def test_the_note_s_ranges_cover_a_company_that_they_do_not_come_from():
    """Give or take a tenth: a new generator is noticed here."""
    note = (LESSON / "TEACHING.md").read_text(encoding="utf-8")
    for row, name, factor in (
        ("answered in June 2025, of 100", "answered, 2025-06", 100),
        ("NPS of the best alone, December 2025", "asking the best alone", 1),
        ("detractors' texts called praise, of 100", "detractors' texts called praise", 100),
        ("may be called, of 100", "may be called", 100),
    ):
        told = re.search(rf"\| {re.escape(row)} \| [\d,.]+ \[([\d,.]+), ([\d,.]+)\]", note)
        assert told, row
        low, high = (float(end.replace(",", "")) for end in told.groups())
        assert 0.9 * low <= factor * embedded(LESSON)[name] <= 1.1 * high, row


def test_marked_memos_bear_the_marks_that_the_lesson_tells():
    text = plain((LESSON / "05_feedback_loops.py").read_text(encoding="utf-8"))
    told = re.search(r"The agreed marks: A (\d+) of 15, B (\d+)\.", text).groups()
    for marks, name in zip(told, ("a", "b"), strict=True):
        sample = (LESSON / "samples" / f"memo_{name}.md").read_text(encoding="utf-8")
        assert f"(agreed marks: {marks} of 15)" in sample
        assert marks_of(sample) == int(marks)


@pytest.mark.parametrize("wave", ["2024-06", "2024-09", "2025-06"])
def test_weights_use_all_of_the_base(wave):
    """In the embedded company each cell of the base has an answer, as the exercise says."""
    assert embedded(LESSON)[f"cells of the base without an answer, {wave}"] == 0
