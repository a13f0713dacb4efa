"""All measures of one lesson, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.table import Table

from staffroom.lessons.source import Lesson
from staffroom.teaching import (
    access,
    alignment,
    alternatives,
    blank,
    fading,
    functions,
    guessing,
    hints,
    literals,
    load,
    minutes,
    misconceptions,
    mutants,
    personas,
    readability,
    reference,
    sources,
    terms,
    unfinished,
)
from staffroom.teaching.finding import Result

#: Measures that only read the lesson.
READING: dict[str, Callable[[Lesson], Result]] = {
    "alignment": alignment.measure,
    "terms": terms.measure,
    "functions": functions.measure,
    "fading": fading.measure,
    "load": load.measure,
    "readability": readability.measure,
    "minutes": minutes.measure,
    "access": access.measure,
    "hints": hints.measure,
    "sources": sources.measure,
    "literals": literals.measure,
    "unfinished": unfinished.measure,
}
#: Measures that run it, on each of some companies.
RUNNING: dict[str, Callable[[Lesson, Sequence[Path | None]], Result]] = {
    "reference": reference.measure,
    "misconceptions": misconceptions.measure,
    "alternatives": alternatives.measure,
    "mutants": mutants.measure,
    "blank": lambda lesson, companies: blank.measure(lesson, companies[0]),
    "guessing": lambda lesson, companies: guessing.measure(lesson),
    "personas": lambda lesson, companies: personas.measure(lesson, companies[0]),
}
NAMES = (*READING, *RUNNING)


def results(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), only: Sequence[str] = NAMES
) -> Iterator[Result]:
    """Run the measures named in `only`, one after the other."""
    for name in NAMES:
        if name in only:
            yield READING[name](lesson) if name in READING else RUNNING[name](lesson, companies)


def table(lesson: Lesson, found: Sequence[Result]) -> Table:
    """Measure, value, bar and verdict, one row each."""
    shown = Table(title=f"{lesson.name}: {lesson.title}", title_justify="left")
    for heading in ("measure", "value", "bar", "verdict"):
        shown.add_column(heading, overflow="fold")
    for result in found:
        verdict = "met" if result.passed else f"missed ({len(result.findings)})"
        shown.add_row(result.measure, result.value, result.bar, verdict)
    return shown
