"""`centric grade` and `centric report`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from staffroom.cli.say import AsJson, CourseDir, answer_json, plural, shown

if TYPE_CHECKING:
    from staffroom.grading.run import Outcome

Lesson = Annotated[str, typer.Argument(help="The lesson (`01` will do).")]


def register(app: typer.Typer) -> None:
    """Add the commands for grading."""
    app.command()(grade)
    app.command()(report)


def default_workers() -> int:
    """One process per processor, and not more than four: each may hold a company in memory."""
    return max(1, min(os.cpu_count() or 1, 4))


def grade(
    lesson: Lesson,
    student: Annotated[
        list[str] | None,
        typer.Option(
            "--student", "-s", help="Only this student; may be given more than once.", show_default=False
        ),
    ] = None,
    regrade: Annotated[bool, typer.Option("--regrade", help="Grade again what was graded before.")] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, max=64, help="Submissions run at a time.", show_default="one per processor"
        ),
    ] = None,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Grade what was handed in for a lesson: gradebook, feedback, results, class report.

    Students' code runs WITHOUT a sandbox, with your rights: grade where that is acceptable. What is graded is
    kept, so that a run can be stopped and started again. Exit code 1: something was not gradable.

    Examples:  centric grade 01  ·  centric grade 01 -s ada -s bob --regrade  ·  centric grade 01 --json
    """
    from staffroom.course import find_course
    from staffroom.grading.report import write_report
    from staffroom.grading.run import grade_lesson

    course = find_course(course_dir)
    name = course.lesson(lesson)
    if not as_json:
        typer.echo(
            "Students' code runs without a sandbox, under your account (solutions/README.md).", err=True
        )
    with progress_bar(f"grading {name}", silent=as_json) as step:
        outcome = grade_lesson(
            course,
            name,
            students=student,
            regrade=regrade,
            workers=workers or default_workers(),
            progress=step,
        )
    page = write_report(course, outcome.results)
    if as_json:
        answer_json({**outcome_dict(outcome), "report": str(page)})
    else:
        tell(outcome, page)
    if outcome.refused or any(outcome.results.of("not gradable")):
        raise typer.Exit(1)


def report(lesson: Lesson, course_dir: CourseDir = None, as_json: AsJson = False) -> None:
    """Write the class report again, for instance after written answers were graded by hand.

    Examples:  centric report 01  ·  centric report 01 --json
    """
    from staffroom.course import find_course
    from staffroom.grading.report import write_report
    from staffroom.grading.results import as_dict, read_results, write_results

    course = find_course(course_dir)
    results = read_results(course, course.lesson(lesson))
    files = write_results(course, results)
    page = write_report(course, results)
    if as_json:
        answer_json({**as_dict(results), "report": str(page)})
    else:
        typer.echo(f"report  {shown(page)}\nresults {shown(files['csv'])}")


def progress_bar(words: str, *, silent: bool) -> Any:
    """A progress bar on the error stream; as a context it gives the function to call after each step."""
    import contextlib

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    @contextlib.contextmanager
    def bar() -> Any:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        console = Console(stderr=True)
        with Progress(*columns, console=console, disable=silent or not console.is_terminal) as progress:
            task = progress.add_task(words, total=None)

            def step(student: str, state: str, done: int, total: int) -> None:
                progress.update(task, completed=done, total=total)

            yield step

    return bar()


def outcome_dict(outcome: Outcome) -> dict[str, Any]:
    """For JSON: the results of the class and what this run did."""
    from staffroom.grading.results import as_dict

    return {
        **as_dict(outcome.results),
        "run": {
            "graded": outcome.graded,
            "not_gradable": outcome.refused,
            "skipped": outcome.skipped,
            "new_students": outcome.new_students,
            "seconds": round(outcome.seconds, 2),
        },
        "files": {what: str(path) for what, path in outcome.files.items()},
    }


def tell(outcome: Outcome, page: Path) -> None:
    """Say what was done, in a table and a few sentences."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    results = outcome.results
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("student")
    table.add_column("score", justify="right")
    table.add_column("")
    for s in results.students:
        score = "" if s.score is None else f"{s.score:g} / {s.points:g}"
        words = s.reason if s.state == "not gradable" else "" if s.state == "graded" else s.state
        if s.state == "not gradable":
            words = f"not gradable: {words}"
        elif s.waiting:
            words = f"to be read: {', '.join(s.waiting)}"
        table.add_row(escape(s.student), score, escape(words))
    Console().print(table)
    done = [plural(len(outcome.graded), "submission") + " graded"]
    if outcome.refused:
        done.append(f"{len(outcome.refused)} not gradable")
    if outcome.skipped:
        done.append(f"{len(outcome.skipped)} done before (--regrade grades them again)")
    typer.echo(f"\n{', '.join(done)}, {outcome.seconds:.1f} s in all.")
    if outcome.new_students:
        typer.echo(f"New to the gradebook: {', '.join(outcome.new_students)}.")
    if outcome.outdated:
        typer.echo(
            f"The lesson's tests changed since {plural(len(outcome.outdated), 'submission')} "
            "were graded: --regrade grades them with the new ones."
        )
    typer.echo(f"report  {shown(page)}\nresults {shown(outcome.files['csv'])}")
