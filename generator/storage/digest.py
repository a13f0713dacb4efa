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
from generator.storage.prose import MISSING, ROWS_AT_ONCE, hash_texts

MULTIPLIER, SECOND_LANE = np.uint64(0x9FB21C651E98DF25), np.uint64(0xD6E8FEB86659FD93)
S32 = np.uint64(32)
MASK = (1 << 64) - 1
Lanes = tuple[int, int]


@lru_cache(1 << 16)  # the same vocabularies come with every block
def word_hash(word: str) -> int:
    """A 64-bit hash of a text."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=256)
def word_hashes(words: tuple[str, ...]) -> np.ndarray:
    """The hashes of a vocabulary."""
    return np.array([word_hash(word) for word in words], dtype=np.uint64)


def digest_rows(table: Table, columns: dict, vocabulary: dict[tuple[str, str], list[str]]) -> Lanes:
    """Lanes of some rows of a table (columns as in `generator.block.make_block`)."""
    start, given = np.uint64(word_hash(table.name)), []
    for column in table.columns:
        values = columns[column.name]
        values, missing = values if isinstance(values, Nullable) else (values, None)
        words = vocabulary[(table.name, column.name)] if column.kind == "text" else ()
        values = hash_texts(values) if column.kind == "prose" else np.asarray(values)
        given.append((column.kind, values, missing, word_hashes(tuple(words))))
    lanes = (0, 0)
    for first in range(0, len(given[0][1]), ROWS_AT_ONCE):
        part = slice(first, first + ROWS_AT_ONCE)
        total = np.full(len(given[0][1][part]), start)
        for kind, values, missing, hashes in given:
            canonical = _canonical(kind, values[part], hashes)
            if missing is not None:
                canonical = np.where(missing[part], MISSING, canonical)
            total ^= canonical
            total *= MULTIPLIER
            total ^= total >> S32
        second = mix(total ^ SECOND_LANE)
        lanes = add(lanes, (int(mix(total).sum(dtype=np.uint64)), int(second.sum(dtype=np.uint64))))
    return lanes


def _canonical(kind: str, values: np.ndarray, hashes: np.ndarray) -> np.ndarray:
    """The values that are hashed (uint64)."""
    if kind == "text":
        return hashes[values]
    if kind == "number":
        exact = np.ascontiguousarray(values, dtype=np.float64).view(np.uint64)
        return (exact + np.uint64(1 << 11)) >> np.uint64(12)
    return values.view(np.uint64) if values.dtype == np.int64 else values.astype(np.uint64)


def add(left: Lanes, right: Lanes) -> Lanes:
    """Lanes of the rows of both."""
    return (left[0] + right[0]) & MASK, (left[1] + right[1]) & MASK


def as_text(lanes: Lanes) -> str:
    """The digest as 32 hexadecimal digits."""
    return f"{lanes[0]:016x}{lanes[1]:016x}"
