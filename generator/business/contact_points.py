"""E-mail addresses and telephone numbers of accounts, as texts made by the column."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import draws
from generator.arrow_values import NOTHING, numbers, texts
from generator.business import spelling
from generator.business.households import Homes
from generator.business.registered import Registered
from generator.rows import chosen
from generator.world import World

# Names that nobody can register (RFC 2606), so no letter ever reaches anybody.
HOUSES = ("post.example", "mail.example", "inbox.example", "home.example", "web.example")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
TAILS = len(DIGITS) * len(DIGITS)
PHONE_START, PHONES = 5_550_000_000, 10_000_000  # 555 and seven digits: given to nobody
FIRST, HOME, OTHER, NONE = range(4)


@cache
def parts_of_addresses(
    first_names: tuple[str, ...], last_names: tuple[str, ...]
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Beginnings (first names with a dot, then initials), last names (right, then wrong), and ends."""
    first = [spelling.local_part(name) for name in first_names]
    last = [spelling.local_part(name) for name in last_names]
    wrong = [spelling.misspelt(name)[1] for name in last]
    tails = [a + b for a in DIGITS for b in DIGITS]
    ends = [f"{tail}@{house}" for house in HOUSES for tail in tails]
    return (
        texts([f"{name}." for name in first] + [name[0] for name in first]),
        texts(last + wrong),
        texts(ends),
    )


def emails(
    world: World, ids: np.ndarray, home: Homes, found: Registered, lot: np.ndarray, error: np.ndarray
) -> pa.Array:
    """The address given for each account: the usual one, that of the household, another, or none."""
    rules = world.scenario.accounts
    parts = [getattr(rules, name) for name in ("web", "app", "store")]
    edges = np.cumsum([[p.first_email, p.home_email, p.other_email] for p in parts], axis=1) * 65536.0
    kind = np.zeros(len(lot), dtype=np.uint8)
    for edge in edges.T:
        kind += lot >= edge.take(found.system)
    own_id, head = ids.take(found.who), home.head.take(found.who)
    shared = np.flatnonzero((kind == HOME) & (head != own_id))
    owner = own_id.copy()
    owner[shared] = head[shared]
    heads = Homes(world, owner[shared])
    lead = home.first_name.take(found.who).astype(np.int64)
    lead[shared] = heads.first_name
    family = home.last_name.take(found.who).astype(np.int64)
    family[shared] = heads.last_name

    own = draws.bits(draws.keys(world.seed, "address", owner), 0)
    other = kind == OTHER
    # Another address has the second of a person's two draws for the tail, and the high bits of the house's.
    part = draws.slice16(own, 0) + other * (draws.slice16(own, 1) - draws.slice16(own, 0))
    tail = part * TAILS >> 16
    house = (draws.slice16(own, 2) >> 8 * other & 255) * len(HOUSES) >> 8
    pools = world.pools
    starts, names, ends = parts_of_addresses(tuple(pools.first_names), tuple(pools.last_names))
    typo = error < rules.typo * 65536.0
    return pc.binary_join_element_wise(
        starts.take(numbers(lead + other * len(pools.first_names))),
        names.take(numbers(family + typo * len(pools.last_names))),
        ends.take(numbers(house * TAILS + tail, kind == NONE)),
        NOTHING,
    )


def phones(
    world: World,
    ids: np.ndarray,
    home: Homes,
    found: Registered,
    missing: np.ndarray,
    new: np.ndarray,
    shared: np.ndarray,
) -> pa.Array:
    """The telephone number given for each account; some give a new one, or that of the household's head."""
    bits = draws.bits(draws.keys(world.seed, "phone", ids), 0).take(found.who)
    with_head = np.flatnonzero(shared & (home.head != ids).take(found.who))
    heads = home.head.take(found.who[with_head])
    bits[with_head] = draws.bits(draws.keys(world.seed, "phone", heads), 0)
    others = np.flatnonzero(new)
    bits[others] = draws.bits(found.key[others], 4)
    number = PHONE_START + ((bits >> np.uint64(32)) * np.uint64(PHONES) >> np.uint64(32)).view(np.int64)
    return ten_digits(number, missing)


def ten_digits(number: np.ndarray, missing: np.ndarray) -> pa.Array:
    """Numbers of ten digits as texts. All are of one length, so digits can be looked up four at a time."""
    (given,) = chosen(~missing, number)
    fours = [four_digits().take(part) for part in (given // 10**8, given // 10**4 % 10**4, given % 10**4)]
    digits = np.ascontiguousarray(np.stack(fours, axis=1).view(np.uint8)[:, 2:])
    edges = np.zeros(len(number) + 1, dtype=np.int32)
    np.cumsum(~missing, out=edges[1:])
    edges *= digits.shape[1]
    there = np.packbits(~missing, bitorder="little")
    return pa.StringArray.from_buffers(len(number), *map(pa.py_buffer, (edges, digits, there)))


@cache
def four_digits() -> np.ndarray:
    """Number below 10,000 -> its four digits (ASCII), as the bytes of one number of 32 bits."""
    digits = np.arange(10_000)[:, None] // np.array([1000, 100, 10, 1]) % 10
    return (digits + ord("0")).astype(np.uint8).view(np.uint32).ravel()
