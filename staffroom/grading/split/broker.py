"""The broker: leads one submission through the student's process and the tests' process, which never meet."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from staffroom.grading.execute import TIMED_OUT
from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.house import House
from staffroom.grading.split import said
from staffroom.grading.split.blueprint import Blueprint
from staffroom.grading.split.deadline import Deadline
from staffroom.grading.split.line import Gone, Late, Line
from staffroom.grading.split.outputs import CUT, Output, error, rebuilt, size_of, stream
from staffroom.grading.split.plan import CELL, OPEN, Plan, Step
from staffroom.grading.split.questions import Questions
from staffroom.grading.verdict import Note

#: Seconds for a fresh process to take up its work.
STARTING = 30.0
#: Seconds for the notebook to say what the debrief asks for.
ASKING = 5.0
#: Characters of text and pictures that the cells of one notebook may put out in all.
LARGEST_OUTPUTS = 20_000_000
#: Bytes of the tests' arguments that are kept with the students' warm process.
LARGEST_KEPT = 200_000_000


@dataclass(frozen=True)
class Parcel:
    """What a process is given at its start: files by path, and variables; `{here}` is its own folder."""

    files: dict[str, bytes] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """A large argument of a test: its shape, its bytes, and whether it is a table as it was loaded."""

    shape: list[int]
    data: bytes
    loaded: bool


@dataclass
class Outcome:
    """What came of a submission: outputs by the cell's place, notes, tests that ran with the student.

    `seen` and `altering` are filled while the author's solution is tried: what came at which place.
    """

    outputs: dict[int, list[Output]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    phases: dict[str, float] = field(default_factory=dict)
    seen: dict[str, set[str]] = field(default_factory=dict)
    altering: set[str] = field(default_factory=set)
    #: Large arguments of the tests, by digest.
    kept: dict[str, Kept] = field(default_factory=dict)
    #: What the debrief asked the notebook for, as its process said it.
    told: bytes = b""


@dataclass(frozen=True)
class Expected:
    """Where the author's solution had something else than data, and where it altered its arguments."""

    kinds: dict[str, list[str]] = field(default_factory=dict)
    backs: list[str] = field(default_factory=list)


