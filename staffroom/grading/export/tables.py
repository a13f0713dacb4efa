"""The columns that each platform wants.

Canvas (its importer, `gradebook_importer.rb`): `Student`, `ID`, `SIS User ID`, `SIS Login ID`, `Section`,
then one column per assignment, under its title, with its number in brackets where it has one; a second
row begins with `Points Possible`. A student is found by `ID`, else by the SIS ids, else by name.

Moodle (its importer, `gradeimport_csv_load_data`): any columns; the teacher says which of them names the user
(e-mail address, user name or ID number) and which are grades and feedback. A row whose user it does not know
stops the import, an empty grade erases one, and feedback must come with its grade.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from generator.storage.formulas import harmless
from staffroom.grading.results import Results, StudentResult
from staffroom.grading.summary import exercise_of
from staffroom.roster.students import Student

LONGEST_FEEDBACK = 2_000


def canvas(results: Results, scores: Sequence[tuple[Student, StudentResult]], column: str) -> str:
    """The file for Canvas's gradebook."""
    # two kinds of separators in the first lines would make Canvas guess
    column = column.replace(";", ",")
    rows: list[list[str]] = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", column],
        ["    Points Possible", "", "", "", "", number(results.points)],
    ]
    for person, student in scores:
        own, sis = person.lms_user_id, person.sis_user_id
        if own and not own.isdigit():  # Canvas's own ids are numbers; another platform's name is no use there
            own, sis = "", sis or own
        login = person.sis_login_id or person.id
        rows.append([person.sortable, own, sis, login, person.section, number(student.score)])
    return table(rows)


def moodle(results: Results, scores: Sequence[tuple[Student, StudentResult]], column: str) -> str:
    """The file for Moodle's grade import."""
    rows = [
        [
            "Username", "First name", "Last name", "ID number", "Email address",
            f"{column} (Real)", f"{column} (Feedback)",
        ]
    ]  # fmt: skip
    for person, student in scores:
        rows.append(
            [
                person.sis_login_id or person.id, person.first_name, person.last_name,
                person.sis_user_id or person.lms_user_id, person.email,
                number(student.score), in_short(student),
            ]
        )  # fmt: skip
    return table(rows)


def plain(results: Sequence[Results], people: dict[str, Student], so_far: bool) -> str:
    """One row per student, for a spreadsheet: for each lesson score, points, state and what lateness cost."""
    from staffroom.grading.export import counts

    head = ["student", "first_name", "last_name", "email"]
    for r in results:
        head += [r.lesson, f"{r.lesson} points", f"{r.lesson} state", f"{r.lesson} late_penalty"]
    rows = [head]
    by_lesson = [{s.student: s for s in r.students} for r in results]
    for person in people.values():
        row = [person.id, person.first_name, person.last_name, person.email]
        for r, students in zip(results, by_lesson, strict=True):
            student = students.get(person.id)
            if student is None:
                row += ["", number(r.points), "not handed in", ""]
                continue
            score = counts(student, so_far)
            state = "waits for a reader" if student.waiting else student.state
            late = number(student.late_penalty) if student.late_penalty else ""
            row += [number(score), number(r.points), state, late]
        rows.append(row)
    return table(rows)


def in_short(student: StudentResult) -> str:
    """A student's result in one line of text, for a field of a platform."""
    parts = [
        f"{exercise_of(cell.cell)} {number(cell.score) or '–'}/{number(cell.points)}"
        + (f": {' '.join(cell.message.split())}" if cell.message else "")
        for cell in student.cells
    ]
    if student.late_penalty:
        parts.append(f"handed in late: −{number(student.late_penalty)}")
    text = " · ".join(parts)
    return text if len(text) <= LONGEST_FEEDBACK else text[: LONGEST_FEEDBACK - 1] + "…"


def number(value: float | None) -> str:
    """A score as platforms read it: a point, at most two decimals, no thousands mark."""
    return "" if value is None else f"{round(value, 2):.2f}".rstrip("0").rstrip(".")


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV in which no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([harmless(value) for value in row] for row in rows)
    return out.getvalue()
