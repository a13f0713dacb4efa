"""Seconds per sheet: `python benchmarks/oral.py [--students N] [--workers N] [--personal]`.

A class of honest students hands in lesson 01, as in `grading.py`; `centric oral` asks each of them three
questions in the sandbox and writes the sheets. Start-up is counted. The class is graded first, as it is when
an oral is held, and that is not counted; `--ungraded` leaves it out. Seconds of the processor are those of
the program and of all that it started; on a busy machine they say more than the clock does.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import grading as bench

from staffroom.course import Course
from staffroom.mend import put_scripts_on_path


def main() -> None:
    """Measure and print one JSON document."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--students", type=int, default=500)
    words.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    words.add_argument("--personal", action="store_true", help="a company of their own for each student")
    words.add_argument("--ungraded", action="store_true", help="as if nothing had been graded")
    asked = words.parse_args()
    put_scripts_on_path()
    with tempfile.TemporaryDirectory(prefix="centric-bench-") as scratch:
        course, lesson, players = bench.lay(Path(scratch).resolve() / "course", asked.students)
        for player in players:
            bench.hand_in(course, lesson, player.student, player.content)
        if asked.personal:
            bench.give_companies(course, lesson, [player.student for player in players])
        if not asked.ungraded:
            bench.grade(course, lesson, asked.workers)
        figures = hold(course, lesson, asked.workers)
    print(
        json.dumps(
            {"personal": asked.personal, "students": len(players), "workers": asked.workers, **figures}
        )
    )


def hold(course: Course, lesson: str, workers: int) -> dict[str, Any]:
    """Run `centric oral` as a program of its own; seconds by clock and processor, sheets, their size."""
    centric = str(Path(sys.executable).with_name("centric"))
    words = [centric, "oral", lesson, "--workers", str(workers), "--json", "--course-dir", str(course.root)]
    load, start = os.getloadavg(), time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.PIPE)
    with bench.Work(process.pid) as work:
        said, _ = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"centric oral ended with {process.returncode}")
    held = json.loads(said)
    return {
        "seconds": round(seconds, 1),
        "seconds_of_the_processor": round(work.seconds, 1),
        "seconds_each": round(seconds / max(1, len(held["sheets"])), 3),
        "sheets": len(held["sheets"]),
        "without": len(held["without"]),
        "bytes": {what: Path(path).stat().st_size for what, path in held["files"].items()},
        "load_average_before": [round(x, 1) for x in load],
    }


if __name__ == "__main__":
    main()
