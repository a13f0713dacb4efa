"""Whether a cell's marks or text differ because the course changed, or because somebody altered them.

nbgrader writes a checksum over text, points and kind of each graded cell into what it gives out. Where it
fits, the cell is as some release had it, even if it is not the present one.
"""

from __future__ import annotations

from typing import Any

from staffroom.grading.preflight.read import Cell
from staffroom.grading.preflight.wanted import Given

#: What of a mark decides how a cell is graded.
_DECIDES = ("grade", "solution", "locked", "points")


def marks_differ(want: Given, cell: Cell) -> bool:
    """Whether what the mark says of grading is not what the present release has."""
    right = want.metadata["nbgrader"]
    return any(cell.mark.get(key) != right.get(key) for key in _DECIDES)


def is_earlier(want: Given, cell: Cell) -> bool:
    """Whether the cell's mark is one that an earlier release had.

    Of an answer the text given out may be another one now, and the student wrote over it: a checksum that is
    none of the present release's is then believed.
    """
    right, have = want.metadata["nbgrader"].get("checksum"), cell.mark.get("checksum")
    if not isinstance(have, str) or have == right:
        return False
    fits = have in (_checksum(want, cell, cell.source), _checksum(want, cell, want.source))
    return fits or (want.solution and bool(cell.mark.get("solution")))


def is_untouched(want: Given, cell: Cell) -> bool:
    """Whether the cell's text is as some release had it, too."""
    return cell.mark.get("checksum") == _checksum(want, cell, cell.source)


def change(want: Given, cell: Cell) -> str:
    """What is other than it was: `test_total (3 points then, 4 now)`."""
    now, then = want.metadata["nbgrader"].get("points"), cell.mark.get("points")
    if isinstance(then, (int, float)) and isinstance(now, (int, float)) and then != now:
        return f"{want.name} ({then:g} {'point' if then == 1 else 'points'} then, {now:g} now)"
    return want.name


def _checksum(want: Given, cell: Cell, source: str) -> str | None:
    """What nbgrader would have written for this mark with this text; None if the mark is none of its own."""
    from nbformat import NotebookNode
    from nbgrader.utils import compute_checksum

    mark: dict[str, Any] = {key: cell.mark.get(key) for key in (*_DECIDES, "grade_id")}
    node = NotebookNode(
        cell_type=want.kind, source=source, metadata=NotebookNode(nbgrader=NotebookNode(mark))
    )
    try:
        return str(compute_checksum(node))
    except (TypeError, ValueError, OverflowError, AttributeError):
        return None
