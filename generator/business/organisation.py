"""The organisation: who works here, with whom, and for which bonus."""

from __future__ import annotations


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {}
