"""What rows are worth under policies by lot: by this they are told apart, chosen and weighed.

Levers move a customer's worth together, and not in proportion, so levers one at a time would not do. Policies
by lot lie all over the levers' ranges, but seldom where several stand at an end; those here are pushed there
more often. They are the same for each company, whatever its seed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator import draws
from generator.play.decision import Decision
from generator.policy import decisions
from generator.policy.drawn import drawn_policy
from generator.policy.grid import Grid
from generator.scenario.model import Scenario
from generator.simulate.game import Game

PLANS, SEED = 60, 6
AT_AN_END = 0.4  # how often a lever stands at one of its ends
EARLY, EARLY_COUNTS = 3, 0.5  # quarters whose profit is looked at on its own, and how much that counts
PERSON_COUNTS = 0.3  # how much it counts that a row is a person, of a company's worth
BANDS = 10  # into which a rule's order is cut
FLOOR = 0.1  # nobody is smaller than this share of the mean


def plans_by_lot(scenario: Scenario, quarters: int) -> list[list[Decision]]:
    """The company as it is, and so many policies by lot; acquisition is left as it is."""
    grid = Grid(scenario)
    found = [grid.usual] + [_pushed(grid, number) for number in range(PLANS)]
    return [[one] * quarters for one in found]


def _pushed(grid: Grid, number: int) -> Decision:
    """A policy by lot with some levers at their ends."""
    usual = grid.usual
    decision = decisions(drawn_policy(grid.scenario, SEED, number), grid.scenario, 1)[0]
    levers = [lever for lever in grid.levers if lever.ordered and hasattr(usual, lever.name)]
    key = draws.keys(SEED, "levers at their ends", np.array([number]))
    lots = draws.uniform(draws.bits(np.repeat(key, len(levers)), np.arange(len(levers)))).tolist()
    moved: dict[str, Any] = {
        lever.name: lever.values[0 if lot < AT_AN_END / 2 else -1]
        for lever, lot in zip(levers, lots, strict=True)
        if lot < AT_AN_END
    }
    return replace(decision, spend=usual.spend, **moved)


@dataclass(frozen=True)
class Played:
    """What rows come to under plans, their weights included.

    `traits`: trait × row, EUR. `live`: moment × row, persons who are there, on average over plans: at the
    start, halfway and at the end.
    """

    traits: np.ndarray
    live: np.ndarray


def played(game: Game, plans: list[list[Decision]]) -> Played:
    """Play all plans.

    Traits are what a row leaves up to the horizon under each plan, the first with nothing changed; what it
    leaves in the first quarters; and what newcomers of each channel leave, since spend on a channel
    multiplies them, with nothing changed and on average over plans.
    """
    courses = [_course(game, plan) for plan in plans]
    whole, early, live = (np.array([course[k] for course in courses]) for k in range(3))
    rows = game.people.rows
    usual, mean = whole[0], np.add.reduce(whole) / len(whole)
    channels = range(len(game.people.scenario.channels))
    came = [np.where((rows.quarter > 0) & (rows.channel == channel), 1.0, 0.0) for channel in channels]
    by_channel = [here * eur for here in came for eur in (usual, mean)]
    traits = np.array([*whole, *(EARLY_COUNTS * early), *by_channel])
    return Played(traits, np.add.reduce(live) / len(live))


def _course(game: Game, plan: list[Decision]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """EUR that each row leaves up to the horizon, and in the first quarters, discounted; who is live when."""
    position, factor, found = game.start, 1.0, np.zeros(len(game.people.ids))
    early, live = found, np.zeros((3, len(found)))
    live[0, : len(position.standing.mass)] = position.standing.mass
    for number, decision in enumerate(plan, 1):
        turn = game.play(position, decision)
        position = turn.after
        mass = position.standing.mass
        factor *= game.kernel.per_quarter
        found[: len(mass)] += factor * turn.done.earned
        if number <= EARLY:
            early = found.copy()
        for moment in (1, 2):
            if number == moment * len(plan) // 2:
                live[moment, : len(mass)] = mass
    return found + factor * game.equity(position)[0], early, live


def heads(game: Game, live: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Trait × row, persons: all of them, and who is live by where a rule for offers has them.

    The budget cuts a rule's order somewhere. As many persons must stand before that place as in the company,
    and that matters the more, the more worth is near it: places lie at equal parts of `size` (EUR by row).
    """
    found = [game.people.rows.weight]
    for score in game.targeting.scores.values():
        order = np.argsort(-score, kind="stable")
        before = np.add.accumulate(size[order])
        band = np.empty(len(score))
        band[order] = np.floor(BANDS * (before - 0.5 * size[order]) / before[-1])
        found += [np.where(band == one, persons, 0.0) for persons in live for one in range(BANDS)]
    return np.array(found)


def size_of(traits: np.ndarray) -> np.ndarray:
    """How much each row matters, EUR: the root mean square of its worth over plans, never about nothing."""
    worth = traits[: PLANS + 1]
    size = np.sqrt(np.add.reduce(worth * worth) / len(worth))
    return size + FLOOR * (np.add.reduce(size) / len(size))


def in_euros(persons: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Traits in persons as if they were euros, so that all may be added."""
    return persons * (PERSON_COUNTS * np.add.reduce(size) / np.add.reduce(persons[0]))
