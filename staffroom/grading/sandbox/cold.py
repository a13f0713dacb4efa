"""The rung where each student has a sandbox alone, warmed up for one: slow, and needs little."""

from __future__ import annotations

import queue
import threading
from typing import Any, ClassVar

from staffroom.grading.sandbox.rooms import WARMING, Rooms
from staffroom.grading.sandbox.seated import SandboxError, Seated
from staffroom.grading.sandbox.warm import Warm

#: How many are kept warm ahead.
AHEAD = 2


class ColdRooms(Rooms):
    """A fresh sandbox with one warm process for each student; tests share theirs, apart from all students."""

    #: In a sandbox of one's own, one's keeper is in sight; tests see each other, and trust each other.
    accepted: ClassVar = {
        "student": frozenset({"companions"}),
        "tester": frozenset({"companions", "neighbour", "limits", "room"}),
    }

    def _open(self) -> None:
        self._ahead: queue.Queue[Warm | SandboxError] = queue.Queue(AHEAD)
        self._closing = threading.Event()
        self._warm["tester"] = self._start("tester")
        first = self._start("student")
        try:
            self.said["student"] = first.ready(WARMING)
            self.said["tester"] = self._warm["tester"].ready(WARMING)
        except BaseException:
            first.close()
            raise
        self._ahead.put(first)
        self._heater = threading.Thread(target=self._heat, name="warm up", daemon=True)
        self._heater.start()

    def _given(self, side: str) -> dict[str, Any]:
        # Nothing is worth running ahead for one student alone.
        return {**super()._given(side), **({"shared": []} if side == "student" else {})}

    def teach(self, side: str, head: dict[str, Any], body: bytes = b"") -> bool:
        """Only tests have a warm process that stays."""
        return side == "tester" and super().teach(side, head, body)

    def close(self) -> None:
        """End all processes."""
        if hasattr(self, "_heater"):
            self._closing.set()
            while self._heater.is_alive():
                self._discard()
                self._heater.join(0.05)
            self._discard()
        super().close()

    def _seat(self, side: str, *, probe: bool = False) -> Seated:
        if side == "tester":
            return super()._seat(side, probe=probe)
        warm = self._ahead.get()
        if isinstance(warm, SandboxError):
            raise warm
        try:
            seat = warm.seat(self._settle(side), probe=probe)
        except BaseException:
            warm.close()
            raise
        seat.after = warm.close
        return self._look_after(seat, side)

    def _heat(self) -> None:
        """Keep some warm processes ahead."""
        while not self._closing.is_set():
            warm: Warm | SandboxError
            try:
                warm = self._start("student")
                try:
                    warm.ready(WARMING)
                except BaseException:
                    warm.close()
                    raise
            except SandboxError as error:
                warm = error
            self._ahead.put(warm)

    def _discard(self) -> None:
        while True:
            try:
                warm = self._ahead.get_nowait()
            except queue.Empty:
                return
            if isinstance(warm, Warm):
                warm.close()
