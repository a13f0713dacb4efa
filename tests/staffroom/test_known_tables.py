"""Large arguments of tests: which may lie with the students from the start, which are lent, and when."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from staffroom.course import find_course
from staffroom.grading.inside.known import as_loaded
from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.ladder import best
from staffroom.grading.split.line import Line
from staffroom.grading.split.questions import Questions
from staffroom.grading.split.runner import SandboxRunner
from staffroom.grading.verdict import Job
from staffroom.lessons.give import source_bytes

ROOT = Path(__file__).parents[2]
LESSON = "01_product_vs_customer"


def test_only_tables_as_they_were_loaded_are_left_with_students():
    lines = pd.DataFrame({"customer_id": np.arange(6), "paid": np.arange(6.0)})
    loaded = [lines]
    assert as_loaded(lines.copy(deep=False), loaded)
    answer = lines.groupby("customer_id")[["paid"]].sum()
    changed = lines.copy(deep=False)
    changed["profit"] = 1.0
    for worked_out in (answer, changed, lines * 1, lines["paid"] + 0, lines.iloc[1:], 5, [lines]):
        assert not as_loaded(worked_out, loaded)


def test_each_process_is_lent_a_table_once_and_none_that_it_was_not_asked_about():
    broker = SimpleNamespace(lent={"a": b"1", "b": b"2"}, limits=Limits())
    questions, line, fresh = Questions(broker), Line(SimpleNamespace()), Line(SimpleNamespace())
    assert questions._lent(line, [[0, "a"], ["x", "taught"]]) == {"a": b"1"}
    assert questions._lent(line, [[0, "a"], [1, "b"]]) == {"b": b"2"}
    assert questions._lent(line, []) == {}
    assert questions._lent(fresh, [[0, "a"]]) == {"a": b"1"}


@pytest.mark.slow
def test_large_tables_never_leave_the_tests_process(monkeypatch):
    """In lesson 01: what tests load lies with the students, what they work out is lent by the broker."""
    found, why = best(["nested", "landlock"], Limits())
    if found is None:
        pytest.skip(str(why))
    crossed, carry = [], Questions._carry
    lent, lend = [], Questions._lent
    monkeypatch.setattr(Questions, "_carry", lambda self, *a: crossed.append(len(a[2])) or carry(self, *a))
    monkeypatch.setattr(Questions, "_lent", lambda self, *a: lent.append(lend(self, *a)) or lent[-1])
    source = source_bytes(find_course(else_own=True), LESSON)
    with SandboxRunner(LESSON, source, company=ROOT / "datasets" / "fernhill") as runner:
        crossed.clear(), lent.clear()
        assert runner.grade(Job("ada", LESSON, source)).notebook is not None
    assert crossed and max(crossed) < 100_000
    names = [name for one in lent for name in one]
    assert (
        len(names) == len(set(names)) and sum(len(data) for one in lent for data in one.values()) > 5_000_000
    )
