"""Help fades: the share of an answer that is given falls from exercise to exercise.

Counted are the lines of the answer's body; the line with `def`, the docstring and imports say what to write,
not how. A lesson begins its fading with an ordering puzzle or with an answer that is partly given.
"""

from __future__ import annotations

import ast

from staffroom.lessons.source import Cell, Lesson
from staffroom.teaching import answers
from staffroom.teaching.code import code_lines, parse, solution_lines
from staffroom.teaching.finding import Finding, Result, about, at

LAST = 0.20


def given_share(cell: Cell) -> float:
    """Which share (0-1) of an answer's body lines stands in the student's cell."""
    tree = parse(cell.source)
    heads: set[int] = set()
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.FunctionDef):
            heads.update(range(node.lineno, node.body[0].lineno))
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            heads.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    stubs = {n for n, line in enumerate(cell.source.split("\n"), 1) if line.strip().endswith("= ...")}
    body = [number for number in code_lines(cell.source) if number not in heads | stubs]
    asked = set(solution_lines(cell.source))
    return sum(number not in asked for number in body) / len(body) if body else 0.0


def measure(lesson: Lesson) -> Result:
    """Follow the share of given code through the code exercises of a lesson."""
    findings: list[Finding] = []
    exercises = answers.code_exercises(lesson)
    shares = [given_share(exercise.answer) for exercise in exercises]
    for before, after, exercise in zip(shares, shares[1:], exercises[1:], strict=False):
        if after > before + 0.005:
            what = f"{exercise.name}: more is given ({after:.0%}) than in the exercise before ({before:.0%})"
            findings.append(at(lesson, exercise.answer, what))
    if shares and shares[-1] > LAST:
        what = (
            f"{exercises[-1].name}: the last exercise gives {shares[-1]:.0%} of its code; {LAST:.0%} at most"
        )
        findings.append(at(lesson, exercises[-1].answer, what))
    if exercises and shares[0] == 0:
        place = lesson.cells.index(exercises[0].answer)
        if not any(cell.kind == "puzzle" for cell in lesson.cells[:place]):
            findings.append(
                about(lesson, "no help fades: the first answer is blank and no puzzle precedes it")
            )
    value = ", ".join(f"{share:.0%}" for share in shares) or "no code"
    return Result("fading", f"given {value}", "falls, last ≤ 20 %", findings)
