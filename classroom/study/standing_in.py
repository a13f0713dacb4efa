"""To go on without an exercise: what is right takes its place, for no points, where solutions are at hand."""

from __future__ import annotations

import functools
import importlib.util
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from classroom import lessons
from classroom.check.stand_ins import StandIn
from classroom.errors import Misuse, Trouble
from classroom.notebook import graded, solution_file
from classroom.study import place
from classroom.study.help import HONEST_TRIES, RUNGS, note_of
from classroom.words import say

REFERENCE = "reference.py"


def stand_in(exercise: str) -> StandIn:
    """A function that does what an exercise asks, so that the cells after it can run.

    `later_profit = study.stand_in("later_profit")`, in a new cell below the exercise. It earns no points: no
    check looks at it. It opens after the last hint, or after three different tries. While a notebook is
    graded there is nothing that could stand in: the cell says so and runs, and a call ends in one sentence.

    Parameters
    ----------
    exercise : its name, such as "later_profit"

    Returns
    -------
    A function of the same arguments as the exercise's own.

    Raises
    ------
    Misuse
        this lesson has no such function to be written
    Trouble
        it is too early, or the solutions do not lie in a folder above this notebook
    """
    lesson = place.lesson_here()
    if exercise not in lessons.read(lesson).exercises:
        raise Misuse(say("stand-in.unknown", exercise=exercise, names=", ".join(_names(lesson)) or "–"))
    if graded():
        print(say("stand-in.graded", exercise=exercise))
        return StandIn(functools.partial(_left_open, exercise))
    file = solution_file(lesson, REFERENCE)
    if file is None:
        raise Trouble(say("stand-in.not-here", exercise=exercise))
    right = getattr(_module(file), exercise, None)
    if not callable(right):
        raise Misuse(say("stand-in.unknown", exercise=exercise, names=", ".join(_names(lesson)) or "–"))
    note = note_of(place.load_notes(lesson), exercise)
    if not note["passed"] and note["rung"] < RUNGS and len(note["attempts"]) < HONEST_TRIES:
        raise Trouble(say("stand-in.not-yet", exercise=exercise))

    print(say("stand-in.stands", exercise=exercise))
    return StandIn(right)


def offer(exercise: str) -> str:
    """How to go on after the last hint: with a stand-in, or by asking for one. Never disturbs a hint."""
    with suppress(Exception):
        lesson = place.lesson_here()
        if exercise in _names(lesson):
            return say("stand-in.offer", exercise=exercise)
        if solution_file(lesson, REFERENCE) is None and exercise in lessons.read(lesson).exercises:
            return say("stand-in.ask", exercise=exercise)
    return ""


def go_on(exercise: str) -> str:
    """The sentence on a stand-in for an exercise that is not answered; nothing where there is none."""
    with suppress(Exception):
        if exercise in _names(place.lesson_here()):
            return say("stand-in.go-on", exercise=exercise)
    return ""


def _left_open(exercise: str, *_: Any, **__: Any) -> NoReturn:
    """What a call of a stand-in comes to while a notebook is graded."""
    raise Trouble(say("stand-in.open", exercise=exercise))


def _names(lesson: str) -> list[str]:
    """The lesson's exercises that something can stand in for."""
    file = solution_file(lesson, REFERENCE)
    if file is None:
        return []
    right = _module(file)
    return [name for name in lessons.read(lesson).exercises if callable(getattr(right, name, None))]


@functools.cache
def _module(file: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"centric_stand_in_{file.parent.name}", file)
    if spec is None or spec.loader is None:  # no file that Python could read
        raise Trouble(say("stand-in.not-here", exercise=file.stem))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
