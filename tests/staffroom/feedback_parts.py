"""A small executed notebook and its guide, for tests of what students get to read."""

from __future__ import annotations

import json

from nbformat import v4
from nbformat.v4.nbjson import reads

from staffroom.course import Course
from staffroom.grading.feedback.guide import Guide, Part

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HIDDEN = "assert total(empty_basket) == 0, 'nothing'"

GUIDE = Guide(
    "00_small",
    "What does a basket cost?",
    (
        Part("total", "Exercise 1: the sum", "Baskets", "Add up a basket.", "Look at `back` again.",
             "answer_total", ("test_total",)),
        Part("memo", "Write to the board", "Write to the board", answer="written_memo",
             cells=("written_memo",), written=True),
    ),
    {("total", "returns-left-in"): "Adds every line, also what came back."},
    frozenset({"".join(HIDDEN.split())}),
    frozenset({"total(basket)  # try it"}),
)  # fmt: skip


def code(name: str, source: str, outputs=(), **meta):
    cell = v4.new_code_cell(source, id=name)
    cell.outputs = [dict(o) for o in outputs]
    if meta:
        cell.metadata["nbgrader"] = {"grade_id": name, "schema_version": 3, "task": False, **meta}
    return cell


def stream(text: str, name: str = "stdout"):
    return v4.new_output("stream", name=name, text=text)


def error(name: str, value: str, trace=()):
    return v4.new_output("error", ename=name, evalue=value, traceback=list(trace))


def shown(**data):
    return v4.new_output("display_data", data={kind.replace("_", "/"): value for kind, value in data.items()})


def notebook(*, answer="def total(lines):\n    return 1", outputs=(), test=(), memo="My memo.", after=()):
    """What `autograded/` holds: answer, test, the author's try cell, the memo, more cells."""
    cells = [
        v4.new_markdown_cell("# What does a basket cost?", id="head"),
        code("answer_total", answer, outputs, grade=False, solution=True, locked=False),
        code("test_total", f"got = total(toy)\n### BEGIN HIDDEN TESTS\n{HIDDEN}\n### END HIDDEN TESTS",
             test, grade=True, solution=False, locked=True, points=3),
        code("try", "total(basket)  # try it", [stream("80\n")]),
        v4.new_markdown_cell(memo, id="written_memo"),
        *(code(f"more{n}", source, out) for n, (source, out) in enumerate(after)),
    ]  # fmt: skip
    cells[4].metadata["nbgrader"] = {
        "grade_id": "written_memo", "grade": True, "solution": True, "locked": False, "points": 5,
        "schema_version": 3, "task": False,
    }  # fmt: skip
    return reads(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


def course_in(root) -> Course:
    from traitlets.config import Config

    return Course(root, Config())
