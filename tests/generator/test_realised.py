"""What customers will do, by the truth, is what they do when the company goes on: each one, each cent."""

import datetime as dt

import numpy as np
import pytest

from generator.block import count_orders, number_orders, read_block
from generator.business.future import realised
from generator.scenario import read_scenario
from generator.world import World


def block_of(scenario, until, customers, truth):
    world = World(scenario, 4, customers, until)
    (numbers,) = number_orders([count_orders(world, 0, world.people)])
    return read_block(world, 0, world.people, numbers, truth)


@pytest.mark.parametrize(
    ("name", "until"),
    [
        ("fernhill", None),
        ("fernhill", dt.date(2024, 6, 11)),  # before trials that are still to come
        ("fernhill", dt.date(2026, 8, 1)),  # with customers who came after the scenario's own months
        ("commodity", None),
        ("subscription", None),
        ("textbook_bg", None),
    ],
)
def test_what_they_will_do_is_what_they_do(name, until):
    scenario = read_scenario(name)
    short = block_of(scenario, until, 1_200, truth=True)
    end = short.world.clock.end_week
    spans = (52.0, float(scenario.future.weeks))
    long = block_of(scenario, dt.date(2031, 1, 1), 1_200, truth=False)
    assert long.world.clock.end_week > end + max(spans)
    place = np.flatnonzero(np.isin(long.ids, short.ids))
    assert (long.ids[place] == short.ids).all()
    times, told = long.orders.times, realised(short, *spans)
    for weeks, (orders, spent) in zip(spans, told, strict=True):
        then = (times.week >= end) & (times.week < end + weeks)
        count = np.bincount(times.customer[then], minlength=len(long.ids))
        paid = np.bincount(times.customer[then], weights=long.orders.cents[then], minlength=len(long.ids))
        assert count.sum() > 100
        assert (orders == count[place]).all()
        assert (np.rint(spent * 100) == paid[place]).all()
