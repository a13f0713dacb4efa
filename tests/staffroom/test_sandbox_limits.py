"""What one student's code may use, and how its end is told."""

from __future__ import annotations

import dataclasses
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sandbox_parts import ask, fate, open_rung, seated

from staffroom.grading.inside.limits import MB, Limits
from staffroom.grading.sandbox import cgroups, rooms
from staffroom.grading.sandbox.ladder import best
from staffroom.grading.sandbox.watchdog import Watchdog

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
#: Each rung by itself; the usual one always.
FORCED = [
    "nested",
    pytest.param("landlock", marks=pytest.mark.slow),
    pytest.param("cold", marks=pytest.mark.slow),
]
SMALL = Limits(
    memory=200 * MB,
    address_space=2_000 * MB,
    cpu_seconds=1,
    disk=8 * MB,
    file_size=4 * MB,
    files=100,
)
FORKS = """
import os, time
n = 0
try:
    while n < 500:
        if os.fork() == 0: time.sleep(60)
        n += 1
"""
THREADS = """
import threading, time
n = 0
try:
    while n < 500:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        n += 1
"""
TOGETHER = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        x = bytearray(60_000_000)
        time.sleep(60)
time.sleep(3)
print(os.waitpid(-1, os.WNOHANG)[0] > 0)
"""
ORPHANS = TOGETHER.replace("        x =", "        if os.fork(): os._exit(0)\n        x =")
SHARED = """
import os, time
x = bytearray(80_000_000)
for _ in range(8):
    if os.fork() == 0: time.sleep(60)
time.sleep(1)
"""


@pytest.fixture(scope="module", params=FORCED)
def house(request: pytest.FixtureRequest) -> Iterator[Any]:
    why = best([request.param], Limits())[1]
    if why:
        pytest.skip(f"{request.param}: {why[request.param]}")
    house = open_rung(request.param, SMALL)
    yield house
    house.close()


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A house without control groups."""
    monkeypatch.setattr(rooms.cgroups, "find", lambda: None)
    for rung in ("nested", "landlock"):
        if not best([rung], Limits())[1]:
            house = open_rung(rung, SMALL)
            yield house
            house.close()
            return
    pytest.skip("no sandbox with warm processes")


def test_memory_of_one_process(house: Any) -> None:
    assert fate(house, "x = bytearray(50_000_000); print(len(x))") == ("50000000", "")
    assert fate(house, "x = bytearray(4_000_000_000)")[0] == "MemoryError"
    assert fate(house, "x = bytearray(900_000_000)") == ("gone", "memory")


def test_memory_of_all_processes_together(house: Any) -> None:
    # A control group takes some of the children, the watchdog takes all.
    assert fate(house, TOGETHER) in {("True", ""), ("gone", "memory")}


def test_the_watchdog_ends_one_process_and_many(watched: Any) -> None:
    assert fate(watched, "x = bytearray(50_000_000); print(len(x))") == ("50000000", "")
    assert fate(watched, "import time; x = bytearray(900_000_000); time.sleep(20)") == ("gone", "memory")
    assert fate(watched, TOGETHER) == ("gone", "memory")
    assert fate(watched, ORPHANS) == ("gone", "memory")


def test_the_watchdog_counts_what_is_shared_once(watched: Any) -> None:
    assert fate(watched, SHARED) == ("", "")


@pytest.mark.slow
def test_processor_time(house: Any) -> None:
    began = time.monotonic()
    assert fate(house, "while True: pass", seconds=60) == ("gone", "cpu")
    assert time.monotonic() - began < 50


def test_number_of_processes_and_threads(house: Any) -> None:
    for code, error in ((FORKS, "OSError"), (THREADS, "RuntimeError")):
        words, _ = fate(house, f"{code}except {error}: print(n < {SMALL.processes + 1})", seconds=60)
        assert words == "True"


def test_a_fork_bomb_leaves_the_others_alone(house: Any) -> None:
    bomb = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n"
    with seated(house) as (seat,):
        seat.channel.send({"source": bomb})
        time.sleep(0.5)
        assert fate(house, "print(6 * 7)")[0] == "42"
        began = time.monotonic()
        seat.end()
        assert time.monotonic() - began < 10


def test_size_and_number_of_files(house: Any) -> None:
    assert "File too large" in fate(house, "open('x', 'wb').write(b'x' * 5_000_000)")[0]
    many = "for n in range(9): open(f'x{n}', 'wb').write(b'x' * 2_000_000)"
    assert "No space left" in fate(house, many)[0]
    if house.rung != "nested":
        return
    assert "No space left" in fate(house, "for n in range(200): open(f'x{n}', 'w').close()")[0]


def test_open_files(house: Any) -> None:
    assert "Too many open files" in fate(house, "kept = [open('/dev/null') for _ in range(1000)]")[0]


@pytest.mark.parametrize(
    "code",
    ["import os; os._exit(3)", "import ctypes; ctypes.string_at(0)", "import os; os.abort()"],
)
def test_a_process_that_ends_itself(house: Any, code: str) -> None:
    assert fate(house, code) == ("gone", "ended")


def test_how_it_ended_is_known_also_where_it_left_something_to_read(house: Any) -> None:
    last = (
        "import os\nfor fd in range(3, 20):\n    try: os.write(fd, b'x' * 5000)\n    except OSError: pass\n"
    )
    with seated(house) as (seat,):
        seat.channel.send({"source": last + "os._exit(3)"})
        time.sleep(0.5)
        assert seat.end() == "ended"


