"""Where a grader's time goes: `python benchmarks/grading_parts.py [--students N] [--cells N] [--every-cell]`.

Seconds of the processor, user and system, as the kernel counts them for each process, so that a busy machine
does not move them. The class is that of `grading.py`, graded in the sandbox by one lane in this program:

- `start`: the two warm processes, the author's solution, and this program meanwhile;
- `a submission`: mean over the class, by process (`student`: runs the cells and the functions that tests
  call; `tests`; `grader`: this program) and by what was done (cells, tests);
- `cells` and `tests`: the dearest of them, mean seconds over the class.

Gradebook, pages and results are not in it: `grading.py` says what the whole command takes.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import grading as bench

from staffroom.grading.preflight import inspect, wanted_of
from staffroom.grading.runners import Wish, blueprint_of
from staffroom.grading.split import runner as split_runner
from staffroom.grading.split.broker import Broker
from staffroom.grading.split.plan import CELL, Step
from staffroom.grading.verdict import Job
from staffroom.lessons.give import source_bytes
from staffroom.mend import put_scripts_on_path

SIDES = ("student", "tests", "grader")


def main() -> None:
    """Measure and print one JSON document."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--students", type=int, default=24)
    words.add_argument("--cells", type=int, default=12, help="how many cells and tests are listed")
    words.add_argument("--every-cell", action="store_true")
    asked = words.parse_args()
    put_scripts_on_path()
    with tempfile.TemporaryDirectory(prefix="centric-bench-") as scratch:
        course, lesson, players = bench.lay(Path(scratch).resolve() / "course", asked.students)
        for player in players:
            bench.hand_in(course, lesson, player.student, player.content)
        released = (course.release / lesson / f"{lesson}.ipynb").read_bytes()
        wanted = wanted_of(lesson, released, iter(()))
        wish = Wish(
            course, lesson, source_bytes(course, lesson, leaks=False), "", every_cell=asked.every_cell
        )
        jobs = [inspect(course.submitted / p.student / lesson, p.student, wanted, None) for p in players]
        print(
            json.dumps(measured(wish, [job for job in jobs if isinstance(job, Job)], asked.cells), indent=1)
        )


def measured(wish: Wish, jobs: list[Job], most: int) -> dict[str, Any]:
    """Grade the jobs, one after the other; seconds of the processor by part."""
    split_runner.Broker = Watched  # type: ignore[misc]
    before, clock = time.process_time(), time.perf_counter()
    with blueprint_of(wish).runner(1, wish.course.company) as runner:
        start = {
            "grader": time.process_time() - before,
            **{
                f"{side}, warm": _of_family(runner.house._warm[side].process.pid)
                for side in ("student", "tester")
            },
            "author's solution, student": Watched.total("student"),
            "author's solution, tests": Watched.total("tests"),
        }
        start["by the clock"] = time.perf_counter() - clock
        Watched.taken.clear()
        before, clock = time.process_time(), time.perf_counter()
        for job in jobs:
            verdict = runner.grade(job)
            if verdict.notebook is None:
                raise SystemExit(f"{job.student}: {verdict.reason}")
        whole, seconds = time.process_time() - before, time.perf_counter() - clock
    each = {
        f"{side}, {kind}": sum(v for (k, _, s), v in Watched.taken.items() if (k, s) == (kind, side))
        / len(jobs)
        for side in SIDES
        for kind in ("cells", "tests", "start")
    }
    each["grader, all"] = whole / len(jobs)
    each["all"] = sum(each[k] for k in each if not k.startswith("grader")) + each["grader, all"]
    each["by the clock"] = seconds / len(jobs)
    return {
        "students": len(jobs),
        "start": _rounded(start),
        "a submission": _rounded(each),
        "cells": _dearest("cells", len(jobs), most),
        "tests": _dearest("tests", len(jobs), most),
    }


def _dearest(kind: str, jobs: int, most: int) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for (of, name, side), seconds in Watched.taken.items():
        if of == kind:
            found[name][side] = round(seconds / jobs, 4)
    return dict(sorted(found.items(), key=lambda one: -sum(one[1].values()))[:most])


def _rounded(found: dict[str, float]) -> dict[str, float]:
    return {name: round(seconds, 3) for name, seconds in found.items()}


class Watched(Broker):
    """A broker that notes what each step took of the processor: (kind, name, side) → seconds."""

    taken: ClassVar[defaultdict[tuple[str, str, str], float]] = defaultdict(float)

    @classmethod
    def total(cls, side: str) -> float:
        """All that one side took."""
        return sum(seconds for (_, _, one), seconds in cls.taken.items() if one == side)

    def _step(self, step: Step) -> Any:
        kind = "cells" if step.kind == CELL else "tests"
        first = next((line for line in step.source.split("\n") if line.strip() and line[0] != "#"), "")
        with self._noted(
            kind, step.test or f"{'shared ' if step.shared is not None else ''}{step.place}: {first[:60]}"
        ):
            return super()._step(step)

    def _open(self, role: str) -> Any:
        line = super()._open(role)
        side = "student" if role == "student" else "tests"
        self.taken["start", role, side] += _of_family(line.seat.worker)
        return line

    @contextmanager
    def _noted(self, kind: str, name: str) -> Iterator[None]:
        before = self._spent_by_now()
        yield
        for side, seconds in self._spent_by_now().items():
            self.taken[kind, name, side] += seconds - before.get(side, seconds if side != "grader" else 0.0)

    def _spent_by_now(self) -> dict[str, float]:
        found = {"grader": time.process_time()}
        for side, line in (("student", self._student), ("tests", self._tester)):
            if line is not None and line.alive and line.seat.worker:
                found[side] = _of_family(line.seat.worker)
        return found


def _of_family(pid: int) -> float:
    """Seconds of the processor of a process and all that it started, as far as it is there or waited for."""
    import psutil

    process = psutil.Process(pid)
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            threads = list(Path(f"/proc/{one.pid}/task").iterdir())
            total += sum(int((t / "schedstat").read_text().split()[0]) for t in threads) / 1e9
            total += sum(one.cpu_times()[2:4])
        except (psutil.Error, OSError):
            continue
    return total


if __name__ == "__main__":
    main()
