"""Cells of like customers: a company as two thousand rows instead of one for each person.

Nobody is the mean of others: worth bends with whatever acts on a customer, offers go to those above a
threshold, and a cell of means is on one side of it where its members are on both. So a cell is one of its
members, who stands for all of them with a weight, as in a survey: a sample of the company's own people. Those
whose worth moves alike under policies by lot (`generator.simulate.probing`) share a cell (`cutting`); of each
cell the member is taken who best makes up for what those before her left out (`choosing`); and weights are
calibrated until the sample is worth what the company is (`weighing`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.errors import WrongUse
from generator.simulate.choosing import chosen
from generator.simulate.cutting import cut
from generator.simulate.game import Game
from generator.simulate.probing import heads, in_euros, plans_by_lot, played, size_of
from generator.simulate.rows import People
from generator.simulate.weighing import Sample, weighed

CELLS, MOST_CELLS = 2_000, 100_000


def cells_of(people: People, count: int = CELLS) -> People:
    """The same company in about `count` cells: never fewer than there are strata, nor more than persons.

    Strata are quarter, need and, of newcomers, channel: persons of each are kept (to rounding). `ids`, and
    all numbers but the weight, are of the member who stands for the cell. Raises `WrongUse` for a count that
    is none.
    """
    if not 1 <= count <= MOST_CELLS:
        raise WrongUse(f"cells must be between 1 and {MOST_CELLS:,}; found {count}.")
    if count >= len(people.ids):
        return people
    game = Game(people)
    plans = plans_by_lot(people.scenario, game.quarters)
    done = played(game, plans)
    size, strata = size_of(done.traits), _strata(people)
    found = np.concatenate([done.traits, in_euros(heads(game, done.live, size), size)])
    who, times = chosen(found, size, cut(found, size, strata, count))
    herself = people.rows.weight[who]
    rows = people.rows.taken(who, weight=herself * times)
    until = np.searchsorted(rows.quarter, np.arange(len(people.until)), side="right")
    cells = replace(people, ids=people.ids[who], rows=rows, until=until)
    sample = Sample(
        plans, strata[who], np.bincount(strata, people.rows.weight), herself, size[who], found[:, who]
    )
    return weighed(cells, sample, np.add.reduce(found, axis=1))


def _strata(people: People) -> np.ndarray:
    """Code of each row's quarter, need and, of newcomers, channel (from 0, each code in use)."""
    rows, scenario = people.rows, people.scenario
    channel = np.where(rows.quarter > 0, rows.channel, 0)
    code = (rows.quarter * len(scenario.channels) + channel) * len(scenario.needs) + rows.need
    return np.unique(code, return_inverse=True)[1]
