"""`centric feedback` and `centric grades`: what goes out once a lesson is graded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffroom.cli.grading import Debrief
from staffroom.cli.say import AsJson, CourseDir, Lesson, OnlyStudents, answer_json, named, plural, say, shown


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(feedback)
    app.command()(grades)


def feedback(
    lesson: Lesson,
    student: OnlyStudents = None,
    debrief: Debrief = None,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Write the students' pages again, with the scores and comments that people gave since.

    `centric grade` writes them too; this is for afterwards, when memos have been read in formgrader. Hand
    them out with `nbgrader release_feedback`, or as they lie in the feedback folder.

    Examples:  centric feedback 01  ·  centric feedback 01 -s ada  ·  centric feedback 01 --debrief now
    """
    from rich.console import Console

    from staffroom.cli.grading import debrief_dict, tell_debrief, tell_unreadable
    from staffroom.course import find_course
    from staffroom.grading.feedback.again import write_again
    from staffroom.grading.journal import Journal

    course = find_course(course_dir)
    name = course.lesson(lesson)
    tell_unreadable(course, name, Journal(course.journal(name)).unreadable)
    with Console(stderr=True).status("writing feedback"):
        paths, endings = write_again(course, name, student, debrief=debrief)
    if as_json:
        pages = [str(path) for path in paths]
        answer_json({"lesson": name, "pages": pages, "debrief": debrief_dict(endings)})
    else:
        tell_debrief(endings, name)
        say(f"{plural(len(paths), 'page')} in {shown(course.feedback)}")


def grades(
    lesson: Annotated[
        list[str] | None,
        typer.Argument(help="The lesson (`01` will do); for `plain` several, or none for all."),
    ] = None,
    form: Annotated[
        str, typer.Option("--for", help="canvas, moodle, or plain for a spreadsheet.", metavar="FORM")
    ] = "plain",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The file.", show_default="grades/<lesson>/<form>.csv"),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(
            "--column",
            help="The column's name on the platform, for Canvas with its number.",
            show_default=False,
        ),
    ] = None,
    so_far: Annotated[
        bool, typer.Option("--so-far", help="Also scores to which a reader must still add.")
    ] = False,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Write grades as CSV that Canvas, Moodle or a spreadsheet reads; late penalties are taken off.

    Names and the platform's ids come from the roster (`centric roster import`). Who has no final score is
    named and left out: nobody gets a zero for a file that could not be read.

    Examples:  centric grades 01 --for canvas --column "Lamps (12345)"  ·  centric grades --out all.csv
    """
    from generator.errors import UserError, WrongUse
    from staffroom.course import find_course
    from staffroom.grading.export import FORMS, export
    from staffroom.place import write_atomically

    if form not in FORMS:
        raise WrongUse(f"There is no form `{form}`; the forms are {', '.join(FORMS)}.")
    course = find_course(course_dir)
    names = [course.lesson(word) for word in lesson or ()]
    if not names:
        names = [n for n in course.lessons() if (course.journal(n)).is_file()]
    if not names:
        raise UserError("Nothing has been graded yet: run `centric grade LESSON` first.")
    made = export(course, names, form, column=column, so_far=so_far)
    path = out or (course.grades / (names[0] if len(names) == 1 else "") / f"{form}.csv")
    write_atomically(path, made.content)
    if as_json:
        answer_json(
            {
                "file": str(path), "rows": made.rows, "not_graded": made.not_graded,
                "waiting": made.waiting, "remarks": made.remarks,
            }
        )  # fmt: skip
        return
    say(f"{shown(path)}: {plural(made.rows, 'student')}")
    if made.not_graded:
        say(f"Without a score, so without a grade: {named(made.not_graded)}.", err=True)
    if made.waiting and not so_far:
        say(
            f"Left out until a person has read their answers (--so-far takes what they have): "
            f"{named(made.waiting)}.",
            err=True,
        )
    for remark in made.remarks:
        say(remark, err=True)
