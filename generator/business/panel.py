"""What the polls of this house share: whom a sample takes, and quick normal noise."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from generator import draws, maths
from generator.business.block import Block
from generator.world import World

NOISE_CELLS = 65536


@lru_cache(maxsize=32)  # the companies of a class share their scenario
def normal_table(spread: float) -> np.ndarray:
    """16 bits -> normal noise with the given standard deviation."""
    return spread * maths.normal_quantile((np.arange(NOISE_CELLS) + 0.5) / NOISE_CELLS)


def edge(share: np.ndarray | float) -> np.ndarray:
    """Shares as integers out of 65,536 (int32), for comparison with `draws.slice16`."""
    return np.rint(np.asarray(share, dtype=np.float64) * 65536.0).astype(np.int32)


def sample_share(world: World, share: float, floor: int) -> float:
    """Share of the customers that a sample takes: it has a floor that does not shrink with the company."""
    return min(1.0, max(share, floor / world.customers))


def sampled(block: Block, purpose: str, share: float, floor: int, day: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions of a block's customers who are in a sample, and their keys.

    `day`: days since 1970 on which the poll starts; only who is a customer by then can be asked.
    """
    world = block.world
    key = draws.keys(world.seed, purpose, block.ids)
    chosen = draws.slice16(draws.bits(key, 0), 0) < edge(sample_share(world, share, floor))
    chosen &= block.orders.second[block.orders.times.start[:-1]] < day * 86_400
    who = np.flatnonzero(chosen)
    return who, key[who]


def parts16(key: np.ndarray, first: int, count: int) -> np.ndarray:
    """`count` draws of 16 bits for each key (rows: keys), from draw number `first` on."""
    words = draws.bits(key[:, None], np.arange(first, first + (count + 3) // 4)[None, :])
    pieces = np.stack([draws.slice16(words, part) for part in range(4)], axis=2)
    return pieces.reshape(len(key), 4 * words.shape[1])[:, :count]


def on_scale(value: np.ndarray, low: int, high: int) -> np.ndarray:
    """Opinions as whole numbers of a scale."""
    return np.minimum(np.maximum(np.rint(value), low), high).astype(np.int64)
