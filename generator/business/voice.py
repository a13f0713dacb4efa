"""Voice: what customers say when asked, and when not."""

from __future__ import annotations


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {}
