"""Houses whose students sit down in processes forked from a warm one: with walls between them, or bare."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, ClassVar

from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox import cgroups
from staffroom.grading.sandbox.frames import FRAMES, SIDES
from staffroom.grading.sandbox.house import Bundle
from staffroom.grading.sandbox.seated import Seated
from staffroom.grading.sandbox.warm import Warm
from staffroom.grading.sandbox.watchdog import Watchdog
from staffroom.scratch import temporary_folder

#: Seconds for both warm processes to be ready.
WARMING = 600.0


class Rooms:
    """A student's and a tester's warm process on one rung."""

    #: Probes that may get at something, by side: see the rungs that have any.
    accepted: ClassVar[dict[str, frozenset[str]]] = {}

    def __init__(self, rung: str, bundle: Bundle, limits: Limits, modules: tuple[str, str] = SIDES) -> None:
        """Start both (`modules` of the inside) and wait until they are warm. Raises SandboxError."""
        self.rung = rung
        self.limits = limits
        #: What `warm` of each side returned.
        self.said: dict[str, Any] = {}
        self._bundle, self._modules = bundle, dict(zip(SIDES, modules, strict=True))
        self._folder = temporary_folder("house")
        self._warm: dict[str, Warm] = {}
        self._watchdog = Watchdog(limits, alone=rung == "nested")
        self._place = cgroups.find() if rung != "bare" else None
        try:
            self._open()
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

    def _open(self) -> None:
        for side in SIDES:
            self._warm[side] = self._start(side)
        for side in SIDES:
            self.said[side] = self._warm[side].ready(WARMING)

    def _start(self, side: str) -> Warm:
        """Start the warm process of a side; `ready` must follow."""
        frame = FRAMES[self.rung](Path(self._folder.name), self._bundle.company, self.limits, side)
        warm = Warm(self._modules[side], frame.command, frame.variables, self.limits)
        warm.begin(self._given(side), frame.company, frame.house)
        return warm

    def _given(self, side: str) -> dict[str, Any]:
        return self._bundle.student if side == "student" else self._bundle.tester

    def _seat(self, side: str, *, probe: bool = False) -> Seated:
        return self._look_after(self._warm[side].seat(self._settle(side), probe=probe), side)

    def _settle(self, side: str) -> Any:
        return self._bound if side == "student" else None

    def _look_after(self, seat: Seated, side: str) -> Seated:
        self._watchdog.watch(seat, fairly=side == "student" and self.rung != "bare")
        return seat

    def _bound(self, seat: Seated) -> None:
        """Give a process, with all that it starts, a bound of memory and a share of the processor."""
        if self._place is None or seat.worker is None:
            return
        # Files in its private folders are memory too.
        with contextlib.suppress(OSError):
            box = self._place.box(self.limits.memory + 3 * self.limits.disk)
            try:
                box.add(seat.worker)
            except OSError:  # the watchdog looks after it
                box.remove()
            else:
                seat.box = box
