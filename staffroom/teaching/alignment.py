"""Objective, exercise, test and key point belong together: no orphan among them.

What the student's own folder knows of a lesson (`classroom/lessons/<lesson>/help.yaml`: guesses, puzzles,
hints) must be what the lesson's text says.
"""

from __future__ import annotations

import re

from staffroom.lessons.source import Lesson
from staffroom.teaching.finding import Finding, Result, about, at

_HEADING = re.compile(r"^#{1,6}\s+(.*)$", re.M)
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(.*(?:\n(?!\s*(?:[-*+]|\d+[.)])\s|\s*\n|#).*)*)", re.M)


def key_points(lesson: Lesson) -> list[str]:
    """The items under the heading "Key points", in one or several cells."""
    items: list[str] = []
    inside = False
    for cell in lesson.cells:
        if not cell.is_prose:
            continue
        text = cell.source
        parts = _HEADING.split(text)
        for i, part in enumerate(parts):
            if i % 2:
                inside = "key points" in part.lower()
            elif inside:
                items += [match.group(1) for match in _ITEM.finditer(part)]
    return items


def asked_for(objective: dict[str, object]) -> list[str]:
    """Names of the exercises that an objective is tested by."""
    named = objective.get("exercise") or []
    return [str(name) for name in named] if isinstance(named, list) else re.split(r"[,\s]+", str(named))


def measure(lesson: Lesson) -> Result:
    """Follow every objective to its exercise, its test and its key point, and back."""
    findings: list[Finding] = []
    objectives = lesson.header.get("objectives") or []
    ids = [str(objective["id"]) for objective in objectives]
    findings += [
        about(lesson, f"objective {i} is there twice") for i in sorted({i for i in ids if ids.count(i) > 1})
    ]
    exercises = {e.name: e.answer for e in lesson.exercises()} | {str(c.name): c for c in lesson.written()}
    prose = "\n".join(c.source for c in lesson.cells if c.is_prose)
    points = key_points(lesson)
    reached: set[str] = set()
    for objective in objectives:
        identity = str(objective["id"])
        names = asked_for(objective)
        reached.update(names)
        if not str(objective.get("text") or "").strip():
            findings.append(about(lesson, f"objective {identity} has no text"))
        if not names or names == [""]:
            findings.append(about(lesson, f"objective {identity} is tested by no exercise"))
        for name in names:
            if name and name not in exercises:
                findings.append(about(lesson, f"objective {identity} names {name}, which nothing grades"))
        if not any(_names(identity, point) for point in points):
            findings.append(about(lesson, f"objective {identity} has no key point that names it"))
        if not _names(identity, re.split("key points", prose, flags=re.I)[0]):
            findings.append(about(lesson, f"objective {identity} is not told to the student at the start"))
    for name, cell in exercises.items():
        if name not in reached:
            findings.append(at(lesson, cell, f"{name} serves no objective"))
    for point in points:
        if not any(_names(i, point) for i in ids):
            findings.append(about(lesson, f"key point '{point[:40]}...' belongs to no objective"))
    findings += _drift(lesson)
    value = f"{len(objectives)} objectives, {len(exercises)} exercises, {len(points)} key points"
    return Result("alignment", value, "no orphan", findings)


def _drift(lesson: Lesson) -> list[Finding]:
    """Where the lesson's text and its helpers' file say different things."""
    from classroom.lessons import read

    words = read(lesson.name)
    named = {kind: {str(c.name) for c in lesson.cells if c.kind == kind} for kind in ("predict", "puzzle")}
    pairs = {
        "prediction": (named["predict"], set(words.predictions)),
        "puzzle": (named["puzzle"], set(words.puzzles)),
    }
    findings = []
    for what, (text, helpers) in pairs.items():
        for name in sorted(text - helpers):
            findings.append(
                about(lesson, f"{what} '{name}' is not in classroom/lessons/{lesson.name}/help.yaml")
            )
        for name in sorted(helpers - text):
            findings.append(about(lesson, f"{what} '{name}' is in classroom/lessons, but not in the lesson"))
    known = {e.name for e in lesson.exercises()}
    findings += [
        about(lesson, f"hints for {name}, which is no exercise") for name in words.exercises.keys() - known
    ]
    return findings


def _names(identity: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(identity)}(?![\w-])", text) is not None
