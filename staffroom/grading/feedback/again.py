"""Write the feedback of a lesson once more, with what people have given since: scores by hand, comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from generator.errors import UserError, WrongUse
from staffroom.debrief.endings import Endings
from staffroom.debrief.opening import checked, opening
from staffroom.grading import gradebook
from staffroom.grading.agree import Agreement, executed_path
from staffroom.grading.feedback import Feedback
from staffroom.grading.feedback.given import given_of
from staffroom.grading.journal import Journal
from staffroom.grading.lateness import bring_up_to_date
from staffroom.grading.results import notes_of
from staffroom.grading.verdict import GRADED
from staffroom.roster.companies import companies_of

if TYPE_CHECKING:
    from pathlib import Path

    from staffroom.course import Course

#: Called after each page: student, done so far, all.
Progress = Callable[[str, int, int], None]


def write_again(
    course: Course,
    lesson: str,
    students: Iterable[str] | None = None,
    progress: Progress | None = None,
    debrief: str | None = None,
) -> tuple[list[Path], Endings]:
    """Write the pages of all graded students, or of some; gives their paths, and how they end.

    Pages that say why something could not be graded stay as they are. `debrief` says when the truth opens
    (`staffroom.debrief.opening`). Raises `WrongUse` for a student of whom nothing has been graded, or for a
    `debrief` that is no date, and `UserError` where nothing has been graded at all, or where journal,
    gradebook and executed notebook disagree on somebody: such pages stay as they are, the others are written.
    """
    debrief = None if debrief is None else checked(debrief)
    journal = Journal(course.journal(lesson))
    with gradebook.opened(course) as book:
        agreement = Agreement.of(course, book, lesson, journal)
        graded = [
            student
            for student in sorted({*agreement.held, *journal.entries})
            if journal.entries.get(student, {}).get("state", GRADED) == GRADED
            and (student in journal.entries or executed_path(course, student, lesson).is_file())
        ]
        chosen = graded if students is None else list(dict.fromkeys(students))
        for student in chosen:
            if student not in graded:
                raise WrongUse(f"There is no graded work of the student {student} for {lesson}.")
        if not chosen:
            raise UserError(f"Nothing has been graded in {lesson}: run `centric grade {lesson}` first.")
        bring_up_to_date(course, book, lesson)
        given = given_of(book, lesson, chosen)
        when = opening(course, book, lesson, debrief)
    endings = Endings(course, lesson, when, lambda: companies_of(course, lesson))
    feedback, paths, doubtful = Feedback(course), [], []
    for n, student in enumerate(chosen, 1):
        if agreement.doubt(student) not in ("", "no-entry"):
            doubtful.append(student)
            continue
        entry = journal.entries.get(student, {})
        given[student].earlier = entry.get("earlier_comments", {})
        try:
            content = executed_path(course, student, lesson).read_bytes()
            paths.append(
                feedback.write(
                    lesson, student, content,
                    given=given[student], notes=notes_of(entry), unsandboxed=bool(entry.get("unsandboxed")),
                    ending=endings.of(student, entry.get("said")),
                )
            )  # fmt: skip
        except OSError:
            raise
        except Exception:  # a damaged notebook, of which the journal has no print
            doubtful.append(student)
        if progress:
            progress(student, n, len(chosen))
    if doubtful:
        raise UserError(
            f"No page was written for {', '.join(doubtful)}: what lies in {course.autograded} or in the "
            f"gradebook is not what was graded; run `centric grade {lesson}`, which grades them again."
        )
    return paths, endings
