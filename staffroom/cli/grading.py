"""`centric grade` and `centric report`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from staffroom.cli.say import (
    AllowUnsandboxed,
    AsJson,
    CourseDir,
    Lesson,
    OnlyStudents,
    answer_json,
    named,
    plain,
    plural,
    say,
    show,
    shown,
)
from staffroom.grading.verdict import AGAIN, NOT_GRADABLE, STATES

if TYPE_CHECKING:
    from staffroom.course import Course
    from staffroom.debrief.endings import Endings
    from staffroom.grading.lateness import Change
    from staffroom.grading.results import Results, StudentResult
    from staffroom.grading.run import Outcome

#: Lines of a table on the screen, at most; with more students only those who need a look are in it.
MOST_ROWS = 40

Debrief = Annotated[
    str | None,
    typer.Option(
        "--debrief",
        metavar="WHEN",
        help="When the truth opens on the pages: now, due (after the due date), never, or a date such as "
        "2026-12-24. It is kept for the lesson.",
        show_default="as the course has it, else due",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands for grading."""
    app.command()(grade)
    app.command()(report)


def default_workers() -> int:
    """One process per processor, and not more than four: each may hold a company in memory."""
    return max(1, min(os.cpu_count() or 1, 4))


def grade(
    lesson: Lesson,
    student: OnlyStudents = None,
    regrade: Annotated[bool, typer.Option("--regrade", help="Grade again what was graded before.")] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, max=64, help="Submissions run at a time.", show_default="one per processor"
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="Run submissions on a Dask cluster (tcp://host:8786).",
            show_default=False,
        ),
    ] = None,
    allow_unsandboxed: AllowUnsandboxed = False,
    every_cell: Annotated[
        bool,
        typer.Option(
            "--every-cell", help="Run each cell for each student, also the author's unchanged ones."
        ),
    ] = False,
    debrief: Debrief = None,
    course_dir: CourseDir = None,
    as_json: AsJson = False,
) -> None:
    """Grade what was handed in for a lesson: gradebook, feedback, results, class report.

    Students' code runs in a sandbox (`centric doctor` says which), the tests beside it. What is graded is
    kept, so that a run can be stopped, also killed, and started again. Exit code 1: something was not
    gradable.

    Examples:  centric grade 01  ·  centric grade 01 -s ada -s bob --regrade  ·  centric grade 01 --json
    """
    from staffroom.course import find_course
    from staffroom.grading.report import write_report
    from staffroom.grading.run import grade_lesson

    course = find_course(course_dir)
    name = course.lesson(lesson)
    with progress_bar(f"grading {name}", silent=as_json) as step:
        outcome = grade_lesson(
            course,
            name,
            students=student,
            regrade=regrade,
            workers=workers or default_workers(),
            scheduler=scheduler,
            allow_unsandboxed=allow_unsandboxed,
            every_cell=every_cell,
            debrief=debrief,
            progress=step,
        )
    if "bare" in outcome.rung.split(" and ") and not as_json:
        say("Students' code ran WITHOUT a sandbox, with your rights.", err=True)
    page = write_report(course, outcome.results)
    if as_json:
        answer_json({**outcome_dict(outcome), "report": str(page)})
    else:
        tell(outcome)
        tell_unreadable(course, name, outcome.results.unreadable)
        tell_debrief(outcome.endings, name, earlier=bool(outcome.skipped))
        tell_places(feedback=pages_of(course, outcome), report=page, results=outcome.files["csv"])
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
        tell_unreadable(course, results.lesson, results.unreadable)
        tell_doubts(results)
        tell_scores("Changed by lateness", results.late_changes)
        tell_places(report=page, results=files["csv"])


@contextlib.contextmanager
def progress_bar(words: str, *, silent: bool) -> Iterator[Callable[[str, str, int, int], None]]:
    """A progress bar on the error stream; as a context it gives the function to call after each step."""
    from staffroom.cli.progress import counted

    with counted(words, silent, seconds=True) as step:
        yield lambda student, state, done, total: step(done, total)


