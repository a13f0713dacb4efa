"""A class that never was: who hands in what, from the right and wrong answers that lie beside a lesson.

The same lesson gives the same class. Every listed misconception is there at least once; the first one of an
exercise is met more often, as in life.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import WrongUse
from staffroom.lessons import audited, exercises

if TYPE_CHECKING:
    from staffroom.lessons.source import Cell, Lesson

NAMES = (
    "ada", "bruno", "chiara", "david", "elif", "farid", "greta", "hanna", "ivan", "jonas", "kira", "leyla",
    "mateo", "nadia", "oskar", "paula", "quentin", "rosa", "samir", "tilda", "umut", "vera", "willem",
    "xenia", "yusuf", "zoe",
)  # fmt: skip

#: Students who carry no misconception: right, in four other styles, half, blank, damaged.
FIXED = 8

MEMO = (
    "Keep the line for two quarters and test it: it loses money by itself, but the customers who come for it "
    "stay and buy other things. What would change my mind: a region where it is closed and they stay away."
)


@dataclass(frozen=True)
class Player:
    """One student of the class: what kind of work it is, and the file that is handed in."""

    student: str
    kind: str
    content: bytes
    mistakes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answers:
    """Complete texts for the answer cell of one exercise, by name; `wrong` by the mistake's key."""

    right: dict[str, str]
    wrong: dict[str, str]


def read_answers(lesson: Lesson) -> dict[str, Answers]:
    """The answers that lie beside a lesson, by exercise."""
    folder = lesson.path.parent
    return {
        exercise.name: Answers(
            {answer.name: answer.source for answer in exercises.right(folder, exercise.name)},
            {answer.key: answer.source for answer in exercises.wrong(folder, exercise.name)},
        )
        for exercise in lesson.exercises()
    }


def play_class(lesson: Lesson, released: bytes, size: int, company: Path | None = None) -> list[Player]:
    """Make a class of `size` students for a released lesson.

    `company` is the folder of the company that they work on, by default the one that a notebook finds here.

    One has everything right, four answer rightly in another style, one half of it, one nothing, one hands in
    a damaged file; the others carry misconceptions. Raises `WrongUse` if the class is too small for them all.
    """
    answers = check_size(lesson, size)
    names = [
        NAMES[n] if n < len(NAMES) else f"{NAMES[n % len(NAMES)]}{n // len(NAMES) + 1}" for n in range(size)
    ]
    sheet = _Sheet(lesson, released, audited.answers(lesson, company))
    plan: list[tuple[str, dict[str, str], dict[str, str]]] = [("right", {}, {})]
    for n in range(4):
        styles = {name: list(a.right.values())[n % len(a.right)] for name, a in answers.items() if a.right}
        plan.append(("another style", styles, {}))
    for mistakes in _deal(answers, names[5 : size - 3]):
        wrong = {name: answers[name].wrong[key] for name, key in mistakes.items()}
        plan.append(("with misconceptions", wrong, mistakes))
    players = [
        Player(names[n], kind, sheet.filled(texts), mistakes)
        for n, (kind, texts, mistakes) in enumerate(plan)
    ]
    return [
        *players,
        Player(names[size - 3], "half", sheet.filled({}, half=True)),
        Player(names[size - 2], "blank", released),
        Player(names[size - 1], "damaged file", sheet.filled({})[: len(released) // 2]),
    ]


def check_size(lesson: Lesson, size: int) -> dict[str, Answers]:
    """Give the lesson's answers; raises `WrongUse` if a class of that size cannot show them all."""
    answers = read_answers(lesson)
    smallest = FIXED + max((len(a.wrong) for a in answers.values()), default=0)
    if size < smallest:
        raise WrongUse(
            f"The class needs at least {smallest} students to show every misconception, not {size}."
        )
    return answers


def _deal(answers: dict[str, Answers], students: list[str]) -> list[dict[str, str]]:
    """Deal the misconceptions out: each to one student at least, and at most one of an exercise to each."""
    hands: list[dict[str, str]] = [{} for _ in students]
    turn = 0
    for name, answer in answers.items():
        for key in answer.wrong:
            while name in hands[turn % len(hands)]:
                turn += 1
            hands[turn % len(hands)][name] = key
            turn += 1
    for student, hand in zip(students, hands, strict=True):
        for name, answer in answers.items():
            if name not in hand and answer.wrong and _chance(student, name) < 0.12:
                hand[name] = next(iter(answer.wrong))
    return hands


def _chance(*words: str) -> float:
    """A number from 0 to 1 that is the same for the same words, on every machine."""
    return int(hashlib.sha256("/".join(words).encode()).hexdigest()[:8], 16) / 2**32


class _Sheet:
    """The released notebook, to be filled in."""

    def __init__(self, lesson: Lesson, released: bytes, audits: Mapping[str, list[list[Any]]]) -> None:
        """`audits`: audit → the rows of its right answer."""
        self.released, self.audits = released, audits
        self.given = [
            cell for cell in lesson.cells if cell.kind in ("answer", "puzzle", "predict", "written")
        ]
        self.name_of = {exercise.answer.grade_id: exercise.name for exercise in lesson.exercises()}

    def filled(self, texts: dict[str, str], *, half: bool = False) -> bytes:
        """Fill in the author's solution, or `texts` where there are some; `half`: every second cell only."""
        notebook: dict[str, Any] = json.loads(self.released)
        cells = {cell["id"]: cell for cell in notebook["cells"]}
        for n, cell in enumerate(self.given):
            if half and (n % 2 or cell.kind == "written"):
                continue
            name = self.name_of.get(cell.grade_id)
            text = texts.get(name or "", MEMO if cell.kind == "written" else self._right(cell))
            cells[cell.grade_id]["source"] = text.splitlines(keepends=True)
        return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    def _right(self, cell: Cell) -> str:
        return _typed(cell, self.audits[cell.audits]) if cell.audits else _solved(cell)


def _typed(cell: Cell, rows: list[list[Any]]) -> str:
    """An audit as a student types it: a table of words and numbers. (The author's is made from the key.)"""
    lines = [f"    {[float(f'{x:.6g}') if isinstance(x, float) else x for x in row]}," for row in rows]
    return "\n".join([f"{cell.name} = [", *lines, "]"])


def _solved(cell: Cell) -> str:
    """The author's text without the marks around the solution."""
    return "\n".join(
        line
        for line in cell.source.split("\n")
        if line.strip() not in ("### BEGIN SOLUTION", "### END SOLUTION")
    )
