"""What the lesson expects of a submission: the released notebook, cell by cell."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


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
class Wanted:
    """The lesson's name, the ids of its tests and written answers, and all its cells in order."""

    lesson: str
    tests: tuple[str, ...]
    written: tuple[str, ...]
    cells: tuple[Given, ...] = ()
    metadata: dict[str, Any] = field(default_factory=dict)


def wanted_of(lesson: str, released: bytes) -> Wanted:
    """Read from a released notebook what a submission of it must contain."""
    notebook = json.loads(released)
    cells = tuple(_given(cell, number) for number, cell in enumerate(notebook["cells"]))
    return Wanted(
        lesson,
        tuple(cell.name for cell in cells if cell.grade and not cell.solution),
        tuple(cell.name for cell in cells if cell.grade and cell.solution),
        cells,
        notebook.get("metadata", {}),
    )


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
