"""`centric measure`: how a lesson teaches, as far as that can be told without learners."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.errors import WrongUse
from staffroom.cli.say import AsJson, CourseDir, answer_json, say, show, shown

if TYPE_CHECKING:
    from staffroom.lessons.source import Lesson
    from staffroom.teaching.finding import Result


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(measure)


def measure(
    lesson: Annotated[str, typer.Argument(help="The lesson (`01` will do), or the path of its text.")],
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Only this measure, or only this exercise; may be given again."),
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", min=0, help="Try it on so many more companies.")] = 0,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, max=64, help="Processes.", show_default="one per processor"),
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Keep the result beside the lesson, if all bars are met.")
    ] = False,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Measure a lesson: each measure's value, its bar, and the places that miss it.

    While you work on an exercise, name it: measures that look at the lesson as a whole are left out then.

    Examples:  centric measure 01  ·  centric measure 01 --only mutants --only line_pnl
    Before a lesson is done:  centric measure 01 --seeds 20 --record
    """
    from rich.console import Console

    from staffroom.course import find_course
    from staffroom.lessons.source import read_lesson
    from staffroom.teaching import record as records
    from staffroom.teaching import report
    from staffroom.teaching.companies import companies
    from staffroom.teaching.trials import Trials

    if lesson.endswith(".py"):
        text = read_lesson(Path(lesson))
    else:
        course = find_course(course_dir, else_own=True)
        name = course.lesson(lesson)
        text = read_lesson(course.source / name / f"{name}.py")
    names, exercises = _asked_for(text, only or [])
    left_out = [one for one in names if exercises and one not in report.SINGLE]
    names = [one for one in names if one not in left_out]
    said = f"Left out, since they look at the whole lesson: {', '.join(left_out)}."
    if not names:
        raise WrongUse(f"{said} Name another measure, or no exercise.")
    if record:
        records.check(text, names, seeds)
    console = Console(stderr=True)
    with console.status("measuring") as status:
        trials = Trials(text, only=exercises, workers=workers or os.cpu_count() or 1)
        found = list(
            report.results(
                text,
                [None, *companies(seeds)],
                names,
                trials,
                lambda tried, total: status.update(f"measuring: {tried:,} of {total:,} answers tried"),
            )
        )
    if as_json:
        answer_json([result.as_dict() for result in found])
    else:
        show(report.table(text, found))
        _say_places(found)
    if left_out:
        say(said, err=as_json)
    if record:
        say(f"Recorded in {shown(records.write(text, found, seeds))}.", err=as_json)
    if not all(result.passed for result in found):
        raise typer.Exit(1)


def _say_places(found: list[Result]) -> None:
    """The places that miss a bar, then what else is worth reading, each under its measure."""
    width = max(len(result.measure) for result in found) + 2
    places = [str(finding) for result in found for finding in result.findings]
    notes = [f"{f'{result.measure}:':<{width}}{note}" for result in found for note in result.notes]
    for lines, hang in ((places, 2), (notes, width)):
        if lines:
            say()
        for line in lines:
            say(line, hang=hang)


def _asked_for(lesson: Lesson, words: list[str]) -> tuple[list[str], list[str]]:
    """The measures and the exercises (or puzzles) among some words; no measure named means all of them."""
    from staffroom.teaching import report

    known = [e.name for e in lesson.exercises()]
    known += [str(c.name) for c in lesson.cells if c.kind == "puzzle" and c.name not in known]
    for word in words:
        if word not in report.NAMES and word not in known:
            raise WrongUse(
                f"There is no measure or exercise `{word}`; the measures are: {', '.join(report.NAMES)}; "
                f"the exercises are: {', '.join(known)}."
            )
    names = [name for name in report.NAMES if name in words]
    return names or list(report.NAMES), [name for name in known if name in words and name not in names]
