"""Build lessons: text → source notebook → the student's notebook, and what the classroom knows of it.

What is there is compared with what is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from classroom.lessons import bank
from generator.errors import UserError
from staffroom.lessons import audited, audits, letters, reference
from staffroom.lessons.calibrated import calibrate
from staffroom.lessons.leak import leaks_in_notebook, stray_files
from staffroom.lessons.notebook import build_notebook, to_bytes
from staffroom.lessons.release import release_bytes
from staffroom.lessons.source import completed, read_lesson, read_text
from staffroom.lessons.told import syllabus, told
from staffroom.lessons.worked import worked_out
from staffroom.place import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable

    from staffroom.course import Course
    from staffroom.lessons.source import Cell, Lesson


@dataclass(frozen=True)
class Built:
    """One built file. `changed` says whether it differs from what was on the disk."""

    lesson: str
    path: Path
    changed: bool


def build(course: Course, lessons: Iterable[str], *, write: bool = True) -> list[Built]:
    """Build lessons into the course's source and release folders.

    With `write=False` nothing is written; the answer says what differs. Raises `UserError` for a text that
    breaks a rule, for a released notebook that gives something away, and for a stray file in a lesson's
    released folder.
    """
    bank.forget()
    built = []
    for name in lessons:
        text = course.source / name / f"{name}.py"
        plain = read_text(text)
        results = worked_out(plain)
        reports = audited.worked_out(plain, course.company)
        lesson = completed(plain, results, reports)
        require_tests_that_can_work(lesson)
        tried = calibrate(lesson, results, course.company)
        source = to_bytes(build_notebook(lesson))
        released = release_bytes(source, name, course.config)
        folder = course.release / name
        found = [*leaks_in_notebook(lesson, released), *stray_files(lesson, folder)]
        if found:
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            raise UserError(f"{name} must not be released: {found[0]}{more}")
        for path, content in (
            (course.source / name / f"{name}.ipynb", source),
            (folder / f"{name}.ipynb", released),
            *told(lesson, results, tried),
            *audits.to_keep(course.source / name, reports),
            *syllabus(course, lesson),
        ):
            changed = not path.is_file() or _unix(path.read_bytes()) != content
            if changed and write:
                write_atomically(path, content)
            built.append(Built(name, path, changed))
    if write:
        bank.forget()
    return built


def is_stale(course: Course, name: str) -> bool:
    """Whether the source notebook beside a lesson's text is missing, or is not what the text gives."""
    folder = course.source / name
    path = folder / f"{name}.ipynb"
    lesson = read_lesson(folder / f"{name}.py")
    if audited.is_stale(lesson, course.company):
        return True
    source = to_bytes(build_notebook(lesson))
    return not path.is_file() or _unix(path.read_bytes()) != source


def require_tests_that_can_work(lesson: Lesson) -> None:
    """Raise `UserError` for a test with an idiom that cannot work apart from the student's code."""
    from staffroom.grading.split.lint import lint
    from staffroom.grading.split.uses import uses

    known: set[str] = set()
    for cell in lesson.cells:
        if cell.is_prose:
            continue
        if cell.kind == "test" and "run" not in cell.options:
            for finding in lint(cell.source, None if "*" in known else known):
                place = _place(lesson, cell, finding.line)
                raise UserError(
                    f"{place}: in the test {cell.name}, {finding.says} (Tests run in another process than "
                    "the student's code; `run=with-student` behind the marker turns that off.)"
                )
        known |= uses(cell.source).binds
    for exercise in lesson.exercises():
        if asked := letters.question(exercise):
            for says in asked.trouble():
                raise UserError(f"{lesson.path}:{asked.test.line_no}: {exercise.name}: {says}.")


def _place(lesson: Lesson, cell: Cell, line: int) -> str:
    """File and line of a test cell's line, which may be one of the reference's."""
    if cell.checks or cell.audits:
        return f"{lesson.path}:{cell.line_no}"
    opening = cell.source[: cell.source.find("### BEGIN HIDDEN TESTS")].count("\n") + 1
    if opening < line <= opening + cell.inlined:
        return str(lesson.path.parent / reference.FILE)
    return f"{lesson.path}:{cell.line_no + line - (cell.inlined if line > opening else 0)}"


def _unix(content: bytes) -> bytes:
    """Undo the line ends that Git may put in on Windows."""
    return content.replace(b"\r\n", b"\n")
