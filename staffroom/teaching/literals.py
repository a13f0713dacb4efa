"""Tests compare with what they compute themselves, never with a number copied from one data set.

A number of four or more significant digits in a test cell looks copied, unless it stands in a small made-up
table or its line says why it is there (`# allowed: days in a leap year cycle`).
"""

from __future__ import annotations

import ast
from collections.abc import Collection

from staffroom.lessons.source import Lesson
from staffroom.teaching.code import parse
from staffroom.teaching.finding import Finding, Result, at

DIGITS = 4
#: Calls whose arguments are made-up data.
MAKERS = ("DataFrame", "Series", "array", "StringIO")


def significant_digits(number: int | float) -> int:
    """How many digits a number tells: 4 for 0.1234 and 1.234e6, 1 for 20000."""
    text = format(abs(number), ".15g").split("e")[0].replace(".", "").strip("0")
    return len(text)


def copied(source: str) -> list[tuple[int, str]]:
    """(line, number) of each number that looks copied from a data set."""
    tree = parse(source)
    if tree is None:
        return []
    lines = source.split("\n")
    made: set[int] = set()
    for node in ast.walk(tree):
        maker = isinstance(node, ast.Call) and isinstance(node.func, (ast.Attribute, ast.Name))
        name = (node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id) if maker else ""
        if name in MAKERS or isinstance(node, (ast.Dict, ast.List)):
            made.update(id(inner) for inner in ast.walk(node))
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or isinstance(node.value, (bool, complex)):
            continue
        if not isinstance(node.value, (int, float)) or id(node) in made:
            continue
        if significant_digits(node.value) >= DIGITS and "# allowed:" not in lines[node.lineno - 1]:
            found.append((node.lineno, str(node.value)))
    return found


def measure(lesson: Lesson, only: Collection[str] = ()) -> Result:
    """Look through all test cells, or those of the exercises named, hidden tests included."""
    findings: list[Finding] = []
    tests = [cell for cell in lesson.cells if cell.kind == "test"]
    if only:
        tests = [test for exercise in lesson.exercises() if exercise.name in only for test in exercise.tests]
    for cell in tests:
        for line, number in copied(cell.source):
            what = f"[test] {cell.name}, its line {line}: {number} looks copied from one data set"
            findings.append(at(lesson, cell, what))
    return Result("literals", f"{len(findings)} in {len(tests)} tests", "0", findings)
