"""What handing in late costs: by the course's late policy, from due date and time of handing in as they are.

A score may change long after its tests ran: a person reads the memo, the due date moves, somebody gets an
extension. So lateness is worked out whenever scores are read, and the gradebook is brought up to date with
it, which is what formgrader and `nbgrader export` show.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from generator.errors import UserError

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

    from staffroom.course import Course

#: Points that lateness costs: student, score, seconds late → points, or None.
Penalty = Callable[[str, float, float], float | None]

#: What a changed penalty is called where changed scores are listed cell by cell.
LATE_PENALTY = "late_penalty"


@dataclass(frozen=True)
class Change:
    """A score by tests that is another one than before; as the cell `late_penalty`, what lateness costs."""

    student: str
    cell: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Late:
    """One student's work: how many seconds late, and the points that this costs."""

    seconds: float = 0.0
    penalty: float = 0.0


def policy(config: Any) -> Penalty:
    """The course's late policy, as nbgrader's own step would apply it."""
    from types import SimpleNamespace

    from nbgrader.preprocessors import AssignLatePenalties

    from staffroom.lessons.release import quiet

    named = config.AssignLatePenalties.get("plugin_class", "")
    try:
        with quiet():
            step = AssignLatePenalties(config=config)
            step.init_plugin()
    except Exception as error:
        raise UserError(
            f"The course's late policy {named} cannot be used: {type(error).__name__}: {error}. Correct "
            "c.AssignLatePenalties in nbgrader_config.py."
        ) from None

    def cost(student: str, score: float, seconds: float) -> float | None:
        try:
            with quiet():
                found = step.plugin_inst.late_submission_penalty(student, score, seconds)
                return (
                    None if found is None else step._check_late_penalty(SimpleNamespace(score=score), found)
                )
        except Exception as error:
            name = type(step.plugin_inst).__name__
            raise UserError(
                f"The course's late policy {name} failed for {student}: {type(error).__name__}: {error}."
            ) from None

    return cost


def bring_up_to_date(course: Course, book: Gradebook, lesson: str) -> tuple[dict[str, Late], list[Change]]:
    """Work out a lesson's lateness and commit what is another one than before; gives both.

    Raises `UserError` if the course's late policy cannot be used or fails.
    """
    try:
        late, changes = assign(book, lesson, policy(course.config))
        book.db.commit()
    except BaseException:
        book.db.rollback()
        raise
    return late, changes


def assign(
    book: Gradebook, lesson: str, penalty: Penalty, students: Iterable[str] | None = None
) -> tuple[dict[str, Late], list[Change]]:
    """Work out lateness, for all or for some, and write it without committing; gives also what changed.

    Takes three statements for any number of students. A lesson that the gradebook does not know has nobody.
    """
    from nbgrader.api import SubmittedNotebook
    from sqlalchemy import bindparam

    wanted = None if students is None else list(students)
    rows = _submitted(book, lesson, wanted)
    totals = _totals(book, lesson, wanted)
    found: dict[str, Late] = {}
    before: dict[str, float] = {}
    updates = []
    for row in rows:
        student, had = row["student_id"], row["late_submission_penalty"]
        seconds = seconds_late(row["duedate"], row["extension"], row["timestamp"])
        cost = penalty(student, totals.get(row["id"], 0.0), seconds) if seconds > 0 else None
        if (cost is None) != (had is None) or not _same(cost, had):
            updates.append({"key": row["id"], "late_submission_penalty": cost})
        so_far = found.get(student, Late())
        found[student] = Late(seconds, so_far.penalty + (cost or 0.0))
        before[student] = before.get(student, 0.0) + (had or 0.0)
    if updates:
        table = SubmittedNotebook.__table__
        statement = (
            table.update()
            .where(table.c.id == bindparam("key"))
            .values(late_submission_penalty=bindparam("late_submission_penalty"))
        )
        book.db.connection().execute(statement, updates)
    changes = [
        Change(student, LATE_PENALTY, before[student], late.penalty)
        for student, late in found.items()
        if not _same(before[student], late.penalty)
    ]
    return found, changes


def seconds_late(due: datetime | None, extension: timedelta | None, handed_in: datetime | None) -> float:
    """Seconds between the due date (with the student's extension) and the time of handing in; 0 if in time.

    What has no due date, or no time of handing in, is not late, as in nbgrader.
    """
    if due is None or handed_in is None:
        return 0.0
    return max(0.0, (handed_in - (due + (extension or timedelta()))).total_seconds())


def how_late(seconds: float) -> str:
    """`2 hours late`, `3 days late`; `late` where it is less than a minute or not known."""
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {word}{'' if count == 1 else 's'} late"
    return "late"


def _same(one: float | None, other: float | None) -> bool:
    """Whether two penalties are the same but for the order in which points were added up."""
    return math.isclose(one or 0.0, other or 0.0, rel_tol=0.0, abs_tol=1e-9)


def _submitted(book: Gradebook, lesson: str, students: list[str] | None) -> list[Any]:
    """The submitted notebooks of a lesson with what lateness depends on."""
    from nbgrader.api import Assignment, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import select

    query = select(
        SubmittedAssignment.student_id, SubmittedAssignment.timestamp, SubmittedAssignment.extension,
        Assignment.duedate, SubmittedNotebook.id, SubmittedNotebook.late_submission_penalty,
    ).select_from(SubmittedNotebook)  # fmt: skip
    return list(book.db.execute(_of(query, lesson, students)).mappings())


def _totals(book: Gradebook, lesson: str, students: list[str] | None) -> dict[str, float]:
    """Points by submitted notebook, a person's before the tests', as nbgrader adds them up."""
    from nbgrader.api import Grade, SubmittedNotebook
    from sqlalchemy import case, func, select

    base = func.coalesce(Grade.manual_score, Grade.auto_score)
    counted = case((base.is_(None), 0.0), else_=base + func.coalesce(Grade.extra_credit, 0.0))
    query = select(Grade.notebook_id, func.sum(counted)).select_from(Grade)
    query = query.join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
    query = _of(query, lesson, students).group_by(Grade.notebook_id)
    return {notebook: float(total) for notebook, total in book.db.execute(query)}


def _of(query: Any, lesson: str, students: list[str] | None) -> Any:
    """A query over submitted notebooks, narrowed to those of a lesson and of some students."""
    from nbgrader.api import Assignment, SubmittedAssignment, SubmittedNotebook

    query = query.join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
    query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    query = query.where(Assignment.name == lesson)
    return query if students is None else query.where(SubmittedAssignment.student_id.in_(students))
