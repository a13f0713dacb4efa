"""The bytes of a value: length of the tree, the tree in JSON, and the buffers, each at a multiple of 16."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any, Protocol

_LENGTH = struct.Struct(">I")
_ALIGN = 16
#: The tree is a part of the whole: what is long goes into buffers.
LARGEST_TREE = 32_000_000


class Limited(Protocol):
    """What the codec asks of the limits: bytes, Python objects, and nesting of one value."""

    value: int
    elements: int
    depth: int


class CodecError(Exception):
    """A value that cannot cross, or bytes that are none."""


class TooLarge(CodecError):
    """A value that is data, but more of it than the limits allow."""


class Writer:
    """Collects the buffers of one value and counts what goes in."""

    def __init__(self, limits: Limited, handle: Callable[[Any], dict[str, Any] | None] | None) -> None:
        """Start empty; `handle` as in `encode`."""
        self.limits, self.handle = limits, handle
        self._elements, self._room = limits.elements, limits.value
        self._parts: list[Any] = []
        self._sizes: list[int] = []

    def count(self, number: int) -> None:
        """Note that this many objects are written; raises TooLarge when there are too many."""
        self._elements -= number
        if self._elements < 0:
            raise TooLarge(f"the value has more than {self.limits.elements:,} parts")

    def fits(self, size: int) -> None:
        """Raise TooLarge if a buffer of `size` bytes is too much."""
        if size > self._room:
            raise TooLarge(f"the value is larger than {self.limits.value // 1_000_000:,} MB")

    def put(self, buffer: Any) -> int:
        """Keep one buffer (bytes or a contiguous array) and give its number."""
        view = memoryview(buffer)
        view = view.cast("B") if view.nbytes else memoryview(b"")
        self.fits(view.nbytes)
        self._room -= view.nbytes
        self._parts.append(view)
        self._sizes.append(view.nbytes)
        return len(self._sizes) - 1

    def joined(self, tree: Any) -> bytes:
        """All in one piece."""
        text = json.dumps([tree, self._sizes], separators=(",", ":")).encode("ascii")
        if len(text) > min(self.limits.value, LARGEST_TREE):
            raise TooLarge(f"the value is larger than {self.limits.value // 1_000_000:,} MB")
        parts = [_LENGTH.pack(len(text)), text, bytes(-(4 + len(text)) % _ALIGN)]
        for part, size in zip(self._parts, self._sizes, strict=True):
            parts += [part, bytes(-size % _ALIGN)]
        return b"".join(parts)


class Reader:
    """The tree of a value, and its buffers, each to be taken once."""

    def __init__(self, data: bytes, limits: Limited, handle: Callable[[dict[str, Any]], Any] | None) -> None:
        """Take the bytes apart; raises CodecError (or ValueError, RecursionError) if they are damaged."""
        self.limits, self.handle = limits, handle
        self._elements = limits.elements
        if len(data) > limits.value + LARGEST_TREE:
            raise TooLarge("the value is too large")
        (size,) = _LENGTH.unpack_from(data)
        if size > min(limits.value, LARGEST_TREE) or 4 + size > len(data):
            raise CodecError("the value's tree is cut off")
        text = bytes(data[4 : 4 + size])
        # each comma and bracket may make an object; better to know before they are made
        if text.count(b",") + text.count(b"[") > 4 * limits.elements + 1000:
            raise TooLarge("the value has too many parts")
        document = json.loads(text)
        if not (isinstance(document, list) and len(document) == 2 and isinstance(document[1], list)):
            raise CodecError("the value has no tree")
        self.tree = document[0]
        self._views: list[memoryview | None] = []
        start = 4 + size + (-(4 + size) % _ALIGN)
        # arrays are made over a copy of our own, so that they can be written to
        whole = memoryview(bytearray(memoryview(data)[start:]))
        if len(whole) > limits.value + 2 * _ALIGN * len(document[1]):
            raise TooLarge("the value is too large")
        at = 0
        for length in document[1]:
            if type(length) is not int or length < 0 or at + length > len(whole):
                raise CodecError("a buffer is cut off")
            self._views.append(whole[at : at + length])
            at += length + (-length % _ALIGN)
        if at != len(whole):
            raise CodecError("the buffers do not fit")

    def count(self, number: int) -> None:
        """Note that this many objects are made; raises TooLarge when there are too many."""
        self._elements -= number
        if self._elements < 0:
            raise TooLarge("the value has too many parts")

    def take(self, number: Any) -> memoryview:
        """One buffer. A second request for it is an error: nothing is shared, and nothing is multiplied."""
        if type(number) is not int or not 0 <= number < len(self._views):
            raise CodecError("there is no such buffer")
        view, self._views[number] = self._views[number], None
        if view is None:
            raise CodecError("a buffer is used twice")
        return view
