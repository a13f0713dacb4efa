"""Further persons: whom a channel brings beyond the company's own prospects.

The own prospects of a quarter are as many as a channel brings at present. Where a policy brings fewer, some
of them stay away; where it brings more, further persons of the same kind come at the same moment: each
prospect's double, with her nature and with chances of her own. So the mean is that of expected mode, where
a prospect's weight is how many like her come.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from generator.play import house as houses
from generator.play.decision import Decision
from generator.play.winning import brought
from generator.policy.decision import as_it_is
from generator.scenario.model import Scenario
from generator.simulate.company import asked
from generator.simulate.rows import People

#: The k-th double of customer n has the number n + k × this.
DOUBLE = 10_000_000_000


def most_doubles(scenario: Scenario, plan: list[Decision]) -> int:
    """Most doubles that any prospect may need under a plan: the budget can only bring fewer."""
    usual, rules = as_it_is(scenario), asked(scenario).policy
    house, most = houses.at_first(rules, usual), 1.0
    for decision in plan:
        house = houses.next_house(rules, house, decision)
        pull = 1.0 + houses.pulls(rules, usual, house)["newcomers"]
        for times, channel in zip(decision.spend, scenario.channels, strict=True):
            most = max(most, brought(times, channel.saturation) * pull)
    return math.ceil(most) - 1


def with_doubles(people: People, doubles: int) -> People:
    """The same people with so many doubles of each prospect, after the prospects of her quarter.

    Doubles weigh nothing: as things are, none of them comes.
    """
    if doubles == 0:
        return people
    taken, weight, until = [np.arange(people.until[0])], [np.ones(int(people.until[0]))], [people.until[0]]
    number = [np.zeros(int(people.until[0]), dtype=np.int64)]
    for low, high in zip(people.until[:-1], people.until[1:], strict=True):
        own = np.arange(low, high)
        taken.append(np.tile(own, doubles + 1))
        number.append(np.repeat(np.arange(doubles + 1), len(own)))
        weight.append((number[-1] == 0).astype(np.float64))
        until.append(until[-1] + len(taken[-1]))
    rows = np.concatenate(taken)
    return replace(
        people,
        ids=people.ids[rows] + DOUBLE * np.concatenate(number),
        rows=replace(people.rows.taken(rows), weight=np.concatenate(weight)),
        until=np.array(until),
    )
