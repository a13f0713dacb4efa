"""The runner without a sandbox: nbgrader's steps in a child process, the code in a kernel of its own.

It serves where there is no sandbox (Windows), and only on request: a student's code can do what the
instructor's account can do. One submission never stops another, none waits for ever, and no process that
runs a student's code is handed the gradebook.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from staffroom.grading.lanes import in_lanes
from staffroom.grading.verdict import Job, Reason, Verdict

#: Seconds that a worker may take to start (imports on a slow, busy machine).
STARTING = 180
#: Seconds on top of a submission's own limit before its worker counts as hung.
SPARE = 60


@dataclass(frozen=True)
class KernelRunner:
    """Runs submissions in `workers` child processes, each with one kernel at a time.

    `db_url` is a scratch gradebook that knows the lesson's cells and no students; `company` is what the
    notebooks load. `limit` is the time in seconds for one submission.
    """

    root: Path
    db_url: str
    company: Path | None = None
    limit: int = 300
    workers: int = 1

    #: As the sandbox's ladder calls it.
    rung: ClassVar[str] = "bare"

    def run(self, jobs: Iterable[Job]) -> Iterator[Verdict]:
        """Grade all jobs; verdicts come as they are ready, jobs are taken as workers get free."""
        return in_lanes(jobs, self.workers, self._worker)

    @contextlib.contextmanager
    def _worker(self, stop: threading.Event) -> Iterator[Callable[[Job], Verdict]]:
        """A worker process, started with its first job; one that hangs or dies is replaced."""
        child: _Child | None = None

        def grade(job: Job) -> Verdict:
            nonlocal child
            child = child or _Child(self)
            verdict = child.grade(job, self.limit + SPARE, stop)
            if child.dead:
                child = None
            return verdict

        try:
            yield grade
        finally:
            if child is not None:
                child.end()


class _Child:
    """One worker process, and the thread that reads its answers."""

    def __init__(self, runner: KernelRunner) -> None:
        environment = dict(os.environ)
        environment.pop("CENTRIC_COMPANY", None)
        if runner.company is not None:
            environment["CENTRIC_COMPANY"] = str(runner.company)
        self.dead = False
        self.process = subprocess.Popen(
            [sys.executable, "-m", "staffroom.grading.worker", str(runner.root), runner.db_url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
        self.lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        if not self._wait(STARTING, None):
            self.end()
            raise RuntimeError("The process that runs the notebooks did not start.")

    def grade(self, job: Job, seconds: float, stop: threading.Event) -> Verdict:
        """Send one job and wait for its verdict; `dead` is set if the process had to be ended."""
        start = time.perf_counter()
        message = {
            "student": job.student,
            "lesson": job.lesson,
            "notebook": job.notebook.decode("utf-8-sig"),
            "extras": _as_text(job.extras),
        }
        if job.company is not None:
            tables, truth = _as_text(job.company.tables), _as_text(job.company.truth)
            message["company"] = {
                "tables": tables,
                "truth": truth,
                "others": job.company.others,
                "lot": job.company.lot,
            }
        try:
            assert self.process.stdin is not None
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()
            line = self._wait(seconds, stop)
        except OSError:
            line = b""
        taken = time.perf_counter() - start
        if not line:
            self.end()
            return Verdict(job.student, taken, reason=reason_for({"key": "worker-lost"}))
        answer = json.loads(line)
        if "notebook" in answer:
            notebook = answer["notebook"].encode("utf-8")
            return Verdict(job.student, answer["seconds"], notebook=notebook, unsandboxed=True)
        return Verdict(job.student, answer["seconds"], reason=reason_for(answer["trouble"]))

    def end(self) -> None:
        """End the process and all that it started."""
        self.dead = True
        end_tree(self.process)
        self.reader.join(timeout=10)
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            for line in self.process.stdout:
                self.lines.put(line)
        self.lines.put(b"")

    def _wait(self, seconds: float, stop: threading.Event | None) -> bytes:
        """The next line; empty if the process ended, the time is up, or all is to stop."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not (stop and stop.is_set()):
            with contextlib.suppress(queue.Empty):
                return self.lines.get(timeout=0.2)
        return b""


def _as_text(files: dict[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(content).decode() for name, content in files.items()}


def end_tree(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all its descendants, and wait until they are gone."""
    import psutil

    try:
        family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
    except psutil.NoSuchProcess:
        family = []
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(family, timeout=10)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)


def reason_for(trouble: dict[str, Any]) -> Reason:
    """Put what went wrong in the worker into words."""
    key, cell, words = trouble["key"], trouble.get("cell"), trouble.get("words", "")
    if key == "kernel-ended":
        return Reason(
            key,
            f"The {nth(cell)} code cell ended Python itself (by exit or os._exit, or by using up the "
            "memory), so that the rest could not be run; mend that cell and hand the notebook in again.",
            f"The kernel died in code cell {cell}.",
        )
    if key == "does-not-stop":
        return Reason(
            key,
            f"The {nth(cell)} code cell runs for ever and could not be interrupted; look for a loop that has "
            "no end, and hand the notebook in again.",
            f"Code cell {cell} does not end and ignores the interrupt.",
        )
    if key == "too-slow":
        return Reason(
            key,
            f"Your notebook took too long, and was stopped before the {nth(cell)} code cell; look for a loop "
            "that has no end or runs over every row, and hand the notebook in again.",
            f"The time for the notebook was up before code cell {cell}.",
        )
    if key == "too-much-output":
        return Reason(
            key,
            f"The {nth(cell)} code cell prints without end; take the print out and hand the "
            "notebook in again.",
            f"The output of code cell {cell} did not end.",
        )
    if key == "damaged-cells":
        return Reason(
            key,
            "The marks by which your answers are found are damaged; put your answers into the notebook that "
            "you were given, and hand it in again.",
            f"nbgrader's metadata are damaged: {words}.",
        )
    if key == "worker-lost":
        return Reason(
            key,
            "Your notebook brought the grading program to a halt; your instructor has been told.",
            "The process that ran the notebook hung or died and was replaced.",
        )
    return Reason(
        "grader-failed",
        "Your notebook could not be run, and the fault may not be yours; your instructor has been told.",
        f"The grading program failed on this notebook: {words}.",
    )


def nth(number: int | None) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    number = number or 0
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
