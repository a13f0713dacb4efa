"""Messages between two processes: a head in JSON, and a body of bytes that only its reader opens.

On the wire: length of the head, length of the body (4 and 8 bytes, big-endian), head, body. A receiver names
the most that it takes and how long it waits; whatever breaks a rule raises `ChannelError`, and the channel is
of no further use.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import struct
import time
from typing import Any

_LENGTHS = struct.Struct(">IQ")
LARGEST_HEAD = 8_000_000
#: Bytes taken from the socket at a time; about what it holds.
_PIECE = 1 << 18
#: Bytes from which on a body is handed out as it came in, not copied once more.
_LARGE = 1 << 16


class ChannelError(Exception):
    """The other side is gone, or sent what is no message."""


class ChannelTimeout(Exception):
    """Nothing came in time; a message may have come in part, and the next `receive` goes on with it."""


class Channel:
    """One end of a stream socket."""

    def __init__(self, sock: socket.socket, largest_body: int = 256_000_000) -> None:
        """Take over a connected stream socket; `largest_body` in bytes."""
        self.sock = sock
        self.largest_body = largest_body
        self._have = bytearray()
        self._piece = bytearray(_PIECE)
        sock.setblocking(False)

    def send(self, head: dict[str, Any], body: bytes = b"", seconds: float | None = None) -> None:
        """Send one message, within `seconds` if given. Raises ChannelError or ChannelTimeout."""
        text = json.dumps(head, separators=(",", ":")).encode()
        until = None if seconds is None else time.monotonic() + seconds
        for part in (_LENGTHS.pack(len(text), len(body)) + text, body):
            view = memoryview(part)
            while view:
                try:
                    view = view[self.sock.send(view) :]
                except (BlockingIOError, InterruptedError):
                    self._wait(until, writing=True)
                except OSError as error:
                    raise ChannelError(f"cannot send: {error.strerror}") from None

    def receive(self, seconds: float | None = None) -> tuple[dict[str, Any], bytes]:
        """Wait for one message: head and body (a bytearray if large). Raises ChannelError, ChannelTimeout."""
        until = None if seconds is None else time.monotonic() + seconds
        self._fill(_LENGTHS.size, until)
        head_size, body_size = _LENGTHS.unpack_from(self._have)
        if head_size > LARGEST_HEAD or body_size > self.largest_body:
            raise ChannelError("a message is too large")
        start = _LENGTHS.size + head_size
        self._fill(start + body_size, until)
        text = bytes(self._have[_LENGTHS.size : start])
        body: bytes | bytearray
        if body_size >= _LARGE and len(self._have) == start + body_size:
            body, self._have = self._have, bytearray()
            del body[:start]
        else:
            body = bytes(self._have[start : start + body_size])
            del self._have[: start + body_size]
        try:
            head = json.loads(text)
        except (ValueError, RecursionError):
            raise ChannelError("a message has no readable head") from None
        if not isinstance(head, dict):
            raise ChannelError("a message has no readable head")
        return head, body

    def close(self) -> None:
        """Close both directions; the other side sees the end at once."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    def _fill(self, size: int, until: float | None) -> None:
        while len(self._have) < size:
            room = memoryview(self._piece)[: max(size - len(self._have), 4096)]
            try:
                many = self.sock.recv_into(room)
            except (BlockingIOError, InterruptedError):
                self._wait(until, writing=False)
                continue
            except OSError as error:
                raise ChannelError(f"cannot receive: {error.strerror}") from None
            if not many:
                raise ChannelError("the other side is gone")
            self._have += room[:many]
            if until is not None and len(self._have) < size and time.monotonic() > until:
                raise ChannelTimeout  # however much keeps coming

    def _wait(self, until: float | None, *, writing: bool) -> None:
        left = None if until is None else until - time.monotonic()
        if left is not None and left <= 0:
            raise ChannelTimeout
        poll = select.poll()
        poll.register(self.sock, select.POLLOUT if writing else select.POLLIN)
        if not poll.poll(None if left is None else max(1, int(left * 1000))):
            raise ChannelTimeout
