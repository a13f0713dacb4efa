"""Which rows share a cell: strata that are never mixed, and within them those who are moved alike.

Cells are cut from the top. The cell whose members differ most in anything that moves them (variance of a
logarithm, weighted by turnover) is cut in two at the mean, until there are as many as asked. Only sums,
products, comparisons and the house's own `exp` and `log` are used: the same cells on every machine.
"""

from __future__ import annotations

import heapq
from dataclasses import replace

import numpy as np

from generator import maths
from generator.play.house import House
from generator.play.influences import Influence
from generator.policy import Decision
from generator.simulate.game import PAST, Game
from generator.simulate.rows import People

#: How much a difference counts: in the logarithm of the hazard, of the rate, of the order value, in what a
#: lever at its end does, and in whether a rule for offers would name her at all (`benchmarks/cells.py`).
HAZARD, RATE, VALUE, END, SIGN = 1.0, 0.5, 0.5, 0.5, 2.0


def cut(game: Game, turnover: np.ndarray, count: int) -> np.ndarray:
    """Cell of each row (int64), numbered by quarter and then by stratum and first row.

    `turnover`: EUR by row, how much it counts that members differ. There are about `count` cells: never fewer
    than strata, nor more than rows.
    """
    strata, differences = _strata(game.people), _differences(game)
    cells: list[np.ndarray] = []
    widest: list[tuple[float, int, np.ndarray]] = []

    def look(number: int) -> None:
        members = cells[number]
        width, above = _width(differences[:, members], turnover[members])
        if width > 0.0:
            heapq.heappush(widest, (-width, number, above))

    order = np.argsort(strata, kind="stable")
    cells += np.split(order, np.flatnonzero(np.diff(strata[order])) + 1)
    for number in range(len(cells)):
        look(number)
    while widest and len(cells) < count:
        _, number, above = heapq.heappop(widest)
        members = cells[number]
        cells[number] = members[~above]
        cells.append(members[above])
        look(number)
        look(len(cells) - 1)
    cells.sort(key=lambda members: (int(strata[members[0]]), int(members[0])))
    label = np.empty(len(strata), dtype=np.int64)
    for number, members in enumerate(cells):
        label[members] = number
    return label


def _strata(people: People) -> np.ndarray:
    """What is never mixed: quarter, need, having the app (now, later, never), and newcomers' channel."""
    rows, scenario = people.rows, people.scenario
    app = np.where(rows.app_week <= people.starts[0], 0, np.where(np.isfinite(rows.app_week), 1, 2))
    if not scenario.app.lift:
        app = np.zeros(len(app), dtype=np.int64)
    channel = np.where(rows.quarter > 0, rows.channel, 0)
    return ((rows.quarter * len(scenario.channels) + channel) * len(scenario.needs) + rows.need) * 3 + app


def _width(differences: np.ndarray, turnover: np.ndarray) -> tuple[float, np.ndarray]:
    """How far members lie apart in what they differ in most, and who lies above its mean."""
    if len(turnover) == 1:
        return 0.0, np.zeros(1, dtype=bool)
    mean = np.add.reduce(differences * turnover, axis=1) / np.add.reduce(turnover)
    away = differences - mean[:, None]
    each = np.add.reduce(away * away * turnover, axis=1)
    most = int(np.argmax(each))
    above = away[most] > 0.0
    return (float(each[most]) if above.any() and not above.all() else 0.0), above


def _differences(game: Game) -> np.ndarray:
    """What moves customers × row."""
    rows = game.people.rows
    found = [
        HAZARD * maths.log(rows.hazard),
        RATE * maths.log(rows.rate),
        VALUE * maths.log(rows.value),
        SIGN * (rows.seen > 0.0),
        SIGN * (game.targeting.worth > 0.0),
    ]
    for one in _ends(game):
        found += [END * maths.log(part) for part in (one.hazard, one.rate) if isinstance(part, np.ndarray)]
    return np.array(found)


def _ends(game: Game) -> list[Influence]:
    """What acts on everybody with a lever at its end, for long, and the others as they are."""
    usual, home, n = game.usual, game.start.homes[-1], len(game.people.ids)
    reach = game.rules.organising.reach
    widest = reach.index(max(reach))
    pressed = game.rules.pressure.rival.quarter - 1

    def at(decision: Decision = usual, stage: int | None = None, quarter: int = 0) -> Influence:
        house = home
        if stage is not None:
            house = House(stage, (stage,) * len(home.acts), 1.0, weights=home.weights, slope=home.slope)
        past, homes = [decision] * (PAST + 1), [house] * (PAST + 1)
        offered = np.ones(n) if decision.retention_eur > 0.0 else None
        return game.acts.of_quarter(quarter, n, past, homes, offered, quarter == pressed)

    return [
        at(replace(usual, retention_eur=3.0, whom="random")),
        at(replace(usual, contacts=12.0)),
        at(stage=0),
        at(stage=widest),
        at(replace(usual, personalisation=1.0), widest),
        at(replace(usual, staff=1.6, limit_eur=250.0)),
        at(replace(usual, called=1.0, call_days=1.0, caller="manager")),
        at(replace(usual, regions="need")),
        at(quarter=pressed),
        at(replace(usual, rival="targeted"), quarter=pressed),
    ]
