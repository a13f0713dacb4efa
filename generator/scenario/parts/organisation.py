"""The organisation: employees, whom they work with, and what their bonus is paid on."""

from __future__ import annotations

from generator.scenario.parts.base import Part


class Organisation(Part):
    """The organisation: employees, whom they work with, and what their bonus is paid on."""
