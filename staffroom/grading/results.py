"""The class's results: one record per student, in JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator.storage.formulas import harmless
from staffroom.grading import gradebook
from staffroom.grading.agree import WHY, Agreement
from staffroom.grading.lateness import Change, Late, bring_up_to_date
from staffroom.grading.verdict import AGAIN, GRADED, NOT_HANDED_IN, STATES, Note
from staffroom.place import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from staffroom.course import Course
    from staffroom.grading.journal import Journal
    from staffroom.grading.preflight import Wanted


@dataclass(frozen=True)
class CellResult:
    """One graded cell of one student; `score` is None while a person must still read the answer.

    `earlier` is then the score that a person gave to an earlier version, if there is one. `mistake` is what
    the check named, `also` what gives the same answer.
    """

    cell: str
    points: float
    score: float | None
    message: str = ""
    mistake: str = ""
    earlier: float | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class StudentResult:
    """One student. `score` is what the gradebook counts so far, None unless something was graded.

    `late_seconds` is how late it was handed in, `late_penalty` the points that this costs.
    `notes` say what was mended or went wrong besides, `open` names the cells whose score is not protected,
    `phases` splits the seconds by what they went into. `unsandboxed`: no score is protected, since the
    code ran without a sandbox.
    """

    student: str
    state: str
    score: float | None
    points: float
    waiting: tuple[str, ...] = ()
    cells: tuple[CellResult, ...] = ()
    reason: str = ""
    reason_key: str = ""
    to_student: str = ""
    seconds: float = 0.0
    late_penalty: float = 0.0
    notes: tuple[Note, ...] = ()
    open: tuple[str, ...] = ()
    phases: dict[str, float] = field(default_factory=dict)
    unsandboxed: bool = False
    late_seconds: float = 0.0

    @property
    def again(self) -> tuple[str, ...]:
        """The cells that wait to be read again, since they are others than those that were read."""
        return tuple(cell.cell for cell in self.cells if cell.score is None and cell.earlier is not None)


@dataclass(frozen=True)
class Results:
    """The whole class. `points` is the most that can be earned, `auto_points` by tests alone.

    `unreadable` says how many lines of the journal could not be read, `late_changes` are penalties that are
    others than the gradebook had when these results were read.
    """

    lesson: str
    title: str
    points: float
    auto_points: float
    students: tuple[StudentResult, ...]
    cells: tuple[tuple[str, float], ...] = field(default=())
    unreadable: int = 0
    late_changes: tuple[Change, ...] = ()

    def of(self, state: str) -> list[StudentResult]:
        """The students in one state."""
        return [student for student in self.students if student.state == state]

    @property
    def unsandboxed(self) -> list[str]:
        """Students with a score that was made without a sandbox."""
        return [one.student for one in self.students if one.unsandboxed and one.score is not None]


def collect(
    course: Course, book: Any, lesson: str, journal: Journal, wanted: Wanted, source: bytes
) -> Results:
    """Put together what the gradebook and the journal know of a lesson, lateness as it is now.

    A score that one of them contradicts is left out, and its student is to be graded again.
    """
    points, title = _points_and_title(source, lesson)
    scores = gradebook.scores(book, lesson)
    late, late_changes = bring_up_to_date(course, book, lesson)
    agreement = Agreement.of(course, book, lesson, journal)
    names = sorted({*gradebook.students(book), *scores, *journal.entries, *course.students_with_work(lesson)})
    order = {name: n for n, name in enumerate(points)}
    found = []
    for name in names:
        entry = journal.entries.get(name)
        if entry is None and name not in scores:
            found.append(StudentResult(name, NOT_HANDED_IN, None, sum(points.values())))
            continue
        odds = agreement.odds(name)
        if odds and entry is not None and entry["state"] == GRADED:
            found.append(StudentResult(name, AGAIN, None, sum(points.values()), reason=f"{WHY[odds]}."))
            continue
        entry = entry or {"state": GRADED, "marks": []}
        told = scores.get(name, []) if not odds or odds == "no-entry" else []
        told = told if entry.get("stands", True) else []
        said = {mark["cell"]: mark for mark in entry.get("marks", [])}
        cells = tuple(
            CellResult(
                score.cell,
                score.points,
                score.score,
                said.get(score.cell, {}).get("message", ""),
                said.get(score.cell, {}).get("mistake", ""),
                score.earlier,
                tuple(said.get(score.cell, {}).get("also", ())),
            )
            for score in sorted(told, key=lambda s: order.get(s.cell, len(order)))
        )
        reason = entry.get("reason", {})
        cost = late.get(name, Late()) if told else Late()
        # never below zero, as in nbgrader's export
        total = max(0.0, sum(cell.score or 0 for cell in cells) - cost.penalty) if cells else None
        found.append(
            StudentResult(
                name,
                entry["state"],
                total,
                sum(points.values()),
                tuple(cell.cell for cell in cells if cell.score is None),
                cells,
                reason.get("to_instructor", ""),
                reason.get("key", ""),
                reason.get("to_student", ""),
                entry.get("seconds", 0.0),
                cost.penalty,
                notes_of(entry),
                tuple(entry.get("open", ())),
                dict(entry.get("phases", {})),
                bool(entry.get("unsandboxed")),
                cost.seconds,
            )
        )
    auto = sum(points[name] for name in wanted.tests if name in points)
    return Results(
        lesson, title, sum(points.values()), auto, tuple(found), tuple(points.items()),
        journal.unreadable, tuple(late_changes),
    )  # fmt: skip


def notes_of(entry: dict[str, Any]) -> tuple[Note, ...]:
    """The notes that an entry of the journal carries."""
    return tuple(
        Note(str(n.get("key", "")), str(n.get("to_student", "")), str(n.get("to_instructor", "")))
        for n in entry.get("notes", ())
    )


def read_results(course: Course, lesson: str) -> Results:
    """The results as they are now, without grading anything; the gradebook's late penalties follow."""
    from staffroom.grading.journal import Journal
    from staffroom.grading.preflight import wanted_of
    from staffroom.lessons.give import source_bytes
    from staffroom.lessons.release import release_bytes

    source = source_bytes(course, lesson)
    wanted = wanted_of(lesson, release_bytes(source, lesson, course.config))
    journal = Journal(course.journal(lesson))
    with gradebook.opened(course) as book:
        return collect(course, book, lesson, journal, wanted, source)


