"""What is to be run of one submission, in order: the student's cells, and the tests at their places."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from staffroom.grading.split.blueprint import WITH_STUDENT, Blueprint, text_of
from staffroom.grading.split.uses import uses

CELL, TEST, OPEN = "cell", "test", "open"


@dataclass(frozen=True)
class Step:
    """One cell of the notebook: a cell of the student's, a test, or a test that runs with the student.

    `shared` is the place of the author's cell in the source if what it does may be taken over from the class;
    `personal` is then what is left to run for each. `visible` is a test's open part, where later cells use
    names that it makes.
    """

    place: int
    kind: str
    source: str
    test: str = ""
    shared: int | None = None
    visible: str = ""
    personal: str = ""


@dataclass(frozen=True)
class Plan:
    """The notebook, and its code cells in order."""

    notebook: dict[str, Any]
    steps: list[Step] = field(default_factory=list)


def make_plan(paper: Blueprint, notebook: bytes, *, share: bool = True) -> Plan:
    """Match a submission's cells with the lesson's. With `share=False` every cell is run for itself."""
    document = json.loads(notebook)
    steps: list[Step] = []
    shareable = {given.source.rstrip(): given for given in paper.given.values() if given.shareable and share}
    last = -1
    for place, cell in enumerate(document["cells"]):
        if cell.get("cell_type") != "code":
            continue
        test = paper.tests.get(str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")))
        source = text_of(cell)
        if test is not None:
            kind = OPEN if test.run == WITH_STUDENT else TEST
            steps.append(Step(place, kind, test.source, test.id, visible=test.visible))
            continue
        given = shareable.get(source.rstrip())
        if given is not None and given.place > last:  # moved about, they would not find what they need
            last = given.place
            steps.append(Step(place, CELL, source, shared=given.place, personal=given.personal))
        else:
            steps.append(Step(place, CELL, source))
    return Plan(document, _with_visible(steps))


def _with_visible(steps: list[Step]) -> list[Step]:
    """Keep the open part only of tests that make names which the student's later cells use."""
    found: list[Step] = []
    wanted: set[str] = set()
    bound_before: list[set[str]] = []
    bound: set[str] = set()
    for step in steps:
        bound_before.append(set(bound))
        if step.kind == CELL:
            bound |= uses(step.source).binds
    for step, before in zip(reversed(steps), reversed(bound_before), strict=True):
        if step.kind == CELL:
            seen = uses(step.source)
            wanted = (wanted - seen.binds) | seen.reads | seen.alters
            found.append(step)
            continue
        makes = uses(step.visible).binds
        needed = makes & wanted - before if step.kind == TEST else set()
        found.append(step if needed else Step(step.place, step.kind, step.source, step.test))
    return found[::-1]
