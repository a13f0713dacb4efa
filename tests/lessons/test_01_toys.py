"""The page of lesson 01: its results are those of the runnable answers, and those that the text shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from classroom import check, toys
from classroom.errors import Misuse

LESSON = "01_product_vs_customer"
FOLDER = Path(__file__).parents[2] / "solutions" / LESSON
ANSWERS = FOLDER / "exercises"
PNL = ["order_lines", "returns", "orders", "tickets", "touches", "activity_costs"]


@pytest.fixture(scope="module")
def page() -> toys.Page:
    return toys.page(LESSON)


def arguments(page: toys.Page, exercise: str) -> tuple[Any, ...]:
    """What the visible test of an exercise calls the answer with."""
    return {
        "line_pnl": lambda: (page["order_lines"], page["products"], page["returns"]),
        "customer_pnl": lambda: tuple(page[name] for name in PNL),
        "reconcile": lambda: (
            page["by_line"].set_index("line"),
            page["by_customer_without_eva"].set_index("customer_id"),
        ),
        "whale_peak": lambda: (page["profit"].set_index("customer_id")["profit_eur"],),
        "later_profit": lambda: (page["ledger"], page["first"].set_index("customer_id")),
        "break_even": lambda: (1000, 8000),
        "price_effect": lambda: (page["trial"],),
    }[exercise]()


def result_of(path: Path, page: toys.Page) -> Any:
    """What an answer file gives on the page."""
    exercise = path.parents[1].name
    names: dict[str, Any] = {"pd": pd, "np": np}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return names[exercise](*arguments(page, exercise))


def files(kind: str) -> list[Path]:
    return sorted(ANSWERS.glob(f"*/{kind}/*.py"))


def name_of(path: Path) -> str:
    return f"{path.parents[1].name}-{path.stem}"


@pytest.mark.parametrize("path", files("right"), ids=name_of)
def test_each_right_answer_gives_the_page_s_result(page, path):
    exercise = path.parents[1].name
    check.same(result_of(path, page), page.right(exercise), exercise, unit="EUR")


@pytest.mark.parametrize("path", files("wrong"), ids=name_of)
def test_each_misconception_gives_the_result_that_is_listed_for_it(page, path):
    exercise, key = path.parents[1].name, path.stem.replace("_", "-")
    wrong, sentence = page.mistakes(exercise)[key]
    check.same(result_of(path, page), wrong, exercise, unit="EUR")
    assert sentence.endswith((".", "?")), sentence


@pytest.mark.parametrize("path", files("wrong"), ids=name_of)
def test_its_student_is_told_that_one(page, path):
    exercise, key = path.parents[1].name, path.stem.replace("_", "-")
    mistakes = page.mistakes(exercise)
    with pytest.raises(check.Mistake) as told:
        check.same(result_of(path, page), page.right(exercise), exercise, unit="EUR", mistakes=mistakes)
    assert told.value.key == key


def test_every_listed_mistake_has_its_answer_file(page):
    for exercise in page.exercises():
        files_of = {path.stem.replace("_", "-") for path in (ANSWERS / exercise / "wrong").glob("*.py")}
        assert set(page.mistakes(exercise)) == files_of, exercise


def test_no_sentence_gives_a_right_number_away(page):
    for exercise in page.exercises():
        for key, (_, sentence) in page.mistakes(exercise).items():
            numbers = set(re.findall(r"\d+(?:\.\d+)?", sentence))
            assert numbers <= {"0", "0.5", "364", "365"}, f"{exercise}, {key}: {sentence}"


def markdown_tables(text: str) -> list[pd.DataFrame]:
    """The tables in the lesson's text, labels in the index."""
    found = re.findall(r"(?:^# \|.*\|\n)+", text, re.M)
    tables = []
    for block in found:
        rows = [[cell.strip() for cell in line[2:].strip("|\n ").split("|")] for line in block.splitlines()]
        frame = pd.DataFrame(rows[2:], columns=rows[0]).set_index(rows[0][0])
        if frame.apply(lambda column: column.str.fullmatch(r"-?[\d.]+")).all(axis=None):
            tables.append(frame.astype(float))
    return tables


def test_the_text_shows_what_the_page_gives(page):
    text = (FOLDER / f"{LESSON}.py").read_text(encoding="utf-8")
    shown = {tuple(table.columns): table for table in markdown_tables(text)}
    for exercise in ("line_pnl", "customer_pnl", "price_effect"):
        right = page.right(exercise)
        table = shown[tuple(right.columns)]
        table.index = table.index.astype(right.index.dtype)
        pd.testing.assert_frame_equal(table, right.astype(float), atol=0.005, check_names=False, rtol=0)
    bridge = page.right("reconcile")
    four = [f"{bridge[name]:g}" for name in ("lines_eur", "nobody_eur", "customers_eur", "difference_eur")]
    assert four == ["120", "65", "74", "-19"]
    assert re.search(r"the four are 120, 65,\s+#?\s*74 and -19", text)
    later = page.right("later_profit")
    assert f"the result is {later['Hearth']:g} for Hearth and {later['Lumen']:g} for Lumen" in text
    assert f"a later profit of 8000 give {page.right('break_even'):g}" in text


def test_the_whole_page_reconciles(page):
    lines, customers = page.right("line_pnl"), page.right("customer_pnl")
    costs = customers[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum().sum()
    assert lines["margin_eur"].sum() - costs == customers["profit_eur"].sum()
    pd.testing.assert_frame_equal(page["by_line"].set_index("line"), lines, check_dtype=False)
    pd.testing.assert_frame_equal(page["by_customer"].set_index("customer_id"), customers, check_dtype=False)


def test_a_page_is_handed_out_anew_each_time(page):
    table = page["orders"]
    table["channel"] = "lost"
    assert (page["orders"]["channel"] != "lost").all()
    assert str(page["orders"]["ordered_at"].dt.tz) == "UTC"


def test_what_does_not_exist_is_said_in_words(page):
    with pytest.raises(Misuse, match="has no table `lamps`"):
        page["lamps"]
    with pytest.raises(Misuse, match="knows no exercise `lamps`"):
        page.right("lamps")
    with pytest.raises(Misuse, match="no page for a lesson"):
        toys.page("99_nothing")
