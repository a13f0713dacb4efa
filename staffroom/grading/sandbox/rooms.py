"""Houses whose students sit down in processes forked from a warm one: with walls between them, or bare."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox import bwrap, cgroups
from staffroom.grading.sandbox.house import Bundle
from staffroom.grading.sandbox.open_files import must_be_readable, readable
from staffroom.grading.sandbox.seated import SandboxError, Seated
from staffroom.grading.sandbox.shelf import Shelf, environment, shelf
from staffroom.grading.sandbox.warm import Warm
from staffroom.grading.sandbox.watchdog import Watchdog

#: Seconds for both warm processes to be ready.
WARMING = 600.0
#: Who a warm process becomes where the supervisor is root.
NOBODY = 65534
SIDES = ("student", "tester")


@dataclass(frozen=True)
class Frame:
    """How warm processes of a rung are started, and what they are told of their walls."""

    command: list[str]
    variables: dict[str, str]
    company: str | None
    house: dict[str, Any]


class Rooms:
    """A student's and a tester's warm process on one rung."""

    def __init__(self, rung: str, bundle: Bundle, limits: Limits, modules: tuple[str, str] = SIDES) -> None:
        """Start both (`modules` of the inside) and wait until they are warm. Raises SandboxError."""
        self.rung = rung
        self.limits = limits
        #: What `warm` of each side returned.
        self.said: dict[str, Any] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="centric-house-")
        self._warm: dict[str, Warm] = {}
        self._watchdog = Watchdog(limits.memory, alone=rung == "nested")
        self._place = cgroups.find() if rung != "bare" else None
        try:
            frame = FRAMES[rung](shelf(), Path(self._folder.name), bundle.company)
            for side, module, given in zip(SIDES, modules, (bundle.student, bundle.tester), strict=True):
                warm = self._warm[side] = Warm(module, frame.command, frame.variables, limits)
                warm.begin(given, frame.company, frame.house)
            for side, warm in self._warm.items():
                self.said[side] = warm.ready(WARMING)
        except BaseException:
            self.close()
            raise

    def student(self) -> Seated:
        """A process for a student's code."""
        return self._seat("student")

    def tester(self) -> Seated:
        """A process for tests."""
        return self._seat("tester")

    def teach(self, side: str, head: dict[str, Any], body: bytes = b"") -> bool:
        """Have `learn` of a side called once, for all of its processes to come; whether that went well."""
        return self._warm[side].learn(head, body)

    def probe(self, side: str = "student") -> Seated:
        """A process behind the same walls that does what the probes say."""
        return self._seat(side, probe=True)

    def close(self) -> None:
        """End all processes."""
        self._watchdog.close()
        for warm in self._warm.values():
            warm.close()
        if self._place is not None:
            self._place.sweep(2.0)
        self._folder.cleanup()

    def _seat(self, side: str, *, probe: bool = False) -> Seated:
        seat = self._warm[side].seat(self._bound if side == "student" else None, probe=probe)
        if seat.box is None:
            self._watchdog.watch(seat)
        return seat

    def _bound(self, seat: Seated) -> None:
        """Put a process, and so all that it starts, under a bound of memory."""
        if self._place is None or seat.worker is None:
            return
        # Files in its private folders are memory too.
        seat.box = self._place.box(self.limits.memory + 3 * self.limits.disk)
        seat.box.add(seat.worker)


def _bare(there: Shelf, folder: Path, company: str | None) -> Frame:
    for name, path in there.library.items():
        (folder / name).symlink_to(path, target_is_directory=True)
    variables = environment(str(folder), there.packages, company)
    variables |= {"HOME": str(folder), "TMPDIR": tempfile.gettempdir()}
    return Frame(_python(there), variables, company, {"walls": "none"})


def _nested(there: Shelf, folder: Path, company: str | None) -> Frame:
    program = bwrap.find()
    if program is None:
        raise SandboxError("bubblewrap is not installed.")
    (folder / "passwd").write_text("student:x:1000:1000::/desk:/bin/sh\n", encoding="utf-8")
    (folder / "group").write_text("student:x:1000:\n", encoding="utf-8")
    if os.getuid() == 0:
        must_be_readable([there.prefix, *there.packages])
        there = replace(there, library={n: readable(path, folder) for n, path in there.library.items()})
        if company is not None:
            (folder / "company").mkdir()
            company = str(readable(Path(company).resolve(), folder / "company"))
    inside = None if company is None else "/company"
    variables = environment("/centric", there.packages, inside)
    command = [*bwrap.arguments(program, there, variables, company, folder), *_python(there)]
    return Frame(command, {"PATH": variables["PATH"]}, inside, {"walls": "nested", "user": NOBODY})


def _python(there: Shelf) -> list[str]:
    return [str(there.python), "-P", "-S", "-m", "inside.zygote"]


FRAMES: dict[str, Callable[[Shelf, Path, str | None], Frame]] = {"bare": _bare, "nested": _nested}
