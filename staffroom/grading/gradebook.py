"""nbgrader's gradebook: the only place where this program writes scores."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.mend import know_schema_version

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

    from staffroom.course import Course


SQLITE = b"SQLite format 3\0"
DAMAGED = "it is damaged; put a copy back in its place."


@dataclass(frozen=True)
class Score:
    """What the gradebook holds for one graded cell; `manual` is a person's, which goes before `auto`.

    `waiting`: a person must look, for the first time, or again because the work is another one now.
    """

    cell: str
    points: float
    auto: float | None
    manual: float | None
    extra: float | None
    waiting: bool

    @property
    def score(self) -> float | None:
        """The score that counts, as nbgrader computes it; None while a person must still look."""
        base = self.manual if self.manual is not None else self.auto
        if base is None or self.waiting:
            return None
        return base + (self.extra or 0)

    @property
    def earlier(self) -> float | None:
        """The score that a person gave to an earlier version, while the present one waits to be read."""
        return self.manual if self.waiting else None


@dataclass(frozen=True)
class Held:
    """What the gradebook holds of tests' scores for one student: by graded cell, and when it was handed in.

    Nothing of what a person gave is in it.
    """

    scores: dict[str, float | None]
    timestamp: datetime | None


@contextlib.contextmanager
def opened(course: Course) -> Iterator[Gradebook]:
    """Open the course's gradebook; made if there is none. Raises `UserError` if it cannot be used."""
    from nbgrader.api import Gradebook, InvalidEntry
    from sqlalchemy import text
    from sqlalchemy.exc import DatabaseError

    know_schema_version()
    _see_that_it_is_one(course.db_url)
    try:
        book = Gradebook(course.db_url, course.course_id or "default_course")
    except DatabaseError as error:
        raise UserError(f"The gradebook {course.db_url} cannot be opened: {_cause(error)}") from None
    try:
        with book:
            if book.engine.dialect.name == "sqlite":
                # formgrader may be open: wait for it rather than give up
                book.db.execute(text("PRAGMA busy_timeout = 30000"))
                book.db.rollback()
            yield book
    except (DatabaseError, InvalidEntry) as error:
        raise UserError(f"The gradebook {course.db_url} cannot be written: {_cause(error)}") from None


def _see_that_it_is_one(db_url: str) -> None:
    """Raise `UserError` for a file of another kind: SQLite writes over one of a few bytes."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(db_url)
    except ArgumentError:
        raise UserError(f"`{db_url}` is no address of a gradebook: see `db_url` in the settings.") from None
    path = Path(url.database or "")
    if url.get_backend_name() != "sqlite" or not path.is_file():
        return
    with path.open("rb") as file:
        head = file.read(len(SQLITE))
    if head and head != SQLITE:
        raise UserError(f"The gradebook {db_url} cannot be opened: {DAMAGED}")


def _cause(error: Any) -> str:
    text = str(getattr(error, "orig", error)).split("\n")[0]
    if "locked" in text:
        return "another program is using it; close that and run the command again."
    if "disk is full" in text or "disk I/O" in text:
        return "the disk is full; make room and run the command again."
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return "it or its folder may not be written; change the permissions."
    if "not a database" in text or "malformed" in text:
        return DAMAGED
    return text + "."


def students(book: Gradebook) -> list[str]:
    """Ids of all students that the gradebook knows."""
    return sorted(student.id for student in book.students)


def lesson_state(book: Gradebook, lesson: str) -> dict[str, tuple[str, str | None]]:
    """The lesson's cells as the gradebook knows them: grade id → (source, checksum). Empty if it does not."""
    from nbgrader.api import MissingEntry

    try:
        notebook = book.find_notebook(lesson, lesson)
    except MissingEntry:
        return {}
    return {cell.name: (cell.source, cell.checksum) for cell in notebook.source_cells}


def _graded(book: Gradebook, lesson: str, *columns: str) -> list[Any]:
    """A row for each graded cell, with one query: student, cell, grade, and `columns` of the hand-in."""
    from nbgrader.api import Assignment, BaseCell, Grade, SubmittedAssignment, SubmittedNotebook

    wanted = [getattr(SubmittedAssignment, column) for column in columns]
    return (
        book.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade, *wanted)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == lesson)
        .all()
    )


def scores(book: Gradebook, lesson: str) -> dict[str, list[Score]]:
    """All students' scores of a lesson, with one query: student → scores of the graded cells."""
    found: dict[str, list[Score]] = {}
    for student, cell, grade in _graded(book, lesson):
        waiting = bool(grade.needs_manual_grade)
        found.setdefault(student, []).append(
            Score(cell, grade.max_score, grade.auto_score, grade.manual_score, grade.extra_credit, waiting)
        )
    return found


def held(book: Gradebook, lesson: str) -> dict[str, Held]:
    """All students' scores by tests in a lesson, with one query; only those who have any."""
    found: dict[str, Held] = {}
    for student, cell, grade, timestamp in _graded(book, lesson, "timestamp"):
        found.setdefault(student, Held({}, timestamp)).scores[cell] = grade.auto_score
    return found
