"""The submissions of a run, one after the other: never more of them in memory than are being graded."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.course import Course, is_student_id
from staffroom.grading.preflight import Wanted, inspect, seal
from staffroom.grading.preflight.budget import Budget
from staffroom.grading.preflight.files import look
from staffroom.grading.split.beside import BUILT
from staffroom.grading.verdict import GRADED, PASSING, Job, Reason

if TYPE_CHECKING:
    from staffroom.grading.agree import Agreement

#: What nbgrader never hands on from a lesson's folder, and what only its author may see.
NEVER = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
AUTHORS = ("exercises", "cards", "samples", *BUILT, "*.py", "*.md", ".*")


@dataclass(frozen=True)
class Handed:
    """One submission on its way: the job, its folder's fingerprint, and seconds spent on the preflight.

    `same`: it has been graded before, and the gradebook's rows are about it.
    """

    job: Job
    seal: str
    seconds: float
    same: bool = False


@dataclass(frozen=True)
class Refused:
    """One submission that cannot be graded, and why."""

    student: str
    reason: Reason
    seal: str
    seconds: float


class Jobs:
    """Gives the jobs of a run one by one, to any number of threads.

    What an earlier run has done is passed over (`skipped`), unless journal, gradebook and files disagree on
    it: then `again` says why, by student. What cannot be graded goes to `refused`. A job that was given stays
    in `open` until `done` takes it out.
    """

    #: Tells a runner that threads may pull from it side by side.
    shared = True

    def __init__(
        self,
        course: Course,
        wanted: Wanted,
        chosen: Sequence[str],
        agreement: Agreement,
        *,
        regrade: bool = False,
        own: Any = None,
        given: dict[str, bytes] | None = None,
    ) -> None:
        """`own` are the companies of a personal lesson, `given` the files beside the lesson's notebook."""
        self.course, self.wanted, self.agreement = course, wanted, agreement
        self.regrade, self.own, self.given = regrade, own, given or {}
        self.refused: deque[Refused] = deque()
        self.skipped: list[str] = []
        self.again: dict[str, str] = {}
        self.open: dict[str, Handed] = {}
        self.seconds = 0.0
        self._ahead: deque[Job] = deque()
        self._left = iter(chosen)
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[Job]:
        """The jobs themselves."""
        return self

    def __next__(self) -> Job:
        """The next job."""
        while True:
            with self._lock:
                if self._ahead:
                    return self._ahead.popleft()
                student = next(self._left)
            job = self._look_at(student)
            if job is not None:
                return job

    def any(self) -> bool:
        """Whether there is a job at all; what has been refused by then is in `refused`."""
        try:
            first = next(self)
        except StopIteration:
            return False
        self._ahead.append(first)
        return True

    def done(self, student: str) -> Handed:
        """Take out a job whose verdict is there."""
        with self._lock:
            return self.open.pop(student)

    def _look_at(self, student: str) -> Job | None:
        start = time.perf_counter()
        folder = self.course.submitted / student / self.wanted.lesson
        print_of_folder = seal(folder)
        earlier = self.agreement.journal.entries.get(student, {})
        known = bool(earlier) and earlier.get("seal") == print_of_folder
        why = self.agreement.doubt(student) if known else self.agreement.odds(student)
        if known and not self.regrade and not why and not _passing(earlier):
            with self._lock:
                self.skipped.append(student)
            return None
        try:
            found = self._inspect(student)
        except UserError:
            raise
        except Exception as error:
            found = grader_failed(error)
        seconds = time.perf_counter() - start
        with self._lock:
            # a run that was killed in between has emptied the seal: that is no news
            if why and not self.regrade and earlier.get("seal") != "":
                self.again[student] = why
            self.seconds += seconds
            if isinstance(found, Reason):
                self.refused.append(Refused(student, found, print_of_folder, seconds))
                return None
            if self.given:
                found = replace(found, extras={**found.extras, **self.given})
            same = known and earlier["state"] == GRADED and not self.agreement.odds(student)
            self.open[student] = Handed(found, print_of_folder, seconds, same)
        return found

    def _inspect(self, student: str) -> Job | Reason:
        if not is_student_id(student):
            name = repr(student)
            return Reason(
                "bad-student-id",
                f"Your work lies under a name that cannot be used, {name}; ask your instructor.",
                f"The folder name {name} cannot be a student's id: no +, no control characters, no blank or "
                "dot at the ends.",
            )
        folder = self.course.submitted / student / self.wanted.lesson
        return inspect(folder, student, self.wanted, self.own)


def _passing(entry: dict[str, Any]) -> bool:
    return entry.get("reason", {}).get("key") in PASSING


def grader_failed(error: Exception) -> Reason:
    """What to say where this program itself failed on a submission."""
    words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return Reason(
        "grader-failed",
        "Your work could not be graded, and the fault may not be yours; your instructor has been told.",
        f"The grading program failed on this work: {words}.",
    )


def given_files(course: Course, lesson: str) -> dict[str, bytes]:
    """The lesson's own files beside its notebook, which take the place of a student's, as in nbgrader."""
    from fnmatch import fnmatch

    ignore = {*NEVER, *AUTHORS, *course.config.CourseDirectory.get("ignore", ())}
    return {
        file.name: file.read(file.size)
        for file in look(course.source / lesson, Budget.without_end()).files
        if not file.last.endswith(".ipynb")
        and not any(fnmatch(part, pattern) for part in file.name.split("/") for pattern in ignore)
    }
