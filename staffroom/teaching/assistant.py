"""Who brings nothing but right code, as an assistant writes it, gets at most 40 % of the course's points.

Scripted is a student whose every code exercise is right. Letters are drawn by lot, and each is taken to earn
its part of the points, or what a question of letters gives by lot; a guess is a guess; checks, audits,
puzzles and memos stay blank. So the share follows from the points of each kind. It is held against the bar
once the lesson has a memo, a check and an audit; until then it is told.
"""

from __future__ import annotations

import contextlib
from collections import Counter

from generator.errors import UserError
from staffroom.lessons import letters
from staffroom.lessons.source import Exercise, Lesson, read_text
from staffroom.teaching import answers
from staffroom.teaching.finding import Result, about
from staffroom.teaching.guessing import by_chance, options

MOST = 0.4
#: Kinds of exercises that ask for judgement of somebody else's work.
JUDGEMENT = ("check", "audit")
MEMO = "memo"


def points(lesson: Lesson) -> Counter[str]:
    """Points by kind: `code`, `choice`, `puzzle`, `predict`, those of `JUDGEMENT`, and `memo`."""
    found: Counter[str] = Counter()
    for exercise in lesson.exercises():
        found[answers.kind(exercise)] += exercise.points
    found[MEMO] += sum(cell.points for cell in lesson.written())
    return +found


def earned(lesson: Lesson) -> float:
    """Points of the scripted student."""
    return sum(exercise.points * _chance(exercise) for exercise in lesson.exercises())


def _chance(exercise: Exercise) -> float:
    kind = answers.kind(exercise)
    if kind in ("code", "predict"):  # a guess counts whatever it says
        return 1.0
    if asked := letters.question(exercise):
        return by_chance(asked)
    if kind == "choice":
        return 1 / max(len(options(exercise)), 1)
    return 0.0


def course_of(lesson: Lesson) -> list[Lesson]:
    """All lessons that lie beside this one, with itself."""
    own = lesson.path.resolve()
    texts = sorted(own.parent.parent.glob("[0-9][0-9]_*/*.py"))
    others = [path for path in texts if path.stem == path.parent.name and path != own]
    readable = []
    for path in others:
        with contextlib.suppress(UserError):  # it is reported where it is built
            readable.append(read_text(path))
    return [lesson, *readable]


def measure(lesson: Lesson) -> Result:
    """Add up what the scripted student earns, here and in the course."""
    course = course_of(lesson)
    here, everywhere = share([lesson]), share(course)
    kinds = points(lesson)
    missing = [kind for kind in (MEMO, *JUDGEMENT) if not kinds[kind]]
    findings = []
    if not missing and everywhere > MOST:
        what = f"nothing but right code gets {_percent(everywhere)} of the course's points"
        findings.append(about(lesson, f"{what}; {_percent(MOST)} at most"))
    notes = [f"points: {', '.join(f'{kind} {many:g}' for kind, many in kinds.items())}"]
    if missing:
        notes.append(f"no points yet, so no bar: {', '.join(missing)}")
    value = f"{_percent(here)} here"
    if len(course) > 1:
        value += f", {_percent(everywhere)} in {len(course)} lessons"
    bar = f"≤ {_percent(MOST)} of the course"
    return Result("assistant", value, f"{bar}, later" if missing else bar, findings, notes)


def share(lessons: list[Lesson]) -> float:
    """The scripted student's part of all points of some lessons."""
    total = sum(lesson.max_points for lesson in lessons)
    return sum(map(earned, lessons)) / total if total else 0.0


def _percent(part: float) -> str:
    return f"{100 * part:.0f} %"
