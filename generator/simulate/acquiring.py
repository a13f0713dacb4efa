"""Winning customers in the simulator, all in one place: the response of `generator.business.winning`."""

from __future__ import annotations

import numpy as np

from generator.business.winning import response
from generator.scenario.model import Scenario


def saturation(scenario: Scenario) -> np.ndarray:
    """By channel: how far usual spend has used it up."""
    return np.array([channel.saturation for channel in scenario.channels])


def brought(times: np.ndarray, used_up: np.ndarray) -> np.ndarray:
    """Newcomers by channel as a multiple of the usual at `times` the usual spend; exactly 1 at `times` 1.

    Who stops a channel altogether gets nobody by it, even where spend otherwise moves nobody (saturation 1).
    """
    found = np.asarray(response(np.maximum(times, 1e-12), used_up))
    return np.where(times == 1.0, 1.0, np.where(times == 0.0, 0.0, found))


def present_spend(scenario: Scenario, newcomers: np.ndarray) -> np.ndarray:
    """EUR that newcomers by channel cost at usual spend (last axis: channel)."""
    return newcomers * np.array([channel.cost_per_customer_eur for channel in scenario.channels])
