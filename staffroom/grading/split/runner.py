"""The runner that grades in the sandbox: warm processes of one lesson, and lanes that take jobs."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from staffroom.debrief import said
from staffroom.grading.inside.limits import Limits
from staffroom.grading.lanes import in_lanes
from staffroom.grading.sandbox.house import Bundle
from staffroom.grading.sandbox.ladder import BARE, open_house
from staffroom.grading.split.beside import has_truth, without_truth
from staffroom.grading.split.blueprint import Blueprint, blueprint, text_of
from staffroom.grading.split.broker import Broker, Expected, Outcome, Parcel
from staffroom.grading.split.calibrate import Calibration, calibrate, require_full_marks, teach
from staffroom.grading.split.outputs import Output, rebuilt
from staffroom.grading.split.plan import Plan, make_plan
from staffroom.grading.verdict import Company, Job, Reason, Verdict
from staffroom.scratch import temporary_folder

#: Where a submission's own company and its truth are laid, below its process's folder.
COMPANY, TRUTH = "company", "truth"


class SandboxRunner:
    """Grades jobs of one lesson; use it in a `with` statement.

    `source` is the lesson's source notebook, `company` the folder that the class shares. For a lesson in
    which everyone has a company of their own, `calibration` is one of nobody's, and `others` the number from
    which further companies are made. `files` lie beside the notebook. `every_cell` runs each cell for each
    student. `asks` are the names whose values the lesson's debrief wants, None if it has none.
    """

    def __init__(
        self,
        lesson: str,
        source: bytes,
        *,
        limits: Limits | None = None,
        lanes: int = 1,
        company: Path | None = None,
        allow_unsandboxed: bool = False,
        every_cell: bool = False,
        others: int | None = None,
        calibration: Company | None = None,
        files: dict[str, bytes] | None = None,
        rung: str | None = None,
        asks: Sequence[str] | None = None,
    ) -> None:
        """Only keep what is given; the processes start in `__enter__`."""
        self.paper: Blueprint = blueprint(lesson, source)
        self.limits = limits or Limits()
        self.lanes = lanes
        self.company = company
        self.allow_unsandboxed, self.wanted_rung = allow_unsandboxed, rung
        self.share = not every_cell and calibration is None
        self.others, self.own, self.files = others, calibration, dict(files or {})
        self.asks = asks
        self.calibration: Calibration | None = None
        self.starting = 0.0
        self._shown: dict[int, list[Output]] = {}
        self._lent: dict[str, bytes] = {}
        self._stack = contextlib.ExitStack()

    # ------------------------------------------------------------------------------ opening and closing

    def __enter__(self) -> SandboxRunner:
        """Start the warm processes and try the author's solution. Raises UserError, SandboxError."""
        started = time.perf_counter()
        try:
            folder = self._company_folder()
            bundle = Bundle(self.paper.lesson, self._student_bundle(), self._tester_bundle(), folder)
            self.house = open_house(
                bundle, self.limits, allow_unsandboxed=self.allow_unsandboxed, rung=self.wanted_rung
            )
            self._stack.callback(self.house.close)
            # nobody's solution may know which report it is to audit
            student, tester = self._parcels({}, self.own, knows_lot=True)
            # the author's solution may take its time: nobody waits for the rest of the class yet
            roomy = replace(self.limits, submission_seconds=10 * self.limits.submission_seconds)
            self.calibration = calibrate(
                self.paper, self.house, roomy, student=student, tester=tester, share=self.share
            )
            require_full_marks(self.paper, self.calibration)
            if self.own is None:
                self._lent = teach(self.house, self.calibration.kept)
            self.calibration.kept.clear()
            self._shown = self._outputs_of_shared_cells()
        except BaseException:
            self._stack.close()
            raise
        self.starting = time.perf_counter() - started
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes."""
        self._stack.close()

    @property
    def rung(self) -> str:
        """The rung of the ladder on which students' code runs."""
        return self.house.rung

    def _company_folder(self) -> str | None:
        if self.own is not None:
            folder = self._stack.enter_context(temporary_folder("company"))
            Path(folder).chmod(0o755)  # who reads it inside is somebody else
            for name, content in self.own.tables.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            return folder
        if self.company is not None and has_truth(self.company):
            folder = self._stack.enter_context(temporary_folder("company"))
            return str(without_truth(self.company, Path(folder)))
        return str(self.company.resolve()) if self.company is not None else None

    def _outputs_of_shared_cells(self) -> dict[int, list[Output]]:
        """As the warm process said, in which no student's code ever ran."""
        said = getattr(self.house, "said", {}).get("student") or {}
        given = said.get("outputs") or {}
        return {int(place): rebuilt(json.dumps(one).encode(), self.limits) for place, one in given.items()}

    def _student_bundle(self) -> dict[str, Any]:
        shared = [
            [given.place, given.common, sorted(given.reads)]
            for given in self.paper.given.values()
            if given.shareable and self.share
        ]
        return {"limits": self.limits.as_dict(), "shared": shared}

    def _tester_bundle(self) -> dict[str, Any]:
        tests = {test.id: test.source for test in self.paper.tests.values()}
        cells = [text_of(cell) for cell in self.paper.notebook["cells"] if cell["cell_type"] == "code"]
        return {
            "limits": self.limits.as_dict(),
            "steps": self.paper.steps,
            "tests": tests,
            "others": self.others,
            "rehearsal": [] if self.files else cells,
            "same": self.own is None and not self.files,
        }

    # ---------------------------------------------------------------------------------------- grading

    def grade(self, job: Job) -> Verdict:
        """Grade one submission. Nothing of it, and no other submission, has a say in how."""
        started = time.perf_counter()
        try:
            plan = make_plan(self.paper, job.notebook, share=self.share and job.company is None)
            student, tester = self._parcels(job.extras, job.company)
            assert self.calibration is not None
            broker = Broker(
                self.paper, plan, self.house, self.limits,
                student=student, tester=tester, expected=self.calibration.expected, shared=self._shown,
                lent=self._lent, asks=self.asks,
            )  # fmt: skip
            outcome = broker.run()
            notebook = executed(plan, outcome)
        except Exception as error:
            words = f"{type(error).__name__}: {error}".split("\n")[0]
            return Verdict(job.student, time.perf_counter() - started, reason=_failed(words))
        return Verdict(
            job.student,
            time.perf_counter() - started,
            notebook=notebook,
            notes=tuple(outcome.notes),
            open=tuple(outcome.open),
            phases=outcome.phases,
            unsandboxed=self.rung == BARE,
            said={} if self.asks is None else said.read(outcome.told, self.asks).as_dict(),
        )

    def _parcels(
        self, extras: dict[str, bytes], company: Company | None, *, knows_lot: bool = False
    ) -> tuple[Parcel, Parcel]:
        """What the two processes of a submission are given; truth and lot are for tests alone.

        `knows_lot`: it is the author's own solution, which makes its answers from the key.
        """
        if company is None:
            return Parcel({**extras, **self.files}), Parcel(self.files)
        tables = {f"{COMPANY}/{name}": content for name, content in company.tables.items()}
        own = {name: content for name, content in extras.items() if name.split("/")[0] != COMPANY}
        env = {"CENTRIC_COMPANY": f"{{here}}/{COMPANY}"}
        student = Parcel({**own, **self.files, **tables}, env)
        truth = {f"{TRUTH}/{name}": content for name, content in company.truth.items()}
        more = {"CENTRIC_TRUTH": f"{{here}}/{TRUTH}/truth"} if truth else {}
        if company.others is not None:
            more["CENTRIC_OTHERS"] = str(company.others)
        if company.lot is not None:
            more["CENTRIC_LOT"] = str(company.lot)
            if knows_lot:
                student.env["CENTRIC_LOT"] = str(company.lot)
        return student, Parcel({**self.files, **tables, **truth}, {**env, **more})

    def run(self, jobs: Iterable[Job]) -> Iterator[Verdict]:
        """Grade all jobs; verdicts come as they are ready. Jobs are taken as lanes get free."""
        return in_lanes(jobs, self.lanes, lambda stop: contextlib.nullcontext(self.grade))


