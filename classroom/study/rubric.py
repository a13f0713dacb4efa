"""What a written answer is marked by, read where it stands: rubric, marked samples, model answer.

All of it lies in the lesson's folder of solutions: the rubric is the table above the answer's cell in its
notebook, the model answer is that cell, and the samples are `samples/*.md`. A class's students have no such
folder, and then there is nothing to read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classroom.notebook import solution_file, this_notebook

STUB = "*Write your answer here.*"
"""What the answer's cell holds as it is given out."""

_REGION = re.compile(r"^### BEGIN SOLUTION\n(?P<text>.*?)^### END SOLUTION$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\|(?P<cells>.+)\|\s*$", re.MULTILINE)
_RULE = re.compile(r"^[\s|:-]+$")


@dataclass(frozen=True)
class Sample:
    """A memo that was marked: its text, and row -> (points, why)."""

    title: str
    text: str
    marks: dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Rubric:
    """Rows (name -> what full points are given for), the points of a row, samples, and the model answer."""

    rows: dict[str, str]
    most: int
    samples: list[Sample]
    model: str


def read_rubric(lesson: str, answer: str) -> Rubric | None:
    """The rubric of a written answer; None where the solutions are not at hand, or it has none."""
    file = solution_file(lesson, f"{lesson}.ipynb")
    if file is None:
        return None
    folder, cells = file.parent, cells_of(file)
    place = next((n for n, cell in enumerate(cells) if _is(cell, answer)), None)
    model = _REGION.search(text_of(cells[place])) if place is not None else None
    if place is None or model is None:
        return None
    table = next((found for cell in reversed(cells[:place]) if (found := _table(text_of(cell)))), [])
    if len(table) < 2:
        return None
    head, *body = table
    rows = {_name(row[0]): row[1] for row in body}
    most = re.search(r"\d+", head[1])
    samples = [read_sample(path, set(rows)) for path in sorted((folder / "samples").glob("*.md"))]
    return Rubric(rows, int(most[0]) if most else 3, samples, model["text"].strip())


def own_text(answer: str) -> str | None:
    """What stands in the answer's cell of the notebook that runs here, as it was saved; None if unknown."""
    path = this_notebook()
    cell = next((cell for cell in cells_of(path) if _is(cell, answer)), None) if path else None
    return None if cell is None else text_of(cell).replace(STUB, "").strip()


def cells_of(path: Path) -> list[dict[str, Any]]:
    """A notebook's cells; none if it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    return [cell for cell in found if isinstance(cell, dict)] if isinstance(found, list) else []


def text_of(cell: dict[str, Any]) -> str:
    """A cell's text, which may be written as a list of lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(map(str, source))


def _is(cell: dict[str, Any], answer: str) -> bool:
    mark = cell.get("metadata", {}).get("nbgrader", {})
    return f"written_{answer}" in (mark.get("grade_id"), cell.get("id"))


def _table(text: str) -> list[list[str]]:
    """Rows of the first table in a text, head first."""
    rows = [[part.strip() for part in found["cells"].split("|")] for found in _ROW.finditer(text)]
    return [row for row in rows if len(row) >= 2 and not _RULE.match("|".join(row))]


def _name(words: str) -> str:
    return re.sub(r"\W+", "_", words.strip().lower())


def read_sample(path: Path, rows: set[str] | None = None) -> Sample:
    """A marked memo from its file; `rows`: only the marks of these rows of the rubric, else all."""
    text = path.read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    body, _, marks = rest.partition("\n## ")
    found = {
        _name(row[0]): (int(row[1]), row[2])
        for row in _table(marks)
        if len(row) >= 3 and row[1].isdigit() and (rows is None or _name(row[0]) in rows)
    }
    return Sample(title.lstrip("# ").split(" (")[0], body.strip(), found)
