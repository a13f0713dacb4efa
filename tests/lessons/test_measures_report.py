"""All measures in one table, and the companies that they run on."""

from __future__ import annotations

import pytest
from small_lesson import says

from staffroom.cli import main
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

    lesson = faulty("# Write to Mina.", "# Simply write to Mina.")
    words = ["measure", str(lesson.path), "--only", "readability", "--only", "load"]
    assert main(words) == 1
    shown = capsys.readouterr().out
    assert "missed (1)" in shown and "met" in shown and "'simply'" in shown
    assert shown.index("'simply'") < shown.index("\nreadability: hardest: ")  # what misses a bar comes first
    assert main([*words, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(r["measure"], r["passed"]) for r in found] == [("load", True), ("readability", False)]
    assert main(["measure", str(lesson.path), "--only", "beauty"]) == 2
    said = capsys.readouterr().err
    assert "no measure or exercise `beauty`" in said and "the measures are: alignment" in said
    assert "the exercises are: right_number, " in said or "mean_basket, shop_share" in said


def test_an_exercise_is_measured_alone(faulty, capsys):
    import json

    lesson = str(faulty().path)
    words = ["measure", lesson, "--workers", "1", "--only", "shop_share", "--only"]
    assert main([*words, "mutants", "--json"]) == 0
    shown = capsys.readouterr()
    assert [r["measure"] for r in json.loads(shown.out)] == ["mutants"] and shown.err == ""
    assert main([*words, "mean_basket"]) == 0
    shown = capsys.readouterr().out
    assert "Left out, since they look at the whole lesson: alignment, terms, fading, load" in shown
    assert "misconceptions" in shown and "(6 × 1)" in shown
    assert main([*words, "baskets", "--only", "guessing", "--json"]) == 0
    assert "baskets: " in capsys.readouterr().out
    assert main([*words, "reference"]) == 2
    assert "look at the whole lesson: reference. Name another" in capsys.readouterr().err
