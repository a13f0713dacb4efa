"""A hash for each text of an Arrow string array, eight bytes at a time and without a loop over rows.

A text's hash depends only on its UTF-8 bytes: not on its neighbours, the array's offset or its chunks.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from generator import arrow_values

MULTIPLIER = np.uint64(0x9FB21C651E98DF25)
S32 = np.uint64(32)
MISSING = np.uint64(0x6D697373696E6721)
# Keeps the first k bytes of a word of eight, for k = 0 … 8.
FIRST_BYTES = np.array([(1 << (8 * k)) - 1 for k in range(9)], dtype=np.uint64)
ROWS_AT_ONCE = 1 << 14  # the words of so many texts stay in the processor's cache


def text_array(values: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """The texts as one plain string array, whatever way a file or a program held them."""
    if isinstance(values, pa.ChunkedArray):
        values = (
            values.chunk(0)
            if values.num_chunks == 1
            else pa.concat_arrays(values.chunks or [arrow_values.texts([])])
        )
    return values if pa.types.is_string(values.type) else values.cast(pa.string())


def hash_texts(texts: pa.StringArray) -> np.ndarray:
    """A 64-bit hash of each text (uint64); missing texts share one of their own."""
    parts = [_hash(texts.slice(first, ROWS_AT_ONCE)) for first in range(0, len(texts), ROWS_AT_ONCE)]
    found = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
    if texts.null_count:
        found[arrow_values.missing(texts)] = MISSING
    return found


def _hash(texts: pa.StringArray) -> np.ndarray:
    count = len(texts)
    edges = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + count + 1]
    low, high = int(edges[0]), int(edges[-1])
    # Room behind the last text, so that reading a whole word from any place stays inside.
    content = np.zeros(high - low + 8, dtype=np.uint8)
    if high > low:
        content[: high - low] = np.frombuffer(texts.buffers()[2], dtype=np.uint8)[low:high]
    words = np.ndarray((high - low + 1,), dtype="<u8", buffer=content, strides=(1,))

    length = np.diff(edges).astype(np.int64)
    needed = (length + 7) >> 3
    # Longest first: those that still have a word are then always the first rows.
    small = np.int16 if int(needed.max()) < 1 << 15 else np.int64
    order = np.argsort(np.negative(needed.astype(small)), kind="stable")
    place, length = edges[order].astype(np.int64) - low, length[order]
    left = count - np.cumsum(np.bincount(needed))
    total = (length + 1).astype(np.uint64) * MULTIPLIER
    for k in range(len(left) - 1):
        active, longer = int(left[k]), int(left[k + 1])
        word = words[place[:active] + 8 * k].astype(np.uint64, copy=False)
        word[longer:] &= FIRST_BYTES[length[longer:active] - 8 * k]
        here = total[:active]
        here ^= word
        here *= MULTIPLIER
        here ^= here >> S32
    found = np.empty_like(total)
    found[order] = total
    return found
