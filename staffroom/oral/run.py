"""Ask everybody's hand-in the lesson's questions, in the sandbox, and lay out the sheets."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.grading.journal import Journal
from staffroom.grading.verdict import GRADED, Job, Reason, Verdict
from staffroom.oral import probe
from staffroom.oral.questions import FILE, OralFile, read_questions
from staffroom.oral.sheets import Sheet, csv_bytes, html_page, in_order, make_sheet
from staffroom.place import write_atomically

if TYPE_CHECKING:
    from staffroom.course import Course

Progress = Callable[[str, str, int, int], None]


@dataclass(frozen=True)
class Oral:
    """The sheets that were made, in the order of the students, and who has none (student → why)."""

    lesson: str
    sheets: list[Sheet]
    without: dict[str, str]
    seconds: float
    files: dict[str, Path]


def hold(
    course: Course,
    lesson: str,
    *,
    students: Iterable[str] | None = None,
    workers: int = 1,
    allow_unsandboxed: bool = False,
    progress: Progress | None = None,
) -> Oral:
    """Make the sheets for a lesson and write them.

    Raises `WrongUse` for a student who handed nothing in, and `UserError` where the questions, the lesson or
    a sandbox cannot be had; never because of a submission.
    """
    started = time.perf_counter()
    asked = read_questions(course.source / lesson)
    chosen = course.chosen(lesson, students)
    class_ = _Class(course, lesson, asked, chosen)
    with class_.runner(workers, allow_unsandboxed) as runner:
        for wave in (class_.first, class_.rest):
            for verdict in runner.run(wave()):
                class_.take(verdict)
                if progress:
                    progress(verdict.student, "asked", class_.done, len(chosen))
    names = _names(course)
    sheets = [
        make_sheet(
            asked, lesson, student, names.get(student, ""), class_.memos[student], class_.told[student]
        )
        for student in chosen
        if student in class_.told
    ]
    files = _write(course, lesson, asked, sheets, chosen if students is not None else None)
    return Oral(lesson, sheets, class_.without, time.perf_counter() - started, files)


class _Class:
    """The hand-ins of those who were chosen: what each is asked, and what came of it."""

    def __init__(self, course: Course, lesson: str, asked: OralFile, chosen: list[str]) -> None:
        from staffroom.lessons.give import source_bytes
        from staffroom.roster import companies_of

        self.course, self.lesson, self.asked, self.chosen = course, lesson, asked, chosen
        self.cells = probe.asking_cells(course.source / lesson, asked)
        self.functions = {question.function for question in asked.questions.values()}
        self.source = source_bytes(course, lesson, leaks=False)
        self.own = companies_of(course, lesson)
        self.memos: dict[str, str] = {}
        self.told: dict[str, dict[str, dict[str, Any]]] = {}
        self.without: dict[str, str] = {}
        self._open: dict[str, tuple[Job, dict[str, Any]]] = {}
        self._proved: dict[str, frozenset[str]] = {}
        self._graded = Journal(course.journal(lesson)).entries

    @property
    def done(self) -> int:
        """How many have been asked, or cannot be."""
        return len(self.told) + len(self.without)

    def first(self) -> Iterator[Job]:
        """Each submission in good repair and cut down, with one question of each family."""
        from staffroom.grading.preflight import inspect, wanted_of
        from staffroom.lessons.release import release_bytes

        wanted = wanted_of(self.lesson, release_bytes(self.source, self.lesson, self.course.config))
        for student in self.chosen:
            folder = self.course.submitted / student / self.lesson
            found = inspect(folder, student, wanted, self.own)
            if isinstance(found, Reason):
                self.without[student] = found.to_instructor
                continue
            self.memos[student] = probe.memo_of(found.notebook)
            short = probe.cut_down(found.notebook, self.functions)
            self._open[student] = found, short
            self._proved[student] = proved(self._graded.get(student, {}), folder)
            order = in_order(self.asked, self.lesson, student)
            yield self._job(student, [names[0] for names in order.values()])

    def rest(self) -> Iterator[Job]:
        """For who could not be asked a question of some family: all others of that family."""
        for student, told in list(self.told.items()):
            more = [
                name
                for names in in_order(self.asked, self.lesson, student).values()
                if told.get(names[0], {}).get("own", [None])[0] is None
                for name in names[1:]
            ]
            if more:
                yield self._job(student, more)

    def _job(self, student: str, names: list[str]) -> Job:
        found, short = self._open[student]
        known = self._proved.get(student, frozenset())
        cells = [
            self.cells.get(name + probe.PROVED, self.cells[name])
            if self.asked.questions[name].function in known
            else self.cells[name]
            for name in names
        ]
        return replace(found, notebook=probe.with_cells(short, cells))

    def take(self, verdict: Verdict) -> None:
        """Keep what came of one job. Raises `UserError` where the reference itself cannot answer."""
        told = probe.told(verdict.notebook) if verdict.notebook is not None else {}
        for name, found in told.items():
            if "fault" in found:
                path = self.course.source / self.lesson / FILE
                raise UserError(f"{path}: questions.{name}: it stops with {found['fault']}.")
        if told:
            self.told.setdefault(verdict.student, {}).update(told)
        elif verdict.student not in self.told:
            words = verdict.reason.to_instructor if verdict.reason else "No question came to an end."
            self.without[verdict.student] = words

    def runner(self, workers: int, allow_unsandboxed: bool) -> Any:
        """The sandbox of grading, with the questions in the place of the lesson's tests."""
        from staffroom.grading.runners import limits_of
        from staffroom.grading.split.beside import files_beside
        from staffroom.grading.split.runner import SandboxRunner

        if os.name == "nt":
            raise UserError("There is no sandbox on Windows: make the sheets in WSL.")
        course, own = self.course, self.own
        ignore = course.config.CourseDirectory.get("ignore", [])
        return SandboxRunner(
            self.lesson,
            probe.with_cells(probe.cut_down(self.source, self.functions), self.cells.values()),
            limits=limits_of(course),
            lanes=workers,
            company=course.company,
            allow_unsandboxed=allow_unsandboxed,
            others=None if own is None else own.others,
            calibration=None if own is None else own.calibration(),
            files=files_beside(course.source / self.lesson, ignore),
        )


