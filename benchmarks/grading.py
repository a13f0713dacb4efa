"""Seconds per submission: `python benchmarks/grading.py [--students N] [--workers N] [--nbgrader N]`.

Plays the demo (company, lesson 01, a class) into a scratch folder and reports what grading took, start-up,
gradebook and feedback included. With `--nbgrader N`, plain `nbgrader autograde` and `generate_feedback` grade
the first N gradable submissions of the same class, on the same machine; the scores are compared cell by cell.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from staffroom import demo
from staffroom.course import find_course
from staffroom.grading import gradebook
from staffroom.grading.results import read_results
from staffroom.mend import put_scripts_on_path


def main() -> None:
    """Measure and print one JSON document."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--students", type=int, default=demo.STUDENTS)
    words.add_argument("--customers", type=int, default=demo.CUSTOMERS)
    words.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    words.add_argument("--nbgrader", type=int, default=0, metavar="N")
    asked = words.parse_args()
    put_scripts_on_path()
    with tempfile.TemporaryDirectory(prefix="centric-bench-") as scratch:
        folder = Path(scratch) / "demo"
        done = demo.play(folder, students=asked.students, customers=asked.customers, workers=asked.workers)
        results = read_results(find_course(folder), done.lesson)
        running = sorted(s.seconds for s in results.of("graded"))
        figures = {
            "students": done.students,
            "customers": done.customers,
            "workers": asked.workers,
            "seconds_company": round(done.seconds_company, 2),
            "seconds_grading": round(done.seconds_grading, 1),
            "seconds_per_submission": round(done.seconds_per_submission, 2),
            "seconds_running_median": round(running[len(running) // 2], 2),
            "load_average": [round(x, 1) for x in os.getloadavg()] if hasattr(os, "getloadavg") else None,
        }
        if asked.nbgrader:
            figures["nbgrader"] = plain(
                folder, done.lesson, [s.student for s in results.of("graded")][: asked.nbgrader]
            )
    print(json.dumps(figures, indent=1))


def plain(folder: Path, lesson: str, students: list[str]) -> dict[str, float | bool]:
    """The same by nbgrader's own commands, in a copy of the course without any grades."""
    other = folder.parent / "plain"
    keep = shutil.ignore_patterns("autograded", "feedback", "grades", "gradebook.db", "submitted")
    shutil.copytree(folder, other, ignore=keep)
    for student in students:
        shutil.copytree(folder / "submitted" / student, other / "submitted" / student)
    nbgrader(other, "generate_assignment", lesson, "--force")
    start = time.perf_counter()
    nbgrader(other, "autograde", lesson)
    autograde = time.perf_counter() - start
    nbgrader(other, "generate_feedback", lesson)
    whole = time.perf_counter() - start
    with gradebook.opened(find_course(folder)) as mine, gradebook.opened(find_course(other)) as theirs:
        have, want = gradebook.scores(mine, lesson), gradebook.scores(theirs, lesson)
    same = all(sorted(have[s], key=by_cell) == sorted(want[s], key=by_cell) for s in students)
    return {
        "same_scores": same,
        "submissions": len(students),
        "seconds_autograde_each": round(autograde / len(students), 2),
        "seconds_with_feedback_each": round(whole / len(students), 2),
    }


def by_cell(score: gradebook.Score) -> str:
    """The order in which scores are compared."""
    return score.cell


def nbgrader(folder: Path, *words: str) -> None:
    """Run one of nbgrader's commands in a course folder."""
    subprocess.run([sys.executable, "-m", "nbgrader", *words, "--log-level=ERROR"], cwd=folder, check=True)


if __name__ == "__main__":
    main()
