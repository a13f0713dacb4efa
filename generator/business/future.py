"""The truth about each customer: what drives her, what she is expected to do next, and what she does.

Expectations are in closed form, given the truth: a customer who is still there at the end orders at her rate
until a dropout with the hazard of the last day, so within t weeks E = rate / dropout × (1 − exp(−dropout ×
t)), and with later orders discounted at the rate d, E = rate / (dropout + d). The app's lift is part of the
rate; trials are over. Under BG/NBD the hazard is rate × probability of leaving after an order, for those who
have ordered again; the others cannot leave before their first repeat order, which adds that order to their
expectation.
What she really does is the same run of the same draws, continued beyond the end.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from generator import maths
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.buying import order_keys, value_cents
from generator.clock import DAY_SECONDS
from generator.rows import chosen
from generator.scenario import Scenario

YEAR_WEEKS = 52.0


def truth_customers(block: Block) -> dict:
    """Columns of `truth_customers`."""
    world, z, who, clock = block.world, block.latents, block.who, block.world.clock
    active = block.left >= clock.end_week
    leaving = np.where(active, 0.0, block.left)
    lift = np.where(block.app_from < clock.end_week, 1.0 + world.scenario.app.lift, 1.0)
    rate, mean = z.rate * lift, z.value_scale * world.scenario.spend.p
    hazard, again = block.hazard(clock.end_week), _repeated(block)
    year = np.where(active, expected_orders(block, rate, YEAR_WEEKS), 0.0)
    value = np.where(active, discounted_orders(world.scenario, rate, hazard, again), 0.0) * mean
    (orders, spent), (all_orders, all_spent) = realised(block, YEAR_WEEKS, float(world.scenario.future.weeks))
    surplus = world.scenario.future.surplus_rate * maths.exp(
        world.scenario.future.surplus_load * z.z_satisfaction
    )
    first = block.orders.second[block.orders.times.start[:-1]] // DAY_SECONDS
    earlier = clock.first_day + np.floor(who.came * 7.0).astype(np.int64)
    return {
        "customer_id": block.ids,
        "came_on": np.where(who.early, earlier, first),
        "came_before": who.early,
        "purchase_rate_per_week": z.rate,
        "dropout_rate_per_week": z.dropout,
        "left_at": Nullable(clock.second_of(leaving, clock.day_of(leaving)), active),
        "mean_order_value_eur": mean,
        "need_segment": who.need,
        "protected_group": who.protected,
        "price_led": who.price_led,
        "satisfaction_z": z.z_satisfaction,
        "service_exposure": z.exposure,
        "return_factor": z.return_factor,
        "contact_factor": z.contact_factor,
        "first_line": who.first_line,
        "came_for_first_line": who.brought,
        "expected_orders_next_year": year,
        "expected_spend_next_year_eur": year * mean,
        "expected_lifetime_spend_eur": value,
        "realised_orders_next_year": orders,
        "realised_spend_next_year_eur": spent,
        "realised_orders_future": all_orders,
        "realised_spend_future_eur": all_spent,
        "surplus_per_order_eur": mean * surplus,
    }


def expected_orders(block: Block, rate: np.ndarray, weeks: float) -> np.ndarray:
    """Orders that a customer who is still there is expected to place in the next `weeks`."""
    if block.world.scenario.dropout.model == "pareto":
        hazard = block.hazard(block.world.clock.end_week)
        return rate * (1.0 - maths.exp(-hazard * weeks)) / hazard
    hazard = block.hazard(block.world.clock.end_week)
    stays = (1.0 - maths.exp(-hazard * weeks)) * rate / hazard
    # Before her first repeat order at time u she cannot leave; from it on she is like the others:
    # E = integral of rate exp(-rate u) (1 + R(weeks - u)) du with R(t) = (1 - p) / p (1 - exp(-hazard t)).
    leave = hazard / rate
    wait = 1.0 - maths.exp(-rate * weeks)
    later = wait - rate / (rate - hazard) * (maths.exp(-hazard * weeks) - maths.exp(-rate * weeks))
    return np.where(_repeated(block), stays, wait + (1.0 - leave) / leave * later)


@cache
def weekly_discount(per_year: float) -> float:
    """A yearly discount as a rate per week."""
    return float(maths.log(np.array([1.0 + per_year]))[0]) / YEAR_WEEKS


def discounted_orders(
    scenario: Scenario, rate: np.ndarray, hazard: np.ndarray, repeated: np.ndarray
) -> np.ndarray:
    """Orders that customers who are still there are expected to place ever, later ones discounted.

    `rate`, `hazard`: per week. `repeated`: whether she has ordered again, which only BG/NBD asks.
    """
    discount = weekly_discount(scenario.future.discount_per_year)
    stays = rate / (hazard + discount)
    if scenario.dropout.model == "pareto":
        return stays
    first = rate / (rate + discount)
    return np.where(repeated, stays, first * (1.0 + (1.0 - hazard / rate) * stays))


def _repeated(block: Block) -> np.ndarray:
    return np.diff(block.orders.times.start) > 1


def realised(block: Block, *spans: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each span of weeks after the end of the run: orders in it (int64), and what they come to (EUR)."""
    world, history, people = block.world, block.realised, len(block.ids)
    end = world.clock.end_week
    later = (history.week >= end) & (history.week < end + max(spans))
    customer, draw, week = chosen(later, history.customer, history.draw, history.week)
    key = order_keys(world, block.ids, customer, draw)
    cents = value_cents(world, key, block.latents.value_scale.take(customer))
    found = []
    for weeks in spans:
        who, paid = chosen(week < end + weeks, customer, cents)
        spent = np.bincount(who, weights=paid, minlength=people)  # sums of whole numbers are exact
        found.append((np.bincount(who, minlength=people), spent / 100.0))
    return found
