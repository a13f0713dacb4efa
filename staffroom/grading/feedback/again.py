"""Write the feedback of a lesson once more, with what people have given since: scores by hand, comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from generator.errors import UserError, WrongUse
from staffroom.grading import gradebook
from staffroom.grading.feedback import Feedback
from staffroom.grading.feedback.given import given_of
from staffroom.grading.journal import Journal
from staffroom.grading.lateness import bring_up_to_date
from staffroom.grading.results import notes_of
from staffroom.grading.verdict import GRADED

if TYPE_CHECKING:
    from pathlib import Path

    from staffroom.course import Course

#: Called after each page: student, done so far, all.
Progress = Callable[[str, int, int], None]


def write_again(
    course: Course, lesson: str, students: Iterable[str] | None = None, progress: Progress | None = None
) -> list[Path]:
    """Write the pages of all graded students, or of some; gives their paths.

    Pages that say why something could not be graded stay as they are. Raises `WrongUse` for a student of
    whom nothing has been graded, and `UserError` where nothing has been graded at all.
    """
    journal = Journal(course.grades / lesson / "journal.jsonl")

    def there(student: str) -> Path:
        return course.autograded / student / lesson / f"{lesson}.ipynb"

    with gradebook.opened(course) as book:
        graded = [
            student
            for student in sorted(gradebook.scores(book, lesson))
            if there(student).is_file() and journal.entries.get(student, {}).get("state", GRADED) == GRADED
        ]
        chosen = graded if students is None else list(dict.fromkeys(students))
        for student in chosen:
            if student not in graded:
                raise WrongUse(f"There is no graded work of the student {student} for {lesson}.")
        if not chosen:
            raise UserError(f"Nothing has been graded in {lesson}: run `centric grade {lesson}` first.")
        bring_up_to_date(course, book, lesson)
        given = given_of(book, lesson, chosen)
    feedback, paths = Feedback(course), []
    for n, student in enumerate(chosen, 1):
        entry = journal.entries.get(student, {})
        given[student].earlier = entry.get("earlier_comments", {})
        content = there(student).read_bytes()
        paths.append(feedback.write(lesson, student, content, given=given[student], notes=notes_of(entry)))
        if progress:
            progress(student, n, len(chosen))
    return paths
