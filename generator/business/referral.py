"""Referral: who brought those who came by word of mouth.

A few customers with lower numbers are looked at; of those who had come before, one is named, the contented
more often. So word of mouth moves with satisfaction, and customers who buy no more may still have brought
others. Whoever finds nobody has forgotten who it was.
"""

from __future__ import annotations

import numpy as np

from generator import draws, maths
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.customer_base import CustomerBase

CANDIDATES = 6


def referred_by(block: Block, advocate: Nullable) -> Nullable:
    """Customer number of whoever brought each customer; missing for other channels, and for those whom an
    `advocate` brought who is no customer."""
    world, ids = block.world, block.ids
    came = np.flatnonzero(block.who.by_mouth & advocate.missing)
    named, missing = np.ones(len(ids), dtype=np.int64), np.ones(len(ids), dtype=bool)
    if not came.size:
        return Nullable(named, missing)
    key = draws.keys(world.seed, "referral", ids[came])
    number = np.arange(CANDIDATES)
    lots = draws.uniform(draws.bits(np.repeat(key, CANDIDATES), np.tile(number, came.size)))
    candidates = 1 + np.floor(lots * np.repeat(ids[came] - 1, CANDIDATES)).astype(np.int64)

    known = CustomerBase.numbered(world, candidates)
    before = known.who.joined < np.repeat(block.who.joined[came], CANDIDATES)
    pull = maths.exp(world.scenario.referral.satisfaction * known.latents.z_satisfaction)
    weight = np.where(before, pull, 0.0).reshape(-1, CANDIDATES)
    edge = np.cumsum(weight, axis=1)
    target = draws.uniform(draws.bits(key, CANDIDATES)) * edge[:, -1]
    choice = np.minimum((target[:, None] >= edge).sum(axis=1), CANDIDATES - 1)
    named[came] = candidates.reshape(-1, CANDIDATES)[np.arange(came.size), choice]
    missing[came] = edge[:, -1] == 0.0
    return Nullable(named, missing)
