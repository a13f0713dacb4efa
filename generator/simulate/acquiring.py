"""Winning customers: what a channel brings at other spend than now. All of it is here.

With r times the present spend a channel brings r / ((1 - s) + s r) times its present newcomers (Michaelis and
Menten's curve a x / (b + x); in marketing one of Little's 1979 forms); at the present spend the next customer
costs 1 / (1 - s) times the average one. Arithmetic only.
"""

from __future__ import annotations

import numpy as np

from generator.scenario.model import Scenario


def saturation(scenario: Scenario) -> np.ndarray:
    """By channel: how far present spend has used it up (its own number, else that of `policy.acquiring`)."""
    other = scenario.policy.acquiring.saturation
    return np.array([getattr(channel, "saturation", other) for channel in scenario.channels])


def brought(times: np.ndarray, used_up: np.ndarray) -> np.ndarray:
    """Newcomers by channel as a multiple of those at present spend; exactly 1 at `times` 1."""
    return np.where(times == 1.0, 1.0, times / np.maximum((1.0 - used_up) + used_up * times, 1e-12))


def present_spend(scenario: Scenario, newcomers: np.ndarray) -> np.ndarray:
    """EUR that newcomers by channel cost at present spend (last axis: channel)."""
    return newcomers * np.array([channel.cost_per_customer_eur for channel in scenario.channels])
