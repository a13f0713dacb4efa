"""Stateless random numbers: a value is a function of (seed, purpose, entity, draw number).

Nothing is ever "drawn next". Whoever asks for draw 3 of customer 17 for purpose "order gap" gets the same
64 bits, in any order, block, process or machine; so a company of 20,000 customers is the start of one of
100,000. The bits come from two rounds of a strong 64-bit finalizer over a counter (the construction of
SplitMix64: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"; multipliers by
Pelle Evensen's `moremur`), not from a library's streams, which may change between versions.
"""

from __future__ import annotations

import hashlib
import sys

import numpy as np

GOLDEN = 0x9E3779B97F4A7C15
FIRST, SECOND = np.uint64(0x3C79AC492BA7B653), np.uint64(0x1C69B3F74AC4AE35)
S27, S33 = np.uint64(27), np.uint64(33)
MASK = (1 << 64) - 1
PIECE = 20_480  # numbers at a time: the customers of a block are one piece
LOWEST = 0 if sys.byteorder == "little" else 3  # where the lowest 16 bits of 64 stand in memory


def mix(x: np.ndarray) -> np.ndarray:
    """Scramble uint64 values in place (a bijection with full avalanche) and return them."""
    flat = x.reshape(-1)
    for start in range(0, flat.size, PIECE):  # what a piece needs stays in the processor's cache
        part = flat[start : start + PIECE]
        part ^= part >> S27
        part *= FIRST
        part ^= part >> S33
        part *= SECOND
        part ^= part >> S27
    return flat.reshape(x.shape)


def purpose_key(seed: int, purpose: str) -> int:
    """The 64-bit key of one purpose under one seed."""
    digest = hashlib.blake2b(f"{seed}/{purpose}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def keys(seed: int, purpose: str, entities: np.ndarray) -> np.ndarray:
    """One uint64 key for each entity (any integer array) for the given purpose."""
    key = entities.astype(np.uint64)
    key *= np.uint64(GOLDEN)
    key += np.uint64(purpose_key(seed, purpose))
    return mix(key)


def bits(entity_keys: np.ndarray, number: int | np.ndarray = 0) -> np.ndarray:
    """64 random bits: draw `number` (a scalar, or an array that broadcasts) of each entity."""
    if isinstance(number, np.ndarray):
        x = number.astype(np.uint64)
        x += np.uint64(1)
        x *= np.uint64(GOLDEN)
        x = x + entity_keys
    else:
        x = entity_keys + np.uint64((number + 1) * GOLDEN & MASK)
    return mix(x)


def uniform(random_bits: np.ndarray) -> np.ndarray:
    """Uniform float64 in the open interval (0, 1), from the upper 53 bits."""
    # As signed numbers, which they fit into: processors turn those into floats faster.
    u = (random_bits >> np.uint64(11)).view(np.int64).astype(np.float64)
    u += 0.5
    u *= 2.0**-53
    return u


def slice16(random_bits: np.ndarray, part: int) -> np.ndarray:
    """Part 0 to 3 of the bits as an integer in 0 … 65,535 (int32): four small draws for one."""
    parts = np.ascontiguousarray(random_bits).view(np.uint16)
    return parts[..., part ^ LOWEST :: 4].astype(np.int32)


def thresholds(shares: np.ndarray | list[float]) -> np.ndarray:
    """Cumulated shares as integers out of 65,536 (int32), for comparison with `slice16`."""
    cumulated = np.cumsum(np.asarray(shares, dtype=np.float64))
    return np.rint(cumulated / cumulated[-1] * 65536).astype(np.int32)


def lookup(shares: np.ndarray | list[float]) -> np.ndarray:
    """A table of 65,536 entries (uint8) that turns a `slice16` into a choice with the given shares."""
    edges = thresholds(shares)
    return np.repeat(np.arange(len(edges), dtype=np.uint8), np.diff(edges, prepend=0))


def chosen(
    table: np.ndarray, random_bits: np.ndarray, part: int, row: np.ndarray | None = None
) -> np.ndarray:
    """Entries of a table of 65,536 (see `lookup`), by part 0 to 3 of the bits.

    `row`: for each draw the row of a table that has several.
    """
    parts = np.ascontiguousarray(random_bits).view(np.uint16)
    place = parts[..., part ^ LOWEST :: 4].astype(np.intp)  # the type that NumPy takes with at once
    if row is not None:
        place |= row.astype(np.intp) << 16
    return table.take(place)
