"""The logical digest of a table: what it says, not how its file is laid out.

Each row is hashed over its canonical values (whole numbers as they are, money in cents, times in seconds,
text by its UTF-8 bytes, other numbers to about 12 significant digits); the row hashes are added up in two
lanes of 64 bits. So digests of blocks add up to the digest of the table, in any order and any cut.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from generator.block_values import Nullable
from generator.draws import mix
from generator.schema import Column, Table
from generator.storage.prose import MISSING, hash_texts
from generator.storage.words import word_hash, words_of

MULTIPLIER, SECOND_LANE = np.uint64(0x9FB21C651E98DF25), np.uint64(0xD6E8FEB86659FD93)
S32 = np.uint64(32)
MASK = (1 << 64) - 1
ROWS_AT_ONCE = 1 << 15  # what is worked on stays in the processor's cache, and steps are few
Lanes = tuple[int, int]


def digest_rows(table: Table, columns: dict, vocabulary: dict[tuple[str, str], list[str]]) -> Lanes:
    """Lanes of some rows of a table (columns as in `generator.block.make_block`)."""
    given = [
        _canonical(column, columns[column.name], vocabulary.get((table.name, column.name)))
        for column in table.columns
    ]
    start = np.uint64(word_hash(table.name))
    room, spare_room = np.empty((2, ROWS_AT_ONCE), dtype=np.uint64)  # written over by each lot of rows
    lanes = (0, 0)
    rows = len(given[0][0])
    for first in range(0, rows, ROWS_AT_ONCE):
        part = slice(first, min(first + ROWS_AT_ONCE, rows))
        total, spare = room[: part.stop - first], spare_room[: part.stop - first]
        total.fill(start)
        for values, missing, hashes in given:
            canonical = values[part] if hashes is None else hashes.take(values[part])
            if missing is not None or canonical.dtype != np.uint64:
                np.copyto(spare, canonical, casting="unsafe")
                if missing is not None:
                    np.copyto(spare, MISSING, where=missing[part])
                canonical = spare
            total ^= canonical
            total *= MULTIPLIER
            total ^= np.right_shift(total, S32, out=spare)
        second = mix(np.bitwise_xor(total, SECOND_LANE, out=spare))
        lanes = add(lanes, (int(mix(total).sum()), int(second.sum())))
    return lanes


def _canonical(
    column: Column, given: Any, words: list[str] | None
) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
    """What is hashed of a column: (integers, where they are missing, hashes of which they are places)."""
    values, missing = given if isinstance(given, Nullable) else (given, None)
    if column.kind == "text":
        return values, missing, words_of(words or []).hashes
    if column.kind == "prose":
        return hash_texts(values), None, None
    values = np.asarray(values)
    if column.kind == "number":
        exact = np.ascontiguousarray(values, dtype=np.float64).view(np.uint64)
        return (exact + np.uint64(1 << 11)) >> np.uint64(12), missing, None
    return values.view(np.uint64) if values.dtype == np.int64 else values, missing, None


def add(left: Lanes, right: Lanes) -> Lanes:
    """Lanes of the rows of both."""
    return (left[0] + right[0]) & MASK, (left[1] + right[1]) & MASK


def as_text(lanes: Lanes) -> str:
    """The digest as 32 hexadecimal digits."""
    return f"{lanes[0]:016x}{lanes[1]:016x}"
