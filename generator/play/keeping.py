"""Keep what was worked out, but not more than so much of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
MOST = 64


def kept(store: dict[Key, Value], key: Key, make: Callable[[], Value], most: int = MOST) -> Value:
    """What is kept under a key, or made now and kept; the oldest goes when there are more than `most`."""
    if key not in store:
        if len(store) == most:
            del store[next(iter(store))]
        store[key] = make()
    return store[key]
