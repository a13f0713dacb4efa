"""The one place where verdicts become files, rows and entries in the journal, in this order.

The entry comes last: whatever a kill leaves half done has no entry and is done again. Verdicts are written in
batches, each with one transaction and one journal write.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffroom.course import Course
from staffroom.grading.agree import Agreement, executed_path, print_of
from staffroom.grading.feedback import Feedback
from staffroom.grading.feedback.given import Given, given_of
from staffroom.grading.lateness import Change, policy
from staffroom.grading.marks import Mark, marks_of
from staffroom.grading.preflight.receipt import NAMES, STAMP, read_receipt, write_receipt
from staffroom.grading.rows import Rows, Work
from staffroom.grading.stream import Handed, Refused, grader_failed
from staffroom.grading.verdict import GRADED, NOT_GRADABLE, Note, Verdict
from staffroom.grading.versions import earlier_comments, kept, prints_of
from staffroom.place import write_atomically

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from staffroom.debrief.endings import Endings

#: Verdicts in a batch, at most; and seconds and bytes after which a batch is written in any case.
BATCH = 20
PATIENCE = 5.0
LARGEST = 40_000_000


@dataclass(frozen=True)
class _Graded:
    """A verdict that waits to be written."""

    verdict: Verdict
    notebook: NotebookNode
    marks: list[Mark]
    work: Work
    notes: tuple[Note, ...]
    handed: Handed
    prints: dict[str, str]
    earlier: dict[str, Any]


class Writer:
    """Takes verdicts and refusals; `flush` writes those that wait."""

    def __init__(
        self,
        course: Course,
        book: Any,
        lesson: str,
        agreement: Agreement,
        stamp: str,
        endings: Endings | None = None,
    ) -> None:
        """`agreement` says how things stood before the run, `stamp` is the print of the lesson's cells.

        `endings` gives the end of each page.
        """
        self.endings = endings
        self.course, self.lesson, self.stamp = course, lesson, stamp
        self.book = book
        self.agreement, self.journal = agreement, agreement.journal
        self.known = set(agreement.known)
        self._standing: dict[str, dict[str, Any]] = {}
        self.rows = Rows(book, lesson, policy(course.config))
        self.feedback = Feedback(course)
        self.graded: list[str] = []
        self.refused: list[str] = []
        self.new_students: list[str] = []
        self.changes: list[Change] = []
        self.seconds = 0.0
        self._graded: list[_Graded] = []
        self._refused: list[Refused] = []
        self._bytes = 0
        self._since = 0.0

    def take(self, verdict: Verdict, handed: Handed) -> str:
        """Take a runner's verdict; gives the state."""
        if verdict.notebook is None:
            reason = verdict.reason or grader_failed(RuntimeError("the runner gave no verdict"))
            self.refuse(Refused(verdict.student, reason, handed.seal, verdict.seconds))
            return NOT_GRADABLE
        start = time.perf_counter()
        try:
            notebook = _read(verdict.notebook)
            marks = marks_of(notebook)
        except Exception as error:
            # for instance a test that gives more points than it is worth
            reason = grader_failed(error)
            self.refuse(Refused(verdict.student, reason, handed.seal, verdict.seconds))
            return NOT_GRADABLE
        self._begin(verdict.student, handed.seal)
        timestamp = self._copy(handed, verdict.notebook)
        auto = {mark.cell: mark.score for mark in marks}
        earlier = self.journal.entries.get(verdict.student, {})
        prints = prints_of(notebook)
        # rows that are at odds with the journal may hold what a person gave to some other work
        before = {} if self.agreement.odds(verdict.student) else earlier.get("answers", {})
        unchanged = kept(notebook, before, prints)
        work = Work(verdict.student, auto, _blank(notebook), timestamp, handed.same, unchanged)
        notes = (*handed.job.notes, *verdict.notes)
        self._graded.append(_Graded(verdict, notebook, marks, work, notes, handed, prints, earlier))
        self.graded.append(verdict.student)
        self.seconds += time.perf_counter() - start
        self._count(len(verdict.notebook))
        return GRADED

    def refuse(self, refused: Refused) -> None:
        """Take a submission that is not gradable. What was graded before stays in the gradebook."""
        self._standing[refused.student] = self.agreement.standing(refused.student)
        self._begin(refused.student, refused.seal)
        self._refused.append(refused)
        self.refused.append(refused.student)
        self._count(0)

    def flush(self) -> None:
        """Write what waits: rows, feedback, entries."""
        graded, refused = self._graded, self._refused
        self._graded, self._refused, self._bytes = [], [], 0
        if not graded and not refused:
            return
        start = time.perf_counter()
        named = [one.student for one in refused if one.reason.key != "bad-student-id"]
        students = [one.verdict.student for one in graded]
        for student in (*students, *named):
            if student not in self.known:
                self.known.add(student)
                self.new_students.append(student)
        self.changes += self.rows.write([one.work for one in graded], named)
        given = given_of(self.book, self.lesson, students)
        entries = []
        for done in graded:
            held = given[done.verdict.student]
            held.earlier = earlier_comments(done.earlier, done.prints, held.by_hand, same=done.work.same)
            entries.append(self._entry_graded(done, held.earlier))
            self._page(done, held, entries[-1]["notes"])
        for one in refused:
            if one.student in named:
                self.feedback.write_refusal(self.lesson, one.student, one.reason)
            entries.append(self._entry_refused(one))
        each = (time.perf_counter() - start) / (len(graded) + len(refused))
        for entry in entries:
            entry.setdefault("phases", {})["write"] = round(each, 4)
        self.journal.add(*entries)
        self.seconds += time.perf_counter() - start

    def _begin(self, student: str, seal: str) -> None:
        """Note that other work is about to be written than the journal knows.

        Else, after a kill in between, that earlier work handed in once more would count as graded already.
        """
        earlier = self.journal.entries.get(student)
        if earlier is not None and earlier.get("seal") != seal:
            self.journal.add({**earlier, "seal": ""})

    def _count(self, size: int) -> None:
        now = time.monotonic()
        waiting = len(self._graded) + len(self._refused)
        self._since = now if waiting == 1 else self._since
        self._bytes += size
        if waiting >= BATCH or now - self._since > PATIENCE or self._bytes > LARGEST:
            self.flush()

    def _page(self, one: _Graded, given: Given, notes: list[dict[str, str]]) -> None:
        """Write the student's page; if that fails the score stays, and it is noted."""
        student = one.verdict.student
        try:
            self.feedback.write(
                self.lesson, student, one.notebook,
                given=given, notes=one.notes, unsandboxed=one.verdict.unsandboxed,
                ending=self.endings.of(student, one.verdict.said) if self.endings else "",
            )  # fmt: skip
        except OSError:
            raise
        except Exception as error:
            words = f"The feedback page could not be written ({type(error).__name__}: {error})."
            note = Note(
                "feedback-failed", "Your feedback page could not be written.", " ".join(words.split())
            )
            notes.append(dict(note.__dict__))

    def _entry_graded(self, one: _Graded, comments: dict[str, str]) -> dict[str, Any]:
        verdict = one.verdict
        phases = {"preflight": one.handed.seconds, **verdict.phases}
        return {
            "student": verdict.student,
            "state": GRADED,
            "seal": one.handed.seal,
            "lesson": self.stamp,
            "seconds": round(verdict.seconds, 3),
            "phases": {name: round(taken, 4) for name, taken in phases.items()},
            "marks": [mark.as_dict() for mark in one.marks],
            "notes": [dict(note.__dict__) for note in one.notes],
            "open": list(verdict.open),
            "unsandboxed": verdict.unsandboxed,
            "executed": print_of(verdict.notebook or b""),
            "timestamp": None if one.work.timestamp is None else one.work.timestamp.isoformat(),
            "answers": one.prints,
            "earlier_comments": comments,
            "said": one.verdict.said,
        }

    def _entry_refused(self, one: Refused) -> dict[str, Any]:
        # what was graded before stands, and so does what a person's mark belongs to
        earlier = self.journal.entries.get(one.student, {})
        stands = {name: earlier[name] for name in ("answers", "earlier_comments") if name in earlier}
        return {
            **stands,
            "student": one.student,
            "state": NOT_GRADABLE,
            "seal": one.seal,
            "lesson": self.stamp,
            "seconds": round(one.seconds, 3),
            "reason": dict(one.reason.__dict__),
            **self._standing.pop(one.student),
        }

    def _copy(self, handed: Handed, executed: bytes) -> datetime | None:
        """Write `autograded/`, as nbgrader does; gives the time of handing in, if there is one."""
        student = handed.job.student
        path = executed_path(self.course, student, self.lesson)
        to = path.parent
        for name, content in handed.job.extras.items():
            _place(to, name, content)
        _clear(path)
        write_atomically(path, executed)
        for name in NAMES:
            _clear(to / name)
        receipt = read_receipt(self.course.submitted / student / self.lesson)
        write_receipt(to, receipt)
        return _time(receipt.get(STAMP, b"").decode("utf-8", "replace").strip())


