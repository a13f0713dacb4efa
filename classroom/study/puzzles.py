"""Ordering puzzles, checked by what the lines do: any order that gives the right results passes.

The lines stand in the notebook. The lesson's file holds several small inputs and what must come out of each.
An order is solved if it gives every expected result and no line of it can be taken away. What an order means
that runs and is wrong, the file may say by the letters of its lines (`slips`).
"""

from __future__ import annotations

import contextlib
import copy
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classroom import lessons
from classroom.check.compare import require_same
from classroom.check.mistakes import Mistake
from classroom.check.raised import error_in_words
from classroom.errors import Misuse, Trouble
from classroom.study import place
from classroom.words import say

if TYPE_CHECKING:
    from classroom.lessons.schema import Puzzle, PuzzleCase

Lines = Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """What an order of lines does: `solved`, the sentence for the learner, and the line it stopped at."""

    solved: bool
    sentence: str
    stopped_at: int | None = None


def find_puzzle(name: str | None = None, lesson: str | None = None) -> tuple[str, Puzzle]:
    """A puzzle of the lesson; without a name the lesson's only one.

    Raises
    ------
    Misuse
        there is no such puzzle, or there are several and none is named
    Trouble
        the lesson's file is not as it should be
    """
    lesson = lesson or place.lesson_here()
    known = lessons.read(lesson).puzzles
    if name is None and len(known) == 1:
        name = next(iter(known))
    if name not in known:
        raise Misuse(say("order.unknown", lesson=lesson, names=", ".join(known) or "–"))
    return name, known[name]


def _inputs(case: PuzzleCase) -> dict[str, Any]:
    return {name: lessons.table_of(value) for name, value in case.inputs.items()}


def _expected(case: PuzzleCase) -> Any:
    value = lessons.table_of(case.expected)
    if not hasattr(value, "columns"):
        return value
    table = value.set_index(value.columns[0])
    return table.iloc[:, 0] if table.shape[1] == 1 else table


class Bench:
    """Runs orders of lines on a puzzle's inputs. Lines that can stand alone are compiled only once."""

    def __init__(self, puzzle: Puzzle, lines: Lines) -> None:
        """Prepare the inputs, the expected results and the lines."""
        self.puzzle = puzzle
        self.lines = dict(lines)
        self.cases = [(_inputs(case), _expected(case)) for case in puzzle.cases]
        self.alone: dict[str, Any] = {}
        for letter, line in self.lines.items():
            with contextlib.suppress(SyntaxError):
                self.alone[letter] = compile(line, "<puzzle>", "exec")

    def run(self, order: str, case: int) -> tuple[Any, int | None, Exception | None]:
        """(result, position of the line that stopped, its error) of one order on one input."""
        import numpy as np
        import pandas as pd

        names: dict[str, Any] = {"pd": pd, "np": np, **copy.deepcopy(self.cases[case][0])}
        together = not all(letter in self.alone for letter in order)
        parts = ["\n".join(self.lines[letter] for letter in order)] if together else order
        with contextlib.redirect_stdout(io.StringIO()):
            for position, part in enumerate(parts):
                try:
                    code = compile(part, "<puzzle>", "exec") if together else self.alone[part]
                    exec(code, names)
                except Exception as error:
                    return None, len(order) - 1 if together else position, error
        return names.get(self.puzzle.result), None, None

    def look(self, order: str) -> Outcome:
        """Run an order on all inputs; the sentence says where it first goes wrong."""
        for case, (_, expected) in enumerate(self.cases):
            result, stopped, error = self.run(order, case)
            if error is not None:
                if isinstance(error, SyntaxError):
                    return Outcome(False, say("order.syntax"), None)
                if isinstance(error, NameError) and error.name:
                    return Outcome(False, say("order.no-name", line=order[stopped], name=error.name), stopped)
                words = error_in_words(error)
                return Outcome(False, say("order.stops", line=order[stopped], error=words), stopped)
            if result is None:
                return Outcome(False, say("order.no-result", result=self.puzzle.result))
            try:
                require_same(result, expected, self.puzzle.result, on=say("order.table", number=case + 1))
            except Mistake as mistake:
                told = self.slip(order) or mistake.sentence
                return Outcome(False, say("order.differs", sentence=told))
        return Outcome(True, "")

    def slip(self, order: str) -> str:
        """What the lesson's file says of such an order, by the first pattern that fits; else nothing."""
        fits = (says for pattern, says in self.puzzle.slips.items() if re.search(pattern, order))
        return next(fits, "")

    def spare(self, order: str) -> str:
        """The first line of a right order without which it is right too, or ""."""
        for position, letter in enumerate(order):
            rest = order[:position] + order[position + 1 :]
            if rest and self.look(rest).solved:
                return letter
        return ""


