"""Numbers of a class: scores, how hard each exercise was, which mistakes were made."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from staffroom.grading.analysis.items import item_rest, upper_lower
from staffroom.grading.verdict import AGAIN, GRADED, NOT_GRADABLE, STATES
from staffroom.lessons import exercises

if TYPE_CHECKING:
    from pathlib import Path

    from staffroom.grading.results import Results, StudentResult

MOST_LONGEST = 3

#: Keys that say that a check failed but not which misconception it was.
GENERAL = (
    "unanswered", "raised", "unnamed", "too-slow", "warning-printed",
    "wrong-type", "wrong-shape", "wrong-unit", "wrong-names", "wrong-value",
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One graded cell over the class. `mean` and `full` are shares from 0 to 1 of those graded.

    `item_rest` and `upper_lower` say how well it tells who knows more (`analysis.items`); None for few.
    """

    name: str
    points: float
    mean: float
    full: float
    blank: int
    common: str
    item_rest: float | None = None
    upper_lower: float | None = None


@dataclass(frozen=True)
class Misconception:
    """One mistake: how many students made it in which exercise, and what it is in words.

    `also` are mistakes that give the same answer, with their words: each of these students made one of them,
    and the answer does not tell which.
    """

    key: str
    item: str
    count: int
    words: str
    also: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Noted:
    """One kind of note: in how many submissions, its words for the instructor in one of them, and whose."""

    key: str
    count: int
    words: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """What the class report shows. `shares` are the scores from 0 to 1 of those graded, sorted.

    `seconds` is the mean time of a submission, `phases` what it went into, `longest` the slowest ones.
    `open` are cells whose score is not protected, with the number of students; `late` are those who lost
    points by lateness, `unsandboxed` those whose code ran without a sandbox, `again` those to be graded
    again.
    """

    counts: dict[str, int]
    basis: float
    shares: list[float]
    mean: float | None
    median: float | None
    items: list[Item]
    misconceptions: list[Misconception]
    general: dict[str, int]
    not_gradable: list[StudentResult]
    waiting: int
    manual: bool
    seconds: float | None
    phases: dict[str, float] = field(default_factory=dict)
    longest: list[StudentResult] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    open: dict[str, int] = field(default_factory=dict)
    late: list[StudentResult] = field(default_factory=list)
    unsandboxed: list[str] = field(default_factory=list)
    again: list[StudentResult] = field(default_factory=list)


def summarise(results: Results, lesson: Path | None = None) -> Summary:
    """Work out the class's numbers.

    As long as some written answer waits for a reader, scores are those of the tests alone, for all students
    alike. `lesson` is the lesson's folder, with the wrong answers that say what each mistake is.
    """
    graded = results.of(GRADED)
    waiting = sum(len(s.waiting) for s in graded)
    tests = [(name, points) for name, points in results.cells if name.startswith("test_") or not waiting]
    if waiting:
        tests = [pair for pair in tests if pair[0] not in _written(results)]
    basis = sum(points for _, points in tests)
    counted = {name for name, _ in tests}
    shares = sorted(
        sum(cell.score or 0 for cell in s.cells if cell.cell in counted) / basis if basis else 0.0
        for s in graded
    )
    words = words_of_mistakes(lesson)
    found = Counter(
        ((cell.mistake, *cell.also), exercise_of(cell.cell), cell.message)
        for s in graded
        for cell in s.cells
        if cell.mistake
    )
    by_keys: Counter[tuple[tuple[str, ...], str]] = Counter()
    said: dict[tuple[tuple[str, ...], str], str] = {}
    for (keys, item, message), count in found.items():
        by_keys[keys, item] += count
        said.setdefault((keys, item), message)
    misconceptions = [
        Misconception(
            key, item, count, _in_words(words, item, key) or said[(key, *also), item],
            {other: _in_words(words, item, other) or other for other in also},
        )
        for ((key, *also), item), count in sorted(by_keys.items(), key=lambda pair: (-pair[1], pair[0]))
        if key not in GENERAL
    ]  # fmt: skip
    general: Counter[str] = Counter()
    for ((key, *_), _item_name), count in by_keys.items():
        if key in GENERAL:
            general[key] += count
    taken = [s.seconds for s in graded if s.seconds]
    return Summary(
        counts={state: len(results.of(state)) for state in STATES},
        basis=basis,
        shares=shares,
        mean=statistics.fmean(shares) if shares else None,
        median=statistics.median(shares) if shares else None,
        items=[_item(name, points, graded, [n for n, _ in tests]) for name, points in tests],
        misconceptions=misconceptions,
        general=dict(general),
        not_gradable=results.of(NOT_GRADABLE),
        waiting=waiting,
        manual=not waiting and len(tests) > len([n for n, _ in tests if n.startswith("test_")]),
        seconds=statistics.fmean(taken) if taken else None,
        phases=_phases(graded),
        longest=sorted((s for s in graded if s.seconds), key=lambda s: (-s.seconds, s.student))[
            :MOST_LONGEST
        ],
        noted=_noted(results),
        open=dict(Counter(cell for s in graded for cell in s.open)),
        late=[s for s in graded if s.late_penalty],
        unsandboxed=results.unsandboxed,
        again=results.of(AGAIN),
    )


