"""The answers beside a lesson: wrong ones, one for each misconception, and right ones in other styles.

    <lesson>/exercises/<exercise>/wrong/<mistake_key>.py
    <lesson>/exercises/<exercise>/right/<style>.py

Each file is a complete answer cell. The stem of a wrong one is the key of the mistake, with `_` for `-`. The
first paragraph of its docstring is what the student believes, the second the sentence that helps.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDER = "exercises"


@dataclass(frozen=True)
class Answer:
    """One answer to one exercise. `key` is the mistake that it makes, empty for a right one."""

    exercise: str
    key: str
    source: str
    path: Path

    @property
    def name(self) -> str:
        """The file's stem: the style of a right answer."""
        return self.path.stem

    @property
    def belief(self) -> str:
        """Of a wrong answer: what its student believes, in one sentence."""
        return self._paragraphs[0]

    @property
    def says(self) -> str:
        """Of a wrong answer: the sentence that helps its student; empty if there is none."""
        return self._paragraphs[1]

    @cached_property
    def _paragraphs(self) -> tuple[str, str]:
        try:
            text = ast.get_docstring(ast.parse(self.source)) or ""
        except (SyntaxError, ValueError):
            text = ""
        first, _, second = text.partition("\n\n")
        return " ".join(first.split()), " ".join(second.split())


def wrong(lesson: Path, exercise: str) -> list[Answer]:
    """The misconceptions of an exercise, by name. `lesson` is the lesson's folder."""
    return list(_read(lesson, exercise, "wrong"))


def right(lesson: Path, exercise: str) -> list[Answer]:
    """The right answers of an exercise in other styles, by name."""
    return list(_read(lesson, exercise, "right"))


def every(lesson: Path) -> Iterator[Answer]:
    """All answers of a lesson, exercise by exercise."""
    for exercise in names(lesson):
        yield from _read(lesson, exercise, "wrong")
        yield from _read(lesson, exercise, "right")


def names(lesson: Path) -> list[str]:
    """The exercises that have a folder of answers."""
    folder = lesson / FOLDER
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._")


def _read(lesson: Path, exercise: str, kind: str) -> Iterator[Answer]:
    for path in sorted((lesson / FOLDER / exercise / kind).glob("*.py")):
        key = path.stem.replace("_", "-") if kind == "wrong" else ""
        yield Answer(exercise, key, path.read_text(encoding="utf-8", errors="replace"), path)
