"""When the truth opens: with the grade, after the due date, on a date, or never.

What was said with `--debrief` is kept for the lesson, so that a later run does not open what an earlier one
held back. Where nothing was said, `c.Debrief.opens` of the course's settings counts, else the due date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from generator.errors import UserError, WrongUse
from staffroom.place import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from staffroom.course import Course

NOW, DUE, NEVER = "now", "due", "never"
FORMS = f"`{NOW}`, `{DUE}`, `{NEVER}` or a date such as 2026-12-24"


@dataclass(frozen=True)
class Opening:
    """Whether the truth may be told. `at` is when it opens, None if that is never or has no date.

    `after`: `at` is the end of the time for handing in, and not a date that somebody named.
    """

    is_open: bool
    at: datetime | None = None
    after: bool = False

    def day(self) -> str:
        """The day on which it opens, as one says it: `24 December 2026`."""
        if self.at is None:
            return ""
        day = self.at.astimezone().date()
        return f"{day.day} {day:%B} {day.year}"

    def sentence(self) -> str:
        """What a page tells while the truth is closed; "" if it is open, or never opens."""
        if self.is_open or self.at is None:
            return ""
        when = f"after {self.day()}, when everybody has handed in" if self.after else f"on {self.day()}"
        return (
            f"The truth opens {when}. This page then ends with what really happened at your company, "
            "beside your own figures."
        )


def checked(words: str) -> str:
    """One of the forms, as it is kept. Raises `WrongUse` if it is none."""
    text = words.strip().lower()
    if text in (NOW, DUE, NEVER):
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise WrongUse(f"The truth opens {FORMS}; `{words}` is none of these.") from None


def opening(
    course: Course, book: Any, lesson: str, asked: str | None = None, now: datetime | None = None
) -> Opening:
    """When a lesson's truth opens; what is `asked` for is kept for later runs.

    Raises `WrongUse` for what is no date, and `UserError` where the settings or the kept file have none.
    """
    kept = _kept(course, lesson)
    if asked is not None:
        form = checked(asked)
        write_atomically(kept, f"{form}\n".encode())
    elif kept.is_file():
        form = _read(kept.read_text(encoding="utf-8", errors="replace"), str(kept))
    else:
        form = _read(str(course.config.Debrief.get("opens", DUE)), "c.Debrief.opens in nbgrader_config.py")
    now = now or datetime.now(UTC)
    if form == NEVER:
        return Opening(False)
    if form == NOW:
        return Opening(True)
    if form != DUE:
        at = datetime.combine(date.fromisoformat(form), time()).astimezone()
        return Opening(now >= at, at)
    at_due = _last_due(book, lesson)
    return Opening(True) if at_due is None else Opening(now > at_due, at_due, after=True)


def _kept(course: Course, lesson: str) -> Path:
    return course.grades / lesson / "debrief.txt"


def _read(words: str, where: str) -> str:
    try:
        return checked(words)
    except WrongUse:
        raise UserError(f"{where} says `{words.strip()[:40]}`; it must be {FORMS}.") from None


def _last_due(book: Any, lesson: str) -> datetime | None:
    """When the last student may still hand in: the due date with the longest extension (UTC in nbgrader)."""
    from nbgrader.api import Assignment, SubmittedAssignment

    due = book.db.query(Assignment.duedate).filter(Assignment.name == lesson).scalar()
    if due is None:
        return None
    more = (
        book.db.query(SubmittedAssignment.extension)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == lesson)
    )
    longest = max((one for (one,) in more if one is not None), default=timedelta())
    return due.replace(tzinfo=UTC) + max(longest, timedelta())
