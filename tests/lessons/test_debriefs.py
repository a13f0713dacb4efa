"""The measure of debriefs: lesson 01's holds on the companies tried, and each fault is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from small_lesson import says

from classroom import check
from generator import make_company
from staffroom.debrief import script
from staffroom.debrief.blocks import Figure, Text, faults
from staffroom.debrief.said import Said
from staffroom.lessons import reference
from staffroom.lessons.source import read_lesson
from staffroom.lessons.stories import Frames
from staffroom.teaching import debrief

LESSON = Path(__file__).parents[2] / "solutions" / "01_product_vs_customer"


MADE = {}


def company(seed):
    if seed not in MADE:
        MADE[seed] = make_company(customers=250, seed=seed, truth=True)
    return MADE[seed]


@pytest.fixture
def found_in(tmp_path, monkeypatch):
    """What the measure finds in a copy of lesson 01 whose debrief was changed, on a small company."""
    monkeypatch.setattr(debrief, "_company", company)

    def find(*changes: tuple[str, str]) -> list[str]:
        folder = tmp_path / LESSON.name
        shutil.copytree(LESSON, folder, ignore=shutil.ignore_patterns("*.ipynb"))
        text = (folder / "debrief.py").read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (folder / "debrief.py").write_text(text, encoding="utf-8")
        return says(debrief.measure(read_lesson(folder / f"{LESSON.name}.py"), []))

    return find


def test_as_it_is_nothing_is_found(found_in):
    assert found_in(("RESAMPLES = 1000", "RESAMPLES = 900")) == []


ENTRY = "def debrief(facts, answers, guesses):\n"
FAULTS = {
    "stops with ZeroDivisionError": [("    return [\n", "    1 / 0\n    return [\n")],
    "250 at most": [("        _guess(facts,", "        Text('much ' * 80),\n        _guess(facts,")],
    "and the truth is": [('"brought": len(brought) / len(door)', '"brought": 0.9')],
    "does not tell": [('f"{truth} of 100 came because of lamps; break-even', 'f"Some came; break-even')],
    "it imports pathlib": [("import numpy as np", "import numpy as np\nimport pathlib")],
    "`open` reaches": [("    return [\n", "    open\n    return [\n")],
    "after others were told": [
        ("RESAMPLES = 1000", "RESAMPLES = 1000\nLAST = []"),
        ("    return [\n", "    LAST.append(answers)\n    return [\n        Text(f'{len(LAST)} so far.'),\n"),
    ],
    "stops with TypeError": [("    if share is None:", "    if share < 0:")],
    "`facts` stops with KeyError": [('["came_for_first_line"]', '["nowhere"]')],
    "1 figures": [
        ("        _decisions(facts),\n", ""),
        ("        _guess(facts, number(", "        *(lambda *_: [])(facts, number("),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("what", "changes"), FAULTS.items())
def test_a_fault_is_found(found_in, what, changes):
    found = found_in(*changes)
    assert any(what in one for one in found), found


KNOWN = "known = {'fine': 1, 'long': 200}"
ANSWER, GUESS = "answers.get('b')", "guesses.get('two_years', {}).get('value')"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (KNOWN, f"known[{ANSWER}] if isinstance({ANSWER}, str) and {ANSWER} in known else 1"),
        ("", f"200 if {ANSWER} == 'long' else 1"),
        ("", f"200 if ({ANSWER}, {GUESS}) == ('this', 'that') else 1"),
    ],
    ids=["among its keys", "compared", "one as an answer, the other as a guess"],
)
def test_words_that_it_knows_are_tried(found_in, before, words):
    block = f"    return [\n        Text('long ' * ({words})),\n"
    found = found_in(("    return [\n", f"    {before}\n{block}" if before else block))
    assert any("250 at most" in one for one in found), found


def test_its_sentences_hold_where_lamps_earn_and_where_closing_pays():
    """Both signs: facts that no company of the course has, told to somebody who said nothing."""
    told = script.load(LESSON)
    facts = dict(told.facts(company(debrief.FIRST_SEED)))
    few_came = {
        "brought": 0.1,
        "low_all": 0.2,
        "saves": 5000.0,
        "leaves": 500.0,
        "leaves_low": 300.0,
        "leaves_high": 700.0,
        "saves_all": 5000.0,
        "leaves_all": 1000.0,
    }
    line_earns = {
        "saves": -4000.0,
        "leaves": 900.0,
        "leaves_low": 500.0,
        "leaves_high": 1300.0,
        "saves_all": -4000.0,
        "leaves_all": 1800.0,
    }
    costly_customers = {
        "saves": 5000.0,
        "leaves": -700.0,
        "leaves_low": -900.0,
        "leaves_high": -500.0,
        "spend_times": 0.5,
    }
    pays, earns, cost = (told_in(told, facts | so) for so in (few_came, line_earns, costly_customers))
    assert "closing would have gained 4.0 k€" in pays and "over all years: they spoke for closing" in pays
    assert "closing would have lost 5.8 k€" in earns and "Both say the same" in earns
    assert "Over one year it would have gained 5.7 k€" in cost and "nobody a worse customer" in cost


def test_its_ranges_are_those_of_the_notebook():
    """The cells that draw the crowds and the break-even shares, as they stand in the text."""
    made = make_company(customers=2000, seed=debrief.FIRST_SEED, truth=True)
    right, tables = reference.load(LESSON), Frames(made.table, made.tables)
    entries = right.ledger_of(tables)
    ever = right.first_orders(entries)
    since, until = right.opens(entries), entries["booked_at"].max() - pd.Timedelta(days=365)
    mine = ever[(ever["first_line"] == "Lumen") & ever["first_at"].between(since, until)]
    rest = right.without(entries, "Lumen")
    cells = read_lesson(LESSON / f"{LESSON.name}.py").cells
    draw = next(cell.source for cell in cells if cell.name == "likely_range" and cell.kind == "try")
    shares = next(
        cell.source for cell in cells if cell.source.startswith("low, high = ") and "stakes" in cell.source
    )
    space = {
        "np": np, "pd": pd, "check": check, "likely_range": right.likely_range,
        "one_year": right.left_within(rest, mine, 365).rename_axis("customer_id"),
        "saved": right.saved_by_closing(entries, "Lumen", since, until),
        "second": right.second_year(rest, ever)[0],
    }  # fmt: skip
    fades = next(cell.source for cell in cells if cell.source.startswith("def all_years"))
    exec(fades.partition("\n\n")[0], space)
    space["long"] = space["all_years"](space["second"])
    exec(draw, space)
    exec(shares.partition("share, at_least")[0], space)
    told = script.load(LESSON).facts(made)
    for years, word in (("one year", "one"), ("two years", "two"), ("all years", "all")):
        ends = [min(100 * told[f"{end}_{word}"], 200) for end in ("even", "low", "high")]
        assert ends == pytest.approx(space["shares"][years].clip(upper=200).tolist()), years


def told_in(told, facts):
    blocks = told.blocks(facts, Said())
    assert faults(blocks) == []
    texts = [one.words for one in blocks if isinstance(one, Text)]
    texts += [f"{one.title}. {one.says}" for one in blocks if isinstance(one, Figure)]
    return " ".join(texts).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.slow
def test_it_holds_on_twenty_companies():
    result = debrief.measure(read_lesson(LESSON / f"{LESSON.name}.py"), [None] * 19)
    assert result.passed, says(result)
