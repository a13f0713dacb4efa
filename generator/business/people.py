"""People: when they come, by which channel, for what, and where they live. All drawn given their latents."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from generator import draws, maths
from generator.latents import Latents, tied
from generator.scenario.model import Scenario

NO_GROWTH = 1e-6  # below this the exponential is a straight line, and its ratio would lose its digits


@dataclass(frozen=True)
class People:
    """What is decided at acquisition (arrays of equal length).

    `joined`: operational weeks since the start. `channel`, `need`, `first_line`: indices into the
    scenario's lists. `price_led`, `brought`: flags (price decides; would not have come without the line).
    """

    joined: np.ndarray
    channel: np.ndarray
    need: np.ndarray
    first_line: np.ndarray
    price_led: np.ndarray
    brought: np.ndarray


def choose(utility: list[np.ndarray], u: np.ndarray) -> np.ndarray:
    """One of several options with probabilities proportional to exp(utility); index as uint8."""
    weights = [maths.exp(value) for value in utility]
    total = np.zeros_like(u)
    edges = []
    for weight in weights:
        total = total + weight
        edges.append(total)
    target = u * total
    choice = np.zeros(len(u), dtype=np.uint8)
    for edge in edges[:-1]:
        choice += target > edge
    return choice


def log_shares(shares: list[float]) -> np.ndarray:
    """Natural logarithms of weights (0 becomes practically never)."""
    return maths.log(np.maximum(np.array(shares, dtype=np.float64), 1e-300))


def draw_people(scenario: Scenario, seed: int, ids: np.ndarray, end_week: float, latents: Latents) -> People:
    """Draw what is decided when customers come."""
    key = draws.keys(seed, "people", ids)
    u = [draws.uniform(draws.bits(key, n)) for n in range(6)]
    z = latents

    quality = (z.z_rate - z.z_dropout) * math.sqrt(0.5)
    when = tied(-scenario.ties.cohort, quality, maths.normal_quantile(u[0]))
    joined = acquisition_week(maths.normal_cdf(when), scenario.growth_per_week, end_week)

    strength = scenario.ties.channel
    base = log_shares([channel.share for channel in scenario.channels])
    channel = choose(
        [
            base[k] + strength * (c.rate * z.z_rate + c.spend * z.z_spend + c.dropout * z.z_dropout)
            for k, c in enumerate(scenario.channels)
        ],
        u[1],
    )

    need_base = log_shares([need.share for need in scenario.needs])
    need = choose([np.full(len(ids), value) for value in need_base], u[2])
    price_led = u[3] < np.array([n.price_led for n in scenario.needs])[need]

    names = [line.name for line in scenario.lines]
    liking = np.array([log_shares([n.preferences[name] for name in names]) for n in scenario.needs])
    mean_liking = liking.mean(axis=0)
    strength = scenario.ties.first_line
    first_base = log_shares([line.first_share for line in scenario.lines])
    first_line = choose(
        [
            # Half of the segment's leaning shows in the first purchase; the rest is the line's own pull.
            first_base[k]
            + 0.5 * (liking[need, k] - mean_liking[k])
            + strength
            * (line.first_rate * z.z_rate + line.first_spend * z.z_spend + line.first_dropout * z.z_dropout)
            for k, line in enumerate(scenario.lines)
        ],
        u[4],
    )
    brought = u[5] < np.array([line.brought_share for line in scenario.lines])[first_line]
    return People(joined, channel, need, first_line, price_led, brought)


def acquisition_week(u: np.ndarray, growth: float, end_week: float) -> np.ndarray:
    """Operational week of joining: density proportional to exp(growth * week) on [0, end)."""
    if abs(growth * end_week) < NO_GROWTH:
        return u * end_week
    ratio = float(maths.exp(np.array([growth * end_week]))[0])
    return np.minimum(maths.log(1.0 + u * (ratio - 1.0)) / growth, end_week * (1 - 1e-12))


def customers_table(
    world, ids: np.ndarray, signed_up: np.ndarray, channel: np.ndarray
) -> dict[str, np.ndarray]:
    """Columns of `customers`; names and addresses are independent of everything else."""
    first, second = (draws.bits(draws.keys(world.seed, "names", ids), n) for n in range(2))
    city = draws.slice16(second, 0).astype(np.int64) * len(world.pools.cities) >> 16
    return {
        "customer_id": ids,
        "first_name": draws.slice16(first, 0).astype(np.int64) * len(world.pools.first_names) >> 16,
        "last_name": draws.slice16(first, 1).astype(np.int64) * len(world.pools.last_names) >> 16,
        "street": draws.slice16(first, 2).astype(np.int64) * len(world.pools.streets) >> 16,
        "city": city,
        "region": world.pools.region_of_city[city],
        "signed_up_at": signed_up,
        "acquisition_channel": channel,
    }
