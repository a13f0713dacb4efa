"""Lesson 01 tells the truth on any student's company: each sentence that could fail is tried on many seeds.

The numbers come from `tools/lesson_ranges.py`, which works them out without the lesson's code.
"""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import generator

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "solutions" / "01_product_vs_customer"
FEW, MANY = range(5001, 5004), range(5004, 5024)


def _tool():
    spec = importlib.util.spec_from_file_location("lesson_ranges", ROOT / "tools" / "lesson_ranges.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


TOOL = _tool()


@cache
def facts(seed: int, customers: int = 5000) -> dict[str, float]:
    return TOOL.facts(generator.make_company(customers=customers, seed=seed, truth=True))


def rises(values: list[float]) -> bool:
    return all(before < after for before, after in pairwise(values))


#: A sentence of the lesson -> whether a company bears it out.
SENTENCES = {
    "have lost money for three years. Five other lines pay for them": lambda f: (
        f["lines that lose money"] == 1 and f["Lumen's margin, share of its sales"] < 0
    ),
    "refunds eat a good part of what Linen sells": lambda f: (
        f["Linen's refunds, share of its sales"] > 0.07
        and f["Linen's refunds, share of its sales"] > 1.3 * f["refunds of the next line, share"]
    ),
    "the profits should add up to far less than the margins": lambda f: (
        f["costs that no line carries, share of line margin"] > 0.4
    ),
    "The first share should be above 1, the second near the middle between 0 and 1": lambda f: (
        f["whale peak, share of profit"] > 1.15 and 0.4 < f["customers up to the peak"] < 0.6
    ),
    "The second group buys about five times as much": lambda f: (
        4 < f["sales per customer, profit over loss"] < 6.5
    ),
    "for the catalogue, all are alike": lambda f: (
        0.9 < f["mailings per customer with a loss"] / f["mailings per customer with a profit"] < 1.1
    ),
    "The longer you look, the larger the share": lambda f: (
        f["best fifth, 30 days"]
        < f["best fifth, 91 days"]
        < f["best fifth, 365 days"]
        < f["best fifth, 1096 days"]
    ),
    "Lumen should be at the top or next to it, although it is a small line": lambda f: (
        f["Lumen's rank among doors"] <= 2
        and f["year after, Lumen door"] > 1.2 * f["year after, other doors"]
        and f["Lumen's share of sales"] < 0.12
    ),
    "Part of the gap was not about lamps": lambda f: (
        f["year after, other doors"] < f["year after, look-alikes"] < f["year after, Lumen door"]
    ),
    "A share well below one half": lambda f: 0 < f["break-even share"] < 0.45,
    "If it happens here, two rows of numbers should show it": lambda f: (
        f["Brio's margin, last half-year"] < f["Brio's margin, first half-year"] - 0.05
        and f["rivals' prices at the end"] < 90
    ),
    "Take-up should rise as the price falls, and profit per customer should be lowest": lambda f: (
        rises([f["take-up, list"], f["take-up, minus_10"], f["take-up, minus_20"]])
        and f["profit per customer asked, minus_20"]
        < min(f["profit per customer asked, list"], f["profit per customer asked, minus_10"])
    ),
    "Those who say that price matters most react strongly. The others hardly do": lambda f: (
        f["rise of take-up at 20 % off, price"] > 0.15
        and f["rise of take-up at 20 % off, others"] < 0.6 * f["rise of take-up at 20 % off, price"]
    ),
    "two ratios, and neither is near five": lambda f: (
        f["to win / to write to one for a year"] < 3 and f["to win / one further order by catalogue"] < 3.5
    ),
}


def plain(text: str) -> str:
    """The lesson's text without comment marks and line ends."""
    return re.sub(r"\s+", " ", re.sub(r"^# ?", "", text, flags=re.M))


@pytest.fixture(scope="module")
def text() -> str:
    return plain((LESSON / "01_product_vs_customer.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_sentence_is_still_in_the_lesson(text, sentence):
    assert sentence in text


@pytest.mark.parametrize("seed", FEW)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_sentence_is_true_here(sentence, seed):
    assert SENTENCES[sentence](facts(seed)), facts(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_every_sentence_is_true_on_any_company(seed):
    false = [sentence for sentence, true in SENTENCES.items() if not true(facts(seed))]
    assert not false, facts(seed)


def ranges_in_the_note() -> dict[str, list[tuple[float, float]]]:
    """The teaching note's table: row -> the [lowest, highest] in it."""
    note = (LESSON / "TEACHING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]*\[[^|]*) \|$", note, re.M)
    return {
        name: [tuple(map(float, pair)) for pair in re.findall(r"\[(-?[\d.]+), (-?[\d.]+)\]", numbers)]
        for name, numbers in rows
    }


def test_the_note_s_ranges_cover_the_companies_that_they_come_from():
    """Three of the forty companies lie inside, give or take the rounding; a new generator is noticed here."""
    told = ranges_in_the_note()
    names = {
        "customers who cost money": ("customers who cost money", 100, 0.5),
        "break-even share": ("break-even share", 100, 0.5),
        "look-alikes of the Lumen customers, euros": ("year after, look-alikes", 1, 0.5),
        "customers with one line only": ("customers with one line only", 100, 0.5),
        "reach ten times their first order": ("ten times the first purchase", 100, 0.5),
    }
    for row, (name, factor, slack) in names.items():
        ((low, high),) = told[row]
        for seed in (1001, 1002, 1003):
            value = factor * facts(seed, 8000)[name]
            assert low - slack <= value <= high + slack, (row, seed, value)


def test_the_figures_on_paper_are_those_of_the_embedded_company():
    """The activity card quotes the company that everyone has at hand."""
    company = generator.Company.open(ROOT / "datasets" / "fernhill")
    found, lines = TOOL.facts(company), TOOL.line_margins(company)
    card = (LESSON / "cards" / "board_meeting.md").read_text(encoding="utf-8").replace("\n", " ")

    def hundreds(value: float) -> str:
        return f"{round(value / 100) * 100:,}"

    lumen = lines.loc["Lumen"]
    for value in ("revenue", "refunds", "goods", "handling"):
        assert hundreds(lumen[value]) in card, value
    assert f"It loses {hundreds(-lumen['margin'])}" in card
    assert f"the lines leave {round(lines['margin'].sum() / 1000)},000 euros" in card
    assert f"The best {100 * found['customers up to the peak']:.0f} of 100 customers" in card
    assert f"bring {100 * found['whale peak, share of profit']:.0f} % of the profit" in card


def test_memo_b_holds_figures_of_another_company(text):
    """None of them is the embedded company's, and they fit one another."""
    company = generator.Company.open(ROOT / "datasets" / "fernhill")
    found, lines = TOOL.facts(company), TOOL.line_margins(company)
    memo = plain((LESSON / "samples" / "memo_b.md").read_text(encoding="utf-8"))
    numbers = {
        name: float(re.search(before + r"([\d,]+)" + after, memo)[1].replace(",", ""))
        for name, before, after in (
            ("loss", "loses money: ", " euros in 36 months"),
            ("each", "brought ", " euros of profit each"),
            ("others", "against ", " euros from all other"),
            ("customers", r"\(", " of them"),
            ("alike", "same size\\) brought ", " euros"),
            ("loss of two years", "Lumen lost ", " euros"),
            ("later", "customers brought ", " euros in the year after"),
            ("share", "more than ", " of 100"),
        )
    }
    assert numbers["loss"] != -lines.loc["Lumen", "margin"].round(-2)
    for name, fact, factor in (
        ("each", "year after, Lumen door", 1),
        ("others", "year after, other doors", 1),
        ("customers", "Lumen door, customers", 1),
        ("alike", "year after, look-alikes", 1),
        ("share", "break-even share", 100),
    ):
        assert numbers[name] != round(factor * found[fact]), name
    assert abs(numbers["later"] / numbers["customers"] - numbers["each"]) <= 0.5
    assert round(100 * numbers["loss of two years"] / numbers["later"]) == numbers["share"]
    assert f"In two years it lost {numbers['loss of two years']:,.0f} euros" in text
    assert f"more than {numbers['share']:.0f} of 100 Lumen-first customers" in text
