"""Lesson 07's check is about decisions, which belong to no customer: their cases are divided instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from classroom import load
from classroom.check import cases
from classroom.lessons import page
from staffroom.lessons import reference

ROOT = Path(__file__).parents[2]
OWN = reference.load(ROOT / "solutions" / "07_organisation")


@pytest.mark.parametrize(
    ("exercise", "by"),
    [
        ("07/faults_in_decisions", "case_id"),
        ("07/modularity", "customer_id"),
        ("05/weighted", "customer_id"),
        ("01/customer_pnl", "customer_id"),
    ],
)
def test_what_an_exercise_is_divided_by(exercise, by):
    held, name = page.find(exercise)
    assert cases.divided_by(held, held.call(name).call) == by


def test_each_result_has_cases_of_its_own():
    tables = load.all()
    found = cases.cases(
        tables,
        "07/faults_in_decisions",
        [OWN.faults_in_decisions],
        {},
        arguments=OWN.came_up,
        data=OWN.ledger_of,
    )
    assert len(found) == cases.RIGHT
    decided = [one.data["decided"] for one in found]
    assert min(decided) > 0
    assert sum(decided) <= tables["decision_cases"]["decided_on"].notna().sum()
    for one in found:
        assert one.result["cases"].sum() == one.data["decided"]
        assert (one.result["days"] * one.result["cases"]).sum() == pytest.approx(one.data["days"])
        assert len(one.result) == one.data["decisions"] <= tables["decisions"]["decision"].nunique()
