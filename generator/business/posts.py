"""Posts: what is written about Fernhill in public, by people who go by a handle.

Nothing in a post leads back to a customer: its number and its author's handle are scrambled. Who posts does
not speak of what customers in surveys speak of, and the angry and the delighted are liked more.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import arrow_values, draws, maths, text
from generator.business import texts
from generator.business.block import Block
from generator.business.panel import edge, sample_share
from generator.clock import DAY_SECONDS
from generator.memo import per_world
from generator.world import World

POST_BITS = 40  # room for the numbers of posts
MOST_POSTS = 8
HANDLE_NUMBERS = 10_000


def scrambled(number: np.ndarray, seed: int) -> np.ndarray:
    """Another number for each number below 2^40, one to one: multiplications by odd numbers and shifts."""
    mask, half = np.uint64((1 << POST_BITS) - 1), np.uint64(POST_BITS // 2)
    x = number.astype(np.uint64)
    for turn in range(3):
        x = x * np.uint64(draws.purpose_key(seed, f"post number {turn}") | 1) & mask
        x ^= x >> half
    return x.astype(np.int64)


@lru_cache(maxsize=1)
def _handle_words() -> tuple[pa.StringArray, pa.StringArray]:
    from generator.text.grammar import POOLS

    parts = (POOLS / "handles.txt").read_text(encoding="utf-8").split("\n\n")
    first, second = (arrow_values.texts(part.split()) for part in parts)
    return first, second


def handles(key: np.ndarray) -> pa.StringArray:
    """A handle for each author's key, such as `quietkettle4021`; two authors share one hardly ever."""
    adjectives, nouns = _handle_words()
    bits = draws.bits(key, 1)
    first = draws.slice16(bits, 0) * len(adjectives) >> 16
    second = draws.slice16(bits, 1) * len(nouns) >> 16
    number = draws.slice16(bits, 2).astype(np.int64) * HANDLE_NUMBERS >> 16
    digits = arrow_values.numbers(number).cast(pa.string())
    first, second = (arrow_values.numbers(place) for place in (first, second))
    return pc.binary_join_element_wise(
        adjectives.take(first), nouns.take(second), digits, arrow_values.NOTHING
    )


@per_world
def likes_lookup(world: World) -> np.ndarray:
    """Plain or strong × 16 bits -> likes: a long tail, mean as the scenario says."""
    rules = world.scenario.voice.posts
    u = (np.arange(65536) + 0.5) / 65536.0
    tail = maths.exp(-0.6 * maths.log(u)) - 1.0  # Pareto-like; its mean is 1.5
    return np.rint(np.array([rules.likes, rules.likes_strong])[:, None] * tail / 1.5).astype(np.int64)


def posts_table(block: Block) -> tuple[dict, texts.Rows]:
    """Columns of `posts`, and the truth about their texts; likes are counted after a day."""
    world, rules, clock = block.world, block.world.scenario.voice.posts, block.world.clock
    key = draws.keys(world.seed, "posts", block.ids)
    chosen = draws.slice16(draws.bits(key, 0), 0) < edge(sample_share(world, rules.share, rules.floor))
    author = np.flatnonzero(chosen)
    counts = 1 + (draws.slice16(draws.bits(key[author], 0), 1) * rules.most >> 16)
    author = np.repeat(author, counts)
    number = np.arange(len(author)) - np.repeat(np.cumsum(counts) - counts, counts)
    own = draws.bits(key[author], 10 + number)
    week = block.who.joined[author] - maths.log(draws.uniform(own)) * rules.mean_wait_weeks
    there = np.flatnonzero(week < clock.end_week)
    day = clock.day_of(week[there])
    second = clock.second_of(week[there], day)
    early = second + DAY_SECONDS < clock.end_second
    there, second = there[early], second[early]
    author, number, own = author[there], number[there], draws.mix(own[there])

    mood = text.sentiments_of_posts(world, own)
    theme = text.themes_of(world, "post", mood, own)
    other = text.second_themes_of(world, "post", theme, mood, own)
    line = block.who.first_line[author].astype(np.int64)
    words = text.compose(world, "post", theme, mood, line, own, other)
    strong = ((mood == text.NEGATIVE) | (mood == text.POSITIVE)).astype(np.int64)
    post_id = scrambled(block.ids[author] * MOST_POSTS + number, world.seed) + 1
    table = {
        "post_id": post_id,
        "handle": handles(key[author]),
        "posted_at": second,
        "text": words,
        "likes": likes_lookup(world)[strong, draws.slice16(draws.bits(own, 0), 0)],
    }
    return table, texts.rows("posts", post_id, theme, other, mood)
