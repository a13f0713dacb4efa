"""A student's error as plain data: what it is, what it says, and where in the student's cells it arose."""

from __future__ import annotations

import linecache
import traceback
import types
from typing import Any

LONGEST = 2_000
_MOST_PLACES = 12


def message_of(error: BaseException) -> str:
    """The error's text, whatever its class makes of that."""
    try:
        return str(error)[:LONGEST]
    except BaseException:
        return ""


def raised(error: BaseException, cells: dict[str, int], printed: str = "") -> dict[str, Any]:
    """The head of an answer that tells of an error.

    `cells` gives for the file names under which cells are compiled their numbers; lines of other files
    (libraries, the grading's own) are left out.
    """
    kind = type(error)
    head: dict[str, Any] = {
        "say": "raised",
        "type": str(kind.__name__)[:80],
        "bases": [one.__name__ for one in kind.__mro__ if one.__module__ == "builtins" and one is not object],
        "message": message_of(error),
        "trace": places(error, cells),
        "printed": printed,
    }
    if cells and (line := _line(error, set(cells))):
        head["line"] = line
    if isinstance(error, (NameError, AttributeError)) and isinstance(getattr(error, "name", None), str):
        head["name"] = error.name[:200]
    return head


def _line(error: BaseException, cells: set[str]) -> dict[str, Any] | None:
    """The student's line in which it arose, and what was in it, as `check.call` says it."""
    from classroom.check.raised import line_of

    try:
        found = line_of(error, cells)
    except BaseException:  # odd values of the student's
        return None
    return (
        None if found is None else {**vars(found), "names": list(found.names), "columns": list(found.columns)}
    )


def places(error: BaseException, cells: dict[str, int]) -> list[str]:
    """Where the error went through the student's cells, outermost first, each with its line of code."""
    found: list[str] = []
    trace: types.TracebackType | None = error.__traceback__
    while trace is not None:
        code, line = trace.tb_frame.f_code, trace.tb_lineno
        if code.co_filename in cells:
            inside = "" if code.co_name.startswith("<module") else f" in {code.co_name}"
            text = linecache.getline(code.co_filename, line).strip()[:200]
            found.append(f"Cell {cells[code.co_filename]}, line {line}{inside}: {text}")
        trace = trace.tb_next
    if len(found) > _MOST_PLACES:  # a recursion: its beginning and its end tell enough
        half = _MOST_PLACES // 2
        found = [*found[:half], f"({len(found) - 2 * half} more calls)", *found[-half:]]
    return found


def plain_trace(error: BaseException) -> list[str]:
    """A traceback where IPython's own fails."""
    try:
        return "".join(traceback.format_exception(error, limit=-20)).splitlines()
    except BaseException:
        return [f"{type(error).__name__}: {message_of(error)}"]
