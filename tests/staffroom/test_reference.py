"""A lesson's reference: what of it is put into a hidden test, and what is refused."""

from __future__ import annotations

import pytest

from generator.errors import UserError
from staffroom.lessons import reference

FILE = '''"""Right."""

import math

import pandas as pd

RATE = 7.5


def total(lines):
    """Sum of what was paid."""
    # refunds too
    return round_up(lines["paid"].sum() * RATE)


def round_up(number):
    return math.ceil(number)  # "RATE" in a text stays


def unused(lines):
    return total(lines)
'''
TEST = """from classroom import check

check.on_page(total, "01/total")
### BEGIN HIDDEN TESTS
check.on_companies(total, reference.total, "01/total")
### END HIDDEN TESTS"""


@pytest.fixture
def lesson(tmp_path):
    (tmp_path / "reference.py").write_text(FILE, encoding="utf-8")
    return tmp_path


def test_the_function_comes_with_all_that_it_stands_on(lesson):
    source, lines = reference.inlined(TEST, lesson, "x.py:1")
    assert (
        source
        == """from classroom import check

check.on_page(total, "01/total")
### BEGIN HIDDEN TESTS
import math
_RATE = 7.5


def _total(lines):
    \"\"\"Sum of what was paid.\"\"\"
    # refunds too
    return _round_up(lines["paid"].sum() * _RATE)


def _round_up(number):
    return math.ceil(number)  # "RATE" in a text stays


check.on_companies(total, _total, "01/total")
### END HIDDEN TESTS"""
    )
    assert lines == source.count("\n") - TEST.count("\n")


def test_a_test_without_reference_stays_as_it_is(lesson):
    text = TEST.replace("reference.total", "wanted")
    assert reference.inlined(text, lesson / "nowhere", "x.py:1") == (text, 0)


def test_what_was_inlined_runs(lesson):
    import pandas as pd

    source, _ = reference.inlined(TEST, lesson, "x.py:1")
    hidden = source.partition("BEGIN HIDDEN TESTS\n")[2].partition("check.on_companies")[0]
    names = {}
    exec(hidden, names)
    assert names["_total"](pd.DataFrame({"paid": [1.0, 2.0]})) == 23


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('check.on_page(total, "01/total")', "reference.total(x)", "would be released"),
        ("reference.total", "reference.totals", "reference.py has no function `totals`"),
    ],
)
def test_a_use_that_cannot_be_is_refused(lesson, old, new, says):
    with pytest.raises(UserError, match=says) as told:
        reference.inlined(TEST.replace(old, new), lesson, "x.py:1")
    assert str(told.value).startswith("x.py:1: ")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "def round_up(number):",
            "def round_up(total):",
            "`total` is a function of this file and a local name",
        ),
        ("    # refunds too", "    RATE = 3", "`RATE` is a function of this file and a local name"),
        ("def total(lines):", "def total(lines:", "it cannot be read"),
    ],
)
def test_a_reference_that_cannot_be_inlined_is_refused(lesson, old, new, says):
    (lesson / "reference.py").write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(UserError, match=says):
        reference.inlined(TEST, lesson, "x.py:1")


def test_a_reference_that_is_not_there_or_stops_is_said(lesson):
    (lesson / "reference.py").write_text("1 / 0")
    with pytest.raises(UserError, match="it stops with ZeroDivisionError"):
        reference.load(lesson)
    (lesson / "reference.py").unlink()
    with pytest.raises(UserError, match=r"reference\.py: there is no such file"):
        reference.load(lesson)
    with pytest.raises(UserError, match=r"reference\.py: there is no such file"):
        reference.inlined(TEST, lesson, "x.py:1")
