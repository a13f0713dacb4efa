"""Which notebook runs here, and for whom it was made.

Where each student has a company of their own, the notebook that they were given bears a mark in its metadata
(`metadata.centric.holder`), and so does the manifest of the company that belongs to it.
"""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path

#: The lesson that `study.begin` named, if it did.
named: list[str] = []


def this_notebook() -> Path | None:
    """The file of the notebook that runs here, or None if it cannot be told.

    Jupyter's server and VS Code tell the kernel. Else the only notebook in the working folder is taken, or
    the one of the lesson that `study.begin` named.
    """
    told = (
        os.environ.get("JPY_SESSION_NAME", ""),
        str(getattr(sys.modules.get("__main__"), "__vsc_ipynb_file__", "")),
    )
    for name in told:
        if name.endswith(".ipynb") and Path(name).is_file():
            return Path(name).resolve()
    try:
        there = sorted(Path.cwd().glob("*.ipynb"))
    except OSError:
        return None
    if len(there) > 1:
        there = [path for path in there if path.stem in named]
    return there[0].resolve() if there else None


def graded() -> bool:
    """Whether this notebook is being graded."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def solution_file(lesson: str, name: str) -> Path | None:
    """A file of the lesson's solutions, if they lie in a folder above the notebook.

    They do for who learns from a copy of the whole course. While a notebook is graded nobody looks for them.
    """
    if graded():
        return None
    notebook = this_notebook()
    for start in (Path.cwd(), *([notebook.parent] if notebook else [])):
        for folder in (start, *start.parents):
            if (folder / "solutions" / lesson / name).is_file():
                return folder / "solutions" / lesson / name
    return None


def holder() -> str | None:
    """The mark of the person for whom this notebook was made, None if it was made for everybody.

    Under nbgrader's autograding nobody is asked: there the company is laid out by the grader.
    """
    if graded():
        return None
    notebook = this_notebook()
    return None if notebook is None else _mark(notebook)


@cache
def _mark(path: Path) -> str | None:
    """What stands in the notebook's metadata; read once, for a notebook may be large."""
    return mark_in(path, "metadata", "centric", "holder")


def mark_in(path: Path, *where: str) -> str | None:
    """The text at a place of a JSON file; None if there is none, or if it is no JSON."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        for step in where:
            found = found[step]
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None
    return found if isinstance(found, str) else None
