"""Every lesson of the course meets the bars.

A lesson that is what its record was written of (`centric measure LESSON --seeds 20 --record`) is looked at
lightly: at what a change elsewhere could break. Any other is measured,
quickly on one company, slowly on three.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from staffroom.lessons.source import Lesson, read_lesson
from staffroom.teaching import answers, companies, record, report
from staffroom.teaching.play import play
from staffroom.teaching.trials import Trials

SOLUTIONS = Path(__file__).parents[2] / "solutions"
SEEDS = 3
#: Too slow for every day, even on one company.
PATIENT = ("mutants", "page-shows-it", "personas", "guessing", "alternatives", "gate", "audit")
QUICK = [name for name in report.RUNNING if name not in PATIENT]


def missed(result):
    return "\n".join(str(finding) for finding in result.findings)


@pytest.fixture(scope="class")
def lesson(request: pytest.FixtureRequest) -> Lesson:
    """The lesson of the class."""
    return read_lesson(request.cls.path)


@pytest.fixture(scope="class")
def trials(lesson: Lesson) -> Trials:
    """What was tried of it so far."""
    return Trials(lesson)


class Lightly:
    """The tests of one lesson share what was tried; with several processes, each takes whole classes."""

    path: Path

    @pytest.mark.parametrize("measure", report.READING)
    def test_it_reads_well(self, lesson, measure):
        result = report.READING[measure](lesson)
        assert result.passed, missed(result)

    @pytest.mark.slow
    def test_a_quick_try_says_what_the_whole_lesson_says(self, lesson, trials):
        """One misconception of each exercise at once, in a run of all cells: others change nothing."""
        first = {e.name: found[0] for e in lesson.exercises() if (found := answers.wrong(lesson, e.name))}
        played = play(lesson, {name: answer.source for name, answer in first.items()})
        for exercise in lesson.exercises():
            failure = played.failure(exercise.name)
            source = first[exercise.name].source if exercise.name in first else exercise.answer.source
            assert (failure.key if failure else "passed") == trials.outcome(exercise.name, source)


class Recorded(Lightly):
    """A lesson with a record."""

    @pytest.mark.slow
    @pytest.mark.parametrize("measure", QUICK)
    def test_it_still_runs_well(self, lesson, trials, measure):
        result = report.RUNNING[measure](lesson, [None], trials)
        assert result.passed, missed(result)


class InFull(Lightly):
    """A lesson that has changed since its record, or has none."""

    @pytest.mark.parametrize("measure", QUICK)
    def test_it_runs_well(self, lesson, trials, measure):
        result = report.RUNNING[measure](lesson, [None], trials)
        assert result.passed, missed(result)

    @pytest.mark.slow
    @pytest.mark.parametrize("measure", PATIENT)
    def test_its_tests_are_sharp(self, lesson, trials, measure):
        result = report.RUNNING[measure](lesson, [None], trials)
        assert result.passed, missed(result)

    @pytest.mark.slow
    def test_it_holds_on_any_students_company(self, lesson, trials):
        names = ["reference", "misconceptions", "alternatives", "stories"]
        found = list(report.results(lesson, companies.companies(SEEDS), names, trials))
        assert all(result.passed for result in found), "\n".join(map(missed, found))


for _path in sorted(p for p in SOLUTIONS.glob("[0-9]*/*.py") if p.stem == p.parent.name):
    _name = f"Test_{_path.stem}"
    _kind = Recorded if record.holds(read_lesson(_path)) else InFull
    globals()[_name] = type(_name, (_kind,), {"path": _path, "__doc__": _kind.__doc__})
