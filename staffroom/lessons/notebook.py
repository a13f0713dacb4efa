"""From a lesson's text to its source notebook, with all that nbgrader must know of each cell."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import v4

from staffroom.lessons import audits
from staffroom.lessons.source import KINDS

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from staffroom.lessons.source import Cell, Lesson

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

#: Jupyter's tag for a cell whose error does not stop "Run All". Where a part can wait, what would stop at an
#: unanswered exercise has it.
GOES_ON = "raises-exception"
_CHECKS = re.compile(r"\bcheck\.\w+\(")


def build_notebook(lesson: Lesson) -> NotebookNode:
    """Build the source notebook: full text, no outputs, the same for the same text."""
    notebook = v4.new_notebook(
        metadata={
            "centric": {"lesson": lesson.name},
            "kernelspec": dict(KERNEL),
            "language_info": {"name": "python"},
        }
    )
    notebook.cells = [_cell(cell, position) for position, cell in enumerate(lesson.cells, 1)]
    nbformat.validate(notebook)
    return notebook


def to_bytes(notebook: NotebookNode) -> bytes:
    """Write a notebook as nbgrader writes it: sorted keys, one blank of indentation, a final line end."""
    return (nbformat.writes(notebook, version=4).rstrip("\n") + "\n").encode("utf-8")


def _cell(cell: Cell, position: int) -> NotebookNode:
    make = v4.new_markdown_cell if cell.is_prose else v4.new_code_cell
    metadata: dict[str, Any] = {}
    if cell.kind not in ("markdown", "code") or cell.group != "core":
        metadata["centric"] = {"group": cell.group, "kind": cell.kind}
        if "run" in cell.options:
            metadata["centric"]["run"] = cell.options["run"]
    if cell.audits and cell.is_prose:
        metadata["centric"] = {**metadata.get("centric", {}), audits.MARK: cell.audits}
    if cell.group != "core" and (
        cell.kind in ("test", "try") or (cell.kind == "code" and _CHECKS.search(cell.source))
    ):
        metadata["tags"] = [GOES_ON]
    if "folded" in cell.options:
        metadata["jupyter"] = {"source_hidden": True}
    if cell.grade_id:
        metadata["nbgrader"] = _nbgrader(cell)
    return make(cell.source, id=_cell_id(cell, position), metadata=metadata)


def _cell_id(cell: Cell, position: int) -> str:
    if cell.grade_id:
        return cell.grade_id
    return f"{position:03d}-{_digest(cell.kind, cell.source)}"


def is_authors(cell_id: str, source: str) -> bool:
    """Whether a cell is as some release had it: its id then tells its text, which nobody wrote over."""
    _, _, digest = cell_id.partition("-")
    return len(digest) == 8 and any(digest == _digest(kind, source) for kind in KINDS)


def id_with(cell_id: str, source: str) -> str:
    """The id of a prose cell once it has another text: it still tells that the text is the author's."""
    return f"{cell_id.partition('-')[0]}-{_digest('markdown', source)}"


def _digest(kind: str, source: str) -> str:
    return hashlib.sha256(f"{kind}\n{source}".encode()).hexdigest()[:8]


def _nbgrader(cell: Cell) -> dict[str, Any]:
    """Give nbgrader's metadata, schema 3, as its own toolbar would write them."""
    metadata: dict[str, Any] = {
        "grade": cell.kind in ("test", "written"),
        "grade_id": cell.grade_id,
        "locked": cell.kind == "test",
        "schema_version": 3,
        "solution": cell.kind != "test",
        "task": False,
    }
    if metadata["grade"]:
        metadata["points"] = cell.points
    return metadata
