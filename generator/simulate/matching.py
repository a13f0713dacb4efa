"""A cell's numbers set so that a lever does to its worth what it does to its members together.

An offer saves a member whom it helps much far longer than it would save the mean member, so means alone let
every lever do too little or too much. The levers are moved one at a time, in the company and in its cells,
and for each the number of a cell through which it works is corrected by one secant step, cell by cell. What
nobody can tell apart from nothing is left; no number moves by more than half. The cost of a parcel takes up
what is left of the difference with nothing moved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.policy import Decision
from generator.simulate.game import Game
from generator.simulate.rows import People

STEP, FARTHEST = 0.05, 0.5  # of the number, by which it is tried and by which it may move
FLOOR = 0.1  # a number is taken for at least this share of its mean over cells
HELD_PAY = (0.0, 0.0, 0.2, 0.4, 0.4)  # pay under which a state of the organisation does not melt


@dataclass(frozen=True)
class Lever:
    """A number of rows, the decision that tells how large it must be, and between what it may lie."""

    name: str
    decision: Decision
    least: float = 0.0
    most: float = float("inf")


def matched(company: Game, cells: People, label: np.ndarray) -> People:
    """Cells with their numbers corrected (`label`: cell of each row of the company)."""
    count, usual = len(cells.ids), company.usual

    def told(decision: Decision) -> np.ndarray:
        return np.bincount(label, worth_by_row(company, decision), count)

    as_now = told(usual)
    cells = _levelled(cells, as_now)
    for lever in _levers(company):
        wanted = told(lever.decision) - as_now
        cells = _levelled(_corrected(cells, lever, wanted, usual), as_now)
    return cells


def worth_by_row(game: Game, decision: Decision) -> np.ndarray:
    """EUR that each row leaves up to the horizon with the same decision in every quarter, discounted."""
    position, factor, found = game.start, 1.0, np.zeros(len(game.people.ids))
    for _ in range(game.quarters):
        turn = game.play(position, decision)
        position = turn.after
        factor *= game.kernel.per_quarter
        found[: len(turn.done.mass)] += factor * turn.done.earned
    return found + factor * game.equity(position)[0]


def _levers(company: Game) -> list[Lever]:
    """In this order: what offers do hangs on how long customers stay anyway."""
    usual, reach = company.usual, company.rules.organising.reach
    widest = reach.index(max(reach))

    def moved(**levers: Any) -> Decision:
        return replace(usual, **levers)

    return [
        Lever("sore", moved(called=0.6, call_days=3.0)),
        Lever("stay", moved(staff=1.3)),
        Lever("averse", moved(contacts=6.0), -1.0, 2.0),
        Lever("fit", moved(stage=widest, weights=HELD_PAY)),
        Lever("effect", moved(retention_eur=3.0, whom="random"), -1.0, 0.97),
        Lever("effect", moved(retention_eur=3.0, whom="lift_value"), -1.0, 0.97),
    ]


def _corrected(cells: People, lever: Lever, wanted: np.ndarray, usual: Decision) -> People:
    """One secant step towards what the lever should do to each cell's worth."""

    def response(numbers: np.ndarray) -> np.ndarray:
        game = Game(_with(cells, lever.name, numbers))
        return worth_by_row(game, lever.decision) - worth_by_row(game, usual)

    now = getattr(cells.rows, lever.name)
    size = np.maximum(np.abs(now), FLOOR * float(np.add.reduce(np.abs(now))) / len(now))
    there = response(now)
    slope = (response(now + STEP * size) - there) / STEP
    known = np.abs(slope) > 1e-9 * np.abs(there)
    steps = np.where(known, (wanted - there) / np.where(known, slope, 1.0), 0.0)
    steps = np.minimum(np.maximum(steps, -FARTHEST), FARTHEST)
    return _with(cells, lever.name, np.minimum(np.maximum(now + steps * size, lever.least), lever.most))


def _levelled(cells: People, wanted: np.ndarray) -> People:
    """The parcel so dear that each cell is worth what it should be, as things are."""
    fulfil = cells.rows.fulfil

    def worth(numbers: np.ndarray) -> np.ndarray:
        game = Game(_with(cells, "fulfil", numbers))
        return worth_by_row(game, game.usual)

    now = worth(fulfil)
    cost = np.maximum(now - worth(fulfil + 1.0), 1e-9)
    return _with(cells, "fulfil", fulfil + (now - wanted) / cost)


def _with(people: People, name: str, numbers: np.ndarray) -> People:
    return replace(people, rows=replace(people.rows, **{name: numbers}))
