"""What beside a lesson the measures look at: its exercises' kinds, and the answers to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from generator.errors import UserError
from staffroom.lessons import exercises
from staffroom.lessons.exercises import Answer
from staffroom.lessons.source import Exercise, Lesson
from staffroom.teaching.code import is_choice


def wrong(lesson: Lesson, exercise: str) -> list[Answer]:
    """The misconceptions of an exercise, by name."""
    return exercises.wrong(lesson.path.parent, exercise)


def right(lesson: Lesson, exercise: str) -> list[Answer]:
    """The right answers of an exercise in other styles, by name."""
    return exercises.right(lesson.path.parent, exercise)


def strays(lesson: Lesson) -> list[str]:
    """Folders of answers that belong to no exercise (a renamed exercise leaves its answers unused)."""
    known = {exercise.name for exercise in lesson.exercises()} | {str(c.name) for c in lesson.written()}
    known |= {cell.checks for cell in lesson.cells}
    return [name for name in exercises.names(lesson.path.parent) if name not in known]


def survivors(lesson: Lesson, exercise: str) -> dict[str, Any]:
    """Mutants that no test can notice, each with the reason."""
    return read_yaml(lesson.path.parent / exercises.FOLDER / exercise / "survivors.yaml")


def kind(exercise: Exercise) -> str:
    """What is asked for: `code`, a `check`, an `audit`, a `choice` (its answer is literals), and so on."""
    if exercise.answer.checks:
        return "check"
    if exercise.answer.audits:
        return "audit"
    if exercise.answer.kind != "answer":
        return exercise.answer.kind
    return "choice" if is_choice(exercise.answer) else "code"


def code_exercises(lesson: Lesson) -> list[Exercise]:
    """The exercises in which a student writes code, in order."""
    return [exercise for exercise in lesson.exercises() if kind(exercise) == "code"]


def read_yaml(path: Path) -> dict[str, Any]:
    """A small YAML mapping; empty where there is no file.

    Raises `UserError` where the file is no YAML or no mapping.
    """
    if not path.is_file():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise UserError(f"{path}{line}: this is no YAML; mend the line.") from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise UserError(f"{path}: a mapping `name: text` is expected here.")
    return content
