"""What is run for an oral: of a notebook what a student's functions need, and cells that ask them."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from staffroom.grading.split.blueprint import text_of
from staffroom.grading.split.uses import closure, uses
from staffroom.lessons import reference
from staffroom.oral import asking
from staffroom.oral.asking import MARK
from staffroom.oral.questions import OralFile, plain

#: In front of a question's name, as the id of the cell that asks it.
CELL = "test_"
#: Behind it where the function is known to be right before the change.
PROVED = "--proved"
#: The cell's text: the student's function by its name, and the rest where nobody sees it.
_TEXT = """
import types
try:
    _answer = {function}
except NameError:
    _answer = None
### BEGIN HIDDEN TESTS
import numpy as np
import pandas as pd

def _oral_changed({takes}):
    return {changed}

_asking = types.ModuleType("asking")  # the sandbox does not have this program's own packages
exec({asking!r}, _asking.__dict__)
_right = {{{right}}}
_asking.tell({lesson!r}, {question!r}, _answer, _right, _oral_changed)
### END HIDDEN TESTS
"""


def asking_cells(lesson: Path, asked: OralFile) -> dict[str, dict[str, Any]]:
    """Question → the cell that asks it, with the reference's functions in it.

    A question that compares is there twice, with `PROVED` behind its name for a function that is known to be
    right as things are. `lesson` is the folder of solutions.
    """
    text = Path(asking.__file__).read_text(encoding="utf-8")
    module, cells = reference.load(lesson), {}
    for name, question in asked.questions.items():
        takes = list(inspect.signature(getattr(module, question.function)).parameters)
        functions = [question.function, *([question.inputs] if question.inputs else [])]
        for end in ("",) if question.family == "trace" else ("", PROVED):
            source = _TEXT.format(
                function=question.function,
                asking=text,
                right=", ".join(f"{one!r}: reference.{one}" for one in functions),
                lesson=lesson.name,
                question=plain(question) | {"proved": bool(end)},
                takes=", ".join(takes),
                changed="(" + "".join(f"{question.change.get(one, one)}, " for one in takes) + ")",
            )
            source = reference.inlined(source.strip(), lesson, str(lesson))[0]
            cells[name + end] = _cell(CELL + name + end, source)
    return cells


def _cell(name: str, source: str) -> dict[str, Any]:
    mark = {
        "grade": True, "solution": False, "locked": True, "points": 1, "grade_id": name,
        "schema_version": 3, "task": False,
    }  # fmt: skip
    return {
        "cell_type": "code", "id": name, "source": source, "outputs": [], "execution_count": None,
        "metadata": {"nbgrader": mark},
    }  # fmt: skip


def cut_down(notebook: bytes, functions: Iterable[str]) -> dict[str, Any]:
    """A notebook with no more than the code that `functions` stand on."""
    document: dict[str, Any] = json.loads(notebook)
    kept: list[dict[str, Any]] = []
    wanted = set(functions)
    for one in reversed(document["cells"]):
        if one.get("cell_type") != "code" or _is_test(one):
            continue
        seen = uses(text_of(one))
        if (seen.readable and (seen.binds | seen.alters) & wanted) or seen.steers:
            wanted |= closure(seen.reads | seen.alters, dict(seen.late))
            kept.append(one)
    return {**document, "cells": kept[::-1]}


def with_cells(document: dict[str, Any], cells: Iterable[dict[str, Any]]) -> bytes:
    """A notebook with more cells at its end."""
    return json.dumps({**document, "cells": [*document["cells"], *cells]}).encode()


def told(notebook: bytes) -> dict[str, dict[str, Any]]:
    """What the asking cells of an executed notebook printed, by question."""
    found = {}
    for cell in json.loads(notebook)["cells"]:
        name = str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", ""))
        printed = [one for one in cell.get("outputs", []) if one.get("name") == "stdout"]
        text = "".join(one.get("text", "") for one in printed)
        line = next((line for line in text.split("\n") if line.startswith(MARK)), None)
        if line is not None and _is_test(cell):
            found[name.removeprefix(CELL).removesuffix(PROVED)] = json.loads(line.removeprefix(MARK))
    return found


def memo_of(notebook: bytes) -> str:
    """The student's written answers, one below the other."""
    parts = []
    for cell in json.loads(notebook)["cells"]:
        mark = cell.get("metadata", {}).get("nbgrader", {})
        if cell.get("cell_type") == "markdown" and mark.get("solution") and mark.get("grade"):
            parts.append(text_of(cell))
    return "\n\n".join(parts)


_SHARE = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[.,]\d+)?)\s*(%|percent\b|per cent\b|(?:of|in|out of) (?:a )?100\b)", re.I
)
_EUROS = re.compile(r"(?:€|EUR)\s?(\d[\d,.]*)|(?<![\w.,])(\d[\d,.]*)\s*(?:€|euros?\b|EUR\b)", re.I)


def number_in(memo: str, kind: str) -> str:
    """The first share or sum of euros in a memo, as it is written there; "" if there is none."""
    found = (_SHARE if kind == "share" else _EUROS).search(memo)
    return " ".join(found[0].split()).rstrip(".,") if found else ""


def _is_test(cell: dict[str, Any]) -> bool:
    mark = cell.get("metadata", {}).get("nbgrader", {})
    return bool(mark.get("grade")) and not mark.get("solution")