def executed(plan: Plan, outcome: Outcome) -> bytes:
    """The executed notebook, as nbgrader writes it: the outputs are ours, the tests the source's."""
    count = 0
    steps = {step.place: step for step in plan.steps}
    cells = []
    for place, cell in enumerate(plan.notebook["cells"]):
        cell = dict(cell)
        if cell.get("cell_type") == "code":
            count += 1
            cell["source"] = steps[place].source
            cell["execution_count"] = count
            cell["outputs"] = [
                {**output, "execution_count": count} if "execution_count" in output else output
                for output in outcome.outputs.get(place, [])
            ]
        cells.append(_line(cell))
    # a cell a line: JSON's encoder is ten times as fast where it need not indent
    rest = [
        f"{json.dumps(key)}: {_line(plan.notebook[key])}" for key in sorted(plan.notebook) if key != "cells"
    ]
    text = ",\n ".join(['{\n "cells": [\n' + ",\n".join(cells) + "\n ]", *rest]) + "\n}\n"
    return text.encode("utf-8", "replace")


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _failed(words: str) -> Reason:
    return Reason(
        "grader-failed",
        "Your notebook could not be run, and the fault may not be yours; your instructor has been told.",
        f"The grading program failed on this notebook: {words}.",
    )


__all__ = ["Expected", "SandboxRunner", "executed"]
