"""What a student changed between two versions that were handed in, answer by answer.

A person's mark and comment belong to the text that was read. Fingerprints of the answers are kept in the
journal, so that the next version can be held against them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: Under this name stands the fingerprint of all that is no written answer: the program as a whole.
PROGRAM = ""


def prints_of(notebook: NotebookNode) -> dict[str, str]:
    """Fingerprints by answer's cell, and one (`PROGRAM`) of all cells that are no written answers."""
    found, program = {}, hashlib.sha256()
    for cell in notebook.cells:
        own = _print(cell)
        if name := _answer(cell):
            found[name] = own
        if not _is_written(cell):
            program.update(own.encode())
    found[PROGRAM] = program.hexdigest()[:16]
    return found


def kept(notebook: NotebookNode, before: Mapping[str, str], now: Mapping[str, str]) -> frozenset[str]:
    """The graded cells whose score stands on the same work in both versions.

    For a written answer that is its own text; for all else, the program: any cell above may bear on it.
    """
    found = set()
    for cell in notebook.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade") or meta.get("task"):
            basis = meta["grade_id"] if _is_written(cell) else PROGRAM
            if before.get(basis) == now[basis]:
                found.add(meta["grade_id"])
    return frozenset(found)


def earlier_comments(
    entry: Mapping[str, Any], now: Mapping[str, str], comments: Mapping[str, str], *, same: bool
) -> dict[str, str]:
    """The comments, by cell, that were given to an earlier version of an answer.

    `entry` is the journal's on the version before, with the fingerprints of its answers and the comments that
    were old by then. `comments` are those of the gradebook: what was written anew since is not old. `same`:
    nothing else was handed in since.
    """
    old = entry.get("earlier_comments", {})
    before = entry.get("answers", now if same or not entry else {})
    return {
        cell: words
        for cell, words in comments.items()
        if cell in now and (before.get(cell) != now[cell] or old.get(cell) == words)
    }


def _answer(cell: NotebookNode) -> str:
    """The name of an answer's cell; empty for any other."""
    meta = cell.metadata.get("nbgrader", {})
    return str(meta.get("grade_id", "")) if meta.get("solution") or meta.get("task") else ""


def _is_written(cell: NotebookNode) -> bool:
    """Whether this is a text that a person reads, and that no other cell bears on."""
    meta = cell.metadata.get("nbgrader", {})
    return bool(meta.get("grade") and meta.get("solution") and cell.cell_type == "markdown")


def _print(cell: NotebookNode) -> str:
    """The fingerprint of a cell's text, without blanks at the ends of lines, and of its pictures."""
    whole = hashlib.sha256()
    for line in str(cell.source).strip().split("\n"):
        whole.update(line.rstrip().encode("utf-8", "surrogatepass") + b"\n")
    for name, forms in sorted(cell.get("attachments", {}).items()):
        for form, content in sorted(forms.items()):
            whole.update(f"\0{name}\0{form}\0{content}".encode("utf-8", "surrogatepass"))
    return whole.hexdigest()[:16]