def sweep(course: Course, lesson: str) -> None:
    """Take away files that a killed run had begun to write; only while no other run is at work."""
    for step in (course.autograded, course.feedback):
        for path in step.glob(f"*/{lesson}/**/.*.????????"):
            if path.is_file() and not path.is_symlink():
                path.unlink(missing_ok=True)


def _place(folder: Path, name: str, content: bytes) -> None:
    """Write a student's other file, also where an earlier one of that name was a folder, or the reverse."""
    with contextlib.suppress(OSError):
        write_atomically(folder / name, content)


def _clear(path: Path) -> None:
    """Take away a folder that stands where a file must lie."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)


def _read(content: bytes) -> NotebookNode:
    """Read what a runner made; it needs no check against the notebook's schema, which takes long."""
    from nbformat.v4.nbjson import reads

    notebook: NotebookNode = reads(content.decode("utf-8"))
    return notebook


def _blank(notebook: NotebookNode) -> dict[str, bool]:
    """Answer cells, and whether they are as they were given, as nbgrader tells."""
    from nbgrader import utils

    return {
        cell.metadata.nbgrader.grade_id: not utils.is_task(cell)
        and cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
        for cell in notebook.cells
        if utils.is_solution(cell) or utils.is_task(cell)
    }


def _time(text: str) -> datetime | None:
    from nbgrader.utils import parse_utc

    try:
        found: datetime | None = parse_utc(text) if text else None
    except (ValueError, OverflowError, TypeError):
        return None
    return found
