"""What is told of a lesson elsewhere, built from its text: to the classroom, and in the syllabus."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classroom.lessons import bank
from classroom.study.rubric import read_sample
from generator.errors import UserError
from staffroom.lessons import todo
from staffroom.lessons.planned import in_words, planned

if TYPE_CHECKING:
    from staffroom.course import Course
    from staffroom.lessons.source import Lesson

SYLLABUS = "README.md"
_AGREED = re.compile(r"""study\.agreed\(["'](\w+)["']""")
#: The head of a rubric.
_MOST = re.compile(r"^\|[^|\n]*\| *(\d+) points for *\|", re.MULTILINE)
_ROW = re.compile(r"^\| (\*\*)?(?P<number>\d\d)(\*\*)? \|.*$", re.MULTILINE)


def told(lesson: Lesson, results: dict[str, Any], tried: dict[str, str]) -> Iterator[tuple[Path, bytes]]:
    """The file for the classroom: title, objectives, glossary, what can wait, results, audits and the like.

    A lesson without a folder in the classroom has none. Raises `UserError` where the text asks for a marked
    memo that is not there.
    """
    folder = bank.folder_of(lesson.name)
    if not folder.is_dir():
        return
    objectives = [
        {name: objective[name] for name in ("id", "text", "exercise") if name in objective}
        for objective in lesson.header.get("objectives", [])
    ]
    content: dict[str, Any] = {
        "title": lesson.title,
        "objectives": objectives,
        "glossary": lesson.header.get("glossary", {}),
        "can_wait": [exercise.name for exercise in lesson.exercises() if exercise.answer.group != "core"],
        "results": results,
    }
    if tried:
        content["checks"] = tried
    if audits := list(dict.fromkeys(cell.audits for cell in lesson.cells if cell.audits)):
        content["audits"] = audits
    if samples := _samples(lesson):
        content["samples"] = samples
    text = json.dumps(content, ensure_ascii=False, indent=1)
    yield folder / bank.BUILT, (text + "\n").encode("utf-8")


def _samples(lesson: Lesson) -> dict[str, Any]:
    """The marked memos that the text asks for by `study.agreed`: only they are told, and only their marks."""
    found: dict[str, Any] = {}
    for cell in lesson.cells:
        for name in [] if cell.is_prose else _AGREED.findall(cell.source):
            path = lesson.path.parent / "samples" / f"{name}.md"
            if not path.is_file():
                raise UserError(f"{lesson.path}:{cell.line_no}: {path} is missing: `study.agreed` needs it.")
            sample = read_sample(path)
            most = [int(n) for text in lesson.cells if text.is_prose for n in _MOST.findall(text.source)]
            marks = {row: {"points": points, "why": why} for row, (points, why) in sample.marks.items()}
            found[name] = {"title": sample.title, "most": max(most, default=3), "marks": marks}
    return found


def syllabus(course: Course, lesson: Lesson) -> Iterator[tuple[Path, bytes]]:
    """The syllabus with this lesson's row, new or as it was; nothing where the course has none with rows.

    A lesson in which something is still to be written is not open: its row stays as it is.
    """
    path = course.release / SYLLABUS
    if not path.is_file() or todo.left(lesson):
        return
    text = path.read_text(encoding="utf-8")
    rows = list(_ROW.finditer(text))
    upto = [row for row in rows if row["number"] <= lesson.name[:2]]
    if not upto:
        return
    last = upto[-1]
    new = _row(lesson, lesson.name[:2])
    start = last.start() if last["number"] == lesson.name[:2] else last.end()
    new = new if start == last.start() else f"\n{new}"
    yield path, (text[:start] + new + text[last.end() :]).encode("utf-8")


def _row(lesson: Lesson, number: str) -> str:
    link = f"[**{lesson.title}**]({lesson.name}/{lesson.name}.ipynb)"
    asks, time = lesson.header.get("asks", ""), in_words(planned(lesson.header))
    return f"| **{number}** | {link} | {asks} | {time} | **open** |"
