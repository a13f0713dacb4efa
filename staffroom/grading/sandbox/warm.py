"""The supervisor's end of a warm process: starting it, and asking it for seats."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from staffroom.grading.inside.channel import Channel, ChannelError, ChannelTimeout
from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.seated import LEAVING, SITTING, SandboxError, Seated

#: Seconds for a warm process to learn something.
LEARNING = 120.0
#: Called with a seat whose process is there, and does nothing yet.
Settle = Callable[[Seated], None]


class Warm:
    """A warm process. `command` starts it; role and number of the control socket are added to it."""

    def __init__(
        self, role: str, command: Sequence[str], environment: Mapping[str, str], limits: Limits
    ) -> None:
        """Start the process; `begin` and `ready` must follow. Raises SandboxError."""
        self.role, self.limits = role, limits
        self.control, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `close`
        self._lock = threading.Lock()
        with theirs:
            try:
                self.process = subprocess.Popen(
                    [*command, role, str(theirs.fileno())],
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self._errors,
                    env=dict(environment), pass_fds=[theirs.fileno()], start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                self.control.close()
                self._errors.close()
                raise SandboxError(f"{command[0]} cannot be started: {error.strerror}.") from None
        ours, theirs = socket.socketpair()
        with theirs, contextlib.suppress(OSError):  # the missing answer tells it better
            self._send(b"warm", theirs)
        self.channel = Channel(ours)

    def begin(self, bundle: dict[str, Any], company: str | None, house: dict[str, Any]) -> None:
        """Send what it needs to know; `ready` waits for it."""
        head = {"bundle": bundle, "company": company, "house": {**house, "limits": self.limits.as_dict()}}
        with contextlib.suppress(ChannelError):
            self.channel.send(head, seconds=SITTING)

    def ready(self, seconds: float) -> Any:
        """Wait until it is warm; gives what its `warm` returned. Raises SandboxError."""
        try:
            head, _ = self.channel.receive(seconds)
        except ChannelTimeout:
            raise SandboxError(f"The {self.role} process was not ready within {seconds:g} s.") from None
        except ChannelError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(2)
            words = self.errors() or "it ended"
            raise SandboxError(f"The {self.role} process did not start: {words}") from None
        finally:
            self.channel.close()
        if head.get("status") != "ready":
            raise SandboxError(f"The {self.role} process could not warm up:\n{head.get('trace')}")
        return head.get("said")

    def seat(self, settle: Settle | None = None, *, probe: bool = False) -> Seated:
        """Ask for a fresh process. Raises SandboxError."""
        (channel, its_channel), (line, its_line) = socket.socketpair(), socket.socketpair()
        seat = Seated(channel, line, self.limits.cpu_seconds)
        with its_channel, its_line:
            try:
                self._send(b"test" if probe else b"seat", its_channel, its_line)
            except OSError:
                seat.end()
                raise SandboxError(
                    f"The {self.role} process is gone: {self.errors() or 'it ended'}"
                ) from None
        seat.here()
        try:
            if settle is not None:
                settle(seat)
            seat.start()
        except BaseException:
            seat.end()
            raise
        return seat

    def learn(self, head: dict[str, Any], body: bytes) -> bool:
        """Have its `learn` called, for all seats to come; whether that went well."""
        ours, theirs = socket.socketpair()
        channel = Channel(ours)
        try:
            with theirs:
                self._send(b"know", theirs)
            channel.send(head, body, seconds=LEARNING)
            answer, _ = channel.receive(LEARNING)
        except (OSError, ChannelError, ChannelTimeout):
            return False
        finally:
            channel.close()
        return answer.get("status") == "done"

    def errors(self) -> str:
        """The end of what it wrote to standard error."""
        size = os.fstat(self._errors.fileno()).st_size
        text = os.pread(self._errors.fileno(), 4000, max(0, size - 4000))
        return text.decode("utf-8", "replace").strip()

    def close(self) -> None:
        """End it and all that it started."""
        self.control.close()
        self.channel.close()
        try:
            self.process.wait(LEAVING)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._errors.close()

    def _send(self, word: bytes, *theirs: socket.socket) -> None:
        with self._lock:
            socket.send_fds(self.control, [word], [sock.fileno() for sock in theirs])
