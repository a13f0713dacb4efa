"""What texts are about and in which mood: the codes that everybody uses."""

from __future__ import annotations

from typing import get_args

from generator.scenario.parts.text import Theme

THEMES: tuple[Theme, ...] = get_args(Theme)
NO_THEME = THEMES.index("none")
SENTIMENTS = ("negative", "neutral", "positive", "mixed")
NEGATIVE, NEUTRAL, POSITIVE, MIXED = range(4)
KINDS = ("ticket", "verbatim", "post")

# Topic of a ticket -> the theme that surveys and posts know it by. A scenario may have topics of its own;
# their texts are written without one.
TOPIC_THEMES = {
    "delivery": "delivery",
    "damaged": "packaging",
    "wrong item": "delivery",
    "invoice": "price",
    "product advice": "range",
    "other": "none",
}
TOPICS: tuple[str, ...] = tuple(TOPIC_THEMES)


def themes(kind: str) -> tuple[str, ...]:
    """What the theme codes of a kind of text stand for: topics for tickets, else `THEMES`."""
    return TOPICS if kind == "ticket" else THEMES
