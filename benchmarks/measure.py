"""How long `centric measure` takes on a lesson: in all, and what each measure adds.

    python benchmarks/measure.py                      # lesson 01, one process, then one per processor
    python benchmarks/measure.py --workers 1 --json

Seconds of the processor count all processes; on a busy machine they say more than the clock does. Measures
share what they try, so each is charged only with what those before it had not tried. Imports are part of the
first one that runs the lesson.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from staffroom.course import find_course

COMMAND = "from staffroom.cli import main; raise SystemExit(main())"


def spent() -> tuple[float, float]:
    """Seconds on the clock and of the processor, this process and those that have ended under it."""
    used = os.times()
    return time.perf_counter(), used.user + used.system + used.children_user + used.children_system


def by_measure(path: Path) -> dict[str, dict[str, float]]:
    """Seconds that each measure adds, in this process."""
    from staffroom.lessons.source import read_lesson
    from staffroom.teaching import report
    from staffroom.teaching.trials import Trials

    lesson = read_lesson(path)
    trials = Trials(lesson)
    found = {}
    for name in report.NAMES:
        wall, cpu = spent()
        list(report.results(lesson, only=[name], trials=trials))
        later = spent()
        found[name] = {"wall": round(later[0] - wall, 2), "cpu": round(later[1] - cpu, 2)}
    return found


def whole(path: Path, workers: int) -> dict[str, float]:
    """Seconds of the command itself."""
    wall, cpu = spent()
    words = [sys.executable, "-c", COMMAND, "measure", str(path), "--json", "--workers", str(workers)]
    subprocess.run(words, stdout=subprocess.DEVNULL, check=False)
    later = spent()
    return {"workers": workers, "wall": round(later[0] - wall, 1), "cpu": round(later[1] - cpu, 1)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lesson", default="01")
    parser.add_argument("--workers", type=int, help="measure this number alone")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    course = find_course(else_own=True)
    name = course.lesson(asked.lesson)
    path = course.source / name / f"{name}.py"
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    numbers = [asked.workers] if asked.workers else sorted({1, os.cpu_count() or 1})
    found: dict[str, Any] = {
        "lesson": name,
        "load_before": round(load, 2),
        "command": [whole(path, number) for number in numbers],
        "measures": by_measure(path),
        "load_after": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else load,
    }
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{name}; load {found['load_before']} before, {found['load_after']} after")
    for one in found["command"]:
        print(
            f"{'with ' + str(one['workers']) + ' workers':>20}  {one['wall']:8.1f} s  {one['cpu']:8.1f} s cpu"
        )
    for measure, one in found["measures"].items():
        print(f"{measure:>20}  {one['wall']:8.2f} s  {one['cpu']:8.2f} s cpu")


if __name__ == "__main__":
    main()