def _phases(graded: list[StudentResult]) -> dict[str, float]:
    """Mean seconds of a submission by what they went into, the longest first."""
    totals: Counter[str] = Counter()
    for s in graded:
        totals.update(s.phases)
    count = sum(1 for s in graded if s.phases)
    return {name: total / count for name, total in totals.most_common()} if count else {}


def _noted(results: Results) -> list[Noted]:
    students: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for s in results.students:
        for note in s.notes:
            if s.student not in students.setdefault(note.key, []):
                students[note.key].append(s.student)
            words.setdefault(note.key, note.to_instructor)
    found = [Noted(key, len(names), words[key], tuple(names)) for key, names in students.items()]
    return sorted(found, key=lambda n: (-n.count, n.key))


def exercise_of(cell: str) -> str:
    """`line_pnl` of `test_line_pnl`."""
    return cell.partition("_")[2] if cell.startswith(("test_", "written_")) else cell


def _written(results: Results) -> set[str]:
    return {name for name, _ in results.cells if name.startswith("written_")} | {
        name for s in results.students for name in s.waiting
    }


def _item(name: str, points: float, graded: list[StudentResult], tests: list[str]) -> Item:
    cells = [cell for s in graded for cell in s.cells if cell.cell == name]
    scores = [cell.score or 0 for cell in cells]
    named = Counter(cell.mistake for cell in cells if cell.mistake and cell.mistake not in GENERAL)
    totals = [
        sum(cell.score or 0 for cell in s.cells if cell.cell in tests)
        for s in graded
        if any(cell.cell == name for cell in s.cells)
    ]
    return Item(
        exercise_of(name),
        points,
        statistics.fmean(scores) / points if scores and points else 0.0,
        sum(score >= points for score in scores) / len(scores) if scores else 0.0,
        sum(cell.mistake == "unanswered" for cell in cells),
        named.most_common(1)[0][0] if named else "",
        item_rest(scores, totals),
        upper_lower(scores, totals, points),
    )


def _in_words(words: dict[tuple[str, str], str], item: str, key: str) -> str:
    """The sentence for a mistake in a test, which may be named `<exercise>_<more>`."""
    parts = item.split("_")
    names = ["_".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return next((words[name, key] for name in names if (name, key) in words), "")


def words_of_mistakes(lesson: Path | None) -> dict[tuple[str, str], str]:
    """What each wrong answer beside a lesson's folder believes: (exercise, key) → sentence."""
    if lesson is None:
        return {}
    return {(a.exercise, a.key): a.belief for a in exercises.every(lesson) if a.key and a.belief}