def outcome_dict(outcome: Outcome) -> dict[str, Any]:
    """For JSON: the results of the class and what this run did."""
    from staffroom.grading.agree import WHY
    from staffroom.grading.results import as_dict

    return {
        **as_dict(outcome.results),
        "run": {
            "graded": outcome.graded,
            "not_gradable": outcome.refused,
            "skipped": outcome.skipped,
            "new_students": outcome.new_students,
            "seconds": round(outcome.seconds, 2),
            "sandbox": outcome.rung,
            "changes": [dict(change.__dict__) for change in outcome.changes],
            "outdated": outcome.outdated,
            "again": [{"student": name, "key": key, "why": WHY[key]} for name, key in outcome.again.items()],
            "phases": {name: round(taken, 3) for name, taken in outcome.phases.items()},
            "debrief": debrief_dict(outcome.endings),
        },
        "files": {what: str(path) for what, path in outcome.files.items()},
    }


def debrief_dict(endings: Endings | None) -> dict[str, Any] | None:
    """For JSON: whether the truth is open, from when on, and whose debrief could not be made."""
    if endings is None or endings.script is None:
        return None
    at = endings.opening.at
    return {
        "open": endings.opening.is_open,
        "opens_at": None if at is None else at.isoformat(),
        "failed": endings.failed,
    }


def pages_of(course: Course, outcome: Outcome) -> Path:
    """Where the students' pages lie: the page itself where this run was about one student."""
    lesson = outcome.results.lesson
    whose = [*outcome.graded, *outcome.refused] or [one.student for one in outcome.results.students]
    page = course.feedback / whose[0] / lesson / f"{lesson}.html" if len(whose) == 1 else course.feedback
    return page if page.exists() else course.feedback


def tell_places(**places: Path) -> None:
    """Say where things lie, one to a line."""
    width = max(map(len, places))
    for what, place in places.items():
        say(f"{what:{width}}  {shown(place)}")


def tell(outcome: Outcome) -> None:
    """Say what was done, in a table and a few sentences."""
    from rich.markup import escape
    from rich.table import Table

    from staffroom.grading.agree import WHY

    results = outcome.results
    few = len(results.students) <= MOST_ROWS
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("student")
    table.add_column("score", justify="right")
    table.add_column("")
    shown_rows = 0
    for s in results.students:
        words = words_on(s)
        if few or (words and s.state != "not handed in"):
            score = "" if s.score is None else f"{s.score:g} / {s.points:g}"
            table.add_row(escape(plain(s.student)), score, escape(plain(words)))
            shown_rows += 1
    if shown_rows:
        show(table)
    if not few:
        shown_states = [state for state in STATES if state != AGAIN or results.of(state)]
        counts = ", ".join(f"{len(results.of(state)):,} {state}" for state in shown_states)
        say(f"{plural(len(results.students), 'student')}: {counts}; above, those that need a look.")
    done = [plural(len(outcome.graded), "submission") + " graded"]
    if outcome.refused:
        done.append(f"{len(outcome.refused)} not gradable")
    if outcome.skipped:
        done.append(f"{len(outcome.skipped)} done before (--regrade grades them again)")
    say(f"\n{', '.join(done)}, {outcome.seconds:.1f} s in all.")
    if outcome.new_students:
        say(f"New to the gradebook: {named(outcome.new_students)}.")
    for key, who in by_reason(outcome.again).items():
        say(f"Graded again, because {WHY[key]}: {named(who)}.")
    tell_changes(outcome)
    tell_doubts(results)
    if outcome.outdated:
        say(
            f"The lesson's tests changed since {plural(len(outcome.outdated), 'submission')} "
            "were graded: --regrade grades them with the new ones."
        )


