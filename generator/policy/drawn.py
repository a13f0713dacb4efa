"""Policies by lot: every lever anywhere in its range, the same in all quarters. What a search tries, and what
the tests of temptation are taken over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from generator import draws, maths
from generator.play.decision import MEASURES
from generator.policy.model import (
    ANSWERS,
    CALLERS,
    OWNERS,
    REGIONS,
    RULES,
    Bonus,
    ClosedLoop,
    Levers,
    Policy,
    Retention,
)
from generator.scenario.model import Scenario

MOST_SPEND, MOST_OFFERS, MOST_LIMIT = 2.0, 1.5, 75.0


def drawn_policies(scenario: Scenario, count: int, seed: int) -> list[Policy]:
    """So many policies; the same for the same channels, seed and number."""
    return [drawn_policy(scenario, seed, number) for number in range(count)]


def drawn_policy(scenario: Scenario, seed: int, number: int) -> Policy:
    """One of them, by its number."""
    key = draws.keys(seed, "policies", np.array([number]))
    lots = draws.uniform(draws.bits(np.repeat(key, 64), np.arange(64)))
    lot = iter(lots.tolist())

    def one(options: Sequence[Any]) -> Any:
        return options[int(next(lot) * len(options))]

    weights = -maths.log(np.array([next(lot) for _ in MEASURES]))
    weights = np.rint(weights / np.add.reduce(weights) * 100.0) / 100.0
    weights[-1] = 1.0 - np.add.reduce(weights[:-1])
    if weights[-1] < 0.0:
        weights[int(np.argmax(weights))] += weights[-1]
        weights[-1] = 0.0
    share: Any = dict(zip(MEASURES, weights.tolist(), strict=True))
    levers = Levers(
        acquire={channel.name: next(lot) * MOST_SPEND for channel in scenario.channels},
        retention=Retention(budget_eur=next(lot) * MOST_OFFERS, whom=one(RULES)),
        contacts=next(lot) * 12.0,
        owner=one(OWNERS),
        personalisation=next(lot),
        staff=0.9 + 0.6 * next(lot),
        refund_limit_eur=next(lot) * MOST_LIMIT,
        closed_loop=ClosedLoop(share=next(lot), days=1.0 + 13.0 * next(lot), by=one(CALLERS)),
        stage=one(range(6)),
        bonus=Bonus(weights=share, slope=next(lot)),
        rival=one(ANSWERS),
        regions=one(REGIONS),
    )
    return Policy(name=f"drawn {number}", quarters={1: levers})
