"""What is told of lesson 05 beside its text fits its numbers: model memo, marked memos, teaching note."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from memo_words import embedded, marks_of, plain

from staffroom.lessons import stories

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "solutions" / "05_feedback_loops"
STORIES = stories.load(LESSON)


def memo() -> str:
    text = plain((LESSON / "05_feedback_loops.py").read_text(encoding="utf-8"))
    return text[text.index("Helen, please hang no pay on NPS") :]


def test_the_model_memo_holds_scores_of_the_embedded_company():
    fact, text = embedded(LESSON), memo()
    june, autumn = (f"{fact[f'plain, {wave}']:.0f}" for wave in ("2025-06", "2025-09"))
    assert f"It rose from {june} to {autumn} points" in text
    assert f"({fact['answers, 2025-06']:,.0f} and {fact['answers, 2025-09']:,.0f} answers" in text
    assert f"errors of {fact['error, 2025-06']:.1f} and {fact['error, 2025-09']:.1f}" in text
    early, late = (100 * fact[f"extremes among answers, {wave}"] for wave in ("2025-06", "2025-09"))
    assert f"rose from {early:.0f} to {late:.0f} of 100" in text
    assert f"{100 * fact['ordered within 90 days, 2025-09']:.0f} of 100 within 90 days" in text
    assert f"fell from {fact['plain, 2024-06']:.0f} to {fact['plain, 2024-09']:.0f}" in text
    assert f"rose from {fact['weighted, 2024-06']:.0f} (range" in text
    assert f"to {fact['weighted, 2024-09']:.0f} (-3 to 9)" in text
    days, score = (
        100 * fact[f"{sign} tell{'s' if sign == 'score' else ''} who stays"] for sign in ("days", "score")
    )
    assert f"{days:.0f} against {score:.0f} of 100 pairs" in text


def test_the_model_memo_holds_calls_of_the_embedded_company():
    """Values to the euro; ranges are drawn in the notebook, and the memo has them from there."""
    fact, text = embedded(LESSON), memo()
    assert f"{100 * fact['effect of a call']:.0f} of 100 buy because of it" in text
    assert f"it brings {fact['a call on average, EUR']:.2f} euros" in text
    assert f"would lose {-fact['300 calls by risk, EUR']:.0f} euros" in text
    assert f"brings {fact['300 calls by B, EUR']:.0f} on fresh customers" in text
    assert f"promised {fact['A promises, EUR']:,.0f} and brings {fact['300 calls by A, EUR']:.0f} (" in text
    assert f"its {fact['cells of A']:.0f} cells" in text
    assert f"called {fact['called without consent']:.0f} who had not agreed" in text
    assert f"of {fact['in the trial']:,.0f} may be called" in text
    assert f"a lot ({fact['300 calls by lot, EUR']:.0f} euros)" in text


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