def tell_unreadable(course: Course, lesson: str, lines: int) -> None:
    """Say how many lines of the journal were passed over."""
    if lines:
        they, them = ("it", "it") if lines == 1 else ("they", "them")
        say(
            f"{plural(lines, 'line')} of {shown(course.journal(lesson))} could not be read; `centric grade "
            f"{lesson}` passes over {them} and grades the work again that {they} told of.",
            err=True,
        )


def tell_doubts(results: Results) -> None:
    """Say whose score is not told because journal and gradebook disagree, and whose is not protected."""
    who = [one.student for one in results.of(AGAIN)]
    if who:
        say(
            f"Journal and gradebook disagree on {plural(len(who), 'student')}, so no score of theirs is "
            f"told: {named(who)}; `centric grade {results.lesson}` grades them again.",
            err=True,
        )
    bare = results.unsandboxed
    if bare:
        many = f"the scores of {plural(len(bare), 'student')}"
        say(
            f"Not protected, because graded without a sandbox: {many} ({named(bare)}).",
            err=True,
        )


def tell_debrief(endings: Endings | None, lesson: str, *, earlier: bool = False) -> None:
    """Say when the truth opens on the pages of a lesson that has a debrief, and whose could not be made.

    `earlier`: there are pages that an earlier run wrote, perhaps before the truth was open.
    """
    if endings is None or endings.script is None:
        return
    opening = endings.opening
    if opening.is_open:
        more = f" `centric feedback {lesson}` puts it on the pages written before, too." if earlier else ""
        say(f"The pages end with the truth of the company; --debrief DATE holds it back.{more}")
    elif opening.at is not None:
        word = "after" if opening.after else "on"
        say(f"The truth opens {word} {opening.day()}: `centric feedback {lesson}` puts it on the pages then.")
    else:
        say("The pages do not tell the truth of the company; --debrief now opens it.")
    for why, who in by_reason(endings.failed).items():
        say(f"No debrief could be made for {named(who)}: {why.rstrip('.')}.", err=True)


def by_reason(again: dict[str, str]) -> dict[str, list[str]]:
    """Students by why they were graded again."""
    found: dict[str, list[str]] = {}
    for student, key in again.items():
        found.setdefault(key, []).append(student)
    return found


def words_on(student: StudentResult) -> str:
    """What an instructor should know of one student, in one line."""
    from staffroom.grading.lateness import how_late

    if student.state in (NOT_GRADABLE, AGAIN):
        return f"{student.state}: {student.reason}"
    if student.state != "graded":
        return student.state
    first = [cell for cell in student.waiting if cell not in student.again]
    words = [f"to be read: {', '.join(first)}"] if first else []
    if student.again:
        words.append(f"to be read again, since it is another text now: {', '.join(student.again)}")
    if student.late_penalty:
        words.append(f"handed in {how_late(student.late_seconds)}: {student.late_penalty:g} taken off")
    if student.open:
        words.append(f"score not protected: {', '.join(student.open)}")
    words += [note.to_instructor for note in student.notes]
    return "; ".join(words)


def tell_changes(outcome: Outcome) -> None:
    """Say which scores of tests, and late penalties, are others than before, cell by cell."""
    tell_scores("Changed scores", outcome.changes)
    old = {c.student for c in outcome.results.late_changes} - set(outcome.graded)
    if old:
        say(
            f"The pages of {plural(len(old), 'student')} still tell the earlier penalty: "
            f"`centric feedback {outcome.lesson}` writes them again."
        )


def tell_scores(what: str, changes: Sequence[Change], *, err: bool = False) -> None:
    """List scores that are others than before; nothing if there are none."""
    if not changes:
        return
    students = {change.student for change in changes}
    say(f"{what}: {len(changes):,}, of {plural(len(students), 'student')}.", err=err)
    for change in changes[:MOST_ROWS]:
        before, after = ("-" if x is None else f"{x:g}" for x in (change.before, change.after))
        say(f"  {plain(change.student)}  {change.cell}  {before} -> {after}", err=err)
    if len(changes) > MOST_ROWS:
        say(f"  and {len(changes) - MOST_ROWS:,} more (--json lists them all)", err=err)