def _letters(answer: Any, lines: Lines) -> str:
    """The answer as a string of the lines' letters; raises Misuse with the sentence for anything else."""
    if isinstance(answer, Iterable) and not isinstance(answer, str):
        answer = "".join(str(item) for item in answer)
    if not isinstance(answer, str) or not any(c.isalnum() for c in answer):
        raise Misuse(say("order.unanswered", example="".join(list(lines)[:3][::-1])))
    by_case = {letter.casefold(): letter for letter in lines}
    found = [character for character in answer if character.isalnum()]
    strange = [character for character in found if character.casefold() not in by_case]
    if strange:
        raise Misuse(say("order.letters", strange=strange[0], letters=", ".join(lines)))
    order = "".join(by_case[character.casefold()] for character in found)
    twice = [letter for letter in order if order.count(letter) > 1]
    if twice:
        raise Misuse(say("order.twice", letter=twice[0]))
    return order


def order(lines: Lines, answer: Any, puzzle: str | None = None, lesson: str | None = None) -> None:
    """Put lines of code in order, and see what your order does. Use only the lines that you need.

    Parameters
    ----------
    lines : letter -> line of code
    answer : the letters in your order: "BCA", "b, c, a" and ["B", "C", "A"] are the same
    puzzle : the puzzle's name; not needed where the lesson has one puzzle
    """
    try:
        name, about = find_puzzle(puzzle, lesson)
        letters = _letters(answer, lines)
    except (Misuse, Trouble) as error:
        print(error)
        return
    bench = Bench(about, lines)
    outcome = bench.look(letters)
    spare = bench.spare(letters) if outcome.solved else ""
    solved = outcome.solved and not spare
    with place.notes_of(lesson) as notes:
        note = notes["puzzles"].setdefault(name, {"tries": [], "solved": False})
        if letters not in note["tries"]:
            note["tries"].append(letters)
        note["solved"] = note["solved"] or solved
    if spare:
        print(say("order.spare", letter=spare))
    elif solved:
        print(f"{say('order.solved')} {about.why or ''}".strip())
    else:
        print(outcome.sentence)


def enumerate_puzzle(
    puzzle: str | None = None, lines: Lines | None = None, lesson: str | None = None, *, minimal: bool = True
) -> list[str]:
    """Every order of any of the lines that passes; for the one who builds the course.

    Parameters
    ----------
    lines : letter -> line; by default those in the lesson's file
    minimal : only orders from which no line can be taken away (which is what solves the puzzle)

    Raises
    ------
    Misuse
        no such puzzle, or no lines for it
    """
    name, about = find_puzzle(puzzle, lesson)
    lines = lines or about.lines
    if not lines:
        raise Misuse(say("order.no-lines", puzzle=name))
    bench = Bench(about, lines)
    passing: list[str] = []

    def longer(order: str) -> None:
        for letter in lines:
            if letter in order:
                continue
            tried = order + letter
            outcome = bench.look(tried)
            if outcome.solved:
                passing.append(tried)
            # What stops at its last line stops however it goes on; so does what stopped before it.
            if outcome.stopped_at is None or not all(part in bench.alone for part in tried):
                longer(tried)

    longer("")
    if minimal:
        passing = [order for order in passing if not bench.spare(order)]
    return sorted(passing, key=lambda order: (len(order), order))
