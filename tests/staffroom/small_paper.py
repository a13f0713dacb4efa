"""Small notebooks for the split: cells given as (kind, name, source), graded in a plain house."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plain_house import PlainHouse, serve_student

from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.house import Bundle
from staffroom.grading.split.blueprint import Blueprint, blueprint
from staffroom.grading.split.broker import Broker, Expected, Outcome, Parcel
from staffroom.grading.split.calibrate import calibrate, points_of
from staffroom.grading.split.outputs import Output
from staffroom.grading.split.plan import Step, make_plan

Cell = tuple[str, str, str]
#: For honest work, which a busy machine may hold up for long.
PATIENT = replace(Limits(), cell_seconds=120, cell_seconds_after=120, grace_seconds=60, call_seconds=120,
                  test_seconds=120, submission_seconds=600)  # fmt: skip
#: For what has no end; that it answers an interrupt is not hurried.
QUICK = replace(PATIENT, cell_seconds=2, call_seconds=0.8, test_seconds=1)


class Hurrying(Broker):
    """Has other limits at some places of the notebook."""

    hurried: Mapping[int, Limits] = {}

    def _step(self, step: Step) -> list[Output]:
        patient = self.limits
        self.limits = self.questions.limits = self.hurried.get(step.place, patient)
        self._patience = self.limits.cell_seconds
        try:
            return super()._step(step)
        finally:
            self.limits = self.questions.limits = patient


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


def house_for(notes: Blueprint, limits: Limits = PATIENT, student: Any = serve_student) -> PlainHouse:
    tests = {test.id: test.source for test in notes.tests.values()}
    tester = {"limits": limits.as_dict(), "steps": notes.steps, "tests": tests}
    return PlainHouse(Bundle("paper", {}, tester), student)


def trial(source: bytes, limits: Limits = PATIENT) -> tuple[Blueprint, Expected, dict[str, str]]:
    """Calibrate; gives the blueprint, what is expected of students, and the tests that failed."""
    notes = blueprint("paper", source)
    found = calibrate(notes, house_for(notes, limits), limits, student=Parcel(), tester=Parcel(), share=False)
    return notes, found.expected, found.failed


def grade(
    source: bytes,
    limits: Limits = PATIENT,
    student: Any = serve_student,
    house: Any = None,
    hurry: Mapping[str, Limits] | None = None,
    **answers: str,
) -> tuple[dict[str, float], Outcome]:
    """Grade the source notebook with some cells replaced; gives points by test, and all that came of it.

    `hurry` has the cells and tests that are given other limits than the rest.
    """
    notes, expected, failed = trial(source)
    assert not failed, failed
    plan = make_plan(notes, with_answers(source, **answers), share=False)
    broker = Hurrying(
        notes, plan, house or house_for(notes, limits, student), limits,
        student=Parcel(), tester=Parcel(), expected=expected,
    )  # fmt: skip
    names = [cell["id"] for cell in json.loads(source)["cells"]]
    broker.hurried = {names.index(name): limits for name, limits in (hurry or {}).items()}
    outcome = broker.run()
    places = {test.id: test.place for test in notes.tests.values()}
    return {name: points_of(outcome.outputs[place], 2) for name, place in places.items()}, outcome


def problem(outcome: Outcome, place: int) -> str:
    """The error that stands in a cell's outputs: its name and message; empty if there is none."""
    errors = [one for one in outcome.outputs[place] if one["output_type"] == "error"]
    return f"{errors[-1]['ename']}: {errors[-1]['evalue']}" if errors else ""
