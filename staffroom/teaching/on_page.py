"""Whatever fails a hidden test fails on the page already, where its student can see it.

Tried are the wrong answers beside the lesson and the mutants of the reference. One that passes the open part
of each test and fails in a hidden part was told "looks right so far" and then earned nothing. The page, or
what stands openly in the test, then needs a row that shows it. A choice shows nothing before it is handed in,
so only exercises in which code is written are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from staffroom.lessons.source import Lesson
from staffroom.teaching import answers
from staffroom.teaching.finding import Finding, Result, at
from staffroom.teaching.mutate import mutants
from staffroom.teaching.play import Ran
from staffroom.teaching.trials import Ask, Trials


def asks(trials: Trials, companies: Sequence[Path | None]) -> Iterator[Ask]:
    """What is to be tried: every wrong answer and every mutant on the first company."""
    for exercise in trials.exercises("code"):
        for source in _wrong(trials.lesson, exercise.name).values():
            yield Ask(exercise.name, source, companies[0], stop=len(exercise.tests) == 1)


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Find what fails in hidden parts alone."""
    trials = trials or Trials(lesson)
    trials.ahead(asks(trials, companies))
    findings: list[Finding] = []
    fail = 0
    for exercise in trials.exercises("code"):
        for name, source in _wrong(lesson, exercise.name).items():
            ran = trials.attempt(exercise.name, source, companies[0], stop=len(exercise.tests) == 1)
            failed = [test for test in ran if test.cell.kind == "test" and not test.passed]
            fail += bool(failed)
            if failed and all(test.hidden for test in failed):
                what = f"{exercise.name}: the page does not show what is wrong in {name}: {_told(failed[0])}"
                findings.append(at(lesson, failed[0].cell, what))
    shown = fail - len(findings)
    return Result("page-shows-it", f"{shown} of {fail} fail in the open", "all that fail", findings)


def _wrong(lesson: Lesson, exercise: str) -> dict[str, str]:
    """Source of each wrong answer and of each mutant, by its name."""
    listed = {f"wrong/{answer.name}.py": answer.source for answer in answers.wrong(lesson, exercise)}
    reference = next(e for e in lesson.exercises() if e.name == exercise).answer.source
    return {f"'{mutant.name}'": mutant.source for mutant in mutants(reference)} | listed


def _told(test: Ran) -> str:
    return test.message.split("\n", 1)[0]
