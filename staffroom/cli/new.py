"""`centric new lesson`, `exercise`, `check` and `audit`: begin with files that build at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffroom.cli.say import AsJson, CourseDir, answer_json, plural, say, shown

HELP = """
Begin a lesson, or an exercise, a check or an audit in one. What is written builds at once and says `TODO:`
where something is missing; `centric measure LESSON` lists it.
"""


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(
        help=HELP, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
    )
    group.command()(lesson)
    group.command()(exercise)
    group.command()(check)
    group.command()(audit)
    app.add_typer(group, name="new")


def lesson(
    name: Annotated[str, typer.Argument(help="Number and name, such as 20_who_stayed.")],
    title: Annotated[str, typer.Argument(help="The question that its manager asks.")],
    first: Annotated[
        str, typer.Option("--exercise", help="What its first exercise is called.")
    ] = "first_step",
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Write a new lesson's two folders, with one exercise in it.

    Examples:  centric new lesson 20_who_stayed "Who stayed with us?"
    """
    from staffroom.course import find_course
    from staffroom.lessons.new import new_lesson

    course = find_course(course_dir)
    _say(new_lesson(course, name, title, first), name, as_json)


def exercise(
    lesson: Annotated[str, typer.Argument(help="The lesson (`02` will do).")],
    name: Annotated[str, typer.Argument(help="The exercise, such as gain_loss: a name that code can use.")],
    after: Annotated[
        str | None,
        typer.Option("--after", help="Put it behind this exercise.", show_default="behind the last one"),
    ] = None,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Add an exercise to a lesson: its cells, its answers, its call on the page, its ladder of hints.

    Examples:  centric new exercise 20 gain_loss  ·  centric new exercise 20 gain_loss --after first_step
    """
    from staffroom.course import find_course
    from staffroom.lessons.new import new_exercise

    course = find_course(course_dir)
    full = course.lesson(lesson)
    _say(new_exercise(course, full, name, after), full, as_json)


def check(
    lesson: Annotated[str, typer.Argument(help="The lesson (`02` will do).")],
    exercise: Annotated[str, typer.Argument(help="The exercise whose results students are to check.")],
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Let students write the check of an exercise's results: its cells, what is shown, a check that misses.

    The exercise needs four wrong answers or more.

    Examples:  centric new check 02 gain_loss
    """
    from staffroom.course import find_course
    from staffroom.lessons.new import new_check

    course = find_course(course_dir)
    full = course.lesson(lesson)
    _say(new_check(course, full, exercise), full, as_json)


def audit(
    lesson: Annotated[str, typer.Argument(help="The lesson (`02` will do).")],
    name: Annotated[str, typer.Argument(help="The audit, such as board_report: a name that code can use.")],
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Add an audit to a lesson, before its memo: a report on the student's company, some of it wrong.

    Examples:  centric new audit 02 board_report
    """
    from staffroom.course import find_course
    from staffroom.lessons.new import new_audit

    course = find_course(course_dir)
    full = course.lesson(lesson)
    _say(new_audit(course, full, name), full, as_json)


def _say(written: list[Path], lesson: str, as_json: bool) -> None:
    if as_json:
        answer_json({"lesson": lesson, "written": [str(path) for path in written]})
        return
    for path in written:
        say(f"wrote {shown(path)}")
    number = lesson[:2]
    say(
        f"{plural(len(written), 'file')}. Next: `centric build {number}`, then `centric measure {number}` "
        "says what is still to write."
    )
