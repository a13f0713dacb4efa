"""A class list as it comes out of a learning platform or a spreadsheet, read into students."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from generator.errors import UserError, WrongUse
from staffroom.roster.key import same_form
from staffroom.roster.students import Student, check

#: For each thing we want, the headings under which it may stand; the first that is there counts.
HEADINGS = {
    "id": (
        "id", "student id", "student_id", "username", "user name", "login", "login id", "sis login id",
        "sis user id", "id number", "matriculation number",
    ),
    "first_name": ("first_name", "first name", "firstname", "given name"),
    "last_name": ("last_name", "last name", "lastname", "surname", "family name"),
    "email": ("email", "email address", "e-mail", "e-mail address", "mail"),
    "lms_user_id": ("lms_user_id", "lms user id", "lms id", "user id", "identifier"),
    "sis_user_id": ("sis_user_id", "sis user id"),
    "sis_login_id": ("sis_login_id", "sis login id"),
    "section": ("section", "group", "groups"),
}  # fmt: skip
#: In a gradebook of Canvas `ID` is the platform's number, and `Student` a name with the last name first.
CANVAS = {"id": ("sis login id", "sis user id"), "lms_user_id": ("id",)}
WHOLE_NAME = ("student", "name", "full name", "student name")
#: Rows of such files that are no students.
NOBODY = ("points possible", "student, test", "test student")


def read_class_list(path: Path, *, id_column: str | None = None) -> list[Student]:
    """Students of a CSV file with headings. Raises `UserError` or `WrongUse` naming the row that is wrong.

    UTF-8 or, failing that, Windows' western letters; commas, semicolons or tabs. `id_column`: the heading
    of what serves as the id, where it cannot be told.
    """
    names, rows = _rows(path)
    heads = {name.strip().casefold(): name for name in names}
    canvas = "student" in heads and "id" in heads and ("sis user id" in heads or "sis login id" in heads)
    wanted = HEADINGS | (CANVAS if canvas else {})
    if id_column is not None:
        if id_column.strip().casefold() not in heads:
            raise WrongUse(f"{path} has no column `{id_column}`; it has: {', '.join(heads.values())}.")
        wanted = wanted | {"id": (id_column.strip().casefold(),)}
    where = {
        what: next((heads[name] for name in known if name in heads), None) for what, known in wanted.items()
    }
    if where["id"] is None:
        raise UserError(
            f"{path} has no column that could be the students' id; name it with --id-column. "
            f"It has: {', '.join(heads.values()) or 'none'}."
        )
    whole = next((heads[name] for name in WHOLE_NAME if name in heads), None)
    found: dict[str, Student] = {}
    for number, row in enumerate(rows, 2):
        values = {what: same_form(row[name].strip()) if name else "" for what, name in where.items()}
        called = row[whole].strip() if whole else ""
        if not any(cell.strip() for cell in row.values()) or called.casefold().startswith(NOBODY):
            continue
        if called and not values["first_name"] and not values["last_name"]:
            values["first_name"], values["last_name"] = _parted(same_form(called))
        if not values["id"]:
            raise UserError(f"{path}, row {number}: the column `{where['id']}` is empty.")
        student = check(Student(**values), f"{path}, row {number}: ")
        if student.id in found:
            raise UserError(f"{path}, row {number}: the id {student.id} is there twice.")
        found[student.id] = student
    if not found:
        raise UserError(f"{path} lists no students.")
    return list(found.values())


def _rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """The headings, and the rows below them."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise WrongUse(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise WrongUse(f"{path} is a folder; give a CSV file.") from None
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if content.startswith(b"PK") or (b"\0" in content and not wide):
        raise UserError(f"{path} is no CSV file: save the list as CSV in the program that it comes from.")
    if wide:
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
    try:
        names = [name for name in reader.fieldnames or [] if name.strip()]
        return names, [{name: row[name] for name in names} for row in reader]
    except csv.Error as error:
        raise UserError(f"{path}, row {reader.line_num}: this is no CSV ({error}).") from None


def _parted(called: str) -> tuple[str, str]:
    """First and last name of `Lovelace, Ada` or `Ada Lovelace`."""
    last, comma, first = called.partition(",")
    if comma:
        return first.strip(), last.strip()
    first, _, last = called.rpartition(" ")
    return first.strip(), last.strip()
