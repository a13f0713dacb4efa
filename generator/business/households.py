"""Households: who lives with whom, where, under which name, and how old they are.

Four customers with neighbouring numbers may live together; who does is drawn for the four at once, so a
household never depends on how many customers there are. Its head is the one with the lowest number: street,
house number, city and (mostly) surname of the others are the head's. Nothing here is tied to buying.
"""

from __future__ import annotations

from functools import cached_property
from itertools import product

import numpy as np

from generator import draws
from generator.memo import per_world
from generator.world import World

LARGEST = 4
HOUSE_NUMBERS = 140
# Popularity of names, 1 / (rank + flat): with some hundreds of names, strangers often share both.
FLAT_FIRST, FLAT_LAST = 7, 11
PARTNER_YEARS, CHILD_YEARS, CHILD_RANGE = 13, 23, 12  # ages apart: up to 6 years; 23 to 34 years


def _heads() -> np.ndarray:
    """Which of three customers live with the one before (a number in binary) × place -> steps to the head."""
    steps = np.zeros((2 ** (LARGEST - 1), LARGEST), dtype=np.int64)
    for pattern, joins in enumerate(product((False, True), repeat=LARGEST - 1)):
        for place in range(1, LARGEST):
            steps[pattern, place] = steps[pattern, place - 1] + 1 if joins[place - 1] else 0
    return steps


STEPS_TO_HEAD = _heads()


def popularity_lookup(count: int, flat: int) -> np.ndarray:
    """16 bits -> one of `count` names, of which the first are the most frequent (uint16)."""
    edges = draws.thresholds([1.0 / (k + flat) for k in range(count)])
    return np.repeat(np.arange(count, dtype=np.uint16), np.diff(edges, prepend=0))


@per_world
def first_names(world: World) -> np.ndarray:
    """16 bits -> first name."""
    return popularity_lookup(len(world.pools.first_names), FLAT_FIRST)


@per_world
def last_names(world: World) -> np.ndarray:
    """16 bits -> last name."""
    return popularity_lookup(len(world.pools.last_names), FLAT_LAST)


@per_world
def city_lookup(world: World) -> np.ndarray:
    """16 bits -> city: as many people in each region, but in large and small cities (1 / rank)."""
    region = world.pools.region_of_city
    rank = np.array([np.count_nonzero(region[:k] == region[k]) for k in range(len(region))])
    size = np.bincount(region, weights=1.0 / (rank + 1.0))
    return draws.lookup(1.0 / (rank + 1.0) / size[region])


def scaled(part16: np.ndarray, count: int) -> np.ndarray:
    """One of `count` from 16 random bits."""
    return part16.astype(np.int64) * count >> 16


class Homes:
    """Homes of customers (`ids`: any array of customer numbers), each part when it is first asked for."""

    def __init__(self, world: World, ids: np.ndarray):
        self._world, self._ids = world, ids

    @cached_property
    def head(self) -> np.ndarray:
        """Customer number of the head of each customer's household."""
        cell, place = np.divmod(self._ids - 1, LARGEST)
        lots = draws.bits(draws.keys(self._world.seed, "households", cell), 0)
        bar = self._world.scenario.demography.together * 65536.0
        pattern = np.zeros(len(cell), dtype=np.int64)
        for k in range(LARGEST - 1):
            pattern = 2 * pattern + (draws.slice16(lots, k) < bar)
        return self._ids - STEPS_TO_HEAD[pattern, place]

    @cached_property
    def _key(self) -> np.ndarray:
        return draws.keys(self._world.seed, "names", self._ids)

    @cached_property
    def _own(self) -> np.ndarray:
        return draws.bits(self._key, 0)

    @cached_property
    def _more(self) -> np.ndarray:
        return draws.bits(self._key, 1)

    @cached_property
    def _others(self) -> np.ndarray:
        """Positions of those who are not the head of their household."""
        return np.flatnonzero(self.head != self._ids)

    @cached_property
    def _head_key(self) -> np.ndarray:
        return draws.keys(self._world.seed, "names", self.head[self._others])

    def _of_head(self, number: int, own: np.ndarray) -> np.ndarray:
        """Draw `number` of each customer's head, given that of the customers themselves."""
        bits = own.copy()
        bits[self._others] = draws.bits(self._head_key, number)
        return bits

    @cached_property
    def _home(self) -> np.ndarray:
        return self._of_head(0, self._own)

    @cached_property
    def _place(self) -> np.ndarray:
        return self._of_head(1, self._more)

    @cached_property
    def first_name(self) -> np.ndarray:
        """First name, as an index into the pool."""
        return first_names(self._world)[draws.slice16(self._own, 0)]

    @cached_property
    def last_name(self) -> np.ndarray:
        """Last name, as an index into the pool."""
        bits = self._home.copy()
        keeps = draws.slice16(self._more[self._others], 3) < (
            self._world.scenario.demography.own_name * 65536.0
        )
        own = self._others[keeps]
        bits[own] = self._own[own]
        return last_names(self._world)[draws.slice16(bits, 1)]

    @cached_property
    def street(self) -> np.ndarray:
        """Street, as an index into the pool."""
        return scaled(draws.slice16(self._home, 2), len(self._world.pools.streets))

    @cached_property
    def house_number(self) -> np.ndarray:
        """House number."""
        return 1 + scaled(draws.slice16(self._home, 3), HOUSE_NUMBERS)

    @cached_property
    def city(self) -> np.ndarray:
        """City, as an index into the pool."""
        return city_lookup(self._world)[draws.slice16(self._place, 0)]

    @cached_property
    def birth_year(self) -> np.ndarray:
        """Year of birth: partners are about as old as the head, the others a generation younger or older."""
        rules, start = self._world.scenario.demography, self._world.scenario.calendar.start.year
        lots = draws.slice16(self._place, 1) + draws.slice16(self._place, 2)
        year = start - rules.youngest - (lots.astype(np.int64) * (rules.oldest - rules.youngest + 1) >> 17)
        others = self._others
        place = self._ids[others] - self.head[others]
        lot = draws.slice16(self._more[others], 2)
        partner = scaled(lot, PARTNER_YEARS) - PARTNER_YEARS // 2
        child = CHILD_YEARS + scaled(lot, CHILD_RANGE)
        # Children who are not grown up yet are no customers: then it is a parent of the head who lives there.
        child = np.where(year[others] + child > start - rules.youngest, -child, child)
        year[others] += np.where(place == 1, partner, child)
        return np.minimum(np.maximum(year, start - rules.oldest), start - rules.youngest)
