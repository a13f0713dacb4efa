"""Give a lesson out with a company of one's own for each student: `centric release LESSON --personal`."""

from __future__ import annotations

import csv
import io
import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.engines import engine_for
from generator.errors import UserError, WrongUse
from generator.making.generating import BLOCK
from generator.scenario import read_scenario
from generator.storage.formulas import as_meant, harmless
from generator.storage.manifest import DATA_VERSION, Manifest
from staffroom.lessons.give import release_lesson
from staffroom.place import write_atomically
from staffroom.roster.key import same_form
from staffroom.roster.making import Made, Making, One, make_one, scenario_text
from staffroom.roster.register import Given, read_register, write_register
from staffroom.roster.secret import make_key
from staffroom.roster.students import Student, read_roster, roster_path

if TYPE_CHECKING:
    from staffroom.course import Course

CUSTOMERS = 5_000
#: Bytes on the disk for each customer of a company, with room to spare.
BYTES_PER_CUSTOMER = 700

#: Called after each student: done so far, all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Giving:
    """What was given out: `made` anew and `kept` from before, by student; the list that goes with it."""

    lesson: str
    folder: Path
    listed: Path
    made: list[str]
    kept: list[str]
    customers: int
    bytes: int
    seconds: float


def given_folder(course: Course, lesson: str) -> Path:
    """Where the folders and zips of a lesson lie, one for each student."""
    return course.root / "personal" / lesson


def list_path(course: Course, lesson: str) -> Path:
    """The list of what was given out: student, address, file, digest of the company's manifest."""
    return course.root / "personal" / f"{lesson}.csv"