def proved(entry: Mapping[str, Any], folder: Path) -> frozenset[str]:
    """Exercises of which this very hand-in earned every point: their functions are right on two companies."""
    from staffroom.grading.preflight import seal

    if entry.get("state") != GRADED or entry.get("unsandboxed") or entry.get("seal") != seal(folder):
        return frozenset()
    return frozenset(
        mark["cell"].removeprefix(probe.CELL)
        for mark in entry.get("marks", ())
        if mark["cell"].startswith(probe.CELL) and 0 < mark.get("points", 0) == mark["score"]
    )


def _names(course: Course) -> dict[str, str]:
    from staffroom.roster.students import read_roster, roster_path

    if not roster_path(course).is_file():
        return {}
    return {name: one.name for name, one in read_roster(course).items()}


def _write(
    course: Course, lesson: str, asked: OralFile, sheets: list[Sheet], chosen: list[str] | None
) -> dict[str, Path]:
    """Write the page to print and the table; those of single students keep the class's as they are."""
    title = _title(course, lesson)
    word = "oral" if chosen is None else f"oral-{chosen[0]}" if len(chosen) == 1 else "oral-some"
    files = {
        "sheets": course.grades / lesson / f"{word}.html",
        "table": course.grades / lesson / f"{word}.csv",
    }
    write_atomically(files["sheets"], html_page(lesson, title, asked, sheets).encode("utf-8", "replace"))
    write_atomically(files["table"], csv_bytes(sheets))
    return files


def _title(course: Course, lesson: str) -> str:
    notebook = json.loads((course.source / lesson / f"{lesson}.ipynb").read_bytes())
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and text.startswith("# "):
            return text.split("\n")[0].removeprefix("# ").strip()
    return lesson
