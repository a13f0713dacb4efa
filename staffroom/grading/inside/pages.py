"""Memory that costs little: few large pages, which are forked fast, and pages that are used again."""

from __future__ import annotations

import contextlib
import ctypes
import re

_MADV_COLLAPSE = 25
#: Of malloc: from which size on a piece is had from the kernel by itself, and what is kept of what is free.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_KEPT, _BY_ITSELF = 128 << 20, 32 << 20
_LARGE = 1 << 21
_ANONYMOUS = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw-p \S+ \S+ 0\s*(?:\[heap\])?$")


def keep_freed() -> None:
    """Let this process and its forks use freed memory again, and not give it back to the kernel each time.

    Tables come and go; a page that is had anew from the kernel is cleared first, and that is a good part of
    the kernel's work for a submission.
    """
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_MMAP_THRESHOLD, _BY_ITSELF)
        libc.mallopt(_TRIM_THRESHOLD, _KEPT)


def large_pages() -> int:
    """Ask the kernel to put this process's memory into large pages, where it can; gives the bytes."""
    asked = 0
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        with open("/proc/self/maps", encoding="utf-8") as maps:  # noqa: PTH123 - may not be there
            found = [match for line in maps if (match := _ANONYMOUS.match(line.rstrip()))]
        for match in found:
            start, end = (int(text, 16) for text in match.groups())
            start, end = -(-start // _LARGE) * _LARGE, end // _LARGE * _LARGE
            if start < end:
                # A refusal (an older kernel, no such memory to be had) leaves things as they are.
                libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_COLLAPSE)
                asked += end - start
    return asked
