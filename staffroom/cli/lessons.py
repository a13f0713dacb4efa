"""`centric build` and `centric release`: from the author's text to what students open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffroom.cli.say import AsJson, CourseDir, answer_json, plural, shown


def register(app: typer.Typer) -> None:
    """Add the commands for lessons."""
    app.command()(build)
    app.command()(release)


def build(
    lessons: Annotated[
        list[str] | None, typer.Argument(help="Lessons (`01` will do); all if none is named.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if a built file is stale.")
    ] = False,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Build lessons from their text: the notebook with solutions, and the one for students.

    Examples:  centric build  ·  centric build 01  ·  centric build --check
    """
    from staffroom.course import find_course
    from staffroom.lessons.build import build as build_lessons

    course = find_course(course_dir)
    names = [course.lesson(word) for word in lessons] if lessons else course.with_text()
    built = build_lessons(course, names, write=not check)
    stale = [b for b in built if b.changed]
    if as_json:
        answer_json(
            [
                {"lesson": b.lesson, "path": b.path.relative_to(course.root).as_posix(), "changed": b.changed}
                for b in built
            ]
        )
    elif check and stale:
        which = ", ".join(shown(b.path) for b in stale)
        verb = "is" if len(stale) == 1 else "are"
        typer.echo(f"{which} {verb} not what the lesson's text gives: run `centric build`.", err=True)
    elif not check:
        for b in stale:
            typer.echo(f"built {shown(b.path)}")
        if not stale:
            typer.echo(f"{plural(len(names), 'lesson')}: everything is as the text says.")
    if check and stale:
        raise typer.Exit(1)


def release(
    lesson: Annotated[str, typer.Argument(help="The lesson (`01` will do).")],
    to: Annotated[
        Path | None, typer.Option("--to", help="Put it into this folder.", show_default=False)
    ] = None,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Give one lesson out: nbgrader's `generate_assignment`, recorded in the gradebook.

    Examples:  centric release 01  ·  centric release 01 --to /srv/class/lessons
    """
    from staffroom.course import find_course
    from staffroom.lessons.give import release_lesson

    course = find_course(course_dir)
    path = release_lesson(course, course.lesson(lesson), to)
    if as_json:
        answer_json({"lesson": path.stem, "path": str(path)})
    else:
        typer.echo(f"released {shown(path)}")
