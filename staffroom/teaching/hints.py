"""Hints climb: each rung tells more of the solution than the one below, and the last is not the answer.

A hint tells as much of a solution as it names of what only the solution names: functions, columns, variables
that neither the student's own cell nor the text above it shows. Where that is fewer than three names, only
the lines are compared. The rungs are those of `classroom/lessons/<lesson>/help.yaml`; the last is the solved
twin, another exercise.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from staffroom.lessons.source import Cell, Lesson, released
from staffroom.teaching import answers
from staffroom.teaching.code import solution_lines
from staffroom.teaching.finding import Finding, Result, at

#: Share of a solution's own names that the last rung may show, and the lines it may have in common.
NAMES, LINES = 0.75, 1
FEW = 3
#: So many text cells above an answer belong to it.
ABOVE = 3
#: A line this short (`return total`) is nobody's secret.
TOKENS_OF_A_LINE = 6

_NAME = re.compile(r"[A-Za-z_]\w+")


def measure(lesson: Lesson, only: Collection[str] = ()) -> Result:
    """Climb the ladder of each exercise in which code is written, or of those named."""
    from classroom.lessons import read

    findings: list[Finding] = []
    ladders = read(lesson.name).exercises
    last: list[float] = []
    for exercise in lesson.exercises():
        if answers.kind(exercise) not in ("code", "check"):
            continue
        if only and exercise.name not in only:
            continue
        ladder = ladders.get(exercise.name)
        if ladder is None:
            findings.append(at(lesson, exercise.answer, f"{exercise.name}: there are no hints"))
            continue
        twin = ladder.twin
        rungs = [ladder.reread, ladder.concept, ladder.toy, "\n".join([twin.task, twin.solution, twin.why])]
        found, share = climb(exercise.answer, rungs, _above(lesson, exercise.answer))
        last.append(share)
        findings += [at(lesson, exercise.answer, f"{exercise.name}: {what}") for what in found]
    value = f"{len(last)} ladders, last rung shows ≤ {max(last, default=0):.0%}"
    return Result("hints", value, "rising, last ≤ 75 % of names, ≤ 1 line", findings)


def climb(cell: Cell, rungs: list[str], above: str = "") -> tuple[list[str], float]:
    """What is wrong with a ladder of hints for one answer cell, and how much its last rung shows (0-1).

    `above` is the text that a student has read just before.
    """
    secret = secrets(cell) - set(_NAME.findall(above))
    secret = secret if len(secret) >= FEW else set()
    told = [len(secret & set(_NAME.findall(rung))) / len(secret) if secret else 0.0 for rung in rungs]
    found = []
    for number, (lower, upper) in enumerate(pairwise(told), 1):
        if upper < lower or (secret and upper == lower and number == len(rungs) - 1):
            found.append(f"hint {number + 1} tells no more ({upper:.0%}) than hint {number} ({lower:.0%})")
    if told and told[-1] > NAMES:
        found.append(f"the last hint shows {told[-1]:.0%} of the solution's names; {NAMES:.0%} at most")
    shown = {line for rung in rungs for line in map(_bare, rung.split("\n"))}
    same = [line for line in _lines(cell) if line in shown]
    if len(same) > LINES:
        found.append(f"hints show {len(same)} lines of the solution, among them `{same[0]}`")
    return found, told[-1] if told else 0.0


def _above(lesson: Lesson, cell: Cell) -> str:
    place = next(i for i, other in enumerate(lesson.cells) if other is cell)
    return "\n".join([c.source for c in lesson.cells[:place] if c.kind == "markdown"][-ABOVE:])


def secrets(cell: Cell) -> set[str]:
    """Names and words that stand in a cell's solution and not in what the student sees of it."""
    lines = cell.source.split("\n")
    solution = "\n".join(lines[number - 1] for number in solution_lines(cell.source))
    return (
        set(_NAME.findall(_code(solution))) - set(_NAME.findall(released(cell))) - {"return", "def", "import"}
    )


def _lines(cell: Cell) -> list[str]:
    lines = cell.source.split("\n")
    own = [_bare(_code(lines[number - 1])) for number in solution_lines(cell.source)]
    return [line for line in own if len(re.findall(r"\w+|[^\w\s]", line)) >= TOKENS_OF_A_LINE]


def _bare(line: str) -> str:
    return re.sub(r"\s+", "", line.replace("'", '"').strip("` "))


def _code(text: str) -> str:
    """Code without its remarks."""
    return re.sub(r"(?<!['\"])#.*", "", text)
