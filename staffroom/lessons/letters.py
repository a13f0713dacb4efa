"""Questions of letters in a lesson: what fits each place, and which options have no reason.

Read from the hidden test, `check.fitting(letters, reference.CRACKS, "cracks", options="abcn", points=3)`,
into which the build has put the reference's own value.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from staffroom.lessons.source import Cell, Exercise

CALL = "fitting"


@dataclass(frozen=True)
class Question:
    """One exercise of letters. `key`: place -> (what fits, option -> reason); `points` as its test says."""

    exercise: str
    test: Cell
    key: dict[str, tuple[str, dict[str, str]]]
    options: tuple[str, ...]
    points: float

    def without_reason(self) -> list[tuple[str, str]]:
        """(place, option) of each option that does not fit and says nothing to who chose it."""
        return [
            (place, option)
            for place, (right, reasons) in self.key.items()
            for option in self.options
            if option not in right and not str(reasons.get(option, "")).strip()
        ]

    def trouble(self) -> Iterator[str]:
        """What is wrong with the test itself, one sentence each."""
        if self.points != self.test.points:
            yield f"`check.{CALL}` says points={self.points:g}, and the marker says {self.test.points:g}"
        for place, (right, reasons) in self.key.items():
            if not right or any(letter not in self.options for letter in right):
                yield f"{place}: the letter that fits is {right!r}, and that is none of the options"
            for option in reasons:
                if option not in self.options:
                    yield f"{place}: there is a reason for {option!r}, and that is none of the options"


def question(exercise: Exercise) -> Question | None:
    """The exercise as a question of letters; None if it is none. Its tests must be `completed`."""
    for test in exercise.tests:
        try:
            tree = ast.parse(test.source)
        except SyntaxError:
            continue
        values = {
            node.targets[0].id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == CALL:
                said = {word.arg: word.value for word in node.keywords}
                key = node.args[1]
                try:
                    return Question(
                        exercise.name,
                        test,
                        _literal(values.get(key.id, key) if isinstance(key, ast.Name) else key),
                        tuple(_literal(said["options"])),
                        float(_literal(said["points"])),
                    )
                except (ValueError, KeyError):
                    return None
    return None


def _literal(node: ast.expr) -> Any:
    return ast.literal_eval(node)
