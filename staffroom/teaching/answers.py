"""The answers that lie beside a lesson: wrong ones, one per misconception, and right ones in other styles.

`<lesson>/answers/<exercise>/wrong/<mistake_key>.py` and `<lesson>/answers/<exercise>/right/<style>.py`. Each
file is a complete answer cell. The stem of a wrong one is the key of the mistake, with `_` for `-`, and its
docstring says the misconception in one sentence.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.errors import UserError
from staffroom.lessons.source import Exercise, Lesson
from staffroom.teaching.code import is_choice, parse


@dataclass(frozen=True)
class Answer:
    """One answer to one exercise. `key` is the mistake it should be told, empty for a right one."""

    exercise: str
    name: str
    key: str
    source: str
    path: Path

    @property
    def says(self) -> str:
        """The docstring: for a wrong answer, the misconception."""
        tree = parse(self.source)
        return (ast.get_docstring(tree) or "").strip() if tree else ""


def folder(lesson: Lesson) -> Path:
    """Where the answers of a lesson lie."""
    return lesson.path.parent / "answers"


def wrong(lesson: Lesson, exercise: str) -> list[Answer]:
    """The misconceptions of an exercise, by name."""
    return _read(lesson, exercise, "wrong")


def right(lesson: Lesson, exercise: str) -> list[Answer]:
    """The right answers of an exercise in other styles, by name."""
    return _read(lesson, exercise, "right")


def _read(lesson: Lesson, exercise: str, kind: str) -> list[Answer]:
    found = []
    for path in sorted((folder(lesson) / exercise / kind).glob("*.py")):
        key = path.stem.replace("_", "-") if kind == "wrong" else ""
        found.append(Answer(exercise, path.stem, key, path.read_text(encoding="utf-8"), path))
    return found


def strays(lesson: Lesson) -> list[Path]:
    """Folders of answers that belong to no exercise (a renamed exercise leaves its answers unused)."""
    known = {exercise.name for exercise in lesson.exercises()} | {str(c.name) for c in lesson.written()}
    base = folder(lesson)
    if not base.is_dir():
        return []
    return [p for p in sorted(base.iterdir()) if p.is_dir() and p.name not in known and p.name[0] not in "._"]


def kind(exercise: Exercise) -> str:
    """What an exercise asks for: `code`, `choice` (its answer is literals), `puzzle` or `predict`."""
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
