"""What people have given besides the tests: scores by hand, comments, what lateness costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from staffroom.grading.gradebook import Score
from staffroom.grading.lateness import seconds_late


@dataclass
class Given:
    """What the gradebook holds for one student's work: scores and comments by graded cell, lateness.

    `by_hand` are the comments that a person wrote, `earlier` those of them that were given to an earlier
    version. `late` is in seconds; `penalty` in points, as `grading.lateness` has it.
    """

    scores: dict[str, Score] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    by_hand: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)
    penalty: float = 0.0
    late: float = 0.0

    def is_earlier(self, cell: str) -> bool:
        """Whether the comment on a cell was given to an earlier version of the answer.

        Who reads a text again sees the comment: what they leave there holds.
        """
        score = self.scores.get(cell)
        read = score is not None and score.manual is not None and not score.waiting
        return not read and cell in self.earlier and self.earlier[cell] == self.by_hand.get(cell)


def given_of(book: Any, lesson: str, students: Iterable[str]) -> dict[str, Given]:
    """Read what the gradebook holds for these students; everyone asked for is in the answer."""
    from nbgrader.api import Assignment, BaseCell, Comment, Grade, SubmittedAssignment, SubmittedNotebook

    found = {student: Given() for student in students}

    def rows(what: Any, *columns: Any) -> list[Any]:
        query = (
            book.db.query(SubmittedAssignment.student_id, *columns)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        )
        if what is not None:
            query = query.join(what, what.notebook_id == SubmittedNotebook.id)
            query = query.join(BaseCell, BaseCell.id == what.cell_id)
        return query.filter(Assignment.name == lesson).filter(SubmittedAssignment.student_id.in_(found)).all()

    for student, cell, grade in rows(Grade, BaseCell.name, Grade):
        waiting = bool(grade.needs_manual_grade)
        found[student].scores[cell] = Score(
            cell, grade.max_score, grade.auto_score, grade.manual_score, grade.extra_credit, waiting
        )
    for student, cell, comment in rows(Comment, BaseCell.name, Comment):
        if comment.comment:
            found[student].comments[cell] = comment.comment
        if comment.manual_comment:
            found[student].by_hand[cell] = comment.manual_comment
    for student, submission, notebook in rows(None, SubmittedAssignment, SubmittedNotebook):
        found[student].penalty += float(notebook.late_submission_penalty or 0)
        found[student].late = seconds_late(
            submission.assignment.duedate, submission.extension, submission.timestamp
        )
    return found
