"""Companies for the simulator's tests, and quarters played one after the other."""

from __future__ import annotations

from functools import cache

from generator import read_scenario
from generator.simulate import people_of

SEED = 3


@cache
def people(scenario, customers, quarters):
    """Everybody of a scenario's company, at the end of its books."""
    return people_of(read_scenario(scenario), SEED, customers, quarters)


def turns(game, plan, pressed=True):
    """What came of each quarter of a plan."""
    position, found = game.start, []
    for decision in plan:
        found.append(game.play(position, decision, pressed))
        position = found[-1].after
    return found
