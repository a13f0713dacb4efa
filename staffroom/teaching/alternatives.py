"""Right answers in other styles are accepted on every company, and there are enough of them to believe it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from staffroom.lessons.source import Exercise, Lesson
from staffroom.teaching import answers
from staffroom.teaching.code import parse
from staffroom.teaching.finding import Finding, Result, at
from staffroom.teaching.trials import Ask, Trials

AT_LEAST = 5


def asks(trials: Trials, companies: Sequence[Path | None]) -> Iterator[Ask]:
    """What is to be tried: the reference and every right answer on every company."""
    for exercise in trials.exercises():
        for source in _texts(trials.lesson, exercise).values():
            yield from (Ask(exercise.name, source, company) for company in companies)


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Try the reference and every right answer on every company; none may fail, none may warn."""
    trials = trials or Trials(lesson)
    trials.ahead(asks(trials, companies))
    findings: list[Finding] = []
    tried = failed = 0
    fewest: int | None = None
    for exercise in trials.exercises():
        texts = _texts(lesson, exercise)
        others = len(texts) - 1
        if answers.kind(exercise) == "code":
            different = {_shape(source) for source in texts.values()}
            fewest = min(others, fewest if fewest is not None else others)
            if others < AT_LEAST:
                what = f"{exercise.name}: {others} right answers in other styles; {AT_LEAST} or more"
                findings.append(at(lesson, exercise.answer, what))
            if len(different) < len(texts):
                what = f"{exercise.name}: two right answers are the same code but for remarks"
                findings.append(at(lesson, exercise.answer, what))
        for company in companies:
            for name, source in texts.items():
                ran = trials.attempt(exercise.name, source, company)
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


def _texts(lesson: Lesson, exercise: Exercise) -> dict[str, str]:
    """All right answers to an exercise, the reference first."""
    found = answers.right(lesson, exercise.name)
    return {"the reference": exercise.answer.source} | {f"right/{a.name}.py": a.source for a in found}


def _shape(source: str) -> str:
    """The code of an answer without its docstrings and remarks."""
    tree = parse(source)
    if tree is None:
        return source
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)
