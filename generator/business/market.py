"""The market: regions, visitors, rivals."""

from __future__ import annotations


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {}