def as_dict(results: Results) -> dict[str, Any]:
    """For JSON."""
    return {
        "lesson": results.lesson,
        "title": results.title,
        "points": results.points,
        "auto_points": results.auto_points,
        "counts": {state: len(results.of(state)) for state in STATES},
        "unsandboxed": results.unsandboxed,
        "unreadable_lines": results.unreadable,
        "students": [
            {
                "student": s.student,
                "state": s.state,
                "score": s.score,
                "points": s.points,
                "late_seconds": s.late_seconds,
                "late_penalty": s.late_penalty,
                "waiting": list(s.waiting),
                "reason": s.reason,
                "reason_key": s.reason_key,
                "seconds": s.seconds,
                "phases": s.phases,
                "notes": [note.__dict__ for note in s.notes],
                "open": list(s.open),
                "unsandboxed": s.unsandboxed,
                "cells": [cell.__dict__ for cell in s.cells],
            }
            for s in results.students
        ],
    }


def write_results(course: Course, results: Results) -> dict[str, Path]:
    """Write `results.json` and `results.csv`; an ungraded student has an empty score there, never a zero."""
    folder = course.grades / results.lesson
    text = json.dumps(as_dict(results), ensure_ascii=False, indent=1) + "\n"
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    cells = [name for name, _ in results.cells]
    heads = ["waiting", "reason", "not_protected", "late_penalty"]
    writer.writerow(["student", "state", "score", "points", *cells, *heads])
    for s in results.students:
        scores = {cell.cell: cell.score for cell in s.cells}
        row = [_plain(scores.get(name)) for name in cells]
        line = [s.student, s.state, _plain(s.score), _plain(s.points), *row, " ".join(s.waiting), s.reason]
        line.append("all: no sandbox" if s.unsandboxed else " ".join(s.open))
        line.append(_plain(s.late_penalty) if s.late_penalty else "")
        writer.writerow([harmless(value) for value in line])
    files = {"json": folder / "results.json", "csv": folder / "results.csv"}
    write_atomically(files["json"], text.encode("utf-8", "replace"))
    write_atomically(files["csv"], table.getvalue().encode("utf-8", "replace"))
    return files


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _points_and_title(source: bytes, lesson: str) -> tuple[dict[str, float], str]:
    """Points by graded cell in the notebook's order, and the first heading."""
    points: dict[str, float] = {}
    title = lesson
    for cell in json.loads(source)["cells"]:
        meta = cell["metadata"].get("nbgrader", {})
        if meta.get("grade"):
            points[meta["grade_id"]] = float(meta["points"])
        text = "".join(cell["source"])
        if title == lesson and cell["cell_type"] == "markdown" and text.startswith("# "):
            title = text.split("\n")[0].removeprefix("# ").strip()
    return points, title
