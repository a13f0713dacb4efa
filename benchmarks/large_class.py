"""A class of 500 with broken and hostile work in it: `python benchmarks/large_class.py [--students N]`.

One submission in ten cannot be read, one in ten attacks the grader (the attacks of the tests, in lesson 01).
The honest ones are graded twice, by themselves and amid the others, and must get the same scores. Reported
are times, the peak of memory, and whatever was left behind: processes, scratch folders, other scores.

Attacks are run in the sandbox only; where there is none, this ends before any is laid out.
"""

# ruff: noqa: E402  (the helpers that are imported lie in two other folders)

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import psutil

sys.path[:0] = [
    str(Path(__file__).resolve().parent),
    str(Path(__file__).resolve().parents[1] / "tests/staffroom"),
]

import grading as bench
import players_of_target as target

from staffroom.grading import gradebook
from staffroom.mend import put_scripts_on_path

#: An attacker shall not cost the class an hour: the limits of this run, in seconds.
SETTINGS = "c.Grading.cell_seconds = 10\nc.Grading.call_seconds = 5\nc.Grading.submission_seconds = 60\n"


def main() -> None:
    """Measure and print one JSON document."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--students", type=int, default=500)
    words.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = words.parse_args()
    put_scripts_on_path()
    tenth = asked.students // 10
    before = leftovers()
    with tempfile.TemporaryDirectory(prefix="bench-class-") as scratch:
        folder = Path(scratch).resolve()
        alone, lesson, players = bench.lay(folder / "alone", asked.students - 2 * tenth)
        both, _, _ = bench.lay(folder / "both", 30)
        for course in (alone, both):
            with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
                config.write(f"\n{SETTINGS}")
            for player in players:
                bench.hand_in(course, lesson, player.student, player.content)
        for n, content in enumerate(broken(players[0].content, tenth)):
            bench.hand_in(both, lesson, f"broken-{n}", content)
        for name, content in hostile(players[0].content, tenth):
            bench.hand_in(both, lesson, f"hostile-{name}", content)
        first, second = bench.grade(alone, lesson, asked.workers), bench.grade(both, lesson, asked.workers)
        with gradebook.opened(alone) as one, gradebook.opened(both) as other:
            want, have = gradebook.scores(one, lesson), gradebook.scores(other, lesson)
        unequal = [
            p.student
            for p in players
            if bench.points(want[p.student]) != bench.points(have.get(p.student, []))
        ]
    print(
        json.dumps(
            {
                "honest": len(players),
                "broken": tenth,
                "hostile": tenth,
                "alone": first,
                "amid_the_others": second,
                "honest_with_other_scores": unequal,
                "left_behind": sorted(leftovers() - before),
            },
            indent=1,
        )
    )


def broken(right: bytes, count: int) -> list[bytes]:
    """Files that can no longer be read, each in its own way."""
    kinds = (
        b"",
        right[: len(right) // 2],
        right.decode().encode("utf-16"),
        b"PK\x03\x04",
        b'{"cells": 3}',
        b"\xff" * 99,
    )
    return [kinds[n % len(kinds)] + b" " * n for n in range(count)]


def hostile(right: bytes, count: int) -> list[tuple[str, bytes]]:
    """Right answers with an attack in front of them."""
    attacks = target.players("attacks")
    chosen = [attacks[n * len(attacks) // count] for n in range(count)]
    out = []
    for attack in chosen:
        notebook: dict[str, Any] = json.loads(right)
        names = {"GRADEBOOK": "/nowhere", "SOURCE": "/nowhere", "OTHER": "/nowhere", "SECRET": "/nowhere"}
        names |= {"COURSE": "/nowhere", "SOCKET": "/nowhere", "TOKEN": "mark", "CANARY": "/nowhere"}
        prelude = (
            "".join(f"{name} = {value!r}\n" for name, value in names.items()) + "PORT = 9\nbasket = {}\n"
        )
        for n, text in enumerate(attack.cells.values()):
            cell = {
                "cell_type": "code",
                "execution_count": None,
                "id": f"own-{n}",
                "metadata": {},
                "outputs": [],
            }
            notebook["cells"].insert(3 + n, {**cell, "source": prelude + text})
        out.append((attack.name.replace("/", "-"), json.dumps(notebook).encode()))
    return out


def leftovers() -> set[str]:
    """Processes of grading that run, and scratch folders of ours that are there."""
    running = {
        f"process {' '.join(p.info['cmdline'])[:80]}"
        for p in psutil.process_iter(["cmdline"])
        if any("inside.zygote" in word or "bwrap" in word for word in p.info["cmdline"] or [])
    }
    return running | {f"folder {p.name}" for p in Path(tempfile.gettempdir()).glob("centric-*")}


if __name__ == "__main__":
    main()
