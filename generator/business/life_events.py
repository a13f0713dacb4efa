"""Life events: on which day people move house or change their surname.

Both come at a constant hazard from the day on which a customer signs up, once at most, and are tied to
nothing. What a system was told before such a day stays in it, what it is told later is new; so a person's own
accounts may disagree, and no account says why. Movers stay in their city, as most do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws, maths
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.households import HOUSE_NUMBERS, last_names, scaled
from generator.rows import chosen
from generator.world import World

EVENTS = ("moved", "changed name")
MOVED, RENAMED = range(len(EVENTS))
NEVER = np.int64(1) << 40  # later than every day
YEAR_DAYS = 365.25


@dataclass(frozen=True)
class LifeEvents:
    """What happens to the customers of a block (arrays of equal length).

    `moved`, `renamed`: day since 1970 (late: never). `street`, `house_number`, `last_name`: the new ones.
    """

    moved: np.ndarray
    renamed: np.ndarray
    street: np.ndarray
    house_number: np.ndarray
    last_name: np.ndarray

    @classmethod
    def of(cls, block: Block) -> LifeEvents:
        """The events of a block's customers, wherever the run ends."""
        world, home, clock = block.world, block.who.home, block.world.clock
        rules = world.scenario.accounts
        key = draws.keys(world.seed, "life events", block.ids)
        since = clock.day_of(block.who.joined) + clock.first_day
        place, names = draws.bits(key, 2), last_names(world)
        name = draws.chosen(names, place, 2)
        same = np.flatnonzero(name == home.last_name)
        name[same] = (name[same] + 1) % len(world.pools.last_names)
        return cls(
            _after(since, draws.bits(key, 0), rules.moves_a_year),
            _after(since, draws.bits(key, 1), rules.new_names_a_year),
            scaled(draws.slice16(place, 0), len(world.pools.streets)),
            1 + scaled(draws.slice16(place, 1), HOUSE_NUMBERS),
            name,
        )


def _after(since: np.ndarray, lots: np.ndarray, a_year: float) -> np.ndarray:
    """Day of the first event of a Poisson process that starts the day after `since`."""
    if a_year == 0.0:
        return np.full(len(since), NEVER)
    wait = -maths.log(draws.uniform(lots)) * (YEAR_DAYS / a_year)
    return since + 1 + np.minimum(wait, 1e6).astype(np.int64)


def truth_life_events(block: Block, events: LifeEvents) -> dict:
    """Columns of `truth_life_events`: what happened by the end of the run."""
    end = block.world.clock.first_day + block.world.clock.days
    day = np.stack([events.moved, events.renamed], axis=1).ravel()
    who, event = np.divmod(np.arange(len(day)), len(EVENTS))
    day, who, event = chosen(day < end, day, who, event)
    moved, renamed = event == MOVED, event == RENAMED
    return {
        "customer_id": block.ids[who],
        "event": event.astype(np.uint8),
        "happened_on": day,
        "street": Nullable(events.street[who], renamed),
        "house_number": Nullable(events.house_number[who], renamed),
        "last_name": Nullable(events.last_name[who], moved),
    }


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {
        ("truth_life_events", "event"): list(EVENTS),
        ("truth_life_events", "street"): world.pools.streets,
        ("truth_life_events", "last_name"): world.pools.last_names,
    }
