"""Values that are worked out once for a world and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from generator.world import World

T = TypeVar("T")


def per_world(make: Callable[..., T]) -> Callable[..., T]:
    """Decorate a function of a world: its result is worked out once for each world."""
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def kept(world: World) -> T:
        if name not in world.memo:
            world.memo[name] = make(world)
        return cast("T", world.memo[name])

    return kept