def give(
    course: Course,
    lesson: str,
    *,
    students: Iterable[str] | None = None,
    scenario: str | None = None,
    customers: int | None = None,
    zipped: bool = False,
    afresh: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Giving:
    """Make each student's folder (or zip): the released notebook and a company without seed and truth.

    What is there already and still right is kept, so a stopped run goes on, and a student who comes later
    gets a company like the others. `scenario` and `customers` hold for the whole class and are fixed by the
    first release; `afresh` replaces them. `workers`: processes; None for as many as pay.

    Raises `WrongUse` for students who are not on the roster and for other numbers than those of the first
    release; `UserError` for an empty roster, a lost secret, a full disk.
    """
    began = time.perf_counter()
    roster = read_roster(course)
    if not roster:
        raise UserError(
            f"Nobody is on the roster ({roster_path(course)}): `centric roster import CSV` first."
        )
    chosen = _chosen(roster, students)
    released = release_lesson(course, lesson).read_bytes()
    key = make_key(course)
    register = read_register(course)
    assert register is not None
    given = _given(course, lesson, None if afresh else register.lessons.get(lesson), scenario, customers)
    # noted first: from the first student's folder on, this lesson must be graded with own companies
    write_register(course, replace(register, lessons=register.lessons | {lesson: given}))
    out = given_folder(course, lesson)
    out.mkdir(parents=True, exist_ok=True)
    _see_room(out, len(chosen), given.customers, zipped)
    making = Making(
        lesson, out, scenario_text(given.scenario), given.customers, released, zipped, course.source / lesson
    )
    items = [
        One(one.id, key.seed(one.id, lesson), key.holder(one.id, lesson), key.lot(one.id, lesson))
        for one in chosen
    ]
    made: list[Made] = []
    try:
        with engine_for(None, _workers(workers, len(items))) as engine:
            for _, result in engine.map(partial(make_one, making), items):
                made.append(result)
                if progress:
                    progress(len(made), len(items))
    finally:
        _note(course, lesson, roster, made)
    return Giving(
        lesson, out, list_path(course, lesson),
        sorted(one.student for one in made if one.new), sorted(one.student for one in made if not one.new),
        given.customers, sum(one.bytes for one in made), time.perf_counter() - began,
    )  # fmt: skip


def _workers(asked: int | None, count: int) -> int:
    """Processes for so many students; a further one takes as long to start as some twenty companies."""
    return min(count, asked or max(1, min(os.cpu_count() or 1, 8, count // 20)))


def _chosen(roster: dict[str, Student], students: Iterable[str] | None) -> list[Student]:
    if students is None:
        return list(roster.values())
    names = [same_form(name) for name in dict.fromkeys(students)]
    unknown = [name for name in names if name not in roster]
    if unknown:
        raise WrongUse(f"{', '.join(unknown)}: not on the roster; `centric roster add {unknown[0]}` first.")
    return [roster[name] for name in names]


def _given(
    course: Course, lesson: str, before: Given | None, scenario: str | None, customers: int | None
) -> Given:
    """What the companies of the lesson are made from; what a release before this one said stays."""
    if before is None:
        if scenario is None and course.company is not None:
            basis = Manifest.read(course.company).scenario
        else:
            basis = read_scenario(scenario or "fernhill").model_dump(mode="json")
        count = CUSTOMERS if customers is None else customers
        if not 1 <= count <= BLOCK:
            raise WrongUse(f"A company for one student has 1 to {BLOCK:,} customers; found {count:,}.")
        return Given(basis, count, DATA_VERSION)
    check_version(lesson, before)
    asked = None if scenario is None else read_scenario(scenario).model_dump(mode="json")
    other = asked is not None and scenario_text(asked) != scenario_text(before.scenario)
    if other or customers not in (None, before.customers):
        raise WrongUse(
            f"{lesson} was given out with {before.customers:,} customers of the scenario "
            f"{before.scenario.get('name', '')}, and students have these companies; --afresh gives everybody "
            "another one."
        )
    return before


def check_version(lesson: str, given: Given) -> None:
    """Raise `UserError` if this program would make other companies than those that were given out."""
    if given.data_version != DATA_VERSION:
        raise UserError(
            f"{lesson} was given out with companies of data version {given.data_version}, and this program "
            f"makes {DATA_VERSION}: install the version that gave it out, or give it out anew with "
            f"`centric release {lesson} --personal --afresh`."
        )


def _see_room(out: Path, count: int, customers: int, zipped: bool) -> None:
    needed = count * (200_000 + customers * BYTES_PER_CUSTOMER)
    free = shutil.disk_usage(out).free
    there = sum(1 for path in out.iterdir() if path.suffix == ".zip" or not zipped)
    if there < count and free < needed * (count - there) / count:
        raise UserError(
            f"{count} companies of {customers:,} customers take about {needed / 1e9:.1f} GB, and "
            f"{out} has {free / 1e9:.1f} GB free: make room, or give fewer --customers."
        )


def _note(course: Course, lesson: str, roster: dict[str, Student], made: list[Made]) -> None:
    """Write the list: what this run made, and what an earlier one did for students still on the roster."""
    rows = {name: row for name, row in read_list(course, lesson).items() if name in roster}
    for one in made:
        student = roster[one.student]
        rows[one.student] = {
            "id": student.id, "last_name": student.last_name, "first_name": student.first_name,
            "email": student.email, "lms_user_id": student.lms_user_id,
            "file": one.path.relative_to(course.root).as_posix(), "manifest_sha256": one.manifest,
        }  # fmt: skip
    if not rows:
        return
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, next(iter(rows.values())), lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: harmless(text) for key, text in rows[name].items()} for name in sorted(rows))
    write_atomically(list_path(course, lesson), text.getvalue().encode())


def read_list(course: Course, lesson: str) -> dict[str, dict[str, str]]:
    """The list by student; empty if there is none or if it is damaged, which costs time and nothing else."""
    try:
        text = list_path(course, lesson).read_text(encoding="utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        # cells beyond the header lie under no name; a row that is cut short has none for some
        named = ({key: cell for key, cell in row.items() if isinstance(cell, str)} for row in rows)
        return {as_meant(row["id"]): {key: as_meant(cell) for key, cell in row.items()} for row in named}
    except (OSError, ValueError, KeyError, csv.Error):
        return {}
