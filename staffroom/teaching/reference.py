"""The reference answers get full marks, and the lesson runs without an error or a warning."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from staffroom.lessons.source import Lesson
from staffroom.teaching.finding import Finding, Result, at
from staffroom.teaching.play import play


def measure(lesson: Lesson, companies: Sequence[Path | None] = (None,)) -> Result:
    """Play the whole lesson on every company."""
    findings: list[Finding] = []
    fewest = float("inf")
    most = 0.0
    for company in companies:
        played = play(lesson, company=company)
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
