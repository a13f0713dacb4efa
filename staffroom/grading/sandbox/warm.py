"""The supervisor's end of a warm process: starting it, and asking it for seats."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import tempfile
import threading
import time
from typing import Any

from generator.errors import UserError
from staffroom.grading.inside.channel import Channel, ChannelError, ChannelTimeout

#: Seconds that a fresh process may take to be there, and an ended one to be gone.
SITTING, LEAVING = 30.0, 10.0


class SandboxError(UserError):
    """The sandbox cannot be had, or broke."""


class Warm:
    """A warm process. `command` starts it, given the number of its control socket as the last argument."""

    def __init__(self, role: str, command: list[str], environment: dict[str, str]) -> None:
        """Start the process; `warm_up` must follow."""
        self.role = role
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `close`
        self._lock = threading.Lock()
        with theirs:
            self.process = subprocess.Popen(
                [*command, role, str(theirs.fileno())],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self._errors,
                env=environment, pass_fds=[theirs.fileno()], start_new_session=True,
            )  # fmt: skip
        self.channel = self._hand_over(b"warm")

    def begin(self, bundle: dict[str, Any], company: str | None, house: dict[str, Any]) -> None:
        """Send what it needs to know; `ready` waits for it."""
        with contextlib.suppress(ChannelError):
            self.channel.send({"bundle": bundle, "company": company, "house": house}, seconds=SITTING)

    def ready(self, seconds: float) -> Any:
        """Wait until it is warm; gives what its `warm` returned. Raises SandboxError."""
        try:
            head, _ = self.channel.receive(seconds)
        except ChannelTimeout:
            raise SandboxError(f"The {self.role} process was not ready within {seconds:g} s.") from None
        except ChannelError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(2)
            raise SandboxError(
                f"The {self.role} process did not start: {self.errors() or 'it ended'}"
            ) from None
        finally:
            self.channel.close()
        if head.get("status") != "ready":
            raise SandboxError(f"The {self.role} process could not warm up:\n{head.get('trace')}")
        return head.get("said")

    def seat(self) -> Seated:
        """Ask for a fresh process. Raises SandboxError."""
        channel, theirs = socket.socketpair()
        line, their_line = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, their_line:
            try:
                with self._lock:
                    socket.send_fds(self.control, [b"seat"], [theirs.fileno(), their_line.fileno()])
            except OSError:
                channel.close()
                line.close()
                raise SandboxError(f"The {self.role} process is gone: {self.errors()}") from None
        seat = Seated(Channel(channel), line)
        seat.wait_until_shut_in()
        return seat

    def errors(self) -> str:
        """The end of what it wrote to standard error."""
        size = os.fstat(self._errors.fileno()).st_size
        text = os.pread(self._errors.fileno(), 4000, max(0, size - 4000))
        return text.decode("utf-8", "replace").strip()

    def close(self) -> None:
        """End it and all that it started."""
        self.control.close()
        try:
            self.process.wait(LEAVING)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._errors.close()

    def _hand_over(self, word: bytes) -> Channel:
        ours, theirs = socket.socketpair()
        with theirs, contextlib.suppress(OSError):
            socket.send_fds(self.control, [word], [theirs.fileno()])
        return Channel(ours)


class Seated:
    """A fresh process: its channel, and the line to its keeper."""

    def __init__(self, channel: Channel, line: socket.socket) -> None:
        """Take over both."""
        self.channel = channel
        self._line = line
        self._said: list[str] = []
        self._ended: str | None = None

    def wait_until_shut_in(self) -> None:
        """Wait for the keeper's word that the process is there. Raises SandboxError."""
        word = self._hear(SITTING)
        if word != "ready":
            self.end()
            raise SandboxError(f"A student's process could not be shut in: {word or 'no answer'}.")

    def interrupt(self) -> None:
        """Interrupt what runs in it, as a keyboard would."""
        with contextlib.suppress(OSError):
            self._line.send(b"i")

    def end(self) -> str:
        """Kill it and all that it started; gives why it had died before: "", "memory", "cpu" or "ended"."""
        if self._ended is None:
            word = self._hear(0)
            self.channel.close()
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_WR)
            until = time.monotonic() + LEAVING
            # The line ends when the keeper is gone, and the keeper goes last.
            while time.monotonic() < until and self._hear(until - time.monotonic()) is not None:
                pass
            self._line.close()
            self._ended = _why(word)
        return self._ended

    def _hear(self, seconds: float) -> str | None:
        """Wait for a word of the keeper; None if there is none in time, or none to come."""
        poll = select.poll()
        poll.register(self._line, select.POLLIN)
        if not poll.poll(max(0, int(seconds * 1000))):
            return None
        try:
            return self._line.recv(4096).decode("utf-8", "replace") or None
        except OSError:
            return None


def _why(word: str | None) -> str:
    """The keeper's word for how a process had died, as one of the four of `Seat.end`."""
    if word is None:
        return ""
    status = word.removeprefix("died ")
    return {"memory": "memory", str(-signal.SIGXCPU): "cpu"}.get(status, "ended")
