"""A process and all that came of it, found through /proc, where no namespace keeps them together."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

#: Rounds of looking for more before giving up; each finds what was started since the last.
ROUNDS, PAUSE = 500, 0.01


def end_family(first: int) -> None:
    """Kill a process, its group, and whatever else has become a child of this process or of those."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(first, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(first, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(first, 0)
    for _ in range(ROUNDS):
        for pid in descendants(os.getpid()):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(PAUSE)


def descendants(pid: int, proc: Path = Path("/proc")) -> list[int]:
    """All that came of a process and is still there, the nearest first; empty where that cannot be seen."""
    found: list[int] = []
    open_ends = [pid]
    while open_ends:
        folder = proc / str(open_ends.pop(0)) / "task"
        with contextlib.suppress(OSError, ValueError):
            for thread in list(folder.iterdir()):
                with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                    children = [int(child) for child in (thread / "children").read_text().split()]
                    found += children
                    open_ends += children
    return found
