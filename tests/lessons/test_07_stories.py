"""What is told of lesson 07 beside its text fits its numbers: model memo, marked memos, teaching note."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from memo_words import embedded, marks_of, plain

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "solutions" / "07_organisation"


def memo() -> str:
    text = plain((LESSON / "07_organisation.py").read_text(encoding="utf-8"))
    return text[text.index("Ruth, please do three things in this order") :]


def test_the_model_memo_holds_the_books_of_the_embedded_company():
    fact, text = embedded(LESSON), memo()
    none, two, one = (f"{fact[f'days, {name}']:.0f}" for name in ("nobody", "two owners", "one owner"))
    assert f"takes {none} days, what two own {two}, what one owns {one} ({fact['cases']:.0f} cases)" in text
    assert f"modularity is {fact['modularity by line']:.2f}" in text
    assert f"by segment {fact['modularity by segment']:.2f}" in text
    before, first, last = (
        f"{100 * fact[f'pilot{chr(39)}s share, {when}']:.0f}"
        for when in ("2024", "months 1 to 3", "months 10 to 12")
    )
    assert f"{before} of 100 stayed inside, {first} in its first three months, and {last} in months" in text
    assert 0.4 < fact["left of the pilot, of 100"] / 100 < 0.6  # "Half of the gain is gone"
    assert f"rose by {fact['bonus, satisfaction']:.2f} points" in text
    assert f"while {-100 * fact['bonus, rated']:.0f} fewer of 100 tickets were rated" in text
    effect, error = 100 * fact["bonus, again"], 100 * fact["bonus, again, error"]
    low, high = effect - 2.07 * error, effect + 2.07 * error
    assert f"{effect:.0f} more ordered again ({low:.0f} to {high:.0f})" in text


def test_the_model_memo_holds_what_twins_gave():
    fact, text = embedded(LESSON), memo()
    assert f"state 3 is best, with {fact['twins, state 3, pay later']:.0f} % more worth" in text
    assert f"state 4, with {fact['twins, state 4, pay first']:.0f} %" in text
    assert f"State 5 loses {-fact['twins, state 5, pay later']:.0f} % with pay later" in text
    below = fact["twins, state 4, pay first"] - fact["twins, state 5, pay first"]
    assert f"{below:.0f} points below state 4" in text.replace("ten points", "10 points")
    assert f"{fact['stays, breadth']:.1f} further needs" in text


@pytest.mark.parametrize(
    ("row", "name", "factor"),
    [
        ("modularity by line", "modularity by line", 1),
        ("messages inside a line, of 100", "messages inside a line", 100),
        ("hand-offs per ticket", "hand-offs per ticket", 1),
        ("pilot's share of 100, months 1 to 3", "pilot's share, months 1 to 3", 100),
    ],
)
def test_the_note_s_ranges_cover_a_company_that_they_do_not_come_from(row, name, factor):
    """Give or take a tenth: a new generator is noticed here."""
    note = (LESSON / "TEACHING.md").read_text(encoding="utf-8")
    told = re.search(rf"\| {re.escape(row)} \| [\d,.]+ \[([\d,.]+), ([\d,.]+)\]", note)
    assert told, row
    low, high = (float(end.replace(",", "")) for end in told.groups())
    assert 0.9 * low <= factor * embedded(LESSON)[name] <= 1.1 * high


def test_marked_memos_bear_the_marks_that_the_lesson_tells():
    text = plain((LESSON / "07_organisation.py").read_text(encoding="utf-8"))
    told = re.search(r"The agreed marks: A (\d+) of 15, B (\d+)\.", text).groups()
    for marks, name in zip(told, ("a", "b"), strict=True):
        sample = (LESSON / "samples" / f"memo_{name}.md").read_text(encoding="utf-8")
        assert f"(agreed marks: {marks} of 15)" in sample
        assert marks_of(sample) == int(marks)


def test_the_card_s_days_are_those_of_the_note():
    card = (LESSON / "cards" / "rasci_workshop.md").read_text(encoding="utf-8")
    note = (LESSON / "TEACHING.md").read_text(encoding="utf-8")
    told = re.search(r"a row with one A takes (\d+) days, with two (\d+), with none (\d+)", card).groups()
    for days, name in zip(told, ("one owner", "two owners", "nobody"), strict=True):
        median = float(re.search(rf"\| days, {name} \| ([\d.]+)", note).group(1))
        assert abs(float(days) - median) <= 1.0, name
