"""Accounts: how the systems of web, app and store hold the same people."""

from __future__ import annotations

from generator.scenario.parts.base import Part


class Accounts(Part):
    """Accounts: how the systems of web, app and store hold the same people."""
