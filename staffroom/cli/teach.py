"""`centric measure`: how a lesson teaches, as far as that can be told without learners."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffroom.cli.say import AsJson, CourseDir, answer_json, say, show


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(measure)


def measure(
    lesson: Annotated[str, typer.Argument(help="The lesson (`01` will do), or the path of its text.")],
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Run this measure alone; may be given again.")
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", min=0, help="Try it on so many more companies.")] = 0,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Measure a lesson: each measure's value, its bar, and the places that miss it.

    Examples:  centric measure 01  ·  centric measure 01 --only load  ·  centric measure 01 --seeds 5
    """
    from rich.console import Console

    from generator.errors import WrongUse
    from staffroom.course import find_course
    from staffroom.lessons.source import read_lesson
    from staffroom.teaching import report
    from staffroom.teaching.companies import companies

    unknown = [name for name in only or () if name not in report.NAMES]
    if unknown:
        raise WrongUse(f"There is no measure `{unknown[0]}`; the measures are: {', '.join(report.NAMES)}.")
    if lesson.endswith(".py"):
        text = read_lesson(Path(lesson))
    else:
        course = find_course(course_dir, else_own=True)
        name = course.lesson(lesson)
        text = read_lesson(course.source / name / f"{name}.py")
    console = Console(stderr=True)
    found = []
    with console.status("measuring") as status:
        places = [None, *companies(seeds)]
        for name in (n for n in report.NAMES if n in (only or report.NAMES)):
            status.update(f"measuring {name}")
            found += report.results(text, places, only=[name])
    if as_json:
        answer_json([result.as_dict() for result in found])
    else:
        show(report.table(text, found))
        for result in found:
            for line in (*result.findings, *(f"{result.measure}: {note}" for note in result.notes)):
                say(str(line))
    if not all(result.passed for result in found):
        raise typer.Exit(1)
