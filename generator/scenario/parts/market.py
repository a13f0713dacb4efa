"""The market: regions, journeys of visitors, rivals."""

from __future__ import annotations

from generator.scenario.parts.base import Part


class Market(Part):
    """The market: regions, journeys of visitors, rivals."""
