"""What is told of lesson 03 beside its text fits its numbers: model memo, teaching note, marked memo."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from memo_words import embedded, plain

import generator
from staffroom.lessons import gates, stories

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "solutions" / "03_lifetime_value"
STORIES = stories.load(LESSON)


def test_the_model_memo_holds_figures_of_the_embedded_company():
    """Its limits are the low ends, give or take what other crowds would say."""
    memo = plain((LESSON / "03_lifetime_value.py").read_text(encoding="utf-8"))
    memo = memo[memo.index("Nora, two things, and the larger one first") :]
    told = re.search(
        r"search (\d+) euros, social (\d+), marketplace (\d+), referral (\d+), store (\d+), e-mail (\d+)\.",
        memo,
    )
    names = ("search", "social", "marketplace", "referral", "store", "email")
    for name, value in zip(names, map(int, told.groups()), strict=True):
        assert value == pytest.approx(embedded(LESSON)[f"worth, {name}, lower end"], abs=2, rel=0.05), name
    expected = int(re.search(r"expected (\d+) orders for every 100", memo).group(1))
    assert expected == pytest.approx(100 * embedded(LESSON)["overshoot of the last year"], abs=1.5)
    low, high = map(int, re.search(r"the range goes from (\d+) to (\d+)", memo).groups())
    assert low == pytest.approx(embedded(LESSON)["worth, store, lower end"], rel=0.05)
    assert high == pytest.approx(embedded(LESSON)["worth, store, upper end"], rel=0.05)
    usual, raised, after = (embedded(LESSON)[f"{kind} cost, store"] for kind in ("usual", "raised", "next"))
    assert (
        f"By store a newcomer cost {usual:.0f} euros in usual months and {raised:.0f} in raised ones" in memo
    )
    assert f"The next one then cost about {after:.0f}" in memo


def test_the_model_memo_says_what_is_at_stake_with_the_mailings_of_today_and_without():
    """Its comparisons with today's spend are those of the embedded company, each with its own mailings."""
    memo = plain((LESSON / "03_lifetime_value.py").read_text(encoding="utf-8"))
    memo = memo[memo.index("Nora, two things, and the larger one first") :]
    left = {
        (way, spend): embedded(LESSON)[f"left a year, {way}, {spend}"]
        for way in ("mailed", "not mailed")
        for spend in ("as now", "plan", "limits")
    }
    for sentence, wanted in (
        (r"newcomers then leave some ([\d,]+) euros less than it costs", -left["mailed", "as now"]),
        (r"Without mailings they would leave ([\d,]+) more", left["not mailed", "as now"]),
        (
            r"As long as we mail, your plan would leave some ([\d,]+) euros a year less",
            left["mailed", "as now"] - left["mailed", "plan"],
        ),
        (
            r"Once they stop, .*? leave some ([\d,]+) euros a year more",
            left["not mailed", "plan"] - left["not mailed", "as now"],
        ),
        (r"and limits some ([\d,]+), with", left["not mailed", "limits"] - left["not mailed", "as now"]),
    ):
        told = float(re.search(sentence, memo).group(1).replace(",", ""))
        assert told == pytest.approx(wanted, abs=1000), sentence


def test_the_note_s_ranges_cover_a_company_that_they_do_not_come_from():
    """Give or take a tenth: a new generator is noticed here."""
    note = (LESSON / "TEACHING.md").read_text(encoding="utf-8")
    for row, name, factor in (
        (
            "third year, expected of 100 that came: calendar / season",
            "third year, calendar: expected over came",
            100,
        ),
        (
            "one-time buyers of long ago still there, by Pareto/NBD",
            "one-time buyers still there, Pareto/NBD",
            100,
        ),
        ("expected orders, BG/NBD over Pareto/NBD", "expected orders, BG/NBD over Pareto/NBD", 1),
        ("mailings to a newcomer up to now, euros", "mailings to a newcomer", 1),
        ("later orders of the last year, expected of 100 that came", "overshoot of the last year", 100),
    ):
        line = next(line for line in note.splitlines() if line.startswith(f"| {row} |"))
        low, high = map(float, re.search(r"\[([\d.]+), ([\d.]+)\]", line).groups())
        assert 0.9 * low <= factor * embedded(LESSON)[name] <= 1.1 * high, row


def test_memo_b_holds_figures_of_another_company():
    """Its limits are not those of the embedded company, and the text has the whole memo."""
    memo = plain((LESSON / "samples" / "memo_b.md").read_text(encoding="utf-8"))
    text = plain((LESSON / "03_lifetime_value.py").read_text(encoding="utf-8"))
    told = re.search(r"My limits: (\d+ euros by search, .*?, (\d+) by store, \d+ by e-mail)\.", memo)
    limits, store = told.groups()
    assert limits in text
    low = re.search(r"By store the range is (\d+) to \d+\.", memo).group(1)
    assert low == store
    quoted = re.sub(r"\s+", " ", text.replace(">", " "))
    body = memo[memo.index("To Nora Keller.") + 15 : memo.index("# Agreed marks")].strip()
    assert body in quoted
    assert int(store) != round(embedded(LESSON)["worth, store, lower end"])


@pytest.mark.slow
def test_the_gate_looks_at_the_same_numbers():
    """Written apart from the stories, it gives their worth by channel."""
    company = generator.make_company(customers=8000, seed=1001, truth=True)
    outcome, facts = gates.load(LESSON).outcome(company), STORIES.facts(company)
    for one in outcome.estimates:
        name = one.name.removeprefix("value, ")
        assert one.estimate == pytest.approx(facts[f"worth, {name}"])
        assert one.low < one.estimate < one.high
        assert one.truth == pytest.approx(facts[f"truth: worth, {name}"])
