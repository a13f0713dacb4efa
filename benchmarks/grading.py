"""Seconds per submission: `python benchmarks/grading.py [--students N] [--workers N] [--nbgrader N]`.

A class of honest students (right answers in several styles, misconceptions, half a notebook, an empty one)
hands in lesson 01, on the company that comes with the course. `centric grade` grades them all, in its
sandbox; start-up, gradebook, feedback and results are counted. With `--nbgrader N`, plain
`nbgrader autograde` grades the first N of them before and again after, so that a busy machine slows both;
scores are compared cell by cell. With `--personal` each student has a company of their own, which is made
again for grading. Where others are at work, seconds of the processor say more than the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from staffroom import demo
from staffroom.course import Course, find_course
from staffroom.grading import gradebook
from staffroom.grading.results import read_results
from staffroom.lessons.build import build
from staffroom.lessons.source import read_lesson
from staffroom.mend import put_scripts_on_path
from staffroom.place import write_atomically
from staffroom.players import Player, play_class

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure and print one JSON document."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--students", type=int, default=100)
    words.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    words.add_argument("--nbgrader", type=int, default=0, metavar="N")
    words.add_argument("--personal", action="store_true", help="a company of their own for each student")
    asked = words.parse_args()
    if asked.personal and asked.nbgrader:
        words.error("nbgrader is measured on the company that all share: leave out --nbgrader or --personal.")
    put_scripts_on_path()
    with tempfile.TemporaryDirectory(prefix="centric-bench-") as scratch:
        course, lesson, players = lay(Path(scratch).resolve() / "course", asked.students)
        for player in players:
            hand_in(course, lesson, player.student, player.content)
        if asked.personal:
            give_companies(course, lesson, [player.student for player in players])
        first = [player.student for player in players][: asked.nbgrader]
        before = plain(course, lesson, first) if first else {}
        mine = grade(course, lesson, asked.workers)
        after = plain(course, lesson, first) if first else {}
        figures: dict[str, Any] = {"students": len(players), "workers": asked.workers, **mine}
        if first:
            theirs = statistics.fmean([before["seconds_each"], after["seconds_each"]])
            figures["nbgrader"] = {"submissions": len(first), "before": before, "after": after}
            figures["times_faster"] = round(theirs / mine["seconds_each"], 1)
            worked = statistics.fmean(one["seconds_of_the_processor_each"] for one in (before, after))
            each = mine["seconds_of_the_processor"] / len(players)
            # nbgrader is at one submission at a time, `centric grade` at one in each lane
            figures["times_faster_by_the_processor"] = round(worked / (each / asked.workers), 1)
    print(json.dumps(figures, indent=1))


def lay(folder: Path, size: int) -> tuple[Course, str, list[Player]]:
    """A course folder with lesson 01 and the embedded company, and a class of honest students."""
    own = find_course(else_own=True)
    lesson = own.lesson(demo.LESSON)
    shutil.copytree(ROOT / "datasets" / "fernhill", folder / "company")
    shutil.copyfile(own.root / "nbgrader_config.py", folder / "nbgrader_config.py")
    kept = shutil.ignore_patterns("*.ipynb", "__pycache__", ".*")
    shutil.copytree(own.source / lesson, folder / "solutions" / lesson, ignore=kept)
    course = find_course(folder)
    build(course, [lesson])
    released = (course.release / lesson / f"{lesson}.ipynb").read_bytes()
    text = read_lesson(course.source / lesson / f"{lesson}.py")
    everybody = play_class(text, released, size + 1, course.company)
    players = [player for player in everybody if player.kind != "damaged file"]
    return course, lesson, players


def hand_in(course: Course, lesson: str, student: str, content: bytes) -> None:
    """Lay one submission where nbgrader expects it."""
    path = course.submitted / student / lesson / f"{lesson}.ipynb"
    write_atomically(path, content)
    write_atomically(path.with_name("timestamp.txt"), b"2026-03-02 10:00:00 UTC\n")


def give_companies(course: Course, lesson: str, students: list[str]) -> None:
    """Put the class on the roster and give each student a company; the secret lies beside the course."""
    config = course.root / "nbgrader_config.py"
    secret = str(course.root.parent / "secret.json")
    config.write_text(
        f"{config.read_text(encoding='utf-8')}\nc.Roster.secret = {secret!r}\n", encoding="utf-8"
    )
    table = course.root / "class.csv"
    table.write_text("\n".join(["id", *students]) + "\n", encoding="utf-8")
    centric = [str(Path(sys.executable).with_name("centric"))]
    for words in (["roster", "import", str(table)], ["release", lesson, "--personal"]):
        subprocess.run(
            [*centric, *words, "--course-dir", str(course.root)], check=True, stdout=subprocess.DEVNULL
        )


def grade(course: Course, lesson: str, workers: int) -> dict[str, Any]:
    """Run `centric grade` as a program of its own; seconds, phases, peak of memory."""
    words = [
        str(Path(sys.executable).with_name("centric")),
        "grade",
        lesson,
        "--workers",
        str(workers),
        "--json",
    ]
    load = os.getloadavg()
    start = time.perf_counter()
    process = subprocess.Popen([*words, "--course-dir", str(course.root)], stdout=subprocess.PIPE)
    with Memory(process.pid) as memory, Work(process.pid) as work:
        said, _ = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode not in (0, 1):
        raise SystemExit(f"centric grade ended with {process.returncode}")
    results = read_results(course, lesson)
    graded = results.of("graded")
    phases: dict[str, list[float]] = {}
    for student in graded:
        for name, taken in student.phases.items():
            phases.setdefault(name, []).append(taken)
    return {
        "seconds": round(seconds, 1),
        "seconds_each": round(seconds / max(1, len(results.students)), 3),
        "seconds_of_the_processor": round(work.seconds, 1),
        "of_them_in_the_program_itself": round(work.alone, 1),
        "graded": len(graded),
        "not_gradable": len(results.of("not gradable")),
        "seconds_running_median": round(statistics.median([s.seconds for s in graded] or [0]), 3),
        "phases_mean": {name: round(statistics.fmean(taken), 3) for name, taken in phases.items()},
        "run": json.loads(said).get("run", {}).get("phases", {}),
        "peak_memory_mb": round(memory.peak / 1e6),
        "load_average_before": [round(x, 1) for x in load],
    }


class Memory:
    """Once a second, the memory of a process and all its descendants: proportional set size, in bytes."""

    def __init__(self, pid: int) -> None:
        """Watch the family of this process."""
        self.peak = 0
        self._family = psutil.Process(pid)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        """Begin to sample."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(1.0):  # to look oftener would slow down what is measured
            total = 0
            try:
                family = [self._family, *self._family.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            for member in family:
                try:
                    total += _size(member)
                except (psutil.Error, OSError):
                    continue
            self.peak = max(self.peak, total)


class Work:
    """Seconds of the processor that a program takes, with all that it starts.

    A process that is waited for leaves its seconds to its parent; one that ends with its namespace does not.
    So all are looked at again and again, and of one that is gone what it had last counts, unless its parent
    has it now.
    """

    def __init__(self, pid: int) -> None:
        """Watch the family of this process."""
        self.root = pid
        #: By process: its parent, its own seconds, and those of its children that it has waited for.
        self.heard: dict[int, tuple[int, float, float]] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Work:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._over.set()
        self._thread.join()

    @property
    def seconds(self) -> float:
        """All in all, so far."""
        return sum(own + waited for _, own, waited in self.heard.values())

    @property
    def alone(self) -> float:
        """Of the program itself."""
        return self.heard.get(self.root, (0, 0.0, 0.0))[1]

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            self._look()

    def _look(self) -> None:
        every = {int(path.name): stat for path in Path("/proc").glob("[0-9]*") if (stat := _stat(path))}
        family, rest = set[int](), [self.root]
        while rest:
            pid = rest.pop()
            family |= {pid} & every.keys()
            rest += [child for child, (parent, *_) in every.items() if parent == pid]
        for pid in self.heard.keys() - family:
            parent, own, waited = self.heard[pid]
            before, now = self.heard.get(parent, (0, 0.0, 0.0))[2], every.get(parent, (0, 0.0, 0.0))[2]
            if now - before >= 0.9 * (own + waited):
                del self.heard[pid]
        self.heard |= {pid: every[pid] for pid in family}


def _stat(process: Path) -> tuple[int, float, float] | None:
    """Parent, own seconds, and those of children that it has waited for; None for a process that is gone."""
    try:
        fields = (process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    own, waited = (sum(map(int, fields[n : n + 2])) / os.sysconf("SC_CLK_TCK") for n in (11, 13))
    return int(fields[1]), own, waited


def _size(process: psutil.Process) -> int:
    """Shared pages are counted in parts, so that forks of one process add up to what they take."""
    rollup = Path(f"/proc/{process.pid}/smaps_rollup")
    try:
        lines = rollup.read_text(encoding="ascii").split("\n")
    except OSError:
        return int(process.memory_info().rss)
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def plain(course: Course, lesson: str, students: list[str]) -> dict[str, Any]:
    """The same by `nbgrader autograde`, in a copy of the course without any grades."""
    with tempfile.TemporaryDirectory(prefix="centric-plain-") as scratch:
        other = Path(scratch).resolve() / "course"
        keep = shutil.ignore_patterns("autograded", "feedback", "grades", "gradebook.db", "submitted")
        shutil.copytree(course.root, other, ignore=keep)
        for student in students:
            shutil.copytree(course.submitted / student, other / "submitted" / student)
        nbgrader(other, "generate_assignment", lesson, "--force")
        start, before = time.perf_counter(), sum(os.times()[2:4])
        nbgrader(other, "autograde", lesson)
        seconds, worked = time.perf_counter() - start, sum(os.times()[2:4]) - before
        different = 0
        if (course.root / "gradebook.db").is_file():
            with gradebook.opened(course) as mine, gradebook.opened(find_course(other)) as theirs:
                have, want = gradebook.scores(mine, lesson), gradebook.scores(theirs, lesson)
            different = sum(points(have.get(s, [])) != points(want.get(s, [])) for s in students if have)
    return {
        "seconds_each": round(seconds / len(students), 2),
        "seconds_of_the_processor_each": round(worked / len(students), 2),
        "students_with_other_scores": different,
        "load_average": [round(x, 1) for x in os.getloadavg()],
    }


def points(scores: list[gradebook.Score]) -> dict[str, float | None]:
    """What is compared: the automatic score of each cell."""
    return {score.cell: score.auto for score in scores}


def nbgrader(folder: Path, *words: str) -> None:
    """Run one of nbgrader's commands in a course folder."""
    subprocess.run([sys.executable, "-m", "nbgrader", *words, "--log-level=ERROR"], cwd=folder, check=True)


if __name__ == "__main__":
    main()