def test_an_interrupt_and_what_does_not_hear_it(house: Any) -> None:
    with seated(house) as (seat,):
        seat.channel.send({"source": "while True: pass"})
        time.sleep(0.2)
        seat.interrupt()
        assert seat.channel.receive(10)[0]["error"] == "KeyboardInterrupt"
        seat.channel.send({"source": "import signal\nsignal.signal(2, signal.SIG_IGN)\nwhile True: pass"})
        time.sleep(0.2)
        seat.interrupt()
        time.sleep(0.2)
        assert seat.end() == ""
        assert seat.end() == ""


def test_many_seats_at_once_from_several_threads(house: Any) -> None:
    found: list[tuple[str, str]] = []

    def lane() -> None:
        found.extend(fate(house, "import os; print(len(os.listdir('.')))", seconds=60) for _ in range(3))

    lanes = [threading.Thread(target=lane) for _ in range(3)]
    for thread in lanes:
        thread.start()
    for thread in lanes:
        thread.join()
    assert found == [("0", "")] * 9


def test_seats_and_houses_leave_no_descriptor_open() -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    house = open_rung("bare")
    for _ in range(3):
        fate(house, "print(1)")
    assert house.teach("student", {"of": "all"}, b"x" * 3_000_000)
    assert not house.teach("student", {"refuse": True})
    house.close()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_what_was_taught_is_known_to_later_seats(house: Any) -> None:
    taught = house.teach("student", {"of": "all"}, b"x" * 3_000_000)
    assert taught == (house.rung != "cold")
    if taught:
        known = fate(house, "from inside.probes import LEARNED; print(LEARNED)")[0]
        assert known == "[({'of': 'all'}, 3000000)]"
    assert house.teach("tester", {"of": "tests"})


def test_control_groups_where_they_may_be_made() -> None:
    place = cgroups.find()
    if place is None:
        pytest.skip("no control groups here")
    box = place.box(100 * MB)
    assert box.folder.is_dir()
    assert not box.overran()
    box.remove()
    place.sweep(1.0)
    assert not box.folder.exists()


def test_control_groups_of_the_second_version(tmp_path: Path) -> None:
    group = tmp_path / "cgroup" / "user"
    group.mkdir(parents=True)
    proc = tmp_path / "proc" / "self"
    proc.mkdir(parents=True)
    (proc / "cgroup").write_text("0::/user\n", encoding="utf-8")
    files = {
        "cgroup.controllers": "cpu memory\n",
        "cgroup.subtree_control": "",
        "cgroup.procs": f"{os.getpid()}\n",
    }
    for name, words in files.items():
        (group / name).write_text(words, encoding="utf-8")
    place = cgroups.find(tmp_path / "proc", tmp_path / "cgroup")
    assert (place.folder, place.version) == (group, 2)
    assert (group / cgroups.ASIDE / "cgroup.procs").read_text(encoding="utf-8") == str(os.getpid())
    assert (group / "cgroup.subtree_control").read_text(encoding="utf-8") == "+memory +cpu"
    (proc / "cgroup").write_text(f"0::/user/{cgroups.ASIDE}\n", encoding="utf-8")
    again = cgroups.find(tmp_path / "proc", tmp_path / "cgroup")
    assert again is not None
    assert again.folder == group
    box = next(group.glob("centric-[0-9]*"))
    assert (box / "memory.max").read_text(encoding="utf-8") == str(1 << 30)
    events = cgroups.Box(box, "memory.events", cgroups.Place(group, 2))
    assert not events.overran()
    (box / "memory.events").write_text("oom 2\noom_kill 1\n", encoding="utf-8")
    assert events.overran()


def test_control_groups_are_left_alone_where_others_sit(tmp_path: Path) -> None:
    proc = tmp_path / "proc" / "self"
    proc.mkdir(parents=True)
    (proc / "cgroup").write_text("0::/\n", encoding="utf-8")
    for name, words in {
        "cgroup.controllers": "memory",
        "cgroup.subtree_control": "",
        "cgroup.procs": "1\n2\n",
    }.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
    assert cgroups.find(tmp_path / "proc", tmp_path) is None
    assert not (tmp_path / cgroups.ASIDE).exists()


def test_the_watchdog_adds_up_memory(tmp_path: Path) -> None:
    for pid in (10, 11, 12, 13):
        (tmp_path / str(pid)).mkdir()
        (tmp_path / str(pid) / "status").write_text(
            "Name:\tx\nRssAnon:\t 1000 kB\nRssFile:\t 9 kB\nRssShmem:\t 24 kB\n", encoding="ascii"
        )
        (tmp_path / str(pid) / "smaps_rollup").write_text(
            "Rss: 1 kB\nPss_Anon:  300 kB\nPss_Shmem:  1 kB\n", encoding="ascii"
        )
    family = [10, 11, 12, 13]
    roomy = Watchdog(dataclasses.replace(SMALL, memory=10 * MB), alone=True, proc=tmp_path)
    assert roomy.used(family) == 4 * 1024 * 1024
    tight = Watchdog(dataclasses.replace(SMALL, memory=1 * MB), alone=True, proc=tmp_path)
    assert tight.used(family) == 4 * 301 * 1024
    assert roomy.used([99]) == 0


def test_limits_reach_the_process(house: Any) -> None:
    words = fate(
        house, "import resource as r\nprint(r.getrlimit(r.RLIMIT_AS)[1], r.getrlimit(r.RLIMIT_FSIZE)[1])"
    )[0]
    assert words == f"{SMALL.address_space} {SMALL.file_size}"
    assert dataclasses.asdict(SMALL) == SMALL.as_dict()


def test_a_seat_that_is_asked_while_another_works(house: Any) -> None:
    with seated(house, 2) as (one, two):
        one.channel.send({"source": "import time; time.sleep(2); print('one')"})
        assert ask(two, "print('two')", seconds=1.9) == "two"
        assert one.channel.receive(10)[0]["printed"] == "one\n"
