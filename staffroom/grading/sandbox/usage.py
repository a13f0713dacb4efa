"""What the processes of one seat have had of the processor, and how long they had to wait for it."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from staffroom.grading.inside.family import descendants
from staffroom.grading.sandbox.cgroups import Box

#: So many at once may all be waiting for others; of more, each waits for its own brothers.
FEW = 4
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
#: Places in /proc/PID/stat, counted from behind the name.
_STATE, _PARENT, _TIMES, _CHILDREN, _NICE, _THREADS = 0, 1, slice(11, 13), slice(13, 15), 16, 17


@dataclass(frozen=True)
class Task:
    """One process or thread: whether it runs or would like to, its niceness, the seconds it waited."""

    number: int
    running: bool
    nice: int
    waited: float


class Usage:
    """Of one process and all that came of it, also of what has ended since; may be asked by several threads.

    Without a process (where the kernel does not tell its number) all stays zero.
    """

    def __init__(
        self, worker: int | None, *, alone: bool = True, box: Box | None = None, proc: Path = Path("/proc")
    ) -> None:
        """`alone` if all that a process starts stays below it; else it stays below the process's parent."""
        #: Seconds of processor time, all processes together.
        self.spent = 0.0
        #: Seconds by which a deadline by the clock moves: those in which it waited for others to be done with
        #: the processor. Where it has more than one at a time, this goes down by what is above one.
        self.waited = 0.0
        #: Processes besides the first.
        self.others = 0
        #: All that is there, as of the last look.
        self.processes: list[int] = []
        self.tasks: list[Task] = []
        self._worker, self._alone, self._box, self._proc = worker, alone, box, proc
        self._lock = threading.Lock()
        self._time = time.monotonic()
        self._seen = self._lost = 0.0
        self._waits: dict[int, float] = {}

    def look(self) -> None:
        """Bring all up to date."""
        if self._worker is not None:
            with self._lock:
                now, spent, waits = time.monotonic(), self.spent, self._waits
                self.processes = self._family(self._worker)
                self.others = max(0, len(self.processes) - 1)
                self.tasks = [task for pid in self.processes for task in self._tasks(pid)]
                self._waits = {task.number: task.waited for task in self.tasks}
                self.spent = max(spent, self._all_spent())
                passed, self._time = now - self._time, now
                longest = max((after - waits.get(n, 0.0) for n, after in self._waits.items()), default=0.0)
                crowd = max(1.0, sum(task.running for task in self.tasks) / FEW)
                self.waited += min(max(0.0, longest) / crowd, passed - (self.spent - spent))

    def _family(self, worker: int) -> list[int]:
        if self._alone:
            return [worker, *descendants(worker, self._proc)]
        # All that has the same keeper: what lost its parent is the keeper's own child.
        keeper = self._keeper(worker)
        return [] if keeper is None else descendants(keeper, self._proc)

    def _keeper(self, worker: int) -> int | None:
        fields = self._stat(worker)
        return int(fields[_PARENT]) if fields else None

    def _all_spent(self) -> float:
        """Processor time so far, from the control group or from what each process tells."""
        if self._box is not None and (told := self._box.spent()) is not None:
            return told
        found = self._told()
        if found < self._seen:  # one ended between two of these, or ended and nobody waited for it
            found = self._told()
        self._lost += max(0.0, self._seen - found)
        self._seen = found
        return found + self._lost

    def _told(self) -> float:
        ticks = 0
        for pid in self.processes:
            if fields := self._stat(pid):
                ticks += sum(map(int, (*fields[_TIMES], *fields[_CHILDREN])))
        keeper = None if self._alone or self._worker is None else self._keeper(self._worker)
        if keeper is not None and (fields := self._stat(keeper)):
            ticks += sum(map(int, fields[_CHILDREN]))
        return ticks / _TICKS

    def _tasks(self, pid: int) -> list[Task]:
        fields = self._stat(pid)
        if not fields:
            return []
        if int(fields[_THREADS]) == 1:
            return [self._task(pid, fields, f"{pid}/schedstat")]
        found = []
        with contextlib.suppress(OSError):
            for thread in (self._proc / str(pid) / "task").iterdir():
                place = f"{pid}/task/{thread.name}"
                if its := self._stat(place):
                    found.append(self._task(int(thread.name), its, f"{place}/schedstat"))
        return found

    def _task(self, number: int, fields: list[str], waits: str) -> Task:
        words = self._read(waits).split()
        waited = int(words[1]) / 1e9 if len(words) > 1 else 0.0
        return Task(number, fields[_STATE] == "R", int(fields[_NICE]), waited)

    def _stat(self, of: int | str) -> list[str]:
        """The fields behind the name, in which anything may stand; empty for what is gone."""
        return self._read(f"{of}/stat").rpartition(")")[2].split()

    def _read(self, name: str) -> str:
        try:
            file = os.open(f"{self._proc}/{name}", os.O_RDONLY)
        except OSError:
            return ""
        try:
            return os.read(file, 4096).decode("utf-8", "replace")
        except OSError:  # it ended meanwhile
            return ""
        finally:
            os.close(file)
