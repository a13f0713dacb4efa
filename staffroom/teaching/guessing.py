"""Guessing does not pay: of all possible answers to a choice or an ordering, few pass.

Choice answers are enumerated from the options that their tests name (`check.text(..., options="abcd")`) or
that stand behind the answer's marker (`options=a,b,c`), and tried on the tests. Where each place counts for
itself (`check.fitting`), what letters drawn by lot and what one letter everywhere earn is worked out. The
orders that solve a puzzle are found by running them on the puzzle's own cases, as `study.order` does.
"""

from __future__ import annotations

import ast
import itertools
import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from classroom.check.letters import share
from staffroom.lessons import letters
from staffroom.lessons.source import Cell, Exercise, Lesson
from staffroom.teaching.code import parse, solution_lines
from staffroom.teaching.finding import Finding, Result, at
from staffroom.teaching.trials import Ask, Trials

CHANCE = 0.05
#: So many guesses are tried one by one; of more than these a sample is drawn, in which 5 % would show.
MOST = 400


def options(exercise: Exercise) -> list[str]:
    """The options of a choice exercise; empty if neither its marker nor its tests name them."""
    if "options" in exercise.answer.options:
        return exercise.answer.options["options"].split(",")
    for test in exercise.tests:
        tree = parse(test.source)
        for node in ast.walk(tree) if tree else ():
            if isinstance(node, ast.keyword) and node.arg == "options":
                try:
                    return [str(option) for option in ast.literal_eval(node.value)]
                except ValueError:
                    continue
    return []


def guesses(cell: Cell, choices: list[str], *, seed: int = 0) -> Iterator[str]:
    """Sources of an answer cell with every combination of choices in place of the reference's texts."""
    tree = ast.parse(cell.source)
    kept = set(solution_lines(cell.source))
    places = [
        node
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for node in _values(statement.value)
        if isinstance(node.value, str) and node.lineno in kept
    ]
    number = len(choices) ** len(places)
    draw = random.Random(seed)
    combinations = (
        itertools.product(choices, repeat=len(places))
        if number <= MOST
        else (draw.choices(choices, k=len(places)) for _ in range(MOST))
    )
    own = [node.value for node in places]
    for combination in combinations:
        for node, choice in zip(places, combination, strict=True):
            node.value = choice
        yield ast.unparse(tree)
    for node, choice in zip(places, own, strict=True):
        node.value = choice


def _values(node: ast.expr) -> Iterator[ast.Constant]:
    """The constants that are answers: the values of a mapping, not its keys."""
    if isinstance(node, ast.Constant):
        yield node
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _values(value)
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        for value in node.elts:
            yield from _values(value)


def asks(trials: Trials, companies: Sequence[Path | None]) -> Iterator[Ask]:
    """What is to be tried: the guesses at each choice, on one company."""
    for exercise in trials.exercises("choice"):
        for source in guesses(exercise.answer, options(exercise)):
            yield Ask(exercise.name, source, companies[0], stop=True)


def chance(trials: Trials, exercise: Exercise, company: Path | None = None) -> float | None:
    """Share of all guesses that pass every test of an exercise; None if its options are unknown."""
    choices = options(exercise)
    if not choices:
        return None
    passed = [
        trials.outcome(exercise.name, source, company) == "passed"
        for source in guesses(exercise.answer, choices)
    ]
    return sum(passed) / len(passed)


def worth(trials: Trials, exercise: Exercise, company: Path | None = None) -> float | None:
    """Part of an exercise's points that one guess earns on average; None if its options are unknown."""
    asked = letters.question(exercise)
    return by_chance(asked) if asked else chance(trials, exercise, company)


def by_chance(asked: letters.Question) -> float:
    """Part of the points that letters drawn by lot earn on average."""
    likely = [1.0]  # of so many places that fit
    for right, _ in asked.key.values():
        p = len(right) / len(asked.options)
        likely = [
            (likely[n] * (1 - p) if n < len(likely) else 0.0) + (likely[n - 1] * p if n else 0.0)
            for n in range(len(likely) + 1)
        ]
    places, options = len(asked.key), len(asked.options)
    return sum(chance * share(n, places - n, places, options) for n, chance in enumerate(likely))


def by_one_letter(asked: letters.Question) -> tuple[str, float]:
    """The letter that earns most if it stands everywhere, and the part of the points that it earns."""
    places, options = len(asked.key), len(asked.options)

    def earned(option: str) -> float:
        fits = sum(option in right for right, _ in asked.key.values())
        return share(fits, places - fits, places, options)

    best = max(asked.options, key=earned)
    return best, earned(best)


def puzzle_chance(lesson: Lesson, cell: Cell) -> tuple[list[str], int] | None:
    """The orders that solve a puzzle, and how many there are; None if its lines or cases are not known.

    A guesser is taken to know how many lines the shortest solution has, or one more.
    """
    from classroom import lessons, study

    about = lessons.read(lesson.name).puzzles.get(str(cell.name))
    lines = puzzle_lines(cell) or (about.lines if about else None)
    if about is None or not lines:
        return None
    passing = study.enumerate_puzzle(str(cell.name), lines, lesson.name)
    shortest = min(map(len, passing), default=len(lines))
    total = sum(math.perm(len(lines), n) for n in (shortest, shortest + 1))
    return [order for order in passing if len(order) <= shortest + 1], total


def puzzle_lines(cell: Cell) -> dict[str, str]:
    """The lettered lines of an ordering puzzle, from the literal `lines = {...}` in its cell."""
    tree = parse(cell.source)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            try:
                return {str(k): str(v) for k, v in ast.literal_eval(node.value).items()}
            except ValueError:
                continue
    return {}


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Enumerate every choice and every puzzle of a lesson, on the first company."""
    trials = trials or Trials(lesson)
    findings: list[Finding] = []
    notes: list[str] = []
    worst = 0.0
    for exercise in trials.exercises("choice"):
        passing = chance(trials, exercise, companies[0])
        if passing is None:
            what = f"{exercise.name}: its options are not known; name them in `check.text(..., options=...)`"
            findings.append(at(lesson, exercise.answer, what))
            continue
        worst = max(worst, passing)
        notes.append(f"{exercise.name}: {passing:.2%} of guesses pass")
        if passing > CHANCE:
            findings.append(at(lesson, exercise.answer, f"{exercise.name}: {passing:.0%} of guesses pass"))
        if asked := letters.question(exercise):
            drawn, (letter, same) = by_chance(asked), by_one_letter(asked)
            worst = max(worst, drawn, same)
            says = f'{drawn:.1%} of the points by lot, {same:.1%} by "{letter}" everywhere'
            notes.append(f"{exercise.name}: {says}")
            if max(drawn, same) > CHANCE:
                findings.append(at(lesson, exercise.answer, f"{exercise.name}: {says}"))
    for cell in lesson.cells:
        if cell.kind != "puzzle" or not trials.concerns(cell.name):
            continue
        found = puzzle_chance(lesson, cell)
        if found is None:
            findings.append(at(lesson, cell, f"{cell.name}: the puzzle's lines or cases are not known"))
            continue
        passing, total = found
        worst = max(worst, len(passing) / total)
        notes.append(f"{cell.name}: {len(passing)} of {total} orders pass: {' '.join(passing)}")
        if not passing or len(passing) > CHANCE * total:
            findings.append(at(lesson, cell, f"{cell.name}: {len(passing)} of {total} orders pass"))
    return Result("guessing", f"at most {worst:.1%} by chance", "≤ 5 % by chance", findings, notes)
