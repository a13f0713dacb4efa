"""The keeper of seats: starts each student's process, interrupts it, and sees to its end.

For each process it has a line to the supervisor, on which it hears `i` (interrupt it) or the end of the line
(end it), and says `i` when the signal is sent and `died STATUS SECONDS` (of processor time) when the process
is gone. The line is closed last: when the supervisor sees its end, nothing of that student is there any more.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
from collections.abc import Callable
from typing import NoReturn

#: What the keeper says once it has sent an interrupt.
SENT = b"i"


class Keeper:
    """Keeps any number of processes, each started by `sit`; `turn` does what is to be done."""

    def __init__(self, end: Callable[[int], None]) -> None:
        """`end` is to end a process and all that it started, and to clear it away."""
        self._end = end
        self._workers: dict[int, int] = {}
        self._lines: dict[int, int] = {}
        self._poll = select.poll()
        self._wake, self._alarm = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._alarm, False)
        signal.set_wakeup_fd(self._alarm, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._poll.register(self._wake, select.POLLIN)

    def listen_to(self, fd: int) -> None:
        """Have `turn` tell when there is something to read from a descriptor."""
        self._poll.register(fd, select.POLLIN)

    def __bool__(self) -> bool:
        """Whether there is anybody to keep."""
        return bool(self._workers)

    def sit(self, line: int, work: Callable[[], NoReturn]) -> int:
        """Start a process that does `work`."""
        worker = os.fork()
        if worker == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            work()
        os.set_blocking(line, False)
        self._lines[line] = worker
        self._workers[worker] = line
        self._poll.register(line, select.POLLIN)
        return worker

    def turn(self) -> set[int]:
        """Wait until something happens and see to it; gives the other descriptors that can be read."""
        ready = {fd for fd, _ in self._poll.poll()}
        others = ready - self._lines.keys() - {self._wake}
        if self._wake in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(self._wake, 4096)
        for line in ready & self._lines.keys():
            self._hear(line)
        self._clear_away()
        return others

    def _hear(self, line: int) -> None:
        worker = self._lines[line]
        try:
            word = os.read(line, 1)
        except BlockingIOError:
            return
        except OSError:
            word = b""
        if word == b"i":
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGINT)
            with contextlib.suppress(OSError):  # nobody may be left to hear it
                os.write(line, SENT)
        elif not word:
            self._end(worker)
            self._leave(worker, "")

    def _clear_away(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while True:
                worker, status, used = os.wait4(-1, os.WNOHANG)
                if worker == 0:
                    return
                if worker in self._workers:
                    seconds = used.ru_utime + used.ru_stime
                    self._end(worker)
                    self._leave(worker, f"died {os.waitstatus_to_exitcode(status)} {seconds:.1f}\n")

    def _leave(self, worker: int, words: str) -> None:
        line = self._workers.pop(worker)
        del self._lines[line]
        self._poll.unregister(line)
        with contextlib.suppress(OSError):
            os.write(line, words.encode())
        os.close(line)


def end_namespace(worker: int) -> None:
    """End the first process of a namespace; the kernel ends all others in it before this returns."""
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
