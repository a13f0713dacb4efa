"""All measures in one table, and the companies that they run on."""

from __future__ import annotations

import pytest
from small_lesson import says

from staffroom.teaching import companies, report


@pytest.mark.parametrize("measure", report.RUNNING)
def test_nothing_is_found_in_a_lesson_that_meets_the_bar(shops, measure):
    assert says(report.RUNNING[measure](shops, [None])) == []


def test_each_seed_has_its_own_company_without_truth():
    from generator import Company

    first, second = companies.company(1, customers=40), companies.company(2, customers=40)
    assert first != second and first == companies.company(1, customers=40)
    assert not (first / "truth").exists()
    assert len(Company.open(first).table("customers")) == 40


def test_the_table_and_the_command_say_the_same(faulty, capsys):
    import json

    from staffroom.cli import main

    lesson = faulty("# Write to Mina.", "# Simply write to Mina.")
    words = ["measure", str(lesson.path), "--only", "readability", "--only", "load"]
    assert main(words) == 1
    shown = capsys.readouterr().out
    assert "missed (1)" in shown and "met" in shown and "'simply'" in shown
    assert main([*words, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(r["measure"], r["passed"]) for r in found] == [("load", True), ("readability", False)]
    assert main(["measure", str(lesson.path), "--only", "beauty"]) == 2
    assert "the measures are: alignment" in capsys.readouterr().err
