"""Scenarios: what a company is like, as validated data."""

from generator.scenario.model import Scenario
from generator.scenario.read import preset_names, read_scenario

__all__ = ["Scenario", "preset_names", "read_scenario"]
