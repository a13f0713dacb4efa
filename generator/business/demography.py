"""Traits of people that decide nothing about what they buy: the device they use, and a protected group.

Belonging to the group is drawn given the latents (the group spends less per order), so the laws of spend
over all customers stay what they are. Nothing observable names the group; the device only hints at it.
"""

from __future__ import annotations

import numpy as np

from generator import draws, maths
from generator.latents import Latents, tied
from generator.memo import per_world
from generator.scenario.parts.demography import Device
from generator.world import World

DEVICES: tuple[Device, ...] = ("desktop", "tablet", "new phone", "old phone")


@per_world
def device_lookup(world: World) -> np.ndarray:
    """Protected group (0, 1) × 16 bits -> device."""
    rules = world.scenario.demography
    weights = [[part.get(name, 0.0) for name in DEVICES] for part in (rules.devices, rules.protected_devices)]
    return np.array([draws.lookup(row) for row in weights])


def protected(world: World, ids: np.ndarray, latents: Latents) -> np.ndarray:
    """Who belongs to the protected group (bool)."""
    rules = world.scenario.demography
    own = maths.normal_quantile(draws.uniform(draws.bits(draws.keys(world.seed, "group", ids), 0)))
    score = tied(rules.protected_spend, latents.z_spend, own)
    return score > -maths.normal_quantile(np.array([rules.protected_share]))[0]


def device(world: World, ids: np.ndarray, group: np.ndarray) -> np.ndarray:
    """What each customer shops on, as an index into `DEVICES`."""
    lot = draws.slice16(draws.bits(draws.keys(world.seed, "group", ids), 1), 0)
    return device_lookup(world)[group.astype(np.int8), lot]
