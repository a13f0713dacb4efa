"""The answers of a class as they were graded, and the code that everybody may have."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from staffroom.grading.feedback.guide import exercise_name
from staffroom.lessons import exercises
from staffroom.lessons.source import without_solution

if TYPE_CHECKING:
    from staffroom.course import Course


def answers_of(course: Course, lesson: str, students: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each student's code by exercise, from `autograded/`; who has nothing there to be read is left out."""
    for student in students:
        path = course.autograded / student / lesson / f"{lesson}.ipynb"
        try:
            answers = dict(_answers(json.loads(path.read_bytes())["cells"]))
        except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
            continue
        yield student, answers


def known_code(course: Course, lesson: str) -> dict[str, list[str]]:
    """By exercise: what the student is given, the author's solution, and all answers that lie beside it."""
    source = course.source / lesson / f"{lesson}.ipynb"
    known: dict[str, list[str]] = {}
    for name, text in _answers(json.loads(source.read_bytes())["cells"]):
        known[name] = [text, without_solution(text, stub="...")]
    for answer in exercises.every(course.source / lesson):
        known.setdefault(answer.exercise, []).append(answer.source)
    return known


def _answers(cells: list[Any]) -> Iterator[tuple[str, str]]:
    for cell in cells:
        meta = cell.get("metadata", {}).get("nbgrader", {})
        if cell.get("cell_type") == "code" and meta.get("solution"):
            source = cell.get("source", "")
            yield (
                exercise_name(str(meta.get("grade_id", ""))),
                "".join(source) if isinstance(source, list) else source,
            )
