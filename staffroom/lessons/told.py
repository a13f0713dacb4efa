"""What is told of a lesson elsewhere, built from its text: to the classroom, and in the syllabus."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classroom.lessons import bank

if TYPE_CHECKING:
    from staffroom.course import Course
    from staffroom.lessons.source import Lesson

SYLLABUS = "README.md"


def told(lesson: Lesson, results: dict[str, Any]) -> Iterator[tuple[Path, bytes]]:
    """The file for the classroom: title, objectives, glossary, results on the page.

    A lesson without a folder in the classroom has none.
    """
    folder = bank.FOLDER / lesson.name
    if not folder.is_dir():
        return
    objectives = [
        {name: objective[name] for name in ("id", "text", "exercise") if name in objective}
        for objective in lesson.header.get("objectives", [])
    ]
    content = {
        "title": lesson.title,
        "objectives": objectives,
        "glossary": lesson.header.get("glossary", {}),
        "results": results,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    yield folder / bank.BUILT, (text + "\n").encode("utf-8")


def syllabus(course: Course, lesson: Lesson) -> Iterator[tuple[Path, bytes]]:
    """The syllabus with this lesson's row; nothing where the course has no syllabus with a row for it."""
    path = course.release / SYLLABUS
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    number = lesson.name[:2]
    row = re.compile(rf"^\| (\*\*)?{number}(\*\*)? \|.*$", re.MULTILINE)
    if row.search(text):
        yield path, row.sub(lambda _: _row(lesson, number), text, count=1).encode("utf-8")


def _row(lesson: Lesson, number: str) -> str:
    link = f"[**{lesson.title}**]({lesson.name}/{lesson.name}.ipynb)"
    asks, minutes = lesson.header.get("asks", ""), lesson.header.get("minutes", "")
    return f"| **{number}** | {link} | {asks} | {minutes} minutes | **open** |"
