"""Who looks after all processes of one student together: their time, and what no control group sees to."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.fairness import Fairness
from staffroom.grading.sandbox.seated import Seated
from staffroom.grading.sandbox.usage import Usage

#: Seconds between two looks, and when somebody has used half of the memory that is allowed.
SELDOM, OFTEN = 0.1, 0.02
#: How many looks pass before the next at a seat whose memory and share the kernel itself bounds.
PASSED_OVER = 5
_COUNTED = ("RssAnon", "RssShmem")
_EXACT = ("Pss_Anon", "Pss_Shmem")


class Watchdog:
    """One thread that looks at all seats, and kills whoever has too much."""

    def __init__(self, limits: Limits, *, alone: bool, proc: Path = Path("/proc")) -> None:
        """`limits` for each seat; `alone` if all that a process starts stays below it."""
        self.limits = limits
        self.alone = alone
        self.proc = proc
        self._seats: dict[Seated, Fairness | None] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, seat: Seated, *, fairly: bool) -> None:
        """Look after a seat until it ends; `fairly` if its processes may weigh no more than one."""
        seat.usage = Usage(seat.worker, alone=self.alone, box=seat.box, proc=self.proc)
        by_hand = fairly and not (seat.box is not None and seat.box.weighs())
        with self._lock:
            self._seats[seat] = Fairness(seat.usage) if by_hand else None
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        pause, looks = SELDOM, 0
        while not self._stop.wait(pause):
            pause, looks = SELDOM, looks + 1
            with self._lock:
                seats = list(self._seats.items())
            for seat, fairness in seats:
                if seat.ended:
                    with self._lock:
                        self._seats.pop(seat, None)
                elif seat.worker is None or (seat.box and not fairness and looks % PASSED_OVER):
                    continue
                else:
                    pause = min(pause, self._look(seat, fairness))

    def _look(self, seat: Seated, fairness: Fairness | None) -> float:
        """See to one seat; gives the seconds until the next time."""
        seat.usage.look()
        if fairness is not None:
            fairness.see_to_it()
        if seat.usage.spent > self.limits.cpu_seconds:
            seat.kill("cpu")
        if seat.box is None:
            used = self.used(seat.usage.processes)
            if used > self.limits.memory:
                seat.kill("memory")
            elif used > self.limits.memory / 2:
                return OFTEN
        return SELDOM

    def used(self, family: list[int]) -> int:
        """Bytes that some processes have for themselves; an upper bound while that is harmless."""
        rough = sum(self._sum(pid, "status", _COUNTED) for pid in family)
        if rough <= self.limits.memory:
            return rough
        # What is still shared with the warm process was counted once for each.
        return sum(
            self._sum(pid, "smaps_rollup", _EXACT) or self._sum(pid, "status", _COUNTED) for pid in family
        )

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
