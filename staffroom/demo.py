"""`centric demo`: the whole way from an empty folder to a class report, with nobody at the keyboard."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.errors import UserError, WrongUse
from staffroom.course import CONFIG_NAME, Course, find_course
from staffroom.place import write_atomically

#: By this file a later demo knows that the folder is one of its own and may be made anew.
MARK = ".centric-demo"
LESSON = "01"
CUSTOMERS = 3_000
SEED = 11
SCENARIO = "fernhill"
STUDENTS = 28

Say = Callable[[str], None]
Progress = Callable[[str, str, int, int], None]


@dataclass(frozen=True)
class Demo:
    """What the demo made and where it lies; times in seconds."""

    folder: Path
    lesson: str
    students: int
    graded: int
    not_gradable: list[str]
    customers: int
    seconds_company: float
    seconds_grading: float
    seconds_per_submission: float
    mean: float
    places: dict[str, Path]


def play(
    out: Path | None = None,
    *,
    students: int = STUDENTS,
    customers: int = CUSTOMERS,
    workers: int = 1,
    say: Say = lambda _: None,
    progress: Progress | None = None,
) -> Demo:
    """Generate a company, release the lesson, let a small class hand in its work, and grade it.

    Everything is written into `out` (default: `demo` in the course's folder), which must be empty or an
    earlier demo's; that one stays if what is asked for cannot be. Raises `UserError` where a step fails,
    `WrongUse` for a folder with something else in it, or a class or a company of a size that cannot be.
    """
    from generator.making.asked import world_of
    from generator.making.generating import generate
    from generator.scenario import read_scenario
    from staffroom.grading.report import write_report
    from staffroom.grading.run import grade_lesson
    from staffroom.lessons.build import build
    from staffroom.lessons.source import read_lesson
    from staffroom.players import check_size, play_class

    own = find_course(else_own=True)
    lesson = _lesson(own)
    # all that was asked for is looked at before an earlier demo is taken away
    check_size(read_lesson(own.source / lesson / f"{lesson}.py"), students)
    world_of(read_scenario(SCENARIO), SEED, customers, None)
    folder = _fresh(out if out is not None else own.root / "demo", own)
    course = _lay(folder, own, lesson)

    start = time.perf_counter()
    generate(folder / "company", scenario=SCENARIO, customers=customers, seed=SEED, truth=False)
    seconds_company = time.perf_counter() - start
    say(f"company    {customers:,} customers in {seconds_company:.1f} s")

    build(course, [lesson])
    released = course.release / lesson / f"{lesson}.ipynb"
    say(f"lesson     {lesson} built, checked for leaks, and released")

    players = play_class(
        read_lesson(course.source / lesson / f"{lesson}.py"), released.read_bytes(), students, course.company
    )
    for player in players:
        path = course.submitted / player.student / lesson / f"{lesson}.ipynb"
        write_atomically(path, player.content)
        write_atomically(path.with_name("timestamp.txt"), b"2026-03-02 10:00:00 UTC\n")
    kinds = [player.kind for player in players]
    carried = {(name, key) for player in players for name, key in player.mistakes.items()}
    say(
        f"class      {len(players)} students: "
        + ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
        + f"; {len(carried)} misconceptions in all"
    )

    # the class is our own and harmless: where there is no sandbox, the demo goes on without
    outcome = grade_lesson(course, lesson, workers=workers, progress=progress, allow_unsandboxed=True)
    if outcome.rung in ("", "bare"):
        say("sandbox    none on this machine; `centric doctor` says how to install one")
    page = write_report(course, outcome.results)
    per_submission = outcome.seconds / len(players)
    say(
        f"grading    {len(outcome.graded)} graded, {len(outcome.refused)} not gradable, "
        f"{outcome.seconds:.0f} s: {per_submission:.1f} s per submission"
    )
    scores = [
        s.score / outcome.results.auto_points for s in outcome.results.of("graded") if s.score is not None
    ]
    return Demo(
        folder, lesson, len(players), len(outcome.graded), outcome.refused, customers,
        seconds_company, outcome.seconds, per_submission, statistics.fmean(scores) if scores else 0.0,
        {
            "report": page,
            "results": outcome.files["csv"],
            "gradebook": folder / "gradebook.db",
            "feedback": course.feedback,
            "lesson": released,
        },
    )  # fmt: skip


def _lesson(own: Course) -> str:
    try:
        return own.lesson(LESSON)
    except WrongUse:
        raise UserError(
            f"The demo plays lesson {LESSON}, which is not in {own.source}: start it in the repository."
        ) from None


def _fresh(folder: Path, own: Course) -> Path:
    """Make the demo's folder empty. Only an earlier demo is taken away."""
    folder = folder.resolve()
    if folder == own.root or own.root.is_relative_to(folder):
        raise WrongUse(f"The demo needs a folder of its own, not {folder}.")
    if folder.exists():
        if not folder.is_dir():
            raise WrongUse(f"{folder} is a file; name a folder with --out.")
        if any(folder.iterdir()) and not (folder / MARK).is_file():
            raise WrongUse(f"{folder} holds something else than a demo; name another folder with --out.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARK).write_text("Made by `centric demo`, and made anew by the next one.\n", encoding="utf-8")
    return folder


def _lay(folder: Path, own: Course, lesson: str) -> Course:
    """Make a course folder with the lesson's text in it."""
    shutil.copyfile(own.root / CONFIG_NAME, folder / CONFIG_NAME)
    shutil.copytree(
        own.source / lesson,
        folder / "solutions" / lesson,
        ignore=shutil.ignore_patterns("*.ipynb", "__pycache__", ".*"),
    )
    return find_course(folder)
