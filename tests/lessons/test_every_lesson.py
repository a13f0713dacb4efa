"""Every lesson of the course meets the bars: quickly on one company, and slowly on twenty."""

from __future__ import annotations

import pytest

from staffroom.teaching import companies, report

SEEDS = 20
#: Too slow for every day, even on one company.
PATIENT = ("mutants", "personas", "guessing", "alternatives")


def missed(result):
    return "\n".join(str(finding) for finding in result.findings)


@pytest.mark.parametrize("measure", report.READING)
def test_it_reads_well(lesson, measure):
    result = report.READING[measure](lesson)
    assert result.passed, missed(result)


@pytest.mark.parametrize("measure", [name for name in report.RUNNING if name not in PATIENT])
def test_it_runs_well(lesson, measure):
    result = report.RUNNING[measure](lesson, [None])
    assert result.passed, missed(result)


@pytest.mark.slow
@pytest.mark.parametrize("measure", PATIENT)
def test_its_tests_are_sharp(lesson, measure):
    result = report.RUNNING[measure](lesson, [None])
    assert result.passed, missed(result)


@pytest.mark.slow
@pytest.mark.parametrize("measure", ["reference", "misconceptions", "alternatives"])
def test_it_holds_on_any_students_company(lesson, measure):
    result = report.RUNNING[measure](lesson, companies.companies(SEEDS))
    assert result.passed, missed(result)


@pytest.mark.slow
def test_a_quick_try_says_what_the_whole_lesson_says(lesson):
    """One misconception of each exercise at once, in a run of all cells: others change nothing."""
    from staffroom.teaching import answers
    from staffroom.teaching.play import Bench, play

    first = {e.name: found[0] for e in lesson.exercises() if (found := answers.wrong(lesson, e.name))}
    played = play(lesson, {name: answer.source for name, answer in first.items()})
    for exercise in lesson.exercises():
        failure = played.failure(exercise.name)
        source = first[exercise.name].source if exercise.name in first else None
        assert (failure.key if failure else "passed") == Bench(lesson, exercise.name).outcome(source)
