"""The statistical gate: what a lesson decides is held against the truth of companies made for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from small_lesson import says

from generator.errors import UserError
from staffroom.lessons import gates
from staffroom.teaching import gate
from staffroom.teaching.trials import Trials

OUTCOME = 'return Outcome([Estimate("orders of a customer", mean, low, high, mean)], "North", "North")'


def outcome(estimates: str, advice: str = '"North", "North"') -> str:
    return f"return Outcome([{estimates}], {advice})"


def test_what_holds_is_told_with_its_middle(shops):
    found = gate.measure(shops)
    assert says(found) == [] and found.value == "covers in 3, right in 3 of 3"
    assert found.notes[0].startswith("orders of a customer: ") and "covers in 3 of 3" in found.notes[0]
    assert found.notes[1] == "says North, right is North: 3"


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            outcome('Estimate("orders", mean, low, high, 2 * high)'),
            ["orders: the 95 % interval covers the truth in 0 of 3 companies; 3 at least"],
        ),
        (
            outcome('Estimate("orders", mean, low, high, mean)', '"North", "South"'),
            [
                "the recommendation is right in 0 of 3 companies; 3 at least "
                "(One clerk more or less is soon put right.)"
            ],
        ),
        (outcome(""), ["gate.py gives no estimate"]),
        (
            'return {}["no"]',
            [f"gate.py stops on company {seed}: KeyError: 'no'" for seed in (3001, 3002, 3003)],
        ),
    ],
)
def test_what_does_not_hold_is_found(faulty, new, said):
    assert says(gate.measure(faulty(OUTCOME, new, file="gate.py"))) == said


def test_a_wide_interval_does_not_pass_for_the_truth(faulty):
    """One estimate of two that misses is enough, and the smaller number stands in the value."""
    two = 'Estimate("orders", mean, low, high, mean), Estimate("off", 2.0, 1.9, 2.1, float("nan"))'
    found = gate.measure(faulty(OUTCOME, outcome(two), file="gate.py"))
    assert [what.split(":")[0] for what in says(found)] == ["off"]
    assert found.value.startswith("covers in 0,")


@pytest.mark.parametrize("workers", [1, 2])
def test_companies_are_as_large_as_asked(faulty, workers):
    lesson = faulty(
        OUTCOME, outcome('Estimate(str(len(company["customers"])), mean, low, high, mean)'), file="gate.py"
    )
    asked = replace(gates.load(lesson.path.parent), customers=321)
    found = gate.held(lesson, asked, workers)
    assert [note.split(":")[0] for note in found.notes][:-1] == ["321"]


def test_a_finished_lesson_without_a_gate_is_found(faulty):
    lesson = faulty()
    (lesson.path.parent / gates.FILE).unlink()
    assert "there is no gate.py" in says(gate.measure(lesson))[0]
    (lesson.path.parent / "TEACHING.md").write_text("TODO: the debrief\n", encoding="utf-8")
    assert gate.measure(lesson).passed  # first things first


def test_a_template_is_not_tried(faulty):
    found = gate.measure(faulty('WHY = "', 'WHY = "TODO: ', file="gate.py"))
    assert found.passed and found.value == "still to write"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("RIGHT = 0.9\n", "", "needs `RIGHT`"),
        ("RIGHT = 0.9", "RIGHT = 0.5", "a share above 0.5"),
        ('WHY = "One clerk more or less is soon put right."', 'WHY = ""', "and `WHY`"),
        ("def gate(", "def door(", "no function `gate(company, truth)`"),
        ("import pandas", "import pandass", "stops with ModuleNotFoundError"),
    ],
)
def test_a_file_that_says_too_little_is_named(faulty, old, new, said):
    lesson = faulty(old, new, file="gate.py")
    with pytest.raises(UserError, match=r"gate\.py"):
        gates.load(lesson.path.parent)
    assert said in says(gate.measure(lesson))[0]


@pytest.mark.slow
def test_several_processes_say_the_same(faulty):
    lesson = faulty()
    assert gate.measure(lesson, trials=Trials(lesson, workers=2)) == gate.measure(lesson)


class TestResampled:
    def test_of_a_mean_it_is_the_interval_of_the_books(self):
        numbers = pd.DataFrame({"eur": np.random.default_rng(3).gamma(2.0, 10.0, 2000), "n": 1})
        low, high = gates.resampled(numbers, lambda sums: sums["eur"] / sums["n"], draws=2000)
        mean, half = numbers["eur"].mean(), 1.96 * numbers["eur"].std() / 2000**0.5
        assert (low, high) == pytest.approx((mean - half, mean + half), rel=0.005)

    def test_who_adds_nothing_still_counts_as_drawn(self):
        numbers = pd.DataFrame({"bought": [1.0] * 40 + [0.0] * 160})
        low, high = gates.resampled(numbers, lambda sums: sums["bought"] / 200, draws=2000)
        half = 1.96 * (0.2 * 0.8 / 200) ** 0.5
        assert (low, high) == pytest.approx((0.2 - half, 0.2 + half), abs=0.006)

    def test_the_same_numbers_give_the_same_interval(self):
        numbers = pd.DataFrame({"a": range(50), "b": range(1, 51)})
        first = gates.resampled(numbers, lambda sums: sums["a"] / sums["b"])
        assert first == gates.resampled(numbers, lambda sums: sums["a"] / sums["b"])
        assert first != gates.resampled(numbers, lambda sums: sums["a"] / sums["b"], seed=2)

    def test_it_covers_about_as_often_as_it_says(self):
        draw = np.random.default_rng(8)
        hits = 0
        for _ in range(200):
            numbers = pd.DataFrame({"x": draw.exponential(5.0, 150), "y": draw.exponential(2.0, 150)})
            low, high = gates.resampled(numbers, lambda sums: sums["x"] / sums["y"], draws=200)
            hits += low <= 2.5 <= high
        assert 0.9 <= hits / 200 <= 0.98
