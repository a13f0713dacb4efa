"""Voice: surveys, posts, ratings, and who answers."""

from __future__ import annotations

from generator.scenario.parts.base import Part


class Voice(Part):
    """Voice: surveys, posts, ratings, and who answers."""
