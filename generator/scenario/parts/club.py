"""The Fernhill Club: who joins, who stays, and what members use."""

from __future__ import annotations

from generator.scenario.parts.base import Part


class Club(Part):
    """The Fernhill Club: who joins, who stays, and what members use."""
