"""Freed memory is kept for the next block.

A block's columns are some megabytes each. By default the C library of Linux gives such pieces back to the
system when they are freed, and the system clears every page that is asked for anew: a tenth of the time of a
run. A worker makes many blocks of one size, so what it frees it needs again at once.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

import pyarrow as pa

# Parameters of mallopt (malloc.h of the GNU C library), with bytes.
TRIM_THRESHOLD, TOP_PAD, MMAP_THRESHOLD = (-1, 256 << 20), (-2, 16 << 20), (-3, 32 << 20)


@cache
def keep_freed() -> bool:
    """Keep freed memory in this process from now on; whether its C library can do so."""
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries than GNU's have none
    kept = mallopt is not None and all(mallopt(*pair) for pair in (TRIM_THRESHOLD, TOP_PAD, MMAP_THRESHOLD))
    if kept:
        # Arrow's own pool would hold further memory beside, and give it back: a tenth of the peak.
        pa.set_memory_pool(pa.system_memory_pool())
    return kept
