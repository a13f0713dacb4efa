"""The walls: what the probes try is held, neighbours do not see each other, nothing is left behind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sandbox_parts import PROBES, ask, comes, fate, open_rung, running, seated

from staffroom.grading.inside import probes
from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox import bwrap, cgroups, frames, ladder, shelf
from staffroom.grading.sandbox.frames import SIDES
from staffroom.grading.sandbox.house import Bundle
from staffroom.grading.sandbox.ladder import best, open_house
from staffroom.grading.sandbox.rooms import Rooms
from staffroom.grading.sandbox.seated import SandboxError
from staffroom.grading.sandbox.trial import holes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
ROOT = Path(__file__).resolve().parents[2]
#: Each rung by itself; the usual one always.
FORCED = [
    "nested",
    pytest.param("landlock", marks=pytest.mark.slow),
    pytest.param("cold", marks=pytest.mark.slow),
]
#: What is put up with, and what no process gets at, walls or not.
ACCEPTED = {
    ("cold", "student"): {"companions"},
    ("cold", "tester"): {"companions", "neighbour", "limits", "room"},
}
HELD_WITHOUT_WALLS = {"descriptors"}


@pytest.fixture(scope="module", params=FORCED)
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    why = best([request.param], Limits())[1]
    if why:
        pytest.skip(f"{request.param}: {why[request.param]}")
    company = tmp_path_factory.mktemp("company")
    (company / "orders.csv").write_text("customer,price\n1,2\n", encoding="utf-8")
    house = open_rung(request.param, company=str(company))
    yield house
    house.close()


@pytest.fixture(scope="module")
def bare() -> Iterator[Any]:
    house = open_rung("bare")
    yield house
    house.close()


def test_the_best_rung_stands_where_bubblewrap_is() -> None:
    if bwrap.find() is None:
        pytest.skip("no bubblewrap")
    assert best(["nested"], Limits()) == ("nested", {})


@pytest.mark.parametrize("side", SIDES)
def test_every_probe_comes_back_empty(house: Any, side: str) -> None:
    accepted = house.accepted.get(side, frozenset())
    assert accepted <= ACCEPTED.get((house.rung, side), frozenset())
    assert set(holes(house, side)) <= accepted


def test_every_probe_gets_at_something_without_walls(bare: Any) -> None:
    needs_root = set() if os.getuid() == 0 else {"mounts"}
    assert set(probes.PROBES) - set(holes(bare)) <= HELD_WITHOUT_WALLS | needs_root


def test_what_is_there_and_what_is_not(house: Any) -> None:
    with seated(house) as (seat,):
        assert ask(seat, "print(open('/company/orders.csv').read())").startswith("customer,price")
        assert ask(seat, "import classroom.check, generator, inside") == ""
        assert "No module" in ask(seat, "import staffroom")
        assert "No such file" in ask(seat, f"import os; os.listdir({str(ROOT / 'solutions')!r})")
        assert ask(seat, "import os; print(os.getuid())") != "0"


def test_packages_that_lie_where_a_student_has_a_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An environment below /tmp is not hidden by the student's own /tmp."""
    if bwrap.find() is None:
        pytest.skip("no bubblewrap")
    place = Path(tempfile.mkdtemp(prefix="centric-packages-", dir="/tmp"))
    try:
        place.chmod(0o755)
        (place / "far_away.py").write_text("answer = 42\n", encoding="utf-8")
        there = shelf.shelf()
        further = replace(there, packages=(*there.packages, place))
        monkeypatch.setattr(frames, "shelf", lambda: further)
        house = open_rung("nested")
        try:
            with seated(house) as (seat,):
                assert ask(seat, "import far_away; print(far_away.answer)") == "42"
        finally:
            house.close()
        monkeypatch.setattr(frames, "shelf", lambda: replace(there, prefix=place))
        with pytest.raises(SandboxError, match=r"out of sight.*install it elsewhere"):
            open_rung("nested")
    finally:
        shutil.rmtree(place)


def test_files_and_rights_of_a_seat(house: Any) -> None:
    with seated(house) as (seat,):
        made = "import os, tempfile\nopen('here.txt', 'w').write('x')\n"
        assert (
            ask(seat, made + "print(os.path.abspath('here.txt') == os.environ['HOME'] + '/here.txt')")
            == "True"
        )
        assert ask(seat, "print(tempfile.mkdtemp().startswith(os.environ['TMPDIR']))") == "True"
        assert ask(seat, "import subprocess, sys\nrun = subprocess.run([sys.executable, '-c', 'print(6*7)'], "
                   "capture_output=True)\nprint(run.stdout)") == "b'42\\n'"  # fmt: skip


def test_two_neighbours(house: Any) -> None:
    with seated(house, 2) as (one, two):
        places = ask(
            one,
            "import os\nfor place in (os.environ['HOME'], os.environ['TMPDIR'], '/dev/shm'):\n"
            "    open(place + '/mine', 'w').write('secret')\n    print(place + '/mine')\n"
            "os.environ['ANSWER'] = 'x'; import calendar; calendar.day_name = None; print(os.getpid())",
        ).split("\n")
        *files, pid = places
        for file in files:
            found = ask(two, f"print(open({file!r}).read())")
            assert re.search("No such file|Permission denied|not permitted", found), found
        assert (
            ask(two, "import os, calendar; print('ANSWER' in os.environ, calendar.day_name is None)")
            == "False False"
        )
        ask(two, f"import os, signal\nfor pid in range(2, 400):\n    if pid != os.getpid():\n"
            f"        try: os.kill(pid, 9)\n        except OSError: pass\n"
            f"if {pid} != os.getpid():\n    os.kill({pid}, 9)\n")  # fmt: skip
        assert ask(one, "print('still here')") == "still here"


