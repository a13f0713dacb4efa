"""The tables of trials whose outcome is in the order ledger: what each customer did, and what she would do.

She buys in a window if she has an order in it without any trial and that is not lost, or if one comes on top.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator import maths
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.effects import gained, in_own_window, lost
from generator.business.trials.enrolled import Enrolled, window_weeks
from generator.rows import chosen


def outcome(block: Block, of: Enrolled) -> tuple[np.ndarray, np.ndarray]:
    """Orders in each window (count) and what was paid for them (cents), as the ledger shows them."""
    orders, customer = block.orders, block.orders.times.customer
    start = np.full(len(block.ids), np.iinfo(np.int32).max, dtype=np.int32)
    start[of.customer] = of.day - block.world.clock.first_day
    age = orders.times.day - start.take(customer)
    customer, cents = chosen((age >= 0) & (age < of.days), customer, orders.cents)
    count = np.bincount(customer, minlength=len(block.ids))[of.customer]
    paid = np.bincount(customer, weights=cents, minlength=len(block.ids))
    return count, paid[of.customer].astype(np.int64)  # sums of whole cents are exact


def known(block: Block, of: Enrolled) -> np.ndarray:
    """Rows whose window is over by the end of the run; before that nobody knows how it ends."""
    clock = block.world.clock
    return np.flatnonzero(of.day + of.days <= clock.first_day + clock.days)


def seen_table(block: Block, of: Enrolled) -> dict:
    """Columns of `trials` for one trial."""
    rows = known(block, of)
    count, paid = outcome(block, of)
    none = np.ones(len(rows), dtype=bool)
    zero = np.zeros(len(rows), dtype=np.int64)
    return {
        "trial_id": of.trial,
        "customer_id": block.ids[of.customer[rows]],
        "answer": Nullable(zero, none),
        "arm": of.arm[rows],
        "price_eur": Nullable(zero, none),
        "unit_cost_eur": Nullable(zero, none),
        "assigned_on": of.day[rows],
        "window_days": np.full(len(rows), of.days),
        "bought": count[rows] > 0,
        "paid_eur": paid[rows],
        "survey_id": Nullable(of.about[rows], ~none) if len(of.about) else Nullable(zero, none),
    }


def truth_table(block: Block, of: Enrolled) -> dict:
    """Columns of `truth_trials` for one trial: each arm's outcome with the same lots, and what to expect."""
    of = of.only(known(block, of))
    arms, none = len(of.arms), of.nudges(block.world, 0)
    buys = np.zeros(len(block.ids), dtype=bool)
    buys[in_own_window(block.without_trials, none)] = True
    every = replace(none, gain=of.gain, loss=of.loss)  # the same lots in all arms
    would = (buys[of.customer] & ~lost(every)) | gained(every, block.left)[0]
    return {
        "trial_id": of.trial,
        "customer_id": np.repeat(block.ids[of.customer], arms),
        "arm": np.tile(np.arange(arms), len(of.customer)),
        "would_buy": would.T.ravel(),
        "effect": expected_effect(block, of).T.ravel(),
    }


def expected_effect(block: Block, of: Enrolled) -> np.ndarray:
    """Arm × customer -> by how much the arm moves the probability of buying in the window.

    Given her nature (rate, hazard of leaving, app, the trial's own gain and loss) and whether she is still
    there on the day; 0 for who has left. With m the part of the window W in which she is there,
    P(does not buy) = E[(exp(-rate m) (1 - loss) + loss) (1 - gain m / W)].
    """
    world, who = block.world, of.customer
    week, weeks = window_weeks(world, of.day, of.days)
    app = np.where(block.app_from[who] < week, 1.0 + world.scenario.app.lift, 1.0)
    when = np.zeros(len(block.ids))
    when[who] = week
    rate, hazard = block.latents.rate[who] * app, block.hazard(when)[who]
    both = rate + hazard
    stays, quiet = maths.exp(-hazard * weeks), maths.exp(-both * weeks)
    there = (1.0 - stays) / (hazard * weeks)  # E[m] / W
    silent = hazard / both * (1.0 - quiet) + quiet  # E[exp(-rate m)]
    # E[m exp(-rate m)] / W
    late = hazard / weeks * (1.0 / (both * both) - quiet * (weeks / both + 1.0 / (both * both))) + quiet
    gain, loss = of.gain, of.loss
    misses = (1.0 - loss) * (silent - gain * late) + loss * (1.0 - gain * there)
    return np.where(block.left[who] > week, misses[0] - misses, 0.0)
