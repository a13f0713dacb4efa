"""The reference answers get full marks, and the lesson runs without an error or a warning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from staffroom.lessons.source import Lesson
from staffroom.teaching.finding import Finding, Result, at
from staffroom.teaching.trials import SOLVED, Ask, Trials


def asks(trials: Trials, companies: Sequence[Path | None]) -> Iterator[Ask]:
    """What is to be tried."""
    yield from (Ask("", SOLVED, company) for company in companies)


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Play the whole lesson on every company."""
    trials = trials or Trials(lesson)
    trials.ahead(asks(trials, companies))
    findings: list[Finding] = []
    fewest = float("inf")
    most = 0.0
    for company in companies:
        played = trials.played(SOLVED, company)
        fewest, most = min(fewest, played.points), played.max_points
        where = f" on {company.name}" if company else ""
        for ran in played.ran:
            if not ran.passed:
                what = f"fails{where}: {ran.key.lstrip('!')}: {ran.message[:100]}"
                findings.append(at(lesson, ran.cell, what))
            elif ran.warnings:
                findings.append(at(lesson, ran.cell, f"warns{where}: {ran.warnings[0][:100]}"))
    value = f"{fewest:g} of {most:g} points on {len(companies)} companies"
    return Result("reference", value, "full marks", findings)
