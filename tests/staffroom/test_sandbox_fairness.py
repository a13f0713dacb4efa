"""One student's share of the processor, however many processes they start.

How long something takes on a machine says as much of the machine as of the sandbox. So what is measured is
measured again right beside: the same honest work alone and beside three who keep sixty processes busy, one
after the other, up to six times, and it is enough if it is within bounds once. Without bounds it takes forty
times as long, always; nothing that else goes on here makes that three.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import players_of_target as target
import pytest
from sandbox_parts import ask, fate, open_rung, seated

from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox import cgroups, rooms
from staffroom.grading.sandbox.ladder import best
from staffroom.grading.split.calibrate import points_of
from staffroom.grading.split.runner import SandboxRunner
from staffroom.grading.verdict import Job

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
ATTACKS = {player.name: player.cells["total"] for player in target.players("attacks")}
HOSTILE = ("harm/busy_sessions", "harm/forks_anew", "harm/busy_processes")
#: How many times as long honest work may take beside three others that want all they can get.
MOST = max(3.0, 1.5 * 4 / (os.cpu_count() or 1))
ROUNDS = 6
HONEST = "for _ in range(12_000_000): pass"
FORKED = "import os\nif os.fork() == 0:\n    while True: pass\n"


def on(rung: str, limits: Limits) -> Any:
    why = best([rung], limits)[1]
    if why:
        pytest.skip(f"{rung}: {why[rung]}")
    return open_rung(rung, limits)


@pytest.fixture(params=["with control groups", "without"])
def groups(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root, who may make control groups, and as an ordinary user, who may not."""
    if request.param == "without":
        monkeypatch.setattr(rooms.cgroups, "find", lambda: None)
    elif cgroups.find() is None:
        pytest.skip("no control groups here")


@pytest.fixture(params=["nested", "landlock", "cold"])
def house(request: pytest.FixtureRequest, groups: None) -> Iterator[Any]:
    house = on(request.param, Limits())
    yield house
    house.close()


def seconds(house: Any) -> float:
    began = time.perf_counter()
    with seated(house) as (seat,):
        assert ask(seat, HONEST, seconds=600) == ""
    return time.perf_counter() - began


@pytest.mark.slow
def test_honest_work_goes_on_beside_hundreds_of_busy_processes(house: Any) -> None:
    found = []
    for _ in range(ROUNDS):
        alone = seconds(house)
        with seated(house, len(HOSTILE)) as seats:
            for seat, name in zip(seats, HOSTILE, strict=True):
                seat.channel.send({"source": ATTACKS[name]})
            time.sleep(1)
            found.append(seconds(house) / alone)
        if found[-1] <= MOST:
            return
    pytest.fail(f"times as long as alone: {found}")


@pytest.mark.slow
def test_processor_time_is_that_of_all_processes_together(groups: None) -> None:
    house = on("nested", Limits(cpu_seconds=2))
    try:
        # None of them has had much when all have had enough.
        many = "import os, time\nfor _ in range(20):\n    if os.fork() == 0:\n        while True: pass\n"
        assert fate(house, f"{many}time.sleep(600)", seconds=300) == ("gone", "cpu")
        # Each is at an end long before it has had enough, and somebody waits for it.
        short = "import os, time\nwhile True:\n    if os.fork() == 0:\n        n = time.process_time()\n"
        short += "        while time.process_time() < n + .3: pass\n        os._exit(0)\n    os.wait()\n"
        assert fate(house, short, seconds=300) == ("gone", "cpu")
    finally:
        house.close()


def test_nobody_gets_more_important_or_has_a_second_session() -> None:
    house = on("nested", Limits())
    try:
        with seated(house) as (seat,):
            assert "Error" in ask(seat, "import os; os.nice(-1)")
            assert "Error" in ask(seat, "import os; os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))")
            told = ask(seat, "import os, subprocess as s; os.setsid()\nbefore = os.getsid(0)\n"
                       "p = s.Popen(['sleep', '60'], start_new_session=True)\n"
                       "print(os.getsid(p.pid) == before)")  # fmt: skip
            assert told == "True"
    finally:
        house.close()


def test_a_students_processes_are_in_a_group_that_weighs_as_one() -> None:
    place = cgroups.find()
    if place is None:
        pytest.skip("no control groups here")
    box = place.box(10**9)
    if not box.weighs():
        box.remove()
        pytest.skip("no control groups for the processor here")
    box.remove()
    house = on("nested", Limits())
    try:
        with seated(house) as (seat,):
            ask(seat, FORKED)
            folder = seat.box.beside.get("cpu", seat.box.folder)
            assert len((folder / "cgroup.procs").read_text(encoding="ascii").split()) == 2
            assert seat.box.spent() > 0
            folders = [seat.box.folder, *seat.box.beside.values()]
    finally:
        house.close()
    assert not any(folder.exists() for folder in folders)


def test_an_interrupt_leaves_nothing_that_was_started() -> None:
    from staffroom.grading.split.deadline import Deadline
    from staffroom.grading.split.line import Line

    class Answering:
        """A seat that answers at once; `others` is what it started besides."""

        def __init__(self, others: int) -> None:
            self.channel: Any = self
            self.usage: Any = self
            self.others, self.waited, self.ended = others, 0.0, False

        def interrupt(self) -> None: ...

        def look(self) -> None: ...

        def receive(self, seconds: float) -> Any:
            return {"say": "done", "n": 7}, b"[]"

        def end(self) -> str:
            self.ended = True
            return ""

    for others in (0, 2):
        seat: Any = Answering(others)
        line = Line(seat)
        assert line.interrupted(7, Deadline(60), ("done",)) == ({"say": "done", "n": 7}, b"[]")
        assert seat.ended == (others > 0)
        assert line.alive == (others == 0)


@pytest.mark.slow
def test_an_honest_hand_in_beside_hostile_ones_keeps_its_points_and_its_pace(tmp_path: Path) -> None:
    course, released = target.make_course(tmp_path / "course")
    source = (course.source / target.LESSON / f"{target.LESSON}.ipynb").read_bytes()
    limits = replace(Limits(), cell_seconds=15, cell_seconds_after=1, submission_seconds=40)
    honest = Job("honest", target.LESSON, target.hand_in(released, target.RIGHT, {"before total": HONEST}))
    found = []
    with SandboxRunner(target.LESSON, source, limits=limits, lanes=4) as runner:

        def points() -> float:
            verdict = runner.grade(honest)
            assert verdict.notebook is not None and not verdict.notes
            assert of_notebook(runner, verdict.notebook) == sum(target.POINTS.values())
            return verdict.seconds

        ended: list[Any] = []
        for _ in range(ROUNDS):
            ended.clear()
            alone = points()
            jobs = [
                Job(name, target.LESSON, target.hand_in(released, target.WRONG, {"total": ATTACKS[name]}))
                for name in HOSTILE
            ]
            lanes = [threading.Thread(target=lambda job=job: ended.append(runner.grade(job))) for job in jobs]
            for lane in lanes:
                lane.start()
            time.sleep(2)
            found.append(points() / alone)
            for lane in lanes:
                lane.join()
            assert [of_notebook(runner, verdict.notebook) for verdict in ended] == [0, 0, 0]
            if found[-1] <= MOST:
                return
    pytest.fail(f"times as long as alone: {found}")


def of_notebook(runner: SandboxRunner, notebook: bytes) -> float:
    """The points of all tests of an executed notebook."""
    import json

    cells = {cell["id"]: cell for cell in json.loads(notebook)["cells"]}
    return sum(points_of(cells[test.id]["outputs"], test.points) for test in runner.paper.tests.values())
