"""Right answers in other styles are accepted on every company, and there are enough of them to believe it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

from staffroom.lessons.source import Lesson
from staffroom.teaching import answers
from staffroom.teaching.code import parse
from staffroom.teaching.finding import Finding, Result, at
from staffroom.teaching.play import Bench

AT_LEAST = 5


def measure(lesson: Lesson, companies: Sequence[Path | None] = (None,)) -> Result:
    """Try the reference and every right answer on every company; none may fail, none may warn."""
    findings: list[Finding] = []
    tried = failed = 0
    fewest: int | None = None
    for exercise in lesson.exercises():
        found = answers.right(lesson, exercise.name)
        texts = {"the reference": exercise.answer.source} | {f"right/{a.name}.py": a.source for a in found}
        if answers.kind(exercise) == "code":
            different = {_shape(source) for source in texts.values()}
            fewest = min(len(found), fewest if fewest is not None else len(found))
            if len(found) < AT_LEAST:
                what = f"{exercise.name}: {len(found)} right answers in other styles; {AT_LEAST} or more"
                findings.append(at(lesson, exercise.answer, what))
            if len(different) < len(texts):
                what = f"{exercise.name}: two right answers are the same code but for remarks"
                findings.append(at(lesson, exercise.answer, what))
        for company in companies:
            bench = Bench(lesson, exercise.name, company)
            for name, source in texts.items():
                ran = bench.attempt(source)
                tried += 1
                wrong = next((r for r in ran if not r.passed), None)
                failed += wrong is not None
                if wrong:
                    where = f" on {Path(company).name}" if company else ""
                    what = f"{exercise.name}: {name} fails{where}: {wrong.message.splitlines()[:1]}"
                    findings.append(at(lesson, wrong.cell, what))
                warned = next((w for r in ran for w in r.warnings), None)
                if warned:
                    what = f"{exercise.name}: {name} warns, which a notebook shows in red: {warned}"
                    findings.append(at(lesson, exercise.answer, what))
    value = f"{tried - failed} of {tried} pass, {fewest or 0} styles or more"
    return Result("alternatives", value, "all pass, ≥ 5 styles each", findings)


def _shape(source: str) -> str:
    """The code of an answer without its docstrings and remarks."""
    tree = parse(source)
    if tree is None:
        return source
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)
