"""`centric build` and `centric release`: from the author's text to what students open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from staffroom.cli.say import AsJson, CourseDir, Lesson, answer_json, plural, say, shown

if TYPE_CHECKING:
    from staffroom.course import Course


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
    grade: Annotated[
        bool,
        typer.Option("--grade", help="Grade the lesson's own solution; fail if it misses a point."),
    ] = False,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Build lessons from their text: the notebook with solutions, and the one for students.

    Examples:  centric build  ·  centric build 01 --grade  ·  centric build --check
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
        say(f"{which} {verb} not what the lesson's text gives: run `centric build`.", err=True)
    elif not check:
        for b in stale:
            say(f"built {shown(b.path)}")
        if not stale:
            say(f"{plural(len(names), 'lesson')}: everything is as the text says.")
        _say_what_is_left(course, names)
    if check and stale:
        raise typer.Exit(1)
    if grade:
        _grade_own_solutions(course, names, as_json)


def _say_what_is_left(course: Course, names: list[str]) -> None:
    from staffroom.lessons import todo
    from staffroom.lessons.source import read_lesson

    for name in names:
        left = todo.left(read_lesson(course.source / name / f"{name}.py"))
        if left:
            say(f"{name}: {todo.count(left)}; `centric measure {name} --only unfinished` lists them.")


def _grade_own_solutions(course: Course, names: list[str], as_json: bool) -> None:
    """Try each lesson's own solution in the sandbox, as before every grading."""
    from staffroom.grading.split.trying import try_lesson

    for name in names:
        tried = try_lesson(course, name)
        if not as_json:
            say(f"{name}: its own solution earns all {tried:g} points.")


def release(
    lesson: Lesson,
    to: Annotated[
        Path | None, typer.Option("--to", help="Put it into this folder.", show_default=False)
    ] = None,
    personal: Annotated[
        bool, typer.Option("--personal", help="A company of one's own for each student on the roster.")
    ] = False,
    student: Annotated[
        list[str] | None,
        typer.Option("--student", "-s", help="With --personal: only this student.", show_default=False),
    ] = None,
    zipped: Annotated[
        bool, typer.Option("--zip", help="With --personal: zips, for a learning platform.")
    ] = False,
    exchange: Annotated[
        bool, typer.Option("--exchange", help="With --personal: put them into nbgrader's exchange too.")
    ] = False,
    customers: Annotated[
        int | None, typer.Option(help="With --personal: customers of each company.", show_default="5000")
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            help="With --personal: a preset or a YAML file.", show_default="that of the course's company"
        ),
    ] = None,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="With --personal: replace what was given out before.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, max=64, help="Processes.", show_default="one per processor"),
    ] = None,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Give one lesson out: nbgrader's `generate_assignment`, recorded in the gradebook.

    With --personal, everybody on the roster gets a folder `personal/LESSON/STUDENT` with the notebook and a
    company of their own, which follows from the course's secret. A run that was stopped goes on, and who
    joins later is added by the same command.

    Examples:  centric release 01  ·  centric release 01 --to /srv/class/lessons
    ·  centric release 01 --personal --zip
    """
    from generator.errors import WrongUse
    from staffroom.course import find_course
    from staffroom.lessons.give import release_lesson

    course = find_course(course_dir)
    if personal:
        if to is not None:
            raise WrongUse("--to is for one notebook for all; with --personal they go to personal/LESSON.")
        if zipped and exchange:
            raise WrongUse("nbgrader's exchange takes folders: give --zip or --exchange.")
        _release_own(course, course.lesson(lesson), as_json, exchange, student, scenario, customers, zipped,
                     afresh, workers)  # fmt: skip
        return
    if student or zipped or exchange or customers or scenario or afresh:
        raise WrongUse("--student, --zip, --exchange, --customers, --scenario, --afresh go with --personal.")
    path = release_lesson(course, course.lesson(lesson), to)
    _warn_of_own(course, path.stem)
    if as_json:
        answer_json({"lesson": path.stem, "path": str(path)})
    else:
        say(f"released {shown(path)}")


def _release_own(
    course, lesson, as_json, exchange, students, scenario, customers, zipped, afresh, workers
) -> None:
    """Give a lesson out with own companies, and say what was done."""
    from staffroom.cli.progress import counted, size
    from staffroom.roster.giving import give

    with counted(f"giving out {lesson}", as_json) as step:
        done = give(
            course, lesson, students=students, scenario=scenario, customers=customers, zipped=zipped,
            afresh=afresh, workers=workers, progress=step,
        )  # fmt: skip
    served = None
    if exchange:
        from staffroom.roster.exchange import serve

        served = serve(course, lesson)
    if as_json:
        answer_json(
            {
                "lesson": lesson,
                "folder": str(done.folder),
                "list": str(done.listed),
                "made": done.made,
                "kept": done.kept,
                "customers": done.customers,
                "bytes": done.bytes,
                "seconds": round(done.seconds, 2),
                "exchange": str(served) if served else None,
            }
        )
        return
    say(
        f"{lesson}: {len(done.made):,} made with {done.customers:,} customers each, {len(done.kept):,} kept, "
        f"{size(done.bytes)}, {done.seconds:.0f} s."
    )
    say(f"{'zips' if zipped else 'folders':<9}{shown(done.folder)}\nlist     {shown(done.listed)}")
    if served:
        say(f"exchange {served}")


def _warn_of_own(course, lesson: str) -> None:
    """Say it where the one notebook for all would be graded on companies that nobody was given with it."""
    from staffroom.roster.register import read_register

    register = read_register(course)
    if register is not None and lesson in register.lessons:
        say(
            f"{lesson} was given out with a company for each student, and is graded on those: students need "
            "what `centric release --personal` makes.",
            err=True,
        )