class Broker:
    """Grades one submission; used once."""

    def __init__(
        self,
        paper: Blueprint,
        plan: Plan,
        house: House,
        limits: Limits,
        *,
        student: Parcel,
        tester: Parcel,
        expected: Expected | None,
        shared: Mapping[int, list[Output]] | None = None,
        lent: Mapping[str, bytes] | None = None,
        asks: Sequence[str] | None = None,
    ) -> None:
        """Take all that is needed; without `expected` what comes is noted and nothing is refused.

        `shared` are outputs of the author's cells that the class shares, so that they need not cross; `lent`
        are large arguments of the tests, by digest, that they need not hand over themselves. `asks` are names
        of the notebook whose values the debrief wants; with None nothing is asked.
        """
        self.asks = asks
        self.shared, self.lent = shared or {}, lent or {}
        self.paper, self.plan, self.house, self.limits = paper, plan, house, limits
        self.parcels = {"student": student, "tester": tester}
        self.expected = expected
        self.outcome = Outcome()
        self.questions = Questions(self)
        self._student: Line | None = None
        self._tester: Line | None = None
        self._restarts = 0
        self._patience = limits.cell_seconds
        self._avoid: set[int] = set()  # places of cells that must not be run again
        self._done: list[Step] = []
        self._tested: list[str] = []
        self._bad_tests: set[str] = set()
        self._until = Deadline(limits.submission_seconds, limits.patience)
        self._room = LARGEST_OUTPUTS

    def run(self) -> Outcome:
        """Run all cells and tests. Raises SandboxError if no process can be had; never for the student's."""
        try:
            for step in self.plan.steps:
                started = time.perf_counter()
                outputs = self._step(step)
                self._room -= size_of(outputs)
                if self._room < 0 and step.kind == CELL:
                    outputs = [*(one for one in outputs if one["output_type"] == "error"), stream(CUT)]
                self.outcome.outputs[step.place] = outputs
                phase = "cells" if step.kind == CELL else "tests"
                self._spent(phase, time.perf_counter() - started)
            if self.asks is not None:
                self.outcome.told = self._told(list(self.asks))
        finally:
            for line in (self._student, self._tester):
                if line is not None:
                    line.end()
        return self.outcome

    # ------------------------------------------------------------------------------------------ steps

    def _step(self, step: Step) -> list[Output]:
        if self._until.passed:
            self._note(said.too_long(self.limits.submission_seconds))
            return [error(TIMED_OUT, said.NO_TIME_LEFT)]
        if step.kind == CELL:
            return self._cell(step)
        if step.kind == OPEN:
            self.outcome.open.append(step.test)
            # nbgrader takes points off for a warning; a warning is no wrong answer
            return [output for output in self._cell(step) if output.get("name") != "stderr"]
        outputs = self._test(step)
        if step.visible:
            self._quietly(Step(step.place, CELL, step.visible))
        return outputs

    def _cell(self, step: Step) -> list[Output]:
        line = self.student()
        if line is None:
            return [error("ProcessEnded", said.NOT_RUN)]
        self._done.append(step)
        try:
            outputs = self._run_cell(line, step, self.deadline(self._patience))
        except Gone as gone:
            self._avoid.add(step.place)
            if gone.why == "cpu":  # so much time as that has nobody twice
                self._patience = min(self._patience, self.limits.cell_seconds_after)
            self._note(said.process_gone(gone.why, self.number(step)))
            return [error("ProcessEnded", said.ended_in_cell(gone.why))]
        return outputs

    def _run_cell(self, line: Line, step: Step, until: Deadline, *, quiet: bool = False) -> list[Output]:
        there = step.shared is not None and step.shared in self.shared
        head = {"say": "cell", "source": step.source, "shared": step.shared, "quiet": quiet or there}
        number = line.send(head)
        try:
            answer, body = line.answer(number, until, ("done",))
        except Late:
            return self._too_slow(line, number, step)
        if answer.get("status") == "not-shared" and step.shared is not None:
            return self._run_cell(line, Step(step.place, step.kind, step.source), until, quiet=quiet)
        there = there and answer.get("status") == "ok"
        outputs = list(self.shared[step.shared or 0]) if there else rebuilt(body, self.limits)
        if step.personal:
            outputs += self._run_cell(line, Step(step.place, step.kind, step.personal), until, quiet=quiet)
        return outputs

    def _too_slow(self, line: Line, number: int, step: Step) -> list[Output]:
        """Stop a cell that runs too long; what it had put out is kept, if the process answers."""
        self._avoid.add(step.place)
        self._patience = min(self._patience, self.limits.cell_seconds_after)
        self._note(said.cell_stopped(self.number(step), self.limits.cell_seconds))
        answered = line.interrupted(number, self.grace(), ("done",))
        outputs = rebuilt(answered[1], self.limits) if answered else []
        return [*outputs, error(TIMED_OUT, said.cell_too_slow(self.limits.cell_seconds))]

    def _quietly(self, step: Step) -> None:
        line = self.student()
        if line is not None:
            self._done.append(step)
            try:
                self._run_cell(line, step, self.deadline(self._patience), quiet=True)
            except Gone:
                self._avoid.add(step.place)

    def _told(self, names: list[str]) -> bytes:
        """What the notebook says where the debrief asks; nothing, and no points lost, if it cannot be had."""
        line = self._student
        if line is None or not line.alive or self._until.passed:
            return b""
        try:
            number = line.send({"say": "tell", "names": names})
            _, body = line.answer(number, self.deadline(ASKING), ("done",))
        except (Late, Gone):
            return b""
        return body

    # ------------------------------------------------------------------------------------------ tests

    def _test(self, step: Step) -> list[Output]:
        line, number = self._begin(step.test)
        self._tested.append(step.test)
        until = self.deadline(self.limits.test_seconds, spare=self.limits.grace_seconds)
        try:
            answer, body = self.questions.serve(line, number, until)
        except Late:
            self._bad_tests.add(step.test)
            answered = line.interrupted(number, self.grace(), ("done",))
            line.end()  # wherever the interrupt struck: the next test gets a process that it did not strike
            if answered is None:
                return [error(TIMED_OUT, said.TEST_TOO_SLOW)]
            answer, body = answered
        except Gone:
            self._bad_tests.add(step.test)
            self._note(said.test_process_gone(step.test))
            return [error("ProcessEnded", said.TEST_ENDED)]
        self._learn(answer)
        if answer.get("status") == "stopped":
            return [error(TIMED_OUT, said.TEST_TOO_SLOW)]
        return rebuilt(body, self.limits)

    def _begin(self, test: str) -> tuple[Line, int]:
        """Start a test; in a fresh process if the one that was there ended when nobody looked."""
        line = self.tester(test)
        try:
            return line, line.send({"say": "test", "id": test})
        except Gone:
            line = self.tester(test)
            return line, line.send({"say": "test", "id": test})

    def _learn(self, answer: dict[str, Any]) -> None:
        for path, kinds in answer.get("seen", {}).items():
            self.outcome.seen.setdefault(path, set()).update(kinds)
        self.outcome.altering.update(answer.get("altering", ()))

    # ------------------------------------------------------------------------------------- processes

    def student(self) -> Line | None:
        """The student's process: the one that runs, or a fresh one that has run the earlier cells again.

        None if it died too often.
        """
        while self._student is None or not self._student.alive:
            fresh = self._student is None
            if not fresh:
                self._restarts += 1
                if self._restarts > self.limits.restarts or self._until.passed:
                    return None
            try:
                self._student = self._open("student")
                self._replay(self._student)
            except Gone:
                if fresh:
                    raise
        return self._student

    def _replay(self, line: Line) -> None:
        for step in self._done:
            if step.place in self._avoid:
                continue
            try:
                self._run_cell(line, step, self.deadline(self._patience), quiet=True)
            except Gone:
                self._avoid.add(step.place)
                raise

    def tester(self, test: str) -> Line:
        """The tests' process, or a fresh one in which the tests ran again whose names `test` uses."""
        while self._tester is None or not self._tester.alive:
            self._tester = line = self._open("tester")
            for earlier in self.paper.needs.get(test, []):
                if earlier not in self._tested or earlier in self._bad_tests:
                    continue
                until = self.deadline(self.limits.test_seconds)
                try:
                    number = line.send({"say": "test", "id": earlier})
                    self.questions.serve(line, number, until)
                except (Late, Gone):  # not tried again, so that this comes to an end
                    self._bad_tests.add(earlier)
                    line.end()
                    break
        return self._tester

    def _open(self, role: str) -> Line:
        started = time.perf_counter()
        line = Line(self.house.student() if role == "student" else self.house.tester())
        parcel = self.parcels[role]
        head: dict[str, Any] = {
            "say": "start",
            "files": [[name, len(content)] for name, content in parcel.files.items()],
            "env": parcel.env,
        }
        if role == "tester" and self.expected is not None:
            head |= {"expected": self.expected.kinds, "backs": self.expected.backs}
        number = line.send(head, b"".join(parcel.files.values()), STARTING)
        try:
            line.answer(number, Deadline(STARTING, self.limits.patience), ("done",))
        except Late:
            raise line.gone("time") from None
        finally:
            self._spent("start", time.perf_counter() - started)
        return line

    # ------------------------------------------------------------------------------------- deadlines

    def deadline(self, seconds: float, within: Deadline | None = None, spare: float = 0.0) -> Deadline:
        """So long from now on, but no longer than the submission has."""
        return Deadline(seconds, self.limits.patience, within or self._until, spare)

    def grace(self) -> Deadline:
        """How long an interrupt may take to be heard, whatever the submission has left."""
        return Deadline(self.limits.grace_seconds, self.limits.patience)

    # ----------------------------------------------------------------------------------------- notes

    def number(self, step: Step) -> int:
        """Which code cell of the notebook this is, from 1 on."""
        return 1 + sum(1 for other in self.plan.steps if other.place < step.place)

    def keep(self, head: dict[str, Any], body: bytes) -> None:
        """Note a large argument of a test, while the author's solution is tried."""
        room = LARGEST_KEPT - sum(len(one.data) for one in self.outcome.kept.values())
        if self.expected is None and len(body) <= room:
            kept = Kept(list(head["shape"]), bytes(body), bool(head["loaded"]))
            self.outcome.kept[str(head["digest"])] = kept

    def cells_so_far(self) -> list[str]:
        """Sources of the student's cells that ran."""
        return [step.source for step in self._done]

    def died(self, gone: Gone) -> None:
        """The student's process died while a test called one of its functions."""
        self._note(said.died_in_call(gone.why))

    def _note(self, note: Note) -> None:
        if all(note.to_instructor != other.to_instructor for other in self.outcome.notes):
            self.outcome.notes.append(note)

    def _spent(self, phase: str, seconds: float) -> None:
        self.outcome.phases[phase] = self.outcome.phases.get(phase, 0.0) + seconds
