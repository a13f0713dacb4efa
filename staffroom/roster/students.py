"""Who is in the course: `roster/students.csv`, which a spreadsheet can open.

The names go into nbgrader's gradebook too, so that formgrader shows them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import UserError, WrongUse
from generator.storage.formulas import SIGNS
from staffroom.course import is_student_id
from staffroom.place import write_atomically
from staffroom.roster.key import same_form
from staffroom.roster.register import folder

if TYPE_CHECKING:
    from staffroom.course import Course


@dataclass(frozen=True)
class Student:
    """One student. `id` is the name of the folder in which work is handed in; the others may be empty.

    `lms_user_id`, `sis_user_id`, `sis_login_id` and `section` are what a learning platform calls the student:
    grades go back under these.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    sis_user_id: str = ""
    sis_login_id: str = ""
    section: str = ""

    @property
    def name(self) -> str:
        """First and last name, as far as they are known."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def sortable(self) -> str:
        """`Lovelace, Ada`, or the id where no name is known."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part) or self.id


COLUMNS = tuple(field.name for field in fields(Student))


def roster_path(course: Course) -> Path:
    """The file."""
    return folder(course) / "students.csv"


def check(student: Student, where: str = "") -> Student:
    """The student, if they can be one. Raises `WrongUse` with `where` (such as `row 7: `) before it."""
    if not is_student_id(student.id):
        raise WrongUse(
            f"{where}{student.id!r} cannot be a student's id: it names a folder, so no slash, no +, "
            "and no blank or dot at its ends."
        )
    for name, value in asdict(student).items():
        if value.startswith(SIGNS) or "\n" in value:
            raise WrongUse(f"{where}{name} is {value!r}, which a spreadsheet would take for a formula.")
    return student


def read_roster(course: Course) -> dict[str, Student]:
    """Id -> student, as in the file; empty if there is none. Raises `UserError` if it is damaged."""
    path = roster_path(course)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise UserError(f"{path} is not UTF-8 text: save it as CSV in UTF-8.") from None
    delimiter = ";" if text.partition("\n")[0].count(";") else ","  # a spreadsheet may have saved it again
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if "id" not in (reader.fieldnames or ()):
        raise UserError(f"{path} has no column `id`; its columns are {', '.join(COLUMNS)}.")
    found: dict[str, Student] = {}
    for number, row in enumerate(reader, 2):
        given = {name: same_form((row.get(name) or "").strip()) for name in COLUMNS}
        student = check(Student(**given), f"{path}, row {number}: ")
        if student.id in found:
            raise UserError(f"{path}, row {number}: the id {student.id} is there twice.")
        found[student.id] = student
    return found


def write_roster(course: Course, students: Iterable[Student]) -> None:
    """Write the file, sorted by id."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(student) for student in sorted(students, key=lambda one: one.id))
    write_atomically(roster_path(course), text.getvalue().encode())


@dataclass(frozen=True)
class Change:
    """What putting students into the roster did: ids."""

    new: list[str]
    changed: list[str]
    same: list[str]


def put(course: Course, students: Iterable[Student]) -> Change:
    """Put students into the roster and the gradebook; what is empty keeps what was known before.

    Raises `WrongUse` for an id that differs from another one in capitals alone: on many machines both would
    be one folder.
    """
    have = read_roster(course)
    known = {name.casefold(): name for name in have}
    change = Change([], [], [])
    for given in students:
        other = known.setdefault(given.id.casefold(), given.id)
        if other != given.id:
            raise WrongUse(f"{given.id} and {other} differ in capitals alone: give one of them another id.")
        before = have.get(given.id)
        kept = asdict(before) if before else {}
        after = Student(**{name: value or kept.get(name, "") for name, value in asdict(given).items()})
        where = change.new if before is None else change.same if after == before else change.changed
        where.append(given.id)
        have[given.id] = after
    write_roster(course, have.values())
    tell_gradebook(course, [have[name] for name in (*change.new, *change.changed)])
    return change


def remove(course: Course, ids: Iterable[str]) -> None:
    """Take students off the roster. Grades stay. Raises `WrongUse` for one who is not on it."""
    have = read_roster(course)
    for name in map(same_form, ids):
        if name not in have:
            raise WrongUse(f"{name} is not on the roster ({roster_path(course)}).")
        del have[name]
    write_roster(course, have.values())


def tell_gradebook(course: Course, students: Iterable[Student]) -> None:
    """Let nbgrader know the names."""
    from staffroom.grading.gradebook import opened

    students = list(students)
    if not students:
        return
    with opened(course) as book:
        for student in students:
            names = ("first_name", "last_name", "email", "lms_user_id")
            known = {name: value for name in names if (value := getattr(student, name))}
            book.update_or_create_student(student.id, **known)
