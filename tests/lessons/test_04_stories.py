"""What is told of lesson 04 beside its text fits its numbers: model memo, marked memos, teaching note."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from memo_words import embedded, marks_of, plain

from staffroom.lessons import stories

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "solutions" / "04_segmentation"
STORIES = stories.load(LESSON)


def test_the_model_memo_holds_figures_of_the_embedded_company():
    """The list and its gain to the euro, ranges give or take what other crowds would say."""
    memo = plain((LESSON / "04_segmentation.py").read_text(encoding="utf-8"))
    memo = memo[memo.index("Iris, your budget is well meant") :]
    fact = embedded(LESSON)
    assert f"Please send {fact['offers worth their cost']:,.0f} offers" in memo
    assert f"bring {fact['expected gain, value']:,.0f} euros after its cost" in memo
    assert f"Yours brings {fact['expected gain, best']:,.0f} (" in memo
    assert f"Only {fact['of the 1,500 best, worth their cost']:.0f} of the 1,500" in memo
    assert f"it has brought {100 * fact['the 1,500 best, share of sales']:.0f} % of the sales" in memo
    assert f"it moves {100 * fact['effect, Brio']:.0f} (range" in memo
    low, high = map(int, re.search(r"range (\d+) to (\d+); 214 with", memo).groups())
    assert low == pytest.approx(100 * fact["effect, Brio, lower end"], abs=3)
    assert high == pytest.approx(100 * fact["effect, Brio, upper end"], abs=3)
    least, most = (100 * fact[f"effect, {end} of the others"] for end in ("lowest", "highest"))
    assert f"of the others {least:.0f} to {most:.0f}" in memo
    assert f"had not ordered for a year: {100 * fact['effect, ordered longer ago']:.0f} of 100" in memo
    assert f"A plain voucher moved {100 * fact['voucher, Brio']:.0f} of 100" in memo
    assert f"a ratio of {fact['rate of old phones over others' + chr(39)]:.2f}" in memo
    assert f"at {fact['the group' + chr(39) + 's ratio, unmixed']:.2f} of the others' rate" in memo
    assert (
        f"by your list it would be {fact['the group' + chr(39) + 's ratio, unmixed, best customers']:.2f}"
        in memo
    )
    assert f"move {fact['offers that move with equal rates']:.0f} offers" in memo
    assert f"keep {100 * fact['equal rates keep, share']:.1f} % of the gain" in memo


def test_the_note_s_ranges_cover_a_company_that_they_do_not_come_from():
    """Give or take a tenth: a new generator is noticed here."""
    note = (LESSON / "TEACHING.md").read_text(encoding="utf-8")
    for row, name, factor in (
        ("may get an offer", "may get an offer", 1),
        ("left of an order, euros", "left of an order, mean", 1),
        ("old phones' rate over others'", "rate of old phones over others'", 1),
        ("says so and buys so", "says so and buys so, share", 100),
        ("the group's ratio by the sealed count", "the group's ratio, unmixed", 1),
    ):
        told = re.search(rf"\| {re.escape(row)} \| [\d,.]+(?: %)? \[([\d,.]+), ([\d,.]+)\]", note)
        assert told, row
        low, high = (float(end.replace(",", "")) for end in told.groups())
        assert 0.9 * low <= factor * embedded(LESSON)[name] <= 1.1 * high, row


def test_marked_memos_stand_in_the_lesson_and_add_up():
    text = (
        plain((LESSON / "04_segmentation.py").read_text(encoding="utf-8")).replace("> ", "").replace(" >", "")
    )
    for name in ("a", "b"):
        memo = (LESSON / "samples" / f"memo_{name}.md").read_text(encoding="utf-8")
        words = memo.split("To Iris Lang.")[1].split("## Agreed")[0]
        for part in words.strip().split("\n\n"):
            assert plain(part).strip() in text
        assert f"(agreed marks: {marks_of(memo)} of 15)" in memo
