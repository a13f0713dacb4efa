"""Grades for a learning platform or a spreadsheet, as CSV.

A student without a final score is never given a zero: the platforms' files leave out who has none, and the
plain file has an empty cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.errors import WrongUse

if TYPE_CHECKING:
    from staffroom.course import Course
    from staffroom.grading.results import Results, StudentResult
    from staffroom.roster.students import Student

FORMS = ("plain", "canvas", "moodle")
MOST_CHANGES = 8


@dataclass(frozen=True)
class Export:
    """The file's content, and what the instructor should know: who is left out, and why."""

    content: bytes
    rows: int
    not_graded: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def export(
    course: Course, lessons: Sequence[str], form: str, *, column: str | None = None, so_far: bool = False
) -> Export:
    """Make the file of grades for one lesson (`canvas`, `moodle`) or any number (`plain`).

    `column` is the name of the column on the platform, such as Canvas's `Lamps (12345)`. With `so_far` a
    score counts although a person must still read something. Raises `WrongUse` for an unknown form, and
    `UserError` where nothing has been graded.
    """
    from generator.errors import UserError
    from staffroom.grading.export.people import people_of
    from staffroom.grading.export.tables import canvas, moodle, plain
    from staffroom.grading.results import read_results
    from staffroom.grading.verdict import AGAIN

    if form not in FORMS:
        raise WrongUse(f"There is no form `{form}`; the forms are {', '.join(FORMS)}.")
    if form != "plain" and len(lessons) != 1:
        raise WrongUse(f"A file for {form} holds one lesson; name it.")
    results = [read_results(course, lesson) for lesson in lessons]
    if not any(r.of("graded") for r in results):
        names = ", ".join(lessons)
        raise UserError(f"Nothing has been graded in {names}: run `centric grade {lessons[0]}` first.")
    scores: list[tuple[Student, StudentResult]] = []
    people = people_of(course, {s.student for r in results for s in r.students})
    if form == "plain":
        made = plain(results, people, so_far)
    else:
        scores = [(people[s.student], s) for s in results[0].students if counts(s, so_far) is not None]
        make = canvas if form == "canvas" else moodle
        made = make(results[0], scores, column or results[0].title)
    not_graded = sorted({s.student for r in results for s in r.students if s.score is None})
    waiting = sorted({s.student for r in results for s in r.students if s.waiting})
    remarks = (*_late(results), *_remarks(form, results[0], people))
    stale = sorted({s.student for r in results for s in r.of("not gradable") if s.score is not None})
    if stale:
        who = ", ".join(stale)
        remarks += (f"What was handed in last could not be graded, so an earlier score stands: {who}.",)
    again = sorted({s.student for r in results for s in r.of(AGAIN)})
    if again:
        remarks += (
            f"Journal and gradebook tell different scores, so none is told until `centric grade` has graded "
            f"again: {', '.join(again)}.",
        )
    bare = sorted({student for r in results for student in r.unsandboxed})
    if bare:
        remarks += (f"Graded without a sandbox, so that the score is not protected: {', '.join(bare)}.",)
    rows = len(people) if form == "plain" else len(scores)
    return Export(made.encode("utf-8", "replace"), rows, tuple(not_graded), tuple(waiting), remarks)


def counts(student: StudentResult, so_far: bool) -> float | None:
    """The score that may be told outside; None if there is none, or none yet."""
    if student.score is None or (student.waiting and not so_far):
        return None
    return student.score


def _late(results: Sequence[Results]) -> tuple[str, ...]:
    """Whose penalty is another one now than the gradebook had."""
    changes = [
        f"{change.student} {change.before or 0:g} -> {change.after or 0:g}"
        for r in results
        for change in r.late_changes
    ]
    if not changes:
        return ()
    shown, more = ", ".join(changes[:MOST_CHANGES]), len(changes) - MOST_CHANGES
    return (f"What lateness costs has changed: {shown}{f' and {more} more' if more > 0 else ''}.",)


def _remarks(form: str, results: Results, people: dict[str, Student]) -> tuple[str, ...]:
    found = []
    if form == "moodle" and results.points > 100:
        found.append(
            "Moodle refuses grades over 100 unless its administrator allows them (unlimitedgrades); "
            f"this lesson has {results.points:g} points."
        )
    wanted = {
        "canvas": ("lms_user_id", "no number of Canvas's", "login"),
        "moodle": ("email", "no e-mail address", "user name"),
    }.get(form)
    if wanted:
        field, lacks, instead = wanted
        without = [person for person in people.values() if not getattr(person, field)]
        if without:
            found.append(
                f"{len(without)} of {len(people)} students have {lacks} in the roster ({field}): "
                f"they are found by their {instead}, which must be their id here."
            )
    return tuple(found)
