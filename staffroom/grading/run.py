"""Grade a lesson: from the folder of submissions to the gradebook, the feedback and the results."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from generator.errors import UserError, WrongUse
from staffroom.course import Course, is_student_id
from staffroom.grading import gradebook
from staffroom.grading.feedback import Feedback
from staffroom.grading.journal import Journal, digest, digest_refused
from staffroom.grading.marks import marks_of
from staffroom.grading.preflight import Wanted, inspect, wanted_of
from staffroom.grading.results import Results, collect, write_results
from staffroom.grading.runner import KernelRunner
from staffroom.grading.verdict import GRADED, NOT_GRADABLE, PASSING, Job, Reason, Runner, Verdict
from staffroom.lessons.give import source_bytes
from staffroom.lessons.release import release_bytes
from staffroom.place import write_atomically

#: Called after each submission: student, state, done so far, all.
Progress = Callable[[str, str, int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What one run did. `graded` and `refused` are of this run; `results` are of the whole class."""

    lesson: str
    graded: list[str]
    refused: list[str]
    skipped: list[str]
    new_students: list[str]
    outdated: list[str]
    seconds: float
    results: Results
    files: dict[str, Path] = field(default_factory=dict)


def grade_lesson(
    course: Course,
    lesson: str,
    *,
    students: Iterable[str] | None = None,
    regrade: bool = False,
    workers: int = 1,
    runner: Runner | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Grade what was handed in for a lesson.

    What an earlier run graded is kept and skipped, unless the student handed in something else since, or
    `regrade` is set. `runner` takes the place of the usual one. Raises `WrongUse` for a student of whom
    nothing is known, and `UserError` where the lesson or the gradebook cannot be used; never because of a
    submission.
    """
    start = time.perf_counter()
    source = source_bytes(course, lesson)
    with_work = course.students_with_work(lesson)
    with tempfile.TemporaryDirectory(prefix="centric-") as scratch, gradebook.opened(course) as book:
        chosen = _choose(students, with_work, gradebook.students(book), lesson, course)
        template = f"sqlite:///{Path(scratch).resolve() / 'lesson.db'}"
        released = release_bytes(source, lesson, course.config, db_url=template)
        stamp = _register(course, book, lesson, source, template)
        wanted = wanted_of(lesson, released)
        journal = Journal(course.grades / lesson / "journal.jsonl")
        writer = _Writer(course, book, lesson, journal, stamp, set(gradebook.students(book)))
        jobs, skipped = _sort_out(course, wanted, chosen, journal, writer, regrade)
        total = len(jobs) + len(writer.refused)
        for n, student in enumerate(writer.refused, 1):
            if progress:
                progress(student, NOT_GRADABLE, n, total)
        if runner is None:
            limit = int(course.config.BoundedExecute.get("submission_timeout", 300))
            runner = KernelRunner(course.root, template, course.company, limit, workers)
        done = len(writer.refused)
        with contextlib.closing(_verdicts(runner, jobs.values())) as verdicts:
            for verdict in verdicts:
                state = writer.take(verdict, jobs[verdict.student])
                done += 1
                if progress:
                    progress(verdict.student, state, done, total)
        results = collect(course, book, lesson, journal, wanted, source)
    files = write_results(course, results)
    outdated = [s for s in skipped if journal.entries[s].get("lesson") != stamp]
    return Outcome(
        lesson, writer.graded, writer.refused, skipped, writer.new_students, outdated,
        time.perf_counter() - start, results, files,
    )  # fmt: skip


def _verdicts(runner: Runner, jobs: Iterable[Job]) -> Iterator[Verdict]:
    """The runner's verdicts as something that can be closed, so that it stops when we do."""
    yield from runner.run(jobs)


def _choose(
    asked: Iterable[str] | None, with_work: list[str], known: list[str], lesson: str, course: Course
) -> list[str]:
    if asked is None:
        if not with_work:
            raise UserError(
                f"Nobody has handed in {lesson}: there is no {course.submitted / '<student>' / lesson}."
            )
        return with_work
    chosen = list(dict.fromkeys(asked))
    for student in chosen:
        if student in with_work:
            continue
        if student in known:
            raise UserError(
                f"The student {student} has handed in nothing for {lesson}: "
                f"there is no {course.submitted / student / lesson}."
            )
        raise WrongUse(
            f"There is no student {student}: neither the gradebook nor {course.submitted} knows that name."
        )
    return chosen


def _register(course: Course, book: Any, lesson: str, source: bytes, template: str) -> str:
    """Bring the gradebook's idea of the lesson up to date; gives the fingerprint of its graded cells."""
    import hashlib

    from nbgrader.api import Gradebook

    with Gradebook(template) as fresh:
        wanted = gradebook.lesson_state(fresh, lesson)
    have = gradebook.lesson_state(book, lesson)
    if have != wanted:
        if have and set(have) != set(wanted) and book.find_assignment(lesson).submissions:
            odd = ", ".join(sorted(set(have) ^ set(wanted)))
            raise UserError(
                f"The lesson {lesson} gained or lost graded cells ({odd}) since the gradebook saw the first "
                "submissions; put the lesson back, or start another gradebook."
            )
        release_bytes(source, lesson, course.config, db_url=course.db_url)
        book.db.expire_all()
    state = "\n".join(f"{name} {checksum}" for name, (_, checksum) in sorted(wanted.items()))
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def _sort_out(
    course: Course, wanted: Wanted, chosen: list[str], journal: Journal, writer: _Writer, regrade: bool
) -> tuple[dict[str, Job], list[str]]:
    """Part the submissions into those to run, those refused (written at once), and those done already."""
    jobs: dict[str, Job] = {}
    skipped: list[str] = []
    for student in chosen:
        folder = course.submitted / student / wanted.lesson
        if not is_student_id(student):
            name = repr(student)
            found: Job | Reason = Reason(
                "bad-student-id",
                f"Your work lies under a name that cannot be used, {name}; ask your instructor.",
                f"The folder name {name} cannot be a student's id: no +, no blank or dot at the ends.",
            )
        else:
            found = inspect(folder, student, wanted)
        seal = digest_refused(folder, found) if isinstance(found, Reason) else digest(found)
        earlier = journal.entries.get(student)
        passing = earlier and earlier.get("reason", {}).get("key") in PASSING
        if earlier and earlier["digest"] == seal and not regrade and not passing:
            skipped.append(student)
        elif isinstance(found, Reason):
            writer.refuse(student, found, seal, 0.0)
        else:
            jobs[student] = found
    return jobs, skipped


class _Writer:
    """The one place where a verdict becomes files, rows and an entry in the journal, in this order.

    The entry comes last: whatever a kill leaves half done has no entry and is done again.
    """

    def __init__(
        self, course: Course, book: Any, lesson: str, journal: Journal, stamp: str, known: set[str]
    ) -> None:
        self.course, self.book, self.lesson, self.journal, self.stamp = course, book, lesson, journal, stamp
        self.known = known
        self.graded: list[str] = []
        self.refused: list[str] = []
        self.new_students: list[str] = []
        self._feedback: Feedback | None = None

    @property
    def feedback(self) -> Feedback:
        self._feedback = self._feedback or Feedback(self.course)
        return self._feedback

    def take(self, verdict: Verdict, job: Job) -> str:
        """Write a runner's verdict; gives the state."""
        if verdict.notebook is None:
            reason = verdict.reason or Reason(
                "grader-failed", "Your notebook could not be run.", "No verdict."
            )
            self.refuse(verdict.student, reason, digest(job), verdict.seconds)
            return NOT_GRADABLE
        student = verdict.student
        notebook = nbformat.reads(verdict.notebook.decode("utf-8"), as_version=4)
        marks = marks_of(notebook)
        timestamp = self._copy(student, job, verdict.notebook)
        self._know(student)
        late = gradebook.save(self.book, self.lesson, student, notebook, timestamp)
        if late > 0:
            gradebook.apply_late_policy(self.course, self.lesson, student, notebook)
        self.feedback.write(self.lesson, student, notebook)
        self.journal.add(
            {
                "student": student,
                "state": GRADED,
                "digest": digest(job),
                "lesson": self.stamp,
                "seconds": round(verdict.seconds, 3),
                "marks": [mark.as_dict() for mark in marks],
            }
        )
        self.graded.append(student)
        return GRADED

    def refuse(self, student: str, reason: Reason, seal: str, seconds: float) -> None:
        """Write that a submission is not gradable. What was graded before stays in the gradebook."""
        if reason.key != "bad-student-id":
            self._know(student)
            self.book.update_or_create_student(student)
            self.feedback.write_refusal(self.lesson, student, reason)
        self.journal.add(
            {
                "student": student,
                "state": NOT_GRADABLE,
                "digest": seal,
                "lesson": self.stamp,
                "seconds": round(seconds, 3),
                "reason": {
                    "key": reason.key,
                    "to_student": reason.to_student,
                    "to_instructor": reason.to_instructor,
                },
            }
        )
        self.refused.append(student)

    def _know(self, student: str) -> None:
        if student not in self.known:
            self.known.add(student)
            self.new_students.append(student)

    def _copy(self, student: str, job: Job, executed: bytes) -> str | None:
        """Write `autograded/`, as nbgrader does; gives the time of handing in, if there is one."""
        to = self.course.autograded / student / self.lesson
        write_atomically(to / f"{self.lesson}.ipynb", executed)
        for name, content in job.extras.items():
            write_atomically(to / name, content)
        stamp = self.course.submitted / student / self.lesson / "timestamp.txt"
        if not stamp.is_file():
            return None
        shutil.copyfile(stamp, to / "timestamp.txt")
        text = stamp.read_text(encoding="utf-8", errors="replace").strip()
        return text if _is_time(text) else None


def _is_time(text: str) -> bool:
    from nbgrader.utils import parse_utc

    try:
        return bool(text) and parse_utc(text) is not None
    except (ValueError, OverflowError, TypeError):
        return False
