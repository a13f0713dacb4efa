"""Calibration: the author's own solution goes through the split, and must earn every point."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from generator.errors import UserError
from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.house import House
from staffroom.grading.split.blueprint import Blueprint
from staffroom.grading.split.broker import Broker, Expected, Kept, Outcome, Parcel
from staffroom.grading.split.outputs import Output
from staffroom.grading.split.plan import make_plan


@dataclass(frozen=True)
class Calibration:
    """What the author's solution showed: `expected` for the submissions, `failed` tests with their words."""

    expected: Expected
    failed: dict[str, str] = field(default_factory=dict)
    cells: dict[int, str] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)


def calibrate(
    paper: Blueprint, house: House, limits: Limits, *, student: Parcel, tester: Parcel, share: bool = True
) -> Calibration:
    """Run the source notebook as if it had been handed in."""
    plan = make_plan(paper, json.dumps(paper.notebook).encode(), share=share)
    broker = Broker(paper, plan, house, limits, student=student, tester=tester, expected=None)
    return read(paper, broker.run())


def read(paper: Blueprint, outcome: Outcome) -> Calibration:
    """Draw the conclusions from a trial run of the author's solution."""
    failed, cells = {}, {}
    tests = {test.place: test for test in paper.tests.values()}
    for place, outputs in outcome.outputs.items():
        problem = next((one for one in outputs if one["output_type"] == "error"), None)
        if place not in tests:
            if problem is not None:
                cells[place] = _words(problem)
            continue
        earned = points_of(outputs, tests[place].points)
        if earned < tests[place].points:
            failed[tests[place].id] = _words(problem) if problem else f"{earned:g} points only"
    kinds = {path: sorted(found) for path, found in outcome.seen.items()}
    return Calibration(Expected(kinds, sorted(outcome.altering)), failed, cells, outcome.kept)


def points_of(outputs: list[Output], points: float) -> float:
    """Points that nbgrader gives for these outputs of a test."""
    from nbformat import from_dict
    from nbgrader.utils import determine_grade

    mark = {"grade": True, "solution": False, "points": points, "grade_id": "test", "schema_version": 3}
    cell = from_dict({"cell_type": "code", "source": "", "metadata": {"nbgrader": mark}, "outputs": outputs})
    return float(determine_grade(cell)[0] or 0)


def teach(house: House, kept: dict[str, Kept]) -> dict[str, bytes]:
    """Leave the tests' large arguments where they need not cross each time.

    Tables as they were loaded go to the students' warm process; what else there is, by digest, is given back
    for the broker to lend. Nothing, if the tests' process cannot be told; they cross then.
    """
    loaded = {name: one.data for name, one in kept.items() if one.loaded}
    values = [[name, len(data)] for name, data in loaded.items()]
    taught = (
        loaded if loaded and house.teach("student", {"values": values}, b"".join(loaded.values())) else {}
    )
    told = {"digests": list(kept), "shapes": [one.shape for one in kept.values()]}
    if not kept or not house.teach("tester", told):
        return {}
    return {name: one.data for name, one in kept.items() if name not in taught}


def require_full_marks(paper: Blueprint, calibration: Calibration) -> None:
    """Raise `UserError` where the author's own solution does not earn every point."""
    if not calibration.failed:
        return
    test, words = next(iter(calibration.failed.items()))
    more = f" (and {len(calibration.failed) - 1} more)" if len(calibration.failed) > 1 else ""
    why = ""
    if calibration.cells:
        place, trouble = next(iter(calibration.cells.items()))
        why = f" Its cell {place + 1} stopped with {trouble}"
    raise UserError(
        f"{paper.lesson}: the lesson's own solution does not pass {test}{more} where tests run apart from "
        f"the student's code: {words}{why} Mend the test, or mark it "
        "the test `run=with-student`."
    )


def _words(problem: Output) -> str:
    text = f"{problem['ename']}: {problem['evalue']}".strip().split("\n")[0][:300]
    return text if text.endswith(".") else f"{text}."
