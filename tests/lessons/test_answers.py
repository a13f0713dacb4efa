"""Misconceptions are named and other styles accepted, or the measure says so."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from small_lesson import says

from classroom import check
from staffroom.lessons import exercises
from staffroom.lessons.source import read_lesson
from staffroom.teaching import misconceptions, report

LESSON = Path(__file__).parents[2] / "solutions" / "01_product_vs_customer" / "01_product_vs_customer.py"
WRONG = "exercises/shop_share/wrong/"
NOT_DIVIDED = f"{WRONG}not_divided.py"
RIGHT = "exercises/shop_share/right/"


@pytest.mark.parametrize(
    ("said", "old", "new", "file"),
    [
        ("not-divided passes on 1 of 1", "return lines", "return 1 / 10 * lines", NOT_DIVIDED),
        ("told only wrong-value", ".sum()", ".max()", NOT_DIVIDED),
        ("something else on 1 of 1: rows-not-euros", ".sum()", ".count() / 3", NOT_DIVIDED),
        ("does not say its misconception", '"""The euros are left as they are."""', "", NOT_DIVIDED),
        ("says nothing", "", '"""Wrong."""\n', f"{WRONG}wrong_value.py"),
        ("an exercise that the lesson does not have", "", "x = 1\n", "exercises/shop_shares/wrong/a.py"),
    ],
)  # fmt: skip
def test_a_misconception_that_is_not_named_is_found(faulty, said, old, new, file):
    if "passes" in said:  # on this page alone: the whole is 10 euros
        faulty("### BEGIN HIDDEN TESTS\nthree", "### BEGIN HIDDEN TESTS\nif False:\n  three")
        faulty('want = pd.Series({"a"', '  want = pd.Series({"a"')
        faulty(
            'check.same(check.call(shop_share, "shop_share", three)',
            '  check.same(check.call(shop_share, "shop_share", three)',
        )
    found = says(misconceptions.measure(faulty(old, new, file)))
    assert any(said in what for what in found), found


def test_too_few_answers_are_found(faulty):
    lesson = faulty()
    folder = lesson.path.parent / "exercises" / "shop_share"
    next((folder / "wrong").glob("*.py")).unlink()
    next((folder / "right").glob("*.py")).unlink()
    assert any("2 misconceptions" in what for what in says(misconceptions.measure(lesson)))
    assert any("4 right answers" in what for what in says(report.RUNNING["alternatives"](lesson, [None])))


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("right/pivot.py fails", "wide / wide.sum()", "wide"),
        ("warns", "    wide = ", "    import warnings\n    warnings.warn('old')\n    wide = "),
        ("the same code", "", None),
    ],
)
def test_a_right_answer_that_is_not_accepted_is_found(faulty, said, old, new):
    if new is None:
        text = (faulty().path.parent / RIGHT / "apply.py").read_text(encoding="utf-8")
        lesson = faulty("", f'"""The same again."""\n\n{text}', f"{RIGHT}apply_again.py")
    else:
        lesson = faulty(old, new, f"{RIGHT}pivot.py")
    found = says(report.RUNNING["alternatives"](lesson, [None]))
    assert any(said in what for what in found), found


def test_twins_on_the_page_count_as_named_and_others_do_not():
    twins = {"a": {"b"}, "b": {"a"}}
    told = Counter({"b": 3, "c": 1, "passed": 1})
    assert misconceptions._as_named(told, "a", twins) == Counter({"a": 3, "c": 1, "passed": 1})
    assert misconceptions._as_named(told, "c", twins) == told


def test_twins_are_found_on_the_page():
    lesson = read_lesson(LESSON)
    twins = misconceptions._twins(lesson, "customer_pnl")
    assert twins["returns-by-order"] == {"tickets-beside-lines"}
    assert twins["tickets-beside-lines"] == {"returns-by-order"}
    assert sum(map(bool, twins.values())) == 2
    wrong = {answer.key: answer for answer in exercises.wrong(lesson.path.parent, "customer_pnl")}
    pair = ("returns-by-order", "tickets-beside-lines")
    for key in pair:
        names = {"pd": pd}
        exec(wrong[key].source, names)
        with pytest.raises(check.Mistake) as found:
            check.on_page(names["customer_pnl"], "01/customer_pnl")
        assert all(wrong[one].says in found.value.sentence for one in pair)