def test_what_one_changes_the_next_does_not_see(house: Any) -> None:
    change = "import builtins, os\nbuiltins.sorted = 7\nopen('left', 'w').write('x')"
    assert fate(house, change)[0] == ""
    assert fate(house, "import os; print(sorted('ba'), os.listdir('.'))")[0] == "['a', 'b'] []"


def test_a_daemon_does_not_outlive_its_seat(house: Any) -> None:
    with seated(house) as (seat,):
        ask(seat, "from inside.probes import outlive; outlive(200)")
        ask(seat, "import subprocess; subprocess.Popen(['sleep', '7654'], start_new_session=True)")
        assert comes("sleep\0" + "7654")
        seat.end()
    assert not running("sleep\0" + "7654")


@pytest.mark.parametrize("rung", [pytest.param("bare", marks=pytest.mark.slow), *FORCED])
def test_the_supervisor_killed_takes_all_with_it(rung: str, tmp_path: Path) -> None:
    if rung != "bare" and (why := best([rung], Limits())[1]):
        pytest.skip(why[rung])
    script = (
        "import sys, time\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from sandbox_parts import *\n"
        "house = open_rung(sys.argv[1], company=sys.argv[2])\n"
        "seats = [house.student(), house.tester()]\n"
        'ask(seats[0], \'import subprocess; subprocess.Popen(["sleep", "6543"], start_new_session=True)\')\n'
        "print('up', flush=True)\ntime.sleep(3600)\n"
    )
    company = tmp_path
    run = subprocess.Popen(
        [sys.executable, "-c", script, rung, str(company)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert run.stdout is not None
    assert run.stdout.readline() == b"up\n"
    assert comes(str(company))
    assert comes("sleep\0" + "6543")
    run.kill()
    run.wait()
    run.stdout.close()
    _gone(str(company), rung)
    _gone("sleep\0" + "6543", rung)


def _gone(token: str, rung: str) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and running(token):
        time.sleep(0.05)
    assert not running(token), rung


def test_control_groups_of_one_that_was_killed_are_cleared_away() -> None:
    place = cgroups.find()
    if place is None:
        pytest.skip("no control groups here")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, kept = (place.folder / f"centric-{pid}-900" for pid in (gone.pid, os.getpid()))
    left.mkdir()
    kept.mkdir()
    cgroups.find()
    assert not left.exists()
    assert kept.exists()
    kept.rmdir()


def test_the_supervisor_killed_during_a_warm_up(tmp_path: Path) -> None:
    script = (
        "import sys, threading, time\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from sandbox_parts import *\n"
        "slow = {'source': 'import time\\nwhile True: time.sleep(1)'}\n"
        "threading.Thread(target=open_rung, args=(sys.argv[1],), daemon=True,\n"
        "    kwargs={'company': sys.argv[2], 'student': slow}).start()\n"
        "time.sleep(3)\nprint('up', flush=True)\ntime.sleep(3600)\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", script, "nested" if bwrap.find() else "bare", str(tmp_path)],
        stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == b"up\n"
    assert comes(str(tmp_path))
    run.kill()
    run.wait()
    run.stdout.close()
    _gone(str(tmp_path), "warm-up")


def test_as_an_ordinary_user(tmp_path: Path) -> None:
    python = shutil.which("python3", path="/usr/local/bin:/usr/bin")
    version = "import sys; print(sys.version_info[:2])"
    if os.getuid() != 0 or not shutil.which("setpriv") or bwrap.find() is None or python is None:
        pytest.skip("only for root, where setpriv and bubblewrap are")
    told = subprocess.run([python, "-c", version], capture_output=True, text=True).stdout.strip()
    if told != str(sys.version_info[:2]):
        pytest.skip("the system's own Python is another one")
    packages = Path(pytest.__file__).parents[1]
    script = (
        "from sandbox_parts import *\nfrom staffroom.grading.sandbox.trial import holes\n"
        "import os; assert os.getuid() == 12345\n"
        "house = open_rung('nested')\nprint(holes(house, 'student'), holes(house, 'tester'))\n"
        "print(fate(house, 'print(6 * 7)'))\nhouse.close()\n"
    )
    path = os.pathsep.join(map(str, [ROOT, Path(__file__).parent, packages]))
    run = subprocess.run(
        ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups", "env", "-i", "HOME=/nonexistent",
         f"PATH={os.environ['PATH']}", f"PYTHONPATH={path}", python, "-B", "-c", script],
        capture_output=True, text=True, cwd="/",
    )  # fmt: skip
    assert run.stdout.split("\n")[:2] == ["{} {}", "('42', '')"], run.stderr


class _Leaky(Rooms):
    """A rung that says it has walls and has none."""

    def __init__(self, rung: str, bundle: Bundle, limits: Limits, modules: tuple[str, str]) -> None:
        super().__init__("bare", bundle, limits, modules)


def test_a_rung_with_holes_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "RUNGS", {"nested": _Leaky})
    with pytest.raises(SandboxError, match=r"No sandbox works .* \[nested\] The walls have holes: .*network"):
        open_house(Bundle("lesson"), modules=PROBES)
    house = open_house(Bundle("lesson"), allow_unsandboxed=True, modules=PROBES)
    assert house.rung == "bare"
    house.close()


def test_nothing_without_walls_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bwrap, "find", lambda: None)
    monkeypatch.setattr(ladder, "RUNGS", {"nested": Rooms})
    with pytest.raises(SandboxError, match="bubblewrap is not installed"):
        open_house(Bundle("lesson"), modules=PROBES)
    with pytest.raises(SandboxError, match="No sandbox works"):
        open_house(Bundle("lesson"), rung="bare", modules=PROBES)
