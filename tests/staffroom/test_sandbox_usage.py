"""What a student's processes have had of the processor, as it is added up from what the kernel tells."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from staffroom.grading.sandbox import cgroups, fairness, usage
from staffroom.grading.sandbox.cgroups import Box, Place
from staffroom.grading.sandbox.fairness import Fairness, niceness
from staffroom.grading.sandbox.usage import Task, Usage


class Kernel:
    """A folder that tells of processes as /proc does, and a clock that goes when it is told to."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.now = folder, 0.0
        monkeypatch.setattr(usage.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(usage, "_TICKS", 100)

    def process(
        self, pid: int, parent: int, *children: int, own: float = 0, ended: float = 0, waited: float = 0,
        state: str = "S", threads: int = 1,
    ) -> None:  # fmt: skip
        times = f"{round(own * 100)} 0 {round(ended * 100)} 0"
        words = f"{pid} (a b) c) {state} {parent} 0 0 0 0 0 0 0 0 0 {times} 20 0 {threads} 0"
        for place in (self.folder / str(pid), self.folder / str(pid) / "task" / str(pid)):
            place.mkdir(parents=True, exist_ok=True)
            (place / "stat").write_text(words, encoding="ascii")
            (place / "schedstat").write_text(f"1 {round(waited * 1e9)} 1\n", encoding="ascii")
        (place / "children").write_text(" ".join(map(str, children)), encoding="ascii")

    def gone(self, pid: int) -> None:
        for file in ("stat", "schedstat"):
            (self.folder / str(pid) / file).unlink()


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kernel:
    return Kernel(tmp_path, monkeypatch)


def test_the_family_is_what_came_of_a_process_or_of_its_keeper(kernel: Kernel) -> None:
    kernel.process(9, 1, 10, 13, ended=4)
    kernel.process(10, 9, 11, own=1)
    kernel.process(11, 10, 12, own=2)
    kernel.process(12, 11, own=3)
    kernel.process(13, 9, own=7)  # lost its parent
    alone = Usage(10, proc=kernel.folder)
    alone.look()
    assert (alone.spent, alone.others) == (6, 2)
    kept = Usage(10, alone=False, proc=kernel.folder)
    kept.look()
    assert (kept.spent, kept.others) == (17, 3)
    nobody = Usage(None, proc=kernel.folder)
    nobody.look()
    assert (nobody.spent, nobody.waited, nobody.others) == (0, 0, 0)


def test_processes_that_ended_count_once_whether_waited_for_or_not(kernel: Kernel) -> None:
    kernel.process(10, 1, 11, 12, own=1)
    kernel.process(11, 10, own=2)
    kernel.process(12, 10, own=3)
    found = Usage(10, proc=kernel.folder)
    found.look()
    assert found.spent == 6
    kernel.gone(11)
    kernel.process(10, 1, 12, own=1, ended=2)  # waited for
    found.look()
    assert found.spent == 6
    kernel.gone(12)
    kernel.process(10, 1, own=1.5, ended=2)  # not waited for
    found.look()
    assert found.spent == pytest.approx(6, abs=0.51)
    kernel.process(10, 1, own=3.5, ended=2)
    before = found.spent
    found.look()
    assert found.spent == before + 2


@pytest.mark.parametrize(
    ("own", "waited", "state", "moved"),
    [
        (10, 0, "R", 0),  # has a processor all the time
        (0, 0, "S", 0),  # sleeps
        (1, 9, "R", 9),  # has to wait for others
        (1, 4, "S", 4),  # waits, works, sleeps
        (0, 99, "R", 10),  # no more than there was
        (25, 3, "R", -15),  # several processors at once
    ],
)
def test_deadlines_move_by_the_wait_for_a_processor_and_by_nothing_else(
    kernel: Kernel, own: float, waited: float, state: str, moved: float
) -> None:
    kernel.process(10, 1)
    found = Usage(10, proc=kernel.folder)
    found.look()
    kernel.now = 10
    kernel.process(10, 1, own=own, waited=waited, state=state)
    found.look()
    assert found.waited == pytest.approx(moved)


def test_who_starts_many_waits_for_them_and_not_for_others(kernel: Kernel) -> None:
    many = range(11, 71)
    kernel.process(10, 1, *many)
    for pid in many:
        kernel.process(pid, 10, state="R")
    found = Usage(10, proc=kernel.folder)
    found.look()
    kernel.now = 10
    for pid in many:
        kernel.process(pid, 10, state="R", own=0.1, waited=9)
    found.look()
    assert found.spent == pytest.approx(6)
    assert 0 < found.waited < 1


def test_threads_are_seen_one_by_one(kernel: Kernel) -> None:
    kernel.process(10, 1, threads=2)
    for number, state in ((10, "S"), (15, "R")):
        place = kernel.folder / "10" / "task" / str(number)
        place.mkdir(exist_ok=True)
        words = f"{number} (x) {state} 1 0 0 0 0 0 0 0 0 0 0 0 0 0 20 5 2 0"
        (place / "stat").write_text(words, encoding="ascii")
        (place / "schedstat").write_text("0 2000000000 0", encoding="ascii")
    found = Usage(10, proc=kernel.folder)
    found.look()
    tasks = sorted(found.tasks, key=lambda task: task.number)
    assert tasks == [Task(10, False, 5, 2.0), Task(15, True, 5, 2.0)]


@pytest.mark.parametrize(
    ("name", "words", "beside"),
    [("cpu.stat", "usage_usec 2500000\nuser_usec 1\n", False), ("cpuacct.usage", "2500000000\n", True)],
)
def test_a_control_group_knows_it_better(kernel: Kernel, name: str, words: str, beside: bool) -> None:
    kernel.process(10, 1, own=1)
    group = kernel.folder / "group"
    group.mkdir()
    (group / name).write_text(words, encoding="ascii")
    box = Box(group, "memory.events", Place(group, 2), {"cpuacct": group} if beside else {})
    found = Usage(10, box=box, proc=kernel.folder)
    found.look()
    assert found.spent == 2.5
    (group / name).unlink()
    found = Usage(10, box=box, proc=kernel.folder)
    found.look()
    assert found.spent == 1


def test_many_weigh_no_more_than_one() -> None:
    assert niceness(0) == niceness(1) == 0
    for many in range(1, 65):
        assert many * 1.25 ** -niceness(many) <= 1.001
    assert niceness(1000) == 19


def test_niceness_goes_by_how_many_run_for_longer_than_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[int, int] = {}
    monkeypatch.setattr(fairness.os, "setpriority", lambda kind, who, nice: told.update({who: nice}))
    found = Usage(None)
    fair = Fairness(found)

    def look(*tasks: tuple[int, bool, int]) -> dict[int, int]:
        told.clear()
        found.tasks = [Task(number, running, nice, 0.0) for number, running, nice in tasks]
        fair.see_to_it()
        return dict(told)

    assert look((1, True, 0)) == {}
    assert look((1, True, 0), (2, True, 0)) == {}  # it has just started another
    assert look((1, False, 0), (2, True, 0)) == {}
    assert look((1, True, 0), (2, True, 0)) == {}
    assert look((1, True, 0), (2, True, 0)) == {1: 4, 2: 4}
    assert look((1, True, 4), (3, True, 0)) == {3: 4}
    assert look((1, True, 4)) == {}


def test_who_runs_many_is_made_nicer_by_the_kernel_s_own_account() -> None:
    pid = os.fork()
    if pid == 0:
        while True:
            pass
    try:
        found = Usage(pid)
        found.look()
        fair: Any = Fairness(found)
        fair._running = 60
        found.tasks = found.tasks * 60
        found.tasks = [Task(task.number, True, task.nice, 0.0) for task in found.tasks]
        fair.see_to_it()
        assert os.getpriority(os.PRIO_PROCESS, pid) == 19
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)


def test_control_groups_of_the_first_version_lie_in_several_places(tmp_path: Path) -> None:
    root, proc = tmp_path / "cgroup", tmp_path / "proc" / "self"
    for folder in (root / "memory" / "a", root / "cpu,cpuacct" / "b", proc):
        folder.mkdir(parents=True)
    for name in ("cpu", "cpuacct"):
        (root / name).symlink_to("cpu,cpuacct")
    (proc / "cgroup").write_text("4:memory:/a\n3:cpu,cpuacct:/b\n0::/\n", encoding="ascii")
    place = cgroups.find(tmp_path / "proc", root)
    assert place is not None
    box = place.box(10**9)
    assert box.weighs()
    (box.beside["cpuacct"] / "cpuacct.usage").write_text("7000000000\n", encoding="ascii")
    assert box.spent() == 7
    box.add(123)
    for folder in (box.folder, box.beside["cpu"]):
        assert (folder / "cgroup.procs").read_text(encoding="ascii") == "123"
    assert box.beside["cpu"].resolve().parent == root / "cpu,cpuacct" / "b"
