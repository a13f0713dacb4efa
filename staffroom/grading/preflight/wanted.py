"""What the lesson expects of a submission: the released notebook, cell by cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from staffroom.lessons.source import without_hidden_tests

#: From so many letters on, two lessons hardly have a text in common by chance.
LONG = 30
_TITLE = re.compile(r"^# +(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Given:
    """One cell of the released notebook. `name` is its grade id, empty where nbgrader has no mark on it."""

    id: str
    kind: str
    source: str
    metadata: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    grade: bool = False
    solution: bool = False

    @property
    def locked(self) -> bool:
        """Whether students are to leave it as it is: tests, and what the author locked."""
        return bool(self.name) and not self.solution


@dataclass(frozen=True)
class Known:
    """Another lesson of the course: by what one knows it. `texts` are those of the author's long cells."""

    lesson: str
    title: str
    names: frozenset[str]
    texts: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """The lesson's name, the ids of its tests and written answers, and all its cells in order.

    `others` are the course's other lessons, one of which may be handed in by mistake.
    """

    lesson: str
    tests: tuple[str, ...]
    written: tuple[str, ...]
    cells: tuple[Given, ...] = ()
    metadata: dict[str, Any] = field(default_factory=dict)
    others: tuple[Known, ...] = ()


def wanted_of(lesson: str, released: bytes, others: Iterable[Known] = ()) -> Wanted:
    """Read from a released notebook what a submission of it must contain."""
    notebook = json.loads(released)
    cells = tuple(_given(cell, number) for number, cell in enumerate(notebook["cells"]))
    return Wanted(
        lesson,
        tuple(cell.name for cell in cells if cell.grade and not cell.solution),
        tuple(cell.name for cell in cells if cell.grade and cell.solution),
        cells,
        notebook.get("metadata", {}),
        tuple(others),
    )


def known_of(lesson: str, notebook: bytes) -> Known:
    """Read from a lesson's source notebook, or a released one, by what to know it.

    Raises ValueError, KeyError or TypeError if it is none.
    """
    cells = [_given(cell, number) for number, cell in enumerate(json.loads(notebook)["cells"])]
    texts = (without_hidden_tests(cell.source).strip() for cell in cells if not cell.solution)
    return Known(
        lesson,
        title_of((cell.kind, cell.source) for cell in cells) or lesson,
        frozenset(cell.name for cell in cells if cell.name),
        frozenset(plain(text) for text in texts if len(text) >= LONG),
    )


def title_of(cells: Iterable[tuple[str, str]]) -> str:
    """The first heading in a notebook's cells (kind, source); empty if there is none."""
    headings = (_TITLE.search(source) for kind, source in cells if kind == "markdown")
    return next((found[1] for found in headings if found), "")


def plain(source: str) -> str:
    """A text without blanks at the ends of its lines and empty lines around it."""
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def _given(cell: dict[str, Any], number: int) -> Given:
    source = cell["source"]
    mark = cell["metadata"].get("nbgrader", {})
    marked = any(mark.get(key) for key in ("grade", "solution", "locked", "task"))
    return Given(
        # notebooks made in old versions of Jupyter have no ids
        cell.get("id") or f"given-{number:03d}",
        cell["cell_type"],
        source if isinstance(source, str) else "".join(source),
        cell["metadata"],
        str(mark.get("grade_id", "")) if marked else "",
        bool(mark.get("grade") or mark.get("task")),
        bool(mark.get("solution") or mark.get("task")),
    )
