"""What a lesson's cells hand to an exercise's function is labelled as on the exercise's small page.

Where a table is joined with another by its row labels, an answer may use their name. Such a name on the page
is a promise: where a later cell hands over a table without it, a right answer would stop there.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from classroom.errors import Misuse
from classroom.lessons import page
from staffroom.lessons.source import Lesson
from staffroom.teaching.code import CODE_KINDS
from staffroom.teaching.finding import Result, at
from staffroom.teaching.play import fresh, run, stage
from staffroom.teaching.trials import Trials

BAR = "as on the page"


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Run the solved lesson on the last of the companies, and look at what its functions are given."""
    try:
        held = page.page(lesson.name)
    except Misuse:
        return Result("labels", "no page", BAR)
    wanted = {name: promised(held.arguments(name)) for name in held.exercises()}
    heard: list[str] = []
    findings, calls, space = [], [0], fresh()
    with stage(companies[-1]):
        for cell in lesson.cells:
            if cell.kind not in CODE_KINDS or cell.kind == "test":
                continue
            run(cell, cell.source, space)
            findings += [at(lesson, cell, what) for what in dict.fromkeys(heard)]
            heard.clear()
            if cell.kind == "answer" and cell.name in wanted and callable(space.get(cell.name)):
                space[cell.name] = _watched(cell.name, space[cell.name], wanted[cell.name], heard, calls)
    return Result("labels", f"{calls[0]} calls", BAR, findings)


def promised(arguments: tuple[object, ...]) -> list[object]:
    """For each argument the name of its row labels, if another one has a column of this name; else None."""
    columns = [set(one.columns) if isinstance(one, pd.DataFrame) else set() for one in arguments]
    return [
        _label(one) if any(_label(one) in those for those in columns[:place] + columns[place + 1 :]) else None
        for place, one in enumerate(arguments)
    ]


def _label(value: object) -> object:
    return value.index.name if isinstance(value, (pd.DataFrame, pd.Series)) else None


def _watched(
    name: str, function: Callable[..., Any], wanted: list[object], heard: list[str], calls: list[int]
) -> Callable[..., Any]:
    """A function that notes what it is given under another label than `wanted`."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        for place, (got, want) in enumerate(zip(args, wanted, strict=False)):
            if want is not None and _label(got) != want:
                heard.append(
                    f"`{name}` is given a table whose rows are called {_label(got)!r}, not {want!r} "
                    f"as on the page (argument {place + 1})"
                )
        return function(*args, **kwargs)

    return call
