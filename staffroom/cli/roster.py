"""`centric roster`: who is in the course, and the secret from which each student's company follows."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from staffroom.cli.say import AsJson, CourseDir, answer_json, plural, say, show

HELP = """
Who is in the course. With a roster each student can have a company of their own:
`centric release LESSON --personal`.
"""

Id = Annotated[str, typer.Argument(help="The student's id: the name of the folder with the work.")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(
        help=HELP, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
    )
    group.command()(add)
    group.command("import")(import_)
    group.command("list")(list_)
    group.command()(remove)
    group.command()(secret)
    app.add_typer(group, name="roster")


def add(
    student: Id,
    first: Annotated[str, typer.Option("--first", help="First name.", show_default=False)] = "",
    last: Annotated[str, typer.Option("--last", help="Last name.", show_default=False)] = "",
    email: Annotated[str, typer.Option("--email", help="E-mail address.", show_default=False)] = "",
    lms: Annotated[
        str, typer.Option("--lms-id", help="Number on the learning platform.", show_default=False)
    ] = "",
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Put a student on the roster, or change what is known of one.

    Examples:  centric roster add ada --first Ada --last Lovelace --email ada@example.org
    """
    from staffroom.course import find_course
    from staffroom.roster.key import same_form
    from staffroom.roster.students import Student, check, put

    course = find_course(course_dir)
    names = [same_form(value.strip()) for value in (student, first, last, email, lms)]
    _tell(put(course, [check(Student(*names))]), as_json)


def import_(
    table: Annotated[Path, typer.Argument(help="A class list as CSV, with headings.", show_default=False)],
    id_column: Annotated[
        str | None,
        typer.Option("--id-column", help="The heading of what serves as the id.", show_default=False),
    ] = None,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Put a whole class on the roster, from a CSV of Canvas, Moodle or a spreadsheet.

    Columns are known by their headings; a second import adds who is new and changes what changed.

    Examples:  centric roster import class.csv  ·  centric roster import class.csv --id-column "ID number"
    """
    from staffroom.course import find_course
    from staffroom.roster.importing import read_class_list
    from staffroom.roster.students import put

    course = find_course(course_dir)
    _tell(put(course, read_class_list(table, id_column=id_column)), as_json)


def list_(course_dir: CourseDir = None, as_json: AsJson = False) -> None:
    """Show the roster.

    Examples:  centric roster list  ·  centric roster list --json
    """
    from rich.markup import escape
    from rich.table import Table

    from staffroom.course import find_course
    from staffroom.roster.students import read_roster

    roster = read_roster(find_course(course_dir))
    if as_json:
        answer_json([asdict(student) for student in roster.values()])
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("student", "name", "e-mail", "platform"):
        table.add_column(heading)
    for student in roster.values():
        table.add_row(*map(escape, (student.id, student.name, student.email, student.lms_user_id)))
    if roster:
        show(table)
    say(f"{plural(len(roster), 'student')}.")


def remove(
    students: Annotated[list[str], typer.Argument(help="Their ids.", show_default=False)],
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Take students off the roster. What they handed in and their grades stay.

    Examples:  centric roster remove ada bob
    """
    from staffroom.course import find_course
    from staffroom.roster.students import remove as take_off

    take_off(find_course(course_dir), students)
    if as_json:
        answer_json({"removed": students})
    else:
        say(f"{plural(len(students), 'student')} taken off; submissions and grades stay.")


def secret(
    new: Annotated[bool, typer.Option("--new", help="Begin again: everybody gets another company.")] = False,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Say where the course's secret lies, so that you can copy it to a safe place. It is never shown.

    Examples:  centric roster secret  ·  centric roster secret --new
    """
    from staffroom.course import find_course
    from staffroom.roster.secret import make_key, open_key, read_register, renew_key, secret_path

    course = find_course(course_dir)
    old = None
    if new:
        key, old = renew_key(course)
    else:
        key = make_key(course) if read_register(course) is None else open_key(course)
    path = secret_path(course, key.fingerprint)
    if as_json:
        answer_json({"secret": str(path), "fingerprint": key.fingerprint, "old": str(old) if old else None})
        return
    say(
        f"The secret {key.fingerprint} of the course {key.course} lies at {path}\n"
        "Copy it to a safe place: without it no student's company can be made again."
    )
    if new:
        where = f" The old one is still at {old}." if old else ""
        say(
            "Give out every lesson with own companies again; what was handed in on the old ones can be "
            f"graded with the old secret alone.{where}",
            err=True,
        )


def _tell(change, as_json: bool) -> None:
    """Say what a change of the roster did."""
    if as_json:
        answer_json(asdict(change))
        return
    parts = [
        f"{len(change.new):,} new",
        f"{len(change.changed):,} changed",
        f"{len(change.same):,} as before",
    ]
    say(f"roster: {', '.join(parts)}.")
