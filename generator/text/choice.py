"""Choosing what a text is about and in which mood, by the scenario's weights.

All functions take an array of uint64 keys and are functions of the keys alone; each has draws of its own,
so the same keys serve for all of them and for the words.
"""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.memo import per_world
from generator.text.themes import MIXED, THEMES, TOPICS, themes
from generator.text.writer import Writer
from generator.world import World

# Column of the scenario's weights (complaint, neutral, praise) by sentiment; a mixed text is a complaint.
COMPLAINT, PLAIN, PRAISE = range(3)
COLUMN = np.array([COMPLAINT, PLAIN, PRAISE, COMPLAINT])
PASSIVE_FROM, PROMOTER_FROM = 7, 9


def _draw(keys: np.ndarray, purpose: str) -> np.ndarray:
    return draws.bits(draws.mix(keys ^ np.uint64(draws.purpose_key(0, purpose))))


@per_world
def writer(world: World) -> Writer:
    """The writer of a world's scenario."""
    return Writer.of(world.scenario)


@per_world
def theme_lookups(world: World) -> dict[str, np.ndarray]:
    """Kind -> (complaint, neutral, praise) × 16 bits -> theme; topics of tickets are the same in each."""
    rules, topics = world.scenario.texts, world.scenario.service.topics
    mixes = {"verbatim": rules.verbatim_themes, "post": rules.post_themes}
    found = {
        kind: np.array([draws.lookup([mix[theme][k] for theme in THEMES]) for k in range(3)])
        for kind, mix in mixes.items()
    }
    shares = [float(topics.get(topic, 0)) for topic in TOPICS]
    row = draws.lookup(shares if sum(shares) else [0.0] * (len(TOPICS) - 1) + [1.0])
    return {**found, "ticket": np.array([row] * 3)}


@per_world
def mood_lookups(world: World) -> dict[str, np.ndarray]:
    """What is known -> rows of 16 bits -> sentiment."""
    rules = world.scenario.texts
    groups = [rules.of_score[group] for group in ("detractor", "passive", "promoter")]
    rows = {"score": groups, "mood": rules.of_mood, "post": [rules.of_post]}
    return {name: np.array([draws.lookup(row) for row in found]) for name, found in rows.items()}


@per_world
def topic_codes(world: World) -> np.ndarray:
    """The scenario's topic of a ticket -> code in `themes("ticket")`; unknown topics are "other"."""
    return np.array(
        [TOPICS.index(t) if t in TOPICS else len(TOPICS) - 1 for t in world.scenario.service.topics]
    )


def themes_of(world: World, kind: str, sentiments: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """A theme (code in `themes(kind)`) for each key, given the sentiment of its text."""
    return theme_lookups(world)[kind][COLUMN[sentiments], draws.slice16(_draw(keys, "theme"), 0)]


def second_themes_of(
    world: World, kind: str, chosen: np.ndarray, sentiments: np.ndarray, keys: np.ndarray
) -> np.ndarray:
    """A second theme for some texts, else -1 (int8).

    In a mixed text it is what is praised; otherwise it shares the text's sentiment. Texts without a theme
    have no second one.
    """
    shape, bits = getattr(world.scenario.texts, kind), _draw(keys, "second theme")
    mixed = sentiments == MIXED
    share = np.where(mixed, shape.praised_share, shape.second_share)
    column = np.where(mixed, PRAISE, COLUMN[sentiments])
    found = theme_lookups(world)[kind][column, draws.slice16(bits, 1)].astype(np.int8)
    nothing = len(themes(kind)) - 1
    there = (draws.slice16(bits, 0) < share * 65536.0) & (found != chosen) & (found != nothing)
    return np.where(there & (chosen != nothing), found, -1).astype(np.int8)


def sentiments_of_score(world: World, score: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Sentiment of the verbatim that goes with an answer 0 … 10 to “would you recommend us?”."""
    group = (score >= PASSIVE_FROM).astype(np.int64) + (score >= PROMOTER_FROM)
    return mood_lookups(world)["score"][group, draws.slice16(_draw(keys, "sentiment"), 0)]


def sentiments_of_mood(world: World, mood: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Sentiment of a ticket's text, given how well its customer feels helped (1 … 5; others are cut)."""
    row = np.clip(np.rint(mood), 1, 5).astype(np.int64) - 1
    return mood_lookups(world)["mood"][row, draws.slice16(_draw(keys, "sentiment"), 0)]


def sentiments_of_posts(world: World, keys: np.ndarray) -> np.ndarray:
    """Sentiment of posts, by the scenario's weights."""
    return mood_lookups(world)["post"][0, draws.slice16(_draw(keys, "sentiment"), 0)]
