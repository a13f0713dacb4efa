"""Bytes that were damaged on the way: a value or CodecError comes of them, and nothing else.

Each batch is read in a process of its own, so that a crash of the interpreter would be seen as such.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import struct
import sys
import warnings
from dataclasses import replace

import codec_values
import pytest

from staffroom.grading.inside.codec import CodecError, decode, encode
from staffroom.grading.inside.limits import Limits

LIMITS = replace(Limits(), value=1_000_000, elements=50_000)
SEEDS = [encode(value, LIMITS) for value in codec_values.everything().values()]
#: Numbers at the edges of what lengths, codes, times and characters may be.
EDGES = [0, 1, -1, 2, 255, 256, 1 << 31, (1 << 31) - 1, 1 << 62, -(1 << 63), (1 << 63) - 1, 0xD800, 0x110000]
WORDS = [
    b"-1",
    b"0",
    b"1e999",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b'""',
    b"9" * 30,
    b'"<f8"',
    b'"<M8[Y]"',
    b'"list"',
]

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the sandbox is for systems that fork")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One damage to a value's bytes, or several."""
    bad = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        tree = min(len(bad), 4 + struct.unpack_from(">I", bad)[0]) if len(bad) >= 4 else len(bad)
        kind = chance.randrange(8)
        at = chance.randrange(len(bad)) if bad else 0
        in_tree = chance.randrange(4, tree) if tree > 4 else at
        if kind == 0 and bad:
            bad[at] = chance.randrange(256)
        elif kind == 1 and bad:
            bad[in_tree] = chance.choice(b'[]{},:"0123456789-.eEnulltrfas<|M8iOU')
        elif kind == 2 and len(bad) > tree + 8:
            place = chance.randrange(tree, len(bad) - 7)
            struct.pack_into("<q", bad, place, chance.choice(EDGES))
        elif kind == 3:
            del bad[at:]
        elif kind == 4:
            other = chance.choice(SEEDS)
            bad[at:] = other[chance.randrange(len(other)) :]
        elif kind == 5:
            word = chance.choice(WORDS)
            end = in_tree
            while end < tree and bad[end : end + 1] not in (b",", b"]", b"["):
                end += 1
            bad[in_tree:end] = word
            if len(bad) >= 4:  # so that the tree is found, and its content is what is looked at
                size = struct.unpack_from(">I", bad)[0] + len(word) - (end - in_tree)
                struct.pack_into(">I", bad, 0, size & 0xFFFFFFFF)
        elif kind == 6 and len(bad) >= 4:
            struct.pack_into(">I", bad, 0, chance.choice((0, 1, len(bad), 1 << 31, 0xFFFFFFFF)))
        else:
            bad[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 9)))
    return bytes(bad)


def look(value: object) -> None:
    """What came through can be looked at. (Python itself refuses to write out numbers that are too long.)"""
    try:
        repr(value)
    except ValueError as error:
        if "digits" not in str(error):
            raise


def read(seed: int, count: int) -> int:
    """Read that many damaged values; gives how many of them could be read all the same."""
    chance, good = random.Random(seed), 0
    for _ in range(count):
        bad = mutated(chance.choice(SEEDS), chance)
        try:
            value = decode(bad, LIMITS, lambda handle: handle["id"])
        except CodecError:
            continue
        good += 1
        look(value)
        try:
            encode(value, LIMITS, lambda thing: {"id": 0})
        except CodecError:
            continue
    return good


def _child(seed: int, count: int) -> None:
    gc.freeze()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            read(seed, count)
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}"[:500])
            os._exit(3)
    os._exit(0)


def outcomes(first: int, batches: int, count: int) -> list[int | None]:
    """How the processes ended that read the batches, two at a time."""
    forks = multiprocessing.get_context("fork")
    codes: list[int | None] = []
    for start in range(first, first + batches, 2):
        pair = [forks.Process(target=_child, args=(seed, count)) for seed in range(start, start + 2)]
        for one in pair:
            one.start()
        for one in pair:
            one.join(300)
            codes.append(one.exitcode)
            one.kill()
    return codes


@needs_fork
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_damaged_values_do_no_harm() -> None:
    assert set(outcomes(0, 10, 400)) == {0}


@needs_fork
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_hundred_thousand_damaged_values_do_no_harm() -> None:
    assert set(outcomes(1_000, 50, 2_100)) == {0}


def test_some_damage_goes_through() -> None:
    """Otherwise the damage would be of a kind that never reaches what is behind the first look."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        good = read(7, 400)
    assert 20 < good < 380
