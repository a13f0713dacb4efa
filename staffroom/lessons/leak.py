"""The search for anything in a released lesson that a student must not get."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffroom.lessons import exercises

if TYPE_CHECKING:
    from staffroom.lessons.source import Lesson

#: Words that no released lesson has a reason to contain.
FORBIDDEN = {
    "solution mark": re.compile(r"\b(BEGIN|END) SOLUTION\b"),
    "hidden test mark": re.compile(r"\b(BEGIN|END) HIDDEN TESTS\b"),
    "mark scheme": re.compile(r"\b(BEGIN|END) MARK SCHEME\b"),
    "truth table": re.compile(r"\btruth_(customers|trials|parameters)\b|\.truth\b"),
    "folder of answers": re.compile(r"\bexercises/"),
    "instructor's package": re.compile(r"^\s*(from|import)\s+staffroom\b", re.MULTILINE),
}
#: A shorter line (`return x`) says nothing about where it came from.
SHORTEST = 16

_CELL_KEYS = {"cell_type", "execution_count", "id", "metadata", "outputs", "source"}
_CELL_METADATA = {"centric", "deletable", "editable", "nbgrader", "tags", "jupyter"}


def leaks(lesson: Lesson, released: Path) -> list[str]:
    """Name all leaks in the released folder of a lesson, one sentence each; an empty list if there are none.

    Compared are the lines of all solution and hidden regions and of all files of wrong and right answers
    with what the student sees; lines that the lesson itself also shows in the open are no secret.
    """
    content = (released / f"{lesson.name}.ipynb").read_bytes()
    return [*stray_files(lesson, released), *leaks_in_notebook(lesson, content)]


def stray_files(lesson: Lesson, released: Path) -> list[str]:
    """Name every file in the released folder other than the notebook."""
    return [
        f"{path.relative_to(released)} lies in the released folder, which may hold the notebook only."
        for path in sorted(released.rglob("*"))
        if path.is_file()
        and path != released / f"{lesson.name}.ipynb"
        and ".ipynb_checkpoints" not in path.parts
    ]


def leaks_in_notebook(lesson: Lesson, content: bytes) -> list[str]:
    """Name all leaks in the bytes of a released notebook."""
    notebook: dict[str, Any] = json.loads(content)
    secret = secret_lines(lesson)
    found = []
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        where = f"cell {cell['id']}"
        found += [f"{where} contains a {what}." for what, rule in FORBIDDEN.items() if rule.search(text)]
        found += [
            f"{where} shows a line of {secret[line]}: {line}"
            for line in map(str.strip, text.split("\n"))
            if line in secret
        ]
        if cell.get("outputs") or cell.get("execution_count"):
            found.append(f"{where} has outputs.")
        extra = (set(cell) - _CELL_KEYS) | (set(cell["metadata"]) - _CELL_METADATA)
        found += [f"{where} carries {key}, which nothing here needs." for key in sorted(extra)]
    return found


def secret_lines(lesson: Lesson) -> dict[str, str]:
    """All telling lines that students must not see, each with a word on where it is from."""
    from staffroom.lessons.source import released

    secret: dict[str, str] = {}
    for cell in lesson.cells:
        shown = set(released(cell).split("\n"))
        for line in cell.source.split("\n"):
            if line not in shown:
                secret.setdefault(line.strip(), f"a region of [{cell.kind}] {cell.name}")
    for answer in exercises.every(lesson.path.parent):
        for line in answer.source.split("\n"):
            secret.setdefault(line.strip(), f"{exercises.FOLDER}/{answer.exercise}/{answer.path.name}")
    # what the lesson shows in the open, in a worked example for instance, is no secret
    for cell in lesson.cells:
        for line in released(cell).split("\n"):
            secret.pop(line.strip(), None)
    return {line: where for line, where in secret.items() if len(line) >= SHORTEST}
