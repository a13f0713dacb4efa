"""What can be said of a submission before any of its code is run.

Every refusal is a sentence that the student can act on, and one for the instructor.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from staffroom.grading.verdict import Job, Reason

#: A notebook of more bytes than this holds outputs that nobody needs for grading.
LARGEST = 50_000_000
#: Other files of a student, all together.
LARGEST_EXTRAS = 50_000_000

SCHEMA = 3


@dataclass(frozen=True)
class Wanted:
    """What the lesson expects of a submission: its name, and the ids of its graded cells."""

    lesson: str
    tests: tuple[str, ...]
    written: tuple[str, ...]


def wanted_of(lesson: str, released: bytes) -> Wanted:
    """Read from a released notebook what a submission of it must contain."""
    tests, written = [], []
    for cell in json.loads(released)["cells"]:
        meta = cell["metadata"].get("nbgrader", {})
        if meta.get("grade"):
            (written if meta.get("solution") else tests).append(meta["grade_id"])
    return Wanted(lesson, tuple(tests), tuple(written))


def inspect(folder: Path, student: str, wanted: Wanted) -> Job | Reason:
    """Read a student's folder: a job if it can be graded, else the reason why not.

    Symbolic links are not followed. No code of the student is run.
    """
    found = _find(folder, wanted.lesson)
    if isinstance(found, Reason):
        return found
    try:
        content = found.read_bytes()
    except OSError as error:
        return Reason(
            "unreadable",
            "Your file could not be read; hand it in again.",
            f"{found.name} cannot be read: {error.strerror}.",
        )
    reason = check_notebook(content, wanted)
    if reason is not None:
        return reason
    extras: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and not path.is_symlink()
            and path.suffix != ".ipynb"
            and path.name != "timestamp.txt"
        ):
            extras[path.relative_to(folder).as_posix()] = path.read_bytes()
            if sum(map(len, extras.values())) > LARGEST_EXTRAS:
                return Reason(
                    "too-large",
                    "The files beside your notebook are too large; hand in the notebook alone.",
                    f"The files beside the notebook have more than {LARGEST_EXTRAS // 1_000_000} MB.",
                )
    return Job(student, wanted.lesson, content, extras)


def check_notebook(content: bytes, wanted: Wanted) -> Reason | None:
    """Say why these bytes are no gradable submission; None if they are one."""
    name = f"{wanted.lesson}.ipynb"
    if not content.strip():
        return Reason(
            "empty-file",
            f"Your file {name} is empty; save the notebook in Jupyter, then hand it in again.",
            f"{name} is empty.",
        )
    if len(content) > LARGEST:
        return Reason(
            "too-large",
            "Your notebook is too large; choose Edit › Clear Outputs of All Cells, save it, "
            "and hand it in again.",
            f"{name} has {len(content) / 1e6:.0f} MB.",
        )
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Reason(
            "wrong-encoding",
            "Your file is not UTF-8 text, as Jupyter writes it; was it opened in another program? "
            "Download it from Jupyter once more.",
            f"{name} is not UTF-8.",
        )
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        return Reason(
            "not-json",
            "Your file is damaged or cut off, so that it cannot be opened; "
            "download it from Jupyter once more.",
            f"{name} is not JSON{where}: damaged or cut off.",
        )
    if not _is_notebook(notebook):
        return Reason(
            "not-a-notebook",
            "Your file is not a Jupyter notebook; hand in the notebook itself.",
            f"{name} is JSON, but not a notebook of format 4.",
        )
    return _check_cells(notebook["cells"], wanted)


def _find(folder: Path, lesson: str) -> Path | Reason:
    name = f"{lesson}.ipynb"
    path = folder / name
    if path.is_symlink():
        return Reason(
            "link",
            "What you handed in is a link, not a file; hand in the notebook itself.",
            f"{name} is a symbolic link and is not followed.",
        )
    if path.is_file():
        return path
    others = sorted(p.name for p in folder.glob("*.ipynb") if p.is_file())
    if others:
        names = ", ".join(others)
        return Reason(
            "wrong-name",
            f"Your notebook is called {names}, but must be called {name}; rename it and hand it in again.",
            f"There is {names}, but no {name}.",
        )
    rest = sorted(
        p.name for p in folder.iterdir() if not p.name.startswith(".") and p.name != "timestamp.txt"
    )
    if rest:
        return Reason(
            "no-notebook",
            f"There is no notebook in what you handed in, only {', '.join(rest[:3])}; hand in {name}.",
            f"No notebook, only {', '.join(rest[:3])}.",
        )
    return Reason("no-notebook", f"What you handed in is empty; hand in {name}.", "The folder is empty.")


def _is_notebook(notebook: Any) -> bool:
    return (
        isinstance(notebook, dict)
        and notebook.get("nbformat") == 4
        and isinstance(notebook.get("cells"), list)
        and isinstance(notebook.get("metadata", {}), dict)
        and all(
            isinstance(cell, dict)
            and isinstance(cell.get("metadata", {}), dict)
            and isinstance(cell.get("metadata", {}).get("nbgrader", {}), dict)
            and isinstance(cell.get("source", ""), (str, list))
            and cell.get("cell_type") in ("code", "markdown", "raw")
            for cell in notebook["cells"]
        )
    )


def _check_cells(cells: list[dict[str, Any]], wanted: Wanted) -> Reason | None:
    marks = [mark for cell in cells if (mark := cell.get("metadata", {}).get("nbgrader"))]
    if not marks:
        return Reason(
            "marks-lost",
            "The marks by which your answers are found are gone from the notebook (some programs drop them); "
            "open the notebook that you were given in Jupyter, and put your answers into it.",
            "No cell carries nbgrader's metadata.",
        )
    versions = {mark.get("schema_version", 0) for mark in marks}
    if versions != {SCHEMA}:
        return Reason(
            "other-schema",
            "Your notebook was made for another version of the course; "
            "put your answers into the one given out.",
            f"The cells' nbgrader metadata are of another schema than {SCHEMA}.",
        )
    ids = [str(mark.get("grade_id")) for mark in marks if mark.get("grade") or mark.get("solution")]
    missing = [name for name in (*wanted.tests, *wanted.written) if name not in ids]
    if missing:
        return Reason(
            "cells-missing",
            f"{_cells(missing)} no longer in your notebook; put your answers into the notebook "
            "that you were given, without deleting cells, and hand it in again.",
            f"{_cells(missing)} missing.",
        )
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        return Reason(
            "cells-twice",
            f"{_cells(twice)} in your notebook more than once; keep one of each and hand it in again.",
            f"{_cells(twice)} there more than once.",
        )
    return None


def _cells(names: list[str]) -> str:
    listed = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    return f"The cell {listed} is" if len(names) == 1 else f"The cells {listed} are"
