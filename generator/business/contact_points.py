"""E-mail addresses and telephone numbers of accounts, as texts made by the column."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import draws
from generator.business import spelling
from generator.business.households import Homes

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
        pa.array([f"{name}." for name in first] + [name[0] for name in first]),
        pa.array(last + wrong),
        pa.array(ends),
    )


def emails(world, ids: np.ndarray, home: Homes, found, lot: np.ndarray, error: np.ndarray) -> pa.Array:
    """The address given for each account: the usual one, that of the household, another, or none."""
    rules = world.scenario.accounts
    parts = [getattr(rules, name) for name in ("web", "app", "store")]
    edges = np.cumsum([[p.first_email, p.home_email, p.other_email] for p in parts], axis=1) * 65536.0
    kind = (lot[:, None] >= edges[found.system]).sum(axis=1)
    owner = np.where(kind == HOME, home.head[found.who], ids[found.who])
    lead = home.first_name[found.who].astype(np.int64)
    shared = np.flatnonzero(owner != ids[found.who])
    lead[shared] = Homes(world, owner[shared]).first_name
    family = home.last_name[found.who].astype(np.int64)
    family[shared] = Homes(world, owner[shared]).last_name

    own = draws.bits(draws.keys(world.seed, "address", owner), 0)
    other = kind == OTHER
    part = np.where(other, draws.slice16(own, 1), draws.slice16(own, 0)).astype(np.int64)
    tail = part * TAILS >> 16
    house = draws.slice16(own, 2).astype(np.int64)
    house = np.where(other, house >> 8, house & 255) * len(HOUSES) >> 8
    pools = world.pools
    starts, names, ends = parts_of_addresses(tuple(pools.first_names), tuple(pools.last_names))
    typo = error < rules.typo * 65536.0
    return pc.binary_join_element_wise(
        starts.take(pa.array(lead + other * len(pools.first_names))),
        names.take(pa.array(family + typo * len(pools.last_names))),
        ends.take(pa.array(house * TAILS + tail, mask=kind == NONE)),
        "",
    )


def phones(world, ids: np.ndarray, found, missing: np.ndarray, new: np.ndarray) -> pa.Array:
    """The telephone number given for each account; some give a new one."""
    usual = draws.bits(draws.keys(world.seed, "phone", ids), 0)[found.who]
    bits = np.where(new, draws.bits(found.key, 4), usual)
    number = PHONE_START + ((bits >> np.uint64(32)) * np.uint64(PHONES) >> np.uint64(32)).astype(np.int64)
    return pa.array(number, mask=missing).cast(pa.string())
