"""What the tests of the sandbox share: a house whose seats run what they are told, and asking one."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from staffroom.grading.inside.channel import ChannelError
from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.house import Bundle, House
from staffroom.grading.sandbox.ladder import RUNGS
from staffroom.grading.sandbox.rooms import Rooms

if TYPE_CHECKING:
    import pytest

PROBES = ("probes", "probes")
FAKE = Path(__file__).parent / "fixtures" / "fake_container.py"


def open_rung(rung: str, limits: Limits | None = None, **bundle: Any) -> Any:
    opens = RUNGS.get(rung, Rooms)
    return opens(rung, Bundle("lesson", **bundle), limits or Limits(), PROBES)


def ask(seat: Any, source: str, seconds: float = 300) -> str:
    """What some code printed in a seat; an error as its one line."""
    seat.channel.send({"source": source}, seconds=seconds)
    answer, _ = seat.channel.receive(seconds)
    return (answer["printed"] + (answer["error"] or "")).strip()


def fate(house: House, source: str, seconds: float = 300) -> tuple[str, str]:
    """Run code in a fresh seat: what came of it, and how the seat says it ended."""
    seat = house.student()
    try:
        try:
            words = ask(seat, source, seconds)
        except ChannelError:
            words = "gone"
        return words, seat.end()
    finally:
        seat.end()


@contextlib.contextmanager
def seated(house: House, count: int = 1) -> Iterator[list[Any]]:
    seats = [house.student() for _ in range(count)]
    try:
        yield seats
    finally:
        for seat in seats:
            seat.end()


def put_docker(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a stand-in for Docker on the PATH; the folder may have a space in its name. Gives its file."""
    tool = folder / "bin" / "docker"
    tool.parent.mkdir()
    words = f"{quote(sys.executable)} {quote(str(FAKE))}"
    tool.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:/usr/bin:/bin")
    monkeypatch.setenv("FAKE_CONTAINERS", str(folder))
    return tool


def running(token: str) -> list[int]:
    """Processes of this machine whose environment or command holds a word."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if token.encode() in (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes():
                    found.append(int(entry.name))
    return found


def comes(token: str, seconds: float = 120) -> bool:
    """Whether such a process shows within a while: a new program has no command line in its first moment."""
    until = time.monotonic() + seconds
    while not (found := running(token)) and time.monotonic() < until:
        time.sleep(0.02)
    return bool(found)
