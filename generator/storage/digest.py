"""The logical digest of a table: what it says, not how its file is laid out.

Each row is hashed over its canonical values (whole numbers as they are, money in cents, times in seconds,
text by its UTF-8 bytes, other numbers to about 12 significant digits); the row hashes are added up in two
lanes of 64 bits. So digests of blocks add up to the digest of the table, in any order and any cut.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np

from generator.block_values import Nullable
from generator.draws import mix
from generator.schema import Table
from generator.storage.prose import MISSING, hash_texts

MULTIPLIER, SECOND_LANE = np.uint64(0x9FB21C651E98DF25), np.uint64(0xD6E8FEB86659FD93)
S32 = np.uint64(32)
MASK = (1 << 64) - 1
Lanes = tuple[int, int]


@lru_cache(1 << 16)  # the same vocabularies come with every block
def word_hash(word: str) -> int:
    """A 64-bit hash of a text."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def digest_rows(table: Table, columns: dict, vocabulary: dict[tuple[str, str], list[str]]) -> Lanes:
    """Lanes of some rows of a table (columns as in `generator.block.make_block`)."""
    start = np.uint64(word_hash(table.name))
    total = None
    for column in table.columns:
        given = columns[column.name]
        values, missing = given if isinstance(given, Nullable) else (given, None)
        if column.kind == "text":
            words = vocabulary[(table.name, column.name)]
            canonical = np.array([word_hash(word) for word in words], dtype=np.uint64)[values]
        elif column.kind == "prose":
            canonical = hash_texts(values)
        elif column.kind == "number":
            exact = np.ascontiguousarray(values, dtype=np.float64).view(np.uint64)
            canonical = (exact + np.uint64(1 << 11)) >> np.uint64(12)
        else:
            canonical = values.astype(np.uint64)
        if missing is not None:
            canonical = np.where(missing, MISSING, canonical)
        if total is None:
            total = np.full(len(canonical), start)
        total ^= canonical
        total *= MULTIPLIER
        total ^= total >> S32
    second = mix(total ^ SECOND_LANE)
    return int(mix(total).sum(dtype=np.uint64)), int(second.sum(dtype=np.uint64))


def add(left: Lanes, right: Lanes) -> Lanes:
    """Lanes of the rows of both."""
    return (left[0] + right[0]) & MASK, (left[1] + right[1]) & MASK


def as_text(lanes: Lanes) -> str:
    """The digest as 32 hexadecimal digits."""
    return f"{lanes[0]:016x}{lanes[1]:016x}"
