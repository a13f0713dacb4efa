"""The supervisor's end of a seat: the channel to the process, and the line to its keeper."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import struct
import time
from collections.abc import Callable

from generator.errors import UserError
from staffroom.grading.inside.channel import Channel
from staffroom.grading.inside.keeper import SENT
from staffroom.grading.sandbox.cgroups import Box
from staffroom.grading.sandbox.usage import Usage

#: Seconds that a fresh process may take to be there, and an ended one to be gone.
SITTING, LEAVING = 60.0, 10.0
#: Patience with a keeper who has yet to say that the process died.
LAST_WORD = 1.0
_CREDENTIALS = struct.Struct("3i")
_PASS_CREDENTIALS = getattr(socket, "SO_PASSCRED", None)
_CREDENTIALS_COME = getattr(socket, "SCM_CREDENTIALS", None)

_END_OF_READING = getattr(select, "POLLRDHUP", 0)


class SandboxError(UserError):
    """The sandbox cannot be had, or broke."""


class Seated:
    """A fresh process: `here`, then `start`, then its `channel` carries messages."""

    channel: Channel

    def __init__(self, sock: socket.socket, line: socket.socket, cpu_seconds: float) -> None:
        """Take over both sockets. It must be made before the process is asked for."""
        #: The process's number on this machine, where the kernel tells it.
        self.worker: int | None = None
        #: The control group that bounds its memory, if there is one.
        self.box: Box | None = None
        #: What it had of the processor, once somebody looks after it.
        self.usage = Usage(None)
        #: Called once it has ended.
        self.after: Callable[[], None] | None = None
        self._killed = ""
        self._sock = sock
        self._line = line
        self._cpu_seconds = cpu_seconds
        self._why: str | None = None
        if _PASS_CREDENTIALS is not None:
            sock.setsockopt(socket.SOL_SOCKET, _PASS_CREDENTIALS, 1)

    def here(self) -> None:
        """Wait until the process is there. Raises SandboxError."""
        self._expect("here")

    def start(self) -> None:
        """Let the process go on, and wait until it is shut in. Raises SandboxError."""
        with contextlib.suppress(OSError):
            self._sock.send(b"g")
        self._expect("ready")
        if _PASS_CREDENTIALS is not None:
            self._sock.setsockopt(socket.SOL_SOCKET, _PASS_CREDENTIALS, 0)
        self.channel = Channel(self._sock)

    def interrupt(self) -> None:
        """Interrupt what runs in it, as a keyboard would. The signal is on its way when this returns."""
        # An interrupt that was still with the keeper could strike what is asked next, and not what it is for.
        poll = select.poll()
        with contextlib.suppress(OSError):
            self._line.send(b"i")
            poll.register(self._line, select.POLLIN)
            if poll.poll(int(LAST_WORD * 1000)) and self._line.recv(1, socket.MSG_PEEK) == SENT:
                self._line.recv(1)

    def kill(self, why: str) -> None:
        """Kill it at once, from another thread: `end` gives `why` then."""
        self._killed = why
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_WR)

    def end(self) -> str:
        """Kill it and all that it started; gives why it had died before: "", "memory", "cpu" or "ended"."""
        if self._why is None:
            word = self._last_word(LAST_WORD if self._left() else 0)
            with contextlib.suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)
            self._sock.close()
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_WR)
            # The line ends when everything of it is gone.
            if self._last_word(LEAVING) is None and self.worker is not None:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(self.worker, signal.SIGKILL)
            self._line.close()
            overran = False
            if self.box is not None:
                overran = self.box.overran()
                self.box.remove()
            if self.after is not None:
                self.after()
            self._why = self._killed or _why(word or "", self._cpu_seconds, overran)
        return self._why

    @property
    def ended(self) -> bool:
        """Whether `end` was called."""
        return self._why is not None

    def _left(self) -> bool:
        """Whether the process has closed its end of the channel, whatever it left to be read."""
        gone = select.POLLHUP | select.POLLERR | select.POLLNVAL | _END_OF_READING
        poll = select.poll()
        try:
            poll.register(self._sock, _END_OF_READING)
        except ValueError:  # closed by whoever used it
            return True
        return any(event & gone for _, event in poll.poll(0))

    def _last_word(self, seconds: float) -> str | None:
        """What the keeper says at the end, empty if nothing; None if the end does not come in time."""
        until = time.monotonic() + seconds
        words = b""
        poll = select.poll()
        poll.register(self._line, select.POLLIN)
        while poll.poll(max(0, int((until - time.monotonic()) * 1000))):
            with contextlib.suppress(OSError):
                if data := self._line.recv(4096):
                    words += data
                    continue
            return words.lstrip(SENT).decode("utf-8", "replace")  # it may say late that it interrupted
        return None

    def _expect(self, word: str) -> None:
        found = self._hear(SITTING)
        if found != word:
            self.end()
            raise SandboxError(f"A student's process could not be shut in: {found or 'no answer'}.")

    def _hear(self, seconds: float) -> str:
        """Wait for a line of the process before it is shut in; empty if none comes."""
        heard = b""
        poll = select.poll()
        poll.register(self._sock, select.POLLIN)
        until = time.monotonic() + seconds
        while not heard.endswith(b"\n") and len(heard) < 4096:
            if not poll.poll(max(0, int((until - time.monotonic()) * 1000))):
                return ""
            try:
                data, extra, _, _ = self._sock.recvmsg(1, socket.CMSG_SPACE(_CREDENTIALS.size))
            except OSError:
                return ""
            if not data:
                break
            heard += data
            for level, kind, content in extra:
                if level == socket.SOL_SOCKET and kind == _CREDENTIALS_COME:
                    self.worker = _CREDENTIALS.unpack(content[: _CREDENTIALS.size])[0] or None
        return heard.decode("utf-8", "replace").strip()


def _why(word: str, cpu_seconds: float, overran: bool) -> str:
    """The keeper's word for how a process had died, as one of the four of `Seat.end`."""
    if not word.startswith("died "):
        return ""
    _, status, seconds = word.split()
    killed = int(status) == -signal.SIGKILL
    # The first process of a namespace is spared the warning, and is killed a second later.
    if int(status) == -signal.SIGXCPU or (killed and float(seconds) >= cpu_seconds):
        return "cpu"
    return "memory" if killed and overran else "ended"
