"""`centric oral`: five minutes with each student, on their own hand-in."""

from __future__ import annotations

from typing import Annotated

import typer

from staffroom.cli.say import (
    AllowUnsandboxed,
    AsJson,
    CourseDir,
    Lesson,
    OnlyStudents,
    answer_json,
    named,
    plural,
    say,
    shown,
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(oral)


def oral(
    lesson: Lesson,
    student: OnlyStudents = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, max=64, help="Hand-ins run at a time.", show_default="one per processor"
        ),
    ] = None,
    allow_unsandboxed: AllowUnsandboxed = False,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Make a sheet for each student: three questions on their own hand-in, with the range of right answers.

    Each question runs the student's own function again with something changed, in the sandbox, and the
    reference beside it. The sheets are one page to print each, with room for four names; a CSV has them all.

    Examples:  centric oral 01  ·  centric oral 01 -s ada
    """
    from staffroom.cli.grading import default_workers, progress_bar
    from staffroom.course import find_course
    from staffroom.oral.run import hold

    course = find_course(course_dir)
    name = course.lesson(lesson)
    with progress_bar(f"asking {name}", silent=as_json) as step:
        held = hold(
            course,
            name,
            students=student,
            workers=workers or default_workers(),
            allow_unsandboxed=allow_unsandboxed,
            progress=step,
        )
    if as_json:
        answer_json(
            {
                "lesson": name,
                "sheets": [sheet.student for sheet in held.sheets],
                "without": held.without,
                "seconds": round(held.seconds, 2),
                "files": {what: str(path) for what, path in held.files.items()},
            }
        )
        return
    say(f"{plural(len(held.sheets), 'sheet')} in {held.seconds:.0f} s: {shown(held.files['sheets'])}")
    say(f"the same as a table: {shown(held.files['table'])}")
    if held.without:
        say(f"Without a sheet, since nothing of theirs runs: {named(list(held.without))}.", err=True)
