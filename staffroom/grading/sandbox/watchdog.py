"""Who looks after the memory of all processes of one student together, where no control group does."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

from staffroom.grading.inside.family import descendants
from staffroom.grading.sandbox.seated import Seated

#: Seconds between two looks, and when somebody has used half of what is allowed.
SELDOM, OFTEN = 0.1, 0.02
_COUNTED = ("RssAnon", "RssShmem")
_EXACT = ("Pss_Anon", "Pss_Shmem")


class Watchdog:
    """One thread that looks at all seats, and kills whoever has too much."""

    def __init__(self, memory: int, *, alone: bool, proc: Path = Path("/proc")) -> None:
        """`memory` in bytes, for each seat; `alone` if all that a process starts stays below it."""
        self.memory = memory
        self.alone = alone
        self.proc = proc
        self._seats: dict[Seated, None] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, seat: Seated) -> None:
        """Look after a seat until it ends."""
        with self._lock:
            self._seats[seat] = None
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="memory", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _look(self) -> None:
        pause = SELDOM
        while not self._stop.wait(pause):
            pause = SELDOM
            with self._lock:
                seats = list(self._seats)
            for seat in seats:
                if seat.ended:
                    with self._lock:
                        self._seats.pop(seat, None)
                elif seat.worker is not None:
                    used = self.used(seat.worker)
                    if used > self.memory:
                        seat.kill("memory")
                    elif used > self.memory / 2:
                        pause = OFTEN

    def used(self, worker: int) -> int:
        """Bytes that a process and its kin have for themselves; an upper bound while that is harmless."""
        family = [worker, *descendants(worker, self.proc)] if self.alone else self._kept(worker)
        rough = sum(self._sum(pid, "status", _COUNTED) for pid in family)
        if rough <= self.memory:
            return rough
        # What is still shared with the warm process was counted once for each.
        return sum(
            self._sum(pid, "smaps_rollup", _EXACT) or self._sum(pid, "status", _COUNTED) for pid in family
        )

    def _kept(self, worker: int) -> list[int]:
        """All that has the same keeper: what lost its parent is the keeper's own child."""
        with contextlib.suppress(OSError):
            for line in (self.proc / str(worker) / "status").read_text(encoding="ascii").splitlines():
                name, _, rest = line.partition(":")
                if name == "PPid":
                    return descendants(int(rest), self.proc)
        return []

    def _sum(self, pid: int, file: str, names: tuple[str, ...]) -> int:
        """The sum of some lines, in bytes; 0 for a process that is gone or cannot be seen."""
        total = 0
        with contextlib.suppress(OSError, ValueError):
            for line in (self.proc / str(pid) / file).read_text(encoding="ascii").splitlines():
                name, _, rest = line.partition(":")
                if name in names:
                    total += int(rest.split()[0]) * 1024
        return total


def can_see(proc: Path = Path("/proc")) -> bool:
    """Whether this machine tells what is needed."""
    return (proc / str(os.getpid()) / "task" / str(os.getpid()) / "children").exists()
