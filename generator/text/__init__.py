"""What customers write: tickets, answers to surveys and posts, with known theme and mood.

Texts are written from committed pools by a small grammar; see `grammar`, `pieces` and `writer`. Which theme
and mood a text has is chosen first (`choice`) and kept as truth; the words follow, and do not always say it
plainly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from generator.text.choice import (
    second_themes_of,
    sentiments_of_mood,
    sentiments_of_posts,
    sentiments_of_score,
    themes_of,
    topic_codes,
    writer,
)
from generator.text.grammar import read_pool
from generator.text.themes import (
    KINDS,
    MIXED,
    NEGATIVE,
    NEUTRAL,
    NO_THEME,
    POSITIVE,
    SENTIMENTS,
    THEMES,
    TOPIC_THEMES,
    themes,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from generator.text.writer import Writer
    from generator.world import World

__all__ = [
    "KINDS",
    "MIXED",
    "NEGATIVE",
    "NEUTRAL",
    "NO_THEME",
    "POSITIVE",
    "SENTIMENTS",
    "THEMES",
    "TOPIC_THEMES",
    "compose",
    "lexicon",
    "second_themes_of",
    "sentiments_of_mood",
    "sentiments_of_posts",
    "sentiments_of_score",
    "themes",
    "themes_of",
    "topic_codes",
]


def compose(
    source: World | Writer,
    kind: str,
    theme: np.ndarray,
    sentiment: np.ndarray,
    line: np.ndarray | int,
    keys: np.ndarray,
    second: np.ndarray | None = None,
) -> pa.StringArray:
    """Write one text for each key.

    `kind`: "ticket", "verbatim" or "post". `theme`: codes in `themes(kind)`. `sentiment`: codes in
    `SENTIMENTS`. `line`: positions in the scenario's product lines, -1 if the text is about none. `keys`:
    uint64; the same key gives the same text, whatever the other rows are. `second`: codes in `themes(kind)`
    or -1; in a mixed text what is praised. All arrays have one entry for each text.
    """
    made = writer(source) if hasattr(source, "scenario") else source
    return made.compose(kind, theme, sentiment, line, keys, second)


def lexicon() -> tuple[frozenset[str], frozenset[str]]:
    """Positive and negative words of a plain English lexicon (lower case), for counting words of opinion."""
    sections = read_pool("lexicon")
    positive, negative = (frozenset(" ".join(sections[name]).split()) for name in ("positive", "negative"))
    return positive, negative
