"""A function is shown before it is asked for.

Whatever a reference answer calls has occurred in a worked cell of the lesson above it, in a puzzle's lines,
in an earlier answer, in the header's `functions`, or in the course's prerequisites.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from functools import cache
from pathlib import Path

from staffroom.lessons.source import Cell, Lesson
from staffroom.teaching.answers import read_yaml
from staffroom.teaching.code import calls, parse, solution_lines
from staffroom.teaching.finding import Finding, Result, at

#: Cells that show code to the student.
SHOWING = ("code", "answer", "puzzle", "predict", "try")


@cache
def prerequisites() -> frozenset[str]:
    """Functions (`len`, `pd.concat`) and methods (`.groupby`) that the course takes as known."""
    known = read_yaml(Path(__file__).with_name("prerequisites.yaml"))
    return frozenset([*known["functions"], *known["methods"]])


def shown(cell: Cell) -> set[str]:
    """What a cell shows: its calls, the functions that it defines, and the calls in a puzzle's lines."""
    tree = parse(cell.source)
    if tree is None:
        return set()
    found = {name for name, _ in calls(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        if cell.kind == "puzzle" and isinstance(node, ast.Constant) and isinstance(node.value, str):
            line = parse(node.value.strip())
            found |= {name for name, _ in calls(line)} if line else set()
    # `pd.to_datetime` as a function shows `.to_datetime` of no table, but `orders.merge` shows `.merge`
    return found | {f".{name.split('.')[-1]}" for name in found if "." in name and not name.startswith(".")}


def measure(lesson: Lesson, only: Collection[str] = ()) -> Result:
    """Find calls in reference answers, or in those named, that nothing above them has shown."""
    findings: list[Finding] = []
    known = set(prerequisites()) | {str(name) for name in lesson.header.get("functions") or []}
    asked = 0
    for cell in lesson.cells:
        if cell.kind == "answer" and not cell.audits and (not only or cell.name in only):
            tree = parse(cell.source)
            kept = set(solution_lines(cell.source))
            local = _local(tree) if tree else set()
            needed = {
                name: node
                for name, node in (calls(tree) if tree else [])
                if getattr(node, "lineno", 0) in kept
            }
            for name in sorted(needed):
                asked += 1
                last = f".{name.split('.')[-1]}"
                left = name.split(".")[0]
                method_of_a_table = "." in name and not name.startswith(".") and left not in ("pd", "np")
                fine = name in known or name in local or (method_of_a_table and last in known)
                if not fine:
                    what = f"{cell.name}: the answer needs `{name}`, which nothing above shows"
                    findings.append(at(lesson, cell, what))
        if cell.kind in SHOWING:
            known |= shown(cell)
    return Result("functions", f"{asked} uses, {len(findings)} not shown", "0 not shown", findings)


def _local(tree: ast.AST) -> set[str]:
    """Functions that the answer defines itself."""
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
