"""The supervisor's end of a seat: the channel to the process, and the line to its keeper."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import struct
import sys
import time

from generator.errors import UserError
from staffroom.grading.inside.channel import Channel

#: Seconds that a fresh process may take to be there, and an ended one to be gone.
SITTING, LEAVING = 60.0, 10.0
_CREDENTIALS = struct.Struct("3i")


class SandboxError(UserError):
    """The sandbox cannot be had, or broke."""


class Seated:
    """A fresh process, not yet started: `here`, then `start`."""

    def __init__(self, channel: Channel, line: socket.socket, cpu_seconds: float) -> None:
        """Take over both."""
        self._cpu_seconds = cpu_seconds
        self.channel = channel
        #: The keeper's number among the processes of this machine, where the kernel tells it.
        self.keeper: int | None = None
        #: Set to why it was killed by whoever watches it.
        self.killed = ""
        self._line = line
        self._heard = b""
        self._why: str | None = None
        if sys.platform == "linux":
            line.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)

    def here(self) -> None:
        """Wait until the keeper is there. Raises SandboxError."""
        self._expect("here")

    def start(self) -> None:
        """Let the keeper start the process, and wait until it is shut in. Raises SandboxError."""
        with contextlib.suppress(OSError):
            self._line.send(b"g")
        self._expect("ready")

    def interrupt(self) -> None:
        """Interrupt what runs in it, as a keyboard would."""
        with contextlib.suppress(OSError):
            self._line.send(b"i")

    def kill(self, why: str) -> None:
        """Kill it at once, from another thread: `end` gives `why` then."""
        self.killed = why
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_WR)

    def end(self) -> str:
        """Kill it and all that it started; gives why it had died before: "", "memory", "cpu" or "ended"."""
        if self._why is None:
            word = self._hear(0)
            self.channel.close()
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_WR)
            until = time.monotonic() + LEAVING
            # The line ends when the keeper is gone, and the keeper goes last.
            while time.monotonic() < until and self._hear(until - time.monotonic()) is not None:
                pass
            if time.monotonic() >= until and self.keeper:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.keeper, signal.SIGKILL)
            self._line.close()
            self._why = self.killed or _why(word, self._cpu_seconds)
        return self._why

    def _expect(self, word: str) -> None:
        found = self._hear(SITTING)
        if found != word:
            self.end()
            raise SandboxError(f"A student's process could not be shut in: {found or 'no answer'}.")

    def _hear(self, seconds: float) -> str | None:
        """Wait for a word of the keeper; None if there is none in time, or none to come."""
        poll = select.poll()
        poll.register(self._line, select.POLLIN)
        while b"\n" not in self._heard:
            if not poll.poll(max(0, int(seconds * 1000))):
                return None
            try:
                data, extra, _, _ = self._line.recvmsg(4096, socket.CMSG_SPACE(_CREDENTIALS.size))
            except OSError:
                return None
            if not data:
                return None
            self._heard += data
            for level, kind, content in extra:
                if (level, kind) == (socket.SOL_SOCKET, getattr(socket, "SCM_CREDENTIALS", None)):
                    self.keeper = _CREDENTIALS.unpack(content[: _CREDENTIALS.size])[0] or None
        word, self._heard = self._heard.split(b"\n", 1)
        return word.decode("utf-8", "replace")


def _why(word: str | None, cpu_seconds: float) -> str:
    """The keeper's word for how a process had died, as one of the four of `Seat.end`."""
    if word is None or not word.startswith("died "):
        return ""
    _, status, seconds = word.split()
    # The first process of a namespace is spared the warning, and is killed a second later.
    killed = int(status) in (-signal.SIGXCPU, -signal.SIGKILL)
    return "cpu" if killed and float(seconds) >= cpu_seconds else "ended"
