"""The review: a clerk looked at some hundred pairs of accounts and said of each whether it is one person.

The pairs come from the accounts of the first customers' numbers that were open on the day: all that really
are one person, and a random sample of those that are not. So the share of pairs that agree in a field, among
those judged one person and among the others, estimates the two probabilities of Fellegi and Sunter (1969): m
and u. The clerk errs now and then, in either direction.
"""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.business.accounts import SYSTEMS
from generator.business.block import Block
from generator.business.registered import Registered
from generator.rows import chosen
from generator.world import World


def reviewed_pairs_table(block: Block, found: Registered) -> dict[str, np.ndarray]:
    """Columns of `reviewed_pairs`. `block`: the first customers; `found`: their accounts."""
    world, rules = block.world, block.world.scenario.accounts.review
    day, clock = world.clock.day_of_month(rules.month), world.clock
    open_by = day if day < clock.first_day + clock.days else 0  # not before it has been done
    number, who = chosen(found.opened < open_by, found.number, found.who)
    one = _of_one_person(who)
    other = _of_two_people(world, who, rules.different)
    a = np.concatenate([number[one[0]], number[other[0]]])
    b = np.concatenate([number[one[1]], number[other[1]]])
    truly = np.arange(len(a)) < len(one[0])
    first, second = np.minimum(a, b), np.maximum(a, b)
    lot = draws.slice16(draws.bits(draws.keys(world.seed, "review", first), second), 0)
    order = np.lexsort((second, first))
    judged = truly ^ (lot < rules.wrong * 65536.0)
    return {
        "account_a": first[order],
        "account_b": second[order],
        "reviewed_on": np.full(len(order), day),
        "same_person": judged[order],
    }


def _of_one_person(who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of places with the same person."""
    order = np.argsort(who, kind="stable")
    places = [np.arange(max(len(order) - apart, 0)) for apart in range(1, len(SYSTEMS))]
    first = np.concatenate(places)
    second = np.concatenate([place + apart for apart, place in enumerate(places, start=1)])
    left, right = order[first], order[second]
    left, right = chosen(who[left] == who[right], left, right)
    return left, right


def _of_two_people(world: World, who: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """At most `count` pairs of places of different people, each once, by lot."""
    if len(who) < 2:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    lots = draws.bits(draws.keys(world.seed, "pairs to review", np.arange(count)), 0)
    left = draws.slice16(lots, 0).astype(np.int64) * len(who) >> 16
    right = draws.slice16(lots, 1).astype(np.int64) * len(who) >> 16
    left, right = np.minimum(left, right), np.maximum(left, right)
    left, right = chosen(who[left] != who[right], left, right)
    _, once = np.unique(left * len(who) + right, return_index=True)
    return left[once], right[once]
