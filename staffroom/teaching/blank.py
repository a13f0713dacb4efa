"""The released notebook runs from top to bottom before anything is answered, and says so kindly.

Each test says "not answered"; any other cell runs to its end, or stops only because it shows an answer that
is not there yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from staffroom.lessons.source import Lesson
from staffroom.teaching.finding import Finding, Result, at
from staffroom.teaching.play import excused
from staffroom.teaching.trials import RELEASED, Ask, Trials


def asks(trials: Trials, companies: Sequence[Path | None]) -> Iterator[Ask]:
    """What is to be tried: the first company is enough."""
    yield Ask("", RELEASED, companies[0])


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Play the released version on the first company."""
    trials = trials or Trials(lesson)
    findings: list[Finding] = []
    played = trials.played(RELEASED, companies[0])
    waiting = 0
    for ran in played.ran:
        if ran.cell.kind == "test":
            if ran.passed:
                findings.append(at(lesson, ran.cell, f"[test] {ran.cell.name} passes without an answer"))
            elif ran.key != "unanswered":
                what = f"[test] {ran.cell.name} says {ran.key} of a missing answer"
                findings.append(at(lesson, ran.cell, what))
        elif not ran.passed:
            waiting += 1
            if not excused(lesson, ran):
                findings.append(
                    at(lesson, ran.cell, f"does not run: {ran.key.lstrip('!')}: {ran.message[:80]}")
                )
        if ran.warnings:
            findings.append(at(lesson, ran.cell, f"warns: {ran.warnings[0][:80]}"))
    value = f"{played.points:g} of {played.max_points:g} points, {waiting} cells wait for an answer"
    return Result("blank", value, "0 points, each test: unanswered", findings)
