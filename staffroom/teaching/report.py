"""All measures of one lesson, as a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from rich.table import Table

from staffroom.lessons.source import Lesson
from staffroom.teaching import (
    access,
    alignment,
    alternatives,
    assistant,
    audits,
    blank,
    debrief,
    fading,
    functions,
    gate,
    guessing,
    hints,
    labels,
    literals,
    load,
    minutes,
    misconceptions,
    mutants,
    on_page,
    personas,
    readability,
    reference,
    sources,
    stories,
    terms,
    unfinished,
)
from staffroom.teaching.finding import Result
from staffroom.teaching.trials import Told, Trials

#: Measures that only read the lesson.
READING: dict[str, Callable[..., Result]] = {
    "alignment": alignment.measure,
    "terms": terms.measure,
    "functions": functions.measure,
    "fading": fading.measure,
    "load": load.measure,
    "readability": readability.measure,
    "minutes": minutes.measure,
    "assistant": assistant.measure,
    "access": access.measure,
    "hints": hints.measure,
    "sources": sources.measure,
    "literals": literals.measure,
    "unfinished": unfinished.measure,
}
_RUNNING = {
    "reference": reference,
    "misconceptions": misconceptions,
    "alternatives": alternatives,
    "mutants": mutants,
    "page-shows-it": on_page,
    "blank": blank,
    "guessing": guessing,
    "personas": personas,
    "gate": gate,
    "debrief": debrief,
    "audit": audits,
    "stories": stories,
    "labels": labels,
}
#: Those of them that try answers; the others run the lesson, its report or its debrief by themselves.
ASKING = {name: module for name, module in _RUNNING.items() if hasattr(module, "asks")}
#: Measures that run it, on each of some companies; what is tried is shared by those given the same trials.
RUNNING: dict[str, Callable[..., Result]] = {name: module.measure for name, module in _RUNNING.items()}
NAMES = (*READING, *RUNNING)
#: Measures that look at one exercise after the other, so that some may be looked at alone.
SINGLE = (
    "functions",
    "hints",
    "literals",
    "misconceptions",
    "alternatives",
    "mutants",
    "page-shows-it",
    "guessing",
    "audit",
)


def results(
    lesson: Lesson,
    companies: Sequence[Path | None] = (None,),
    only: Collection[str] = NAMES,
    trials: Trials | None = None,
    told: Told | None = None,
) -> Iterator[Result]:
    """Run the measures named in `only`, in their order.

    What they try is tried first, all together, in as many processes as `trials` has workers; `told` hears
    (tried, of how many). If `trials` looks at some exercises only, so do the measures: then all `SINGLE`.
    """
    trials = trials or Trials(lesson)
    trials.ahead(
        (ask for name in ASKING if name in only for ask in ASKING[name].asks(trials, companies)), told
    )
    for name in NAMES:
        if name not in only:
            continue
        if name in RUNNING:
            yield RUNNING[name](lesson, companies, trials)
        else:
            yield READING[name](lesson, trials.only) if name in SINGLE else READING[name](lesson)


def table(lesson: Lesson, found: Sequence[Result]) -> Table:
    """Measure, value, bar and verdict, one row each."""
    title = f"{lesson.name}: {lesson.title}"
    shown = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="dim")
    for heading in ("measure", "value", "bar", "verdict"):
        shown.add_column(heading, overflow="fold")
    for result in found:
        verdict = "met" if result.passed else f"missed ({len(result.findings)})"
        shown.add_row(result.measure, result.value, result.bar, verdict)
    return shown
