"""Texts in the tables: which are written in a block, and the truth about them.

Whoever makes a table with texts gives back its column of texts and the `Rows` for `truth_texts`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from generator import arrow_values, text
from generator.block_values import Nullable
from generator.memo import per_world
from generator.world import World

SOURCES = ("tickets", "surveys", "posts")


class Rows(NamedTuple):
    """Rows of `truth_texts`: position in `SOURCES`, number, theme and second theme (-1: none), sentiment.

    Themes are codes in `text.THEMES`, sentiments in `text.SENTIMENTS`.
    """

    source: np.ndarray
    text_id: np.ndarray
    theme: np.ndarray
    second: np.ndarray
    sentiment: np.ndarray


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {
        ("truth_texts", "source"): list(SOURCES),
        ("truth_texts", "theme"): list(text.THEMES),
        ("truth_texts", "second_theme"): list(text.THEMES),
        ("truth_texts", "sentiment"): list(text.SENTIMENTS),
    }


def rows(source: str, ids: np.ndarray, theme: np.ndarray, second: np.ndarray, sentiment: np.ndarray) -> Rows:
    """The truth about the texts of one table, one entry for each text that was written."""
    where = np.full(len(ids), SOURCES.index(source), dtype=np.uint8)
    return Rows(where, ids, theme, second, sentiment)


def truth_texts(*written: Rows) -> dict[str, np.ndarray | Nullable]:
    """Columns of `truth_texts` from the rows of several tables."""
    joined = Rows(*(np.concatenate(parts) for parts in zip(*written, strict=True)))
    missing = joined.second < 0
    return {
        "source": joined.source,
        "text_id": joined.text_id,
        "theme": joined.theme,
        "second_theme": Nullable(np.where(missing, 0, joined.second), missing),
        "sentiment": joined.sentiment,
    }


@per_world
def _theme_of_topic(world: World) -> np.ndarray:
    """Code in `text.themes("ticket")` -> code in `text.THEMES`; -1 (no second one) stays."""
    return np.array([*(text.THEMES.index(theme) for theme in text.TOPIC_THEMES.values()), -1])


def ticket_texts(
    world: World,
    keys: np.ndarray,
    ticket_id: np.ndarray,
    topic: np.ndarray,
    mood: np.ndarray,
    line: np.ndarray,
) -> tuple[pa.StringArray, Rows]:
    """What customers wrote in tickets, and what it means.

    `keys`: one for each ticket. `topic`: codes of the scenario's topics. `mood`: how well each customer
    feels helped (1 … 5, not rounded). `line`: product line of the order's main product.
    """
    chosen = text.topic_codes(world)[topic]
    sentiment = text.sentiments_of_mood(world, mood, keys)
    second = text.second_themes_of(world, "ticket", chosen, sentiment, keys)
    words = text.compose(world, "ticket", chosen, sentiment, line, keys, second)
    known = _theme_of_topic(world)
    theme, second = known[chosen], known[second]
    return words, rows("tickets", ticket_id, theme, np.where(second == theme, -1, second), sentiment)


def scattered(words: pa.StringArray, there: np.ndarray) -> pa.StringArray:
    """A column of texts with missing ones: the next of `words` wherever `there` (bool) holds, else null."""
    place = np.cumsum(there) - 1
    return words.take(arrow_values.numbers(np.where(there, place, 0), ~there))
