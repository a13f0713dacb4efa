"""How the warm processes of each rung are started, and what they are told of the walls of their seats."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox import bwrap
from staffroom.grading.sandbox.open_files import must_be_readable, readable
from staffroom.grading.sandbox.seated import SandboxError
from staffroom.grading.sandbox.shelf import Shelf, environment, is_hidden, shelf

#: Numbers of users whom nobody is, one of which a warm process becomes where the supervisor is root.
NOBODIES = range(61_184, 65_520)
#: Room for what a warm process itself writes.
ROOM = 256_000_000
#: How many students can share a sandbox at once.
SLOTS = 32
SIDES = ("student", "tester")


@dataclass(frozen=True)
class Frame:
    """What starts a warm process, its environment, where it finds the company, and what its walls are."""

    command: list[str]
    variables: dict[str, str]
    company: str | None
    house: dict[str, Any]


#: By rung: gives the frame for a side, given a folder for what must be copied.
Makes = Callable[[Path, str | None, Limits, str], Frame]


def bare(folder: Path, company: str | None, limits: Limits, side: str) -> Frame:
    """No walls."""
    there = shelf()
    for name, path in there.library.items():
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(path, target_is_directory=True)
    variables = environment(str(folder), map(str, there.packages), company)
    variables |= {"HOME": str(folder), "TMPDIR": tempfile.gettempdir()}
    return Frame(_python(there), variables, company, {"walls": "none"})


def nested(folder: Path, company: str | None, limits: Limits, side: str) -> Frame:
    """One sandbox, in which each student gets one more."""
    return _bubblewrap(folder, company, "nested", {"/desk": ROOM, "/tmp": ROOM, "/dev/shm": ROOM})


def landlock(folder: Path, company: str | None, limits: Limits, side: str) -> Frame:
    """One sandbox, in which students are kept apart by Landlock."""
    rooms = {"/desk": 1_000_000} | {f"/desk/{n:02d}": limits.disk for n in range(SLOTS)}
    return _bubblewrap(folder, company, "landlock", {**rooms, "/tmp": ROOM, "/dev/shm": limits.disk})


def cold(folder: Path, company: str | None, limits: Limits, side: str) -> Frame:
    """One sandbox for each student; one for all tests."""
    if side == "tester":
        return _bubblewrap(folder, company, "shared", {"/desk": ROOM, "/tmp": ROOM, "/dev/shm": ROOM})
    return _bubblewrap(folder, company, "single", dict.fromkeys(("/desk", "/tmp", "/dev/shm"), limits.disk))


FRAMES: dict[str, Makes] = {"bare": bare, "nested": nested, "landlock": landlock, "cold": cold}


def _bubblewrap(folder: Path, company: str | None, walls: str, rooms: dict[str, int]) -> Frame:
    program = bwrap.find()
    if program is None:
        raise SandboxError("bubblewrap is not installed.")
    there = shelf()
    if is_hidden(there.prefix):
        raise SandboxError(f"Python lies in {there.prefix}, out of sight in a sandbox: install it elsewhere.")
    if os.getuid() == 0:
        must_be_readable([there.prefix, *there.packages])
        there = replace(there, library={n: readable(path, folder) for n, path in there.library.items()})
        if company is not None:
            (folder / "company").mkdir(exist_ok=True)
            company = str(readable(Path(company).resolve(), folder / "company"))
    (folder / "passwd").write_text("student:x:1000:1000::/desk:/bin/sh\n", encoding="utf-8")
    (folder / "group").write_text("student:x:1000:\n", encoding="utf-8")
    inside = None if company is None else "/company"
    variables = environment("/centric", there.packages_inside(), inside)
    nested = walls == "nested"
    arguments = bwrap.arguments(program, there, variables, company, folder, rooms, nested=nested)
    house = {"walls": walls, "user": nobody(), "shown": bwrap.shown(there)}
    return Frame([*arguments, *_python(there)], {"PATH": variables["PATH"]}, inside, house)


def nobody() -> int:
    """The user that warm processes of this supervisor become.

    The kernel counts processes by user: runs side by side must not take them from each other.
    """
    return NOBODIES[os.getpid() % len(NOBODIES)]


def _python(there: Shelf) -> list[str]:
    return [str(there.python), "-P", "-S", "-m", "inside.zygote"]
