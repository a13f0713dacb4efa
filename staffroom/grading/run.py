"""Grade a lesson: from the folder of submissions to the gradebook, the feedback and the results."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.errors import UserError
from staffroom.course import Course
from staffroom.debrief.endings import Endings
from staffroom.debrief.opening import checked, opening
from staffroom.grading import gradebook
from staffroom.grading.agree import Agreement
from staffroom.grading.journal import Journal
from staffroom.grading.lateness import Change
from staffroom.grading.lock import RunLock
from staffroom.grading.preflight import Known, known_of, wanted_of
from staffroom.grading.results import Results, collect, write_results
from staffroom.grading.runners import Wish, usual_runner
from staffroom.grading.stream import Jobs, given_files
from staffroom.grading.verdict import NOT_GRADABLE, Runner, Verdict
from staffroom.grading.writer import Writer, sweep
from staffroom.lessons.give import source_bytes
from staffroom.lessons.release import release_bytes

#: Called after each submission: student, state, done so far, all.
Progress = Callable[[str, str, int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What one run did. `graded` and `refused` are of this run; `results` are of the whole class.

    `changes` are scores of tests, and late penalties, that are others than before; `phases` are seconds by
    what they went into. `again` says why something was graded that had been done before: student → key of
    `agree.WHY`. `endings` says when the truth opens, and whose debrief could not be made.
    """

    lesson: str
    graded: list[str]
    refused: list[str]
    skipped: list[str]
    new_students: list[str]
    outdated: list[str]
    seconds: float
    results: Results
    files: dict[str, Path] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    phases: dict[str, float] = field(default_factory=dict)
    rung: str = ""
    again: dict[str, str] = field(default_factory=dict)
    endings: Endings | None = None


def grade_lesson(
    course: Course,
    lesson: str,
    *,
    students: Iterable[str] | None = None,
    regrade: bool = False,
    workers: int = 1,
    runner: Runner | None = None,
    scheduler: str | None = None,
    allow_unsandboxed: bool = False,
    every_cell: bool = False,
    debrief: str | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Grade what was handed in for a lesson.

    What an earlier run graded is kept and skipped, unless the student handed in something else since, or
    journal, gradebook and executed notebook disagree on it (`agree`), or `regrade` is set. `runner` takes the
    place of the usual one. `debrief` says when the truth opens (`staffroom.debrief.opening`). Raises
    `WrongUse` for a student of whom nothing is known, or for a `debrief` that is no date, and `UserError`
    where the lesson, the gradebook or a sandbox cannot be had, or another run is at work; never because of a
    submission.
    """
    clock = _Clock()
    debrief = None if debrief is None else checked(debrief)
    source = source_bytes(course, lesson, leaks=False)
    with contextlib.ExitStack() as stack:
        lock = stack.enter_context(RunLock(course.grades / ".lock", lesson))
        if lock.broken:
            sweep(course, lesson)
        scratch = stack.enter_context(_scratch(course.grades / ".scratch"))
        book = stack.enter_context(gradebook.opened(course))
        chosen = course.chosen(lesson, students, gradebook.students(book))
        template = f"sqlite:///{scratch / 'lesson.db'}"
        released = release_bytes(source, lesson, course.config, db_url=template)
        stamp = _register(course, book, lesson, source, template)
        wanted = wanted_of(lesson, released, _other_lessons(course, lesson))
        journal = Journal(course.journal(lesson))
        agreement = Agreement.of(course, book, lesson, journal)
        own = _own_companies(course, lesson)
        endings = Endings(course, lesson, opening(course, book, lesson, debrief), lambda: own)
        writer = Writer(course, book, lesson, agreement, stamp, endings)
        jobs = Jobs(
            course, wanted, chosen, agreement, regrade=regrade, own=own, given=given_files(course, lesson)
        )
        clock.lap("start")
        asks = endings.script.asks if endings.script else None
        wish = Wish(
            course, lesson, source, template, workers, scheduler, allow_unsandboxed, every_cell, own, asks
        )
        rung = _run(jobs, writer, wish, runner, progress, len(chosen), clock)
        results = collect(course, book, lesson, journal, wanted, source)
        journal.mend()
    files = write_results(course, results)
    outdated = [s for s in jobs.skipped if journal.entries[s].get("lesson") != stamp]
    clock.lap("results")
    phases = {**clock.laps, "preflight": jobs.seconds, "write": writer.seconds}
    return Outcome(
        lesson, writer.graded, writer.refused, sorted(jobs.skipped), sorted(writer.new_students), outdated,
        clock.total(), results, files, [*writer.changes, *results.late_changes], phases, rung,
        dict(sorted(jobs.again.items())), endings,
    )  # fmt: skip


def _run(
    jobs: Jobs,
    writer: Writer,
    wish: Wish,
    runner: Runner | None,
    progress: Progress | None,
    total: int,
    clock: _Clock,
) -> str:
    """Drive the runner and hand what comes to the writer; gives the rung of the sandbox's ladder."""
    rung = ""

    def tell(student: str, state: str) -> None:
        if progress:
            done = len(writer.graded) + len(writer.refused)
            progress(student, state, done, total - len(jobs.skipped))

    def refuse() -> None:
        while jobs.refused:
            refused = jobs.refused.popleft()
            writer.refuse(refused)
            tell(refused.student, NOT_GRADABLE)

    try:
        # processes are started only if there is something to run
        if jobs.any():
            with usual_runner(wish) if runner is None else contextlib.nullcontext(runner) as at_work:
                rung = str(getattr(at_work, "rung", ""))
                clock.lap("warm")
                with contextlib.closing(_verdicts(at_work, jobs)) as verdicts:
                    for verdict in verdicts:
                        state = writer.take(verdict, jobs.done(verdict.student))
                        tell(verdict.student, state)
                        refuse()
        refuse()
    finally:
        # what has been finished is kept, whatever stopped the run
        writer.flush()
    clock.lap("grading")
    return rung


class _Clock:
    """Seconds by phase."""

    def __init__(self) -> None:
        self.began = self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Put the time since the last lap down under a name."""
        now = time.perf_counter()
        self.laps[name] = now - self._last
        self._last = now

    def total(self) -> float:
        return time.perf_counter() - self.began


@contextlib.contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder that is empty now and gone afterwards; under the lock nobody else uses it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _verdicts(runner: Runner, jobs: Iterable[Any]) -> Iterator[Verdict]:
    """The runner's verdicts as something that can be closed, so that it stops when we do."""
    yield from runner.run(jobs)


def _own_companies(course: Course, lesson: str) -> Any:
    """The companies of a personal lesson; None if the class shares one."""
    if not (course.root / "roster" / "personal.json").is_file():
        return None  # spares the import of what makes companies
    from staffroom.roster import companies_of

    return companies_of(course, lesson)


def _other_lessons(course: Course, lesson: str) -> Iterator[Known]:
    """The course's other lessons, as far as they can be read: one may be handed in for this one."""
    for other in course.lessons():
        if other != lesson:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                yield known_of(other, (course.source / other / f"{other}.ipynb").read_bytes())


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
