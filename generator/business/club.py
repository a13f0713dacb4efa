"""The Club: who joins, who stays, and what members use."""

from __future__ import annotations


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {}
