"""Accounts: how the systems of web, app and store hold the same people."""

from __future__ import annotations


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {}
