"""Nudges: orders on top, orders lost, and nothing else."""

import numpy as np

from generator import draws
from generator.business.effects import Nudges, gained, lost, orders_in, with_nudges
from generator.business.order_history import OrderHistory

PEOPLE, HORIZON = 400, 60.0


def history():
    """Everybody orders in weeks 0, 5, 10 … 55; customer k leaves in week 20 + k % 50."""
    left = 20.0 + np.arange(PEOPLE) % 50
    week = np.tile(np.arange(12) * 5.0, PEOPLE)
    customer, draw = np.repeat(np.arange(PEOPLE), 12), np.tile(np.arange(12), PEOPLE)
    there = week < left[customer]
    return OrderHistory.of(customer[there], draw[there], week[there], left, left, HORIZON)


def nudges(gain, loss, start=31.0, weeks=9.0):
    one = np.ones(PEOPLE)
    key = draws.keys(1, "test", np.arange(PEOPLE))
    number = np.full(PEOPLE, 500)
    return Nudges(np.arange(PEOPLE), one * start, one * weeks, one * gain, one * loss, key, number)


def orders(of):
    return set(zip(of.customer.tolist(), of.draw.tolist(), of.week.tolist(), strict=True))


def test_no_chance_no_change():
    assert orders(with_nudges(history(), nudges(0.0, 0.0))) == orders(history())


def test_orders_on_top_come_in_the_window_and_only_to_who_is_there():
    own, on = history(), nudges(1.0, 0.0)
    after = with_nudges(own, on)
    new = orders(after) - orders(own)
    assert orders(own) < orders(after) and len(new) > 100
    assert all(
        31.0 <= week < 40.0 and week < own.left[customer] and draw == 500 for customer, draw, week in new
    )
    assert (np.lexsort((after.week, after.customer)) == np.arange(len(after.week))).all()
    assert gained(on, own.left)[0].sum() == len(new)


def test_lost_orders_are_those_of_the_window():
    own = history()
    after = with_nudges(own, nudges(0.0, 1.0))
    gone = orders(own) - orders(after)
    assert not orders(after) - orders(own)
    assert gone == {row for row in orders(own) if 31.0 < row[2] < 40.0}
    on = nudges(0.0, 1.0)
    assert len(orders_in(own, on.customer, on.week, on.weeks)[0]) == len(gone)


def test_nobody_loses_her_first_order():
    own = history()
    after = with_nudges(own, nudges(0.0, 1.0, start=-1.0, weeks=60.0))
    assert (after.draw == 0).all() and len(after.draw) == PEOPLE


def test_a_larger_chance_only_adds():
    few, many = (set(np.flatnonzero(gained(nudges(chance, 0.0), history().left)[0])) for chance in (0.2, 0.6))
    assert few < many
    few, many = (set(np.flatnonzero(lost(nudges(0.0, chance)))) for chance in (0.2, 0.6))
    assert few < many
