"""How long a student plans for a lesson: one source for the syllabus and for the lesson's own page."""

from __future__ import annotations

from typing import Any


def planned(header: dict[str, Any]) -> list[float]:
    """Minutes for each stretch of a lesson, in order.

    The header's `plan` is what students needed; without it, `minutes`, what is reckoned for each sitting.
    A plan may have more stretches than there are sittings, if a sitting has a place to stop half-way.
    """
    told = header.get("plan", header.get("minutes", []))
    return list(told) if isinstance(told, list) else [told]


def in_words(minutes: list[float]) -> str:
    """All of them in one line, such as "105 + 120 minutes"; where nothing is planned, the empty text."""
    told = [f"{one:g}" if isinstance(one, (int, float)) else str(one) for one in minutes]
    return f"{' + '.join(told)} minutes" if told else ""
