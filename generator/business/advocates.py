"""Advocates: people who brought others with a code and never bought anything themselves.

Some of those who come by word of mouth were brought by one. Customers with neighbouring numbers may have been
brought by the same advocate; who was is drawn for each from her own number, so an advocate hangs neither on
how many customers there are nor on where blocks are cut. Her row stands with the first whom she brought.
"""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.customer_base import CustomerBase
from generator.business.households import first_names, last_names
from generator.world import World

CELL = 8  # neighbouring customer numbers that share an advocate
MOST_DAYS = 40  # from getting her code to bringing the first


def brought(world: World, ids: np.ndarray) -> np.ndarray:
    """Whether each would have been brought by an advocate, if by word of mouth."""
    lots = draws.slice16(draws.bits(draws.keys(world.seed, "advocates", ids), 0), 0)
    return lots < world.scenario.referral.never_bought * 65536.0


def advocate_ids(block: Block) -> Nullable:
    """Number of the advocate who brought each customer; missing for all others."""
    world, ids = block.world, block.ids
    return Nullable(1 + (ids - 1) // CELL, ~(block.who.by_mouth & brought(world, ids)))


def advocates_table(block: Block, advocate: Nullable) -> dict[str, np.ndarray]:
    """Columns of `advocates`. `advocate`: from `advocate_ids`."""
    world, clock = block.world, block.world.clock
    mine = np.flatnonzero(~advocate.missing)
    joined, ids = block.who.joined[mine], block.ids[mine]
    first = np.ones(len(mine), dtype=bool)
    # Whoever of her cell came before, be it in another block, has the row.
    others = ((ids - 1) // CELL * CELL)[:, None] + 1 + np.arange(CELL)[None, :]
    row, other = np.repeat(np.arange(len(mine)), CELL), others.ravel()
    near = np.flatnonzero((other != ids[row]) & (other <= world.people) & brought(world, other))
    row, other = row[near], other[near]
    if other.size:
        who = CustomerBase.numbered(world, other).who
        before = who.by_mouth & (who.joined < joined[row])
        first[row[before]] = False
    mine, joined = mine[first], joined[first]
    number = advocate.values[mine]
    bits = draws.bits(draws.keys(world.seed, "advocate", number), 0)
    since = clock.day_of(joined) + clock.first_day
    lag = draws.slice16(bits, 2) * MOST_DAYS >> 16
    return {
        "advocate_id": number,
        "first_name": draws.chosen(first_names(world), bits, 0),
        "last_name": draws.chosen(last_names(world), bits, 1),
        "registered_on": np.maximum(since - lag, clock.first_day),
    }
