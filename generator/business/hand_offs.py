"""Hand-offs: how often a ticket changes department, when, and how long it stays with each.

A ticket takes one way through the house. The time from the first answer until it is solved is shared out over
the departments that it reaches: by how long each usually needs, and by chance.
"""

from __future__ import annotations

import numpy as np

from generator import draws, maths
from generator.memo import per_world
from generator.rows import chosen, owners, runs
from generator.world import World

# The way a ticket takes through the house; each hand-off adds the next department.
WAY = ("service", "warehouse", "product", "finance", "logistics", "management")
MOST_HAND_OFFS = len(WAY) - 1
LEAST_PART, PART_RANGE = 0.3, 1.4  # a department needs 30 to 170 % of what it usually needs


def ways() -> list[str]:
    """The way of a ticket with 0, 1, 2 … hand-offs."""
    return [">".join(WAY[: k + 1]) for k in range(len(WAY))]


def usual_hand_offs(world: World, exposure: np.ndarray, part16: np.ndarray) -> np.ndarray:
    """Times that tickets change hands: Poisson with each one's own mean, from 16 random bits."""
    mean = world.scenario.service.hand_offs * exposure
    return maths.poisson(mean, (part16 + 0.5) / 65536.0, MOST_HAND_OFFS)


@per_world
def needs(world: World) -> np.ndarray:
    """How long each department on the way needs, relative to the others."""
    pace = world.scenario.service.pace
    return np.array([pace.get(name, 1.0) for name in WAY])


def hand_off_times(
    world: World, key: np.ndarray, answered: np.ndarray, work: np.ndarray, hand_offs: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All hand-offs of some tickets: (position of the ticket, step from 1, second since 1970).

    `key`: of the tickets, for draws. `answered`: second of the first answer. `work`: seconds from there until
    it is solved; every hand-off lies between. `hand_offs`: how many.
    """
    some, key, answered, work, hand_offs = chosen(
        hand_offs > 0, np.arange(len(key)), key, answered, work, hand_offs
    )
    lots = draws.uniform(draws.bits(key[:, None], np.arange(len(WAY))))
    part = (LEAST_PART + PART_RANGE * lots) * needs(world)
    part *= np.arange(len(WAY)) <= hand_offs[:, None]
    until = np.cumsum(part, axis=1)
    ticket = owners(hand_offs)
    step = runs(np.ones(len(hand_offs), dtype=np.int64), hand_offs, ticket)
    share = until[ticket, step - 1] / until[ticket, -1]
    return some[ticket], step, answered[ticket] + 1 + (share * (work[ticket] - 2)).astype(np.int64)


def hand_offs_table(
    ticket_id: np.ndarray, ticket: np.ndarray, step: np.ndarray, second: np.ndarray
) -> dict[str, np.ndarray]:
    """Columns of `hand_offs`, from those before the end of the run."""
    return {
        "ticket_id": ticket_id[ticket],
        "step": step,
        "department": step,
        "handed_at": second,
    }


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("tickets", "departments"): ways(), ("hand_offs", "department"): list(WAY)}
