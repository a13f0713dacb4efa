"""Small notebooks for the split: cells given as (kind, name, source), graded in a plain house."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from plain_house import PlainHouse, serve_student

from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.house import Bundle
from staffroom.grading.split.blueprint import Blueprint, blueprint
from staffroom.grading.split.broker import Broker, Expected, Outcome, Parcel
from staffroom.grading.split.calibrate import calibrate, points_of
from staffroom.grading.split.plan import make_plan

Cell = tuple[str, str, str]
QUICK = replace(Limits(), cell_seconds=1, cell_seconds_after=0.6, grace_seconds=0.4, call_seconds=0.8,
                test_seconds=5, submission_seconds=30)  # fmt: skip


def paper(*cells: Cell, run: str = "") -> bytes:
    """A notebook of these cells: given, answer, test (2 points) or prose."""
    made = []
    for kind, name, source in cells:
        meta: dict[str, Any] = {}
        if kind in ("answer", "test"):
            meta["nbgrader"] = {
                "grade": kind == "test", "solution": kind == "answer", "grade_id": name, "schema_version": 3,
                "locked": kind == "test", "task": False, **({"points": 2} if kind == "test" else {}),
            }  # fmt: skip
        if kind == "test" and run:
            meta["centric"] = {"run": run}
        cell = {"cell_type": "markdown" if kind == "prose" else "code", "id": name, "metadata": meta}
        more = {} if kind == "prose" else {"outputs": [], "execution_count": None}
        made.append({**cell, "source": source, **more})
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def with_answers(notebook: bytes, **answers: str) -> bytes:
    """The notebook with some cells' text replaced."""
    document = json.loads(notebook)
    for cell in document["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    return json.dumps(document).encode()


def house_for(notes: Blueprint, limits: Limits = QUICK, student: Any = serve_student) -> PlainHouse:
    tests = {test.id: test.source for test in notes.tests.values()}
    tester = {"limits": limits.as_dict(), "steps": notes.steps, "tests": tests}
    return PlainHouse(Bundle("paper", {}, tester), student)


def trial(source: bytes, limits: Limits = QUICK) -> tuple[Blueprint, Expected, dict[str, str]]:
    """Calibrate; gives the blueprint, what is expected of students, and the tests that failed."""
    notes = blueprint("paper", source)
    found = calibrate(notes, house_for(notes, limits), limits, student=Parcel(), tester=Parcel(), share=False)
    return notes, found.expected, found.failed


def grade(
    source: bytes, limits: Limits = QUICK, student: Any = serve_student, house: Any = None, **answers: str
) -> tuple[dict[str, float], Outcome]:
    """Grade the source notebook with some cells replaced; gives points by test, and all that came of it."""
    notes, expected, failed = trial(source)
    assert not failed, failed
    plan = make_plan(notes, with_answers(source, **answers), share=False)
    broker = Broker(
        notes, plan, house or house_for(notes, limits, student), limits,
        student=Parcel(), tester=Parcel(), expected=expected,
    )  # fmt: skip
    outcome = broker.run()
    places = {test.id: test.place for test in notes.tests.values()}
    return {name: points_of(outcome.outputs[place], 2) for name, place in places.items()}, outcome


def problem(outcome: Outcome, place: int) -> str:
    """The error that stands in a cell's outputs: its name and message; empty if there is none."""
    errors = [one for one in outcome.outputs[place] if one["output_type"] == "error"]
    return f"{errors[-1]['ename']}: {errors[-1]['evalue']}" if errors else ""
