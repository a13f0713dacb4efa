"""The rung of containers, with a stand-in for Docker: no service runs where the tests do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sandbox_parts import PROBES, ask, comes, fate, put_docker, seated

from staffroom.grading.inside.limits import MB, Limits
from staffroom.grading.sandbox import bwrap, container
from staffroom.grading.sandbox.house import Bundle
from staffroom.grading.sandbox.ladder import best, open_house
from staffroom.grading.sandbox.seated import SandboxError
from staffroom.grading.sandbox.shelf import Shelf

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or bwrap.find() is None, reason="the stand-in needs bubblewrap"
)
SMALL = Limits(cpu_seconds=1, disk=8 * MB)


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CENTRIC_IMAGE", raising=False)
    return put_docker(tmp_path, monkeypatch)


@pytest.fixture
def house(docker: Path, tmp_path: Path) -> Iterator[Any]:
    company = tmp_path / "company"
    company.mkdir()
    (company / "orders.csv").write_text("customer,price\n", encoding="utf-8")
    house = open_house(Bundle("lesson", company=str(company)), SMALL, rung="container", modules=PROBES)
    yield house
    house.close()


def test_it_stands_its_trial(docker: Path) -> None:
    assert best(["container"], Limits()) == ("container", {})


@pytest.mark.slow
def test_seats_in_containers(house: Any) -> None:
    assert house.rung == "container"
    assert house.said["student"] == {"company": "/company"}
    with seated(house, 2) as (one, two):
        assert ask(one, "open('mine', 'w').write('x'); import os; print(os.getcwd())") == "/desk"
        assert (
            ask(two, "import os; print(os.listdir('.'), open('/company/orders.csv').read())")
            == "[] customer,price"
        )
        assert "No module" in ask(two, "import staffroom")
        big = ask(two, "print('x' * 3_000_000)")
        assert len(big) == 3_000_000
    assert fate(house, "print(6 * 7)") == ("42", "")
    seat = house.tester()
    assert ask(seat, "print(6 * 7)") == "42"
    seat.end()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "why"),
    [("import os; os._exit(3)", "ended"), ("while True: pass", "cpu"), ("x = [0] * 10**10", "")],
)
def test_how_it_ended(house: Any, code: str, why: str) -> None:
    assert fate(house, code)[1] == why


@pytest.mark.slow
def test_an_interrupt(house: Any) -> None:
    with seated(house) as (seat,):
        # a second after the shell: while it starts a process, Python may swallow an interrupt
        sleeper = "sleep 1; exec sleep 4321"
        seat.channel.send({"source": f"import subprocess; subprocess.run(['sh', '-c', {sleeper!r}])"})
        assert comes("sleep\0" + "4321")
        seat.interrupt()
        assert seat.channel.receive(120)[0]["error"] == "KeyboardInterrupt"


def test_what_is_asked_of_docker() -> None:
    shelf = Shelf(
        Path("/opt/py/bin/python3"), Path("/opt/py"), (Path("/opt/py/lib"),), {"inside": Path("/a/inside")}
    )
    ship = container.Ship(
        "/usr/bin/docker",
        "image:1",
        str(shelf.python),
        {"HOME": "/desk"},
        (("/a/inside", "/centric/inside"),),
    )
    words = container.arguments(ship, Limits(memory=500, disk=20, processes=7), "name", "student")
    text = " ".join(words)
    for part in (
        "--network none", "--read-only", "--cap-drop ALL", "--security-opt no-new-privileges", "--memory 560",
        "--memory-swap 560", "--pids-limit 9", "--user 65534:65534", "--volume /a/inside:/centric/inside:ro",
        "--env HOME=/desk", "--rm",
    ):  # fmt: skip
        assert part in text
    assert words[words.index("image:1") :] == [
        "image:1", "/opt/py/bin/python3", "-P", "-S", "-m", "inside.stdio", "student",
    ]  # fmt: skip
    assert not any(word.endswith(":rw") or word == "--privileged" for word in words)


def test_without_a_service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxError, match="Neither Docker nor Podman runs here"):
        container.ship(Shelf(Path("/p"), Path("/p"), (), {}), None, tmp_path)
    monkeypatch.setattr(container, "find", lambda: "docker")
    monkeypatch.setattr(container.sys, "platform", "darwin")
    with pytest.raises(SandboxError, match="CENTRIC_IMAGE"):
        container.ship(Shelf(Path("/p"), Path("/p"), (), {}), None, tmp_path)
