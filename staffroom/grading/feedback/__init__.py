"""Feedback for students: a page of our own for each, made in milliseconds.

`nbgrader generate_feedback` goes on working on what was graded, and shows the whole notebook in its own way;
our page shows what a student needs first. Both hide what tests hide.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from staffroom.grading.preflight.receipt import read_receipt, write_receipt
from staffroom.place import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

    from staffroom.course import Course
    from staffroom.grading.feedback.given import Given
    from staffroom.grading.feedback.guide import Guide
    from staffroom.grading.verdict import Note, Reason

NOT_GRADED = "not-graded.html"


class Feedback:
    """Writes the pages of a course; what a lesson says of its exercises is read once."""

    def __init__(self, course: Course) -> None:
        """Take note of the course; nothing is read yet."""
        self.course = course
        self._guides: dict[str, Guide] = {}

    def guide(self, lesson: str) -> Guide:
        """What the lesson says of its exercises."""
        if lesson not in self._guides:
            from staffroom.grading.feedback.guide import read_guide

            self._guides[lesson] = read_guide(self.course, lesson)
        return self._guides[lesson]

    def folder(self, lesson: str, student: str) -> Path:
        """Where a student's feedback lies, as nbgrader has it."""
        return self.course.feedback / student / lesson

    def write(
        self,
        lesson: str,
        student: str,
        notebook: NotebookNode | bytes,
        *,
        given: Given | None = None,
        notes: Iterable[Note] = (),
        unsandboxed: bool = False,
        ending: str = "",
    ) -> Path:
        """Write the page of a graded notebook.

        `given` is what the gradebook holds besides (`feedback.given.given_of`): without it the page tells
        the tests' scores alone. `notes` are sentences on the file. `unsandboxed`: the foot says that the
        scores were not protected. `ending` is what `staffroom.debrief` puts at the end.
        """
        from staffroom.grading.feedback.gather import gather
        from staffroom.grading.feedback.page import page_html

        content = _read(notebook) if isinstance(notebook, bytes) else notebook
        found = gather(self.guide(lesson), student, content, given, notes, unsandboxed=unsandboxed)
        page = page_html(found, ending)
        path = self.folder(lesson, student) / f"{lesson}.html"
        write_atomically(path, page.encode("utf-8", "replace"))
        (path.parent / NOT_GRADED).unlink(missing_ok=True)
        write_receipt(path.parent, read_receipt(self.course.autograded / student / lesson))
        return path

    def write_refusal(self, lesson: str, student: str, reason: Reason, notes: Iterable[Note] = ()) -> Path:
        """Write the page that says why nothing could be graded; an earlier feedback stays beside it."""
        from staffroom.grading.feedback.page import refusal_html

        page = refusal_html(lesson, self.guide(lesson).title, student, reason.to_student, notes)
        path = self.folder(lesson, student) / NOT_GRADED
        write_atomically(path, page.encode("utf-8", "replace"))
        if not (path.parent / f"{lesson}.html").is_file():  # else the receipt is that of the earlier page
            write_receipt(path.parent, read_receipt(self.course.submitted / student / lesson))
        return path


def _read(content: bytes) -> NotebookNode:
    """Read what grading wrote; it needs no check against the notebook's schema, which takes long."""
    from nbformat.v4.nbjson import reads

    notebook: NotebookNode = reads(content.decode("utf-8"))
    return notebook
