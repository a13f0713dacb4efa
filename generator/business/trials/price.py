"""The price trial: an e-mail asks one question; who clicks is drawn into an arm, the price of one kettle.

A partner sells and ships it, so nothing of it is in `orders`, and the trial disturbs no model of the order
ledger. Everyone who joined a month before the trial and may be
written to is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.readers import Readers
from generator.rows import chosen
from generator.world import World

TRIAL = "brio_kettle"
ANSWERS = ("price", "design", "quality", "time")
NOTICE_WEEKS = 4.0


def arm_names(world: World) -> tuple[str, ...]:
    """`list` for no discount, else `minus_10` and so on."""
    discounts = world.scenario.price_trial.discounts
    return tuple("list" if cut == 0 else f"minus_{round(cut * 100)}" for cut in discounts)


@dataclass(frozen=True)
class Clicked:
    """Customers in the trial (position in the block), their lots, and what they would do in each arm.

    `take_up`: whether the price decides × arm -> probability. `would`: arm × customer.
    """

    customer: np.ndarray
    bits: np.ndarray
    arm: np.ndarray
    led: np.ndarray
    take_up: np.ndarray
    would: np.ndarray


def clicked(block: Block, readers: Readers) -> Clicked:
    """Who is in the trial; nobody before its result is known, which is when its window is over."""
    world, trial, clock = block.world, block.world.scenario.price_trial, block.world.clock
    over = clock.day_of_month(trial.month) + trial.window_days <= clock.first_day + clock.days
    notice = clock.week_of_month(trial.month) - NOTICE_WEEKS if over else -1.0
    asked = np.flatnonzero((block.who.joined < notice) & readers.on(clock.day_of_month(trial.month)))
    key = draws.keys(world.seed, "price trial", block.ids[asked])
    bits = draws.bits(key, 0)
    clicks = draws.slice16(bits, 0) < trial.click_share * 65536.0
    customer, key, bits = chosen(clicks, asked, key, bits)
    arm = (draws.slice16(bits, 1).astype(np.int64) * len(trial.discounts)) >> 16
    led = block.who.price_led[customer]
    take_up = np.array([trial.take_up_others, trial.take_up_price_led])
    # One common draw for all arms: a customer who buys at a price also buys at any lower one.
    threshold = draws.uniform(draws.bits(key, 1))
    return Clicked(customer, bits, arm, led, take_up, threshold < take_up.T.take(led.view(np.uint8), axis=1))


def seen_table(block: Block, of: Clicked) -> dict:
    """Columns of `trials` for this trial."""
    trial = block.world.scenario.price_trial
    count, bits = len(of.customer), of.bits
    honest = draws.slice16(bits, 2) < trial.answer_truth_share * 65536.0
    other = 1 + (draws.slice16(bits, 3).astype(np.int64) * (len(ANSWERS) - 1) >> 16)
    says_price = of.led == honest  # those who do not tell name the opposite
    prices = np.rint(trial.list_price_eur * 100 * (1.0 - np.array(trial.discounts))).astype(np.int64)
    bought = of.would[of.arm, np.arange(count)]
    there = np.zeros(count, dtype=bool)
    return {
        "trial_id": TRIAL,
        "customer_id": block.ids[of.customer],
        "answer": Nullable(np.where(says_price, 0, other), there),
        "arm": of.arm,
        "price_eur": Nullable(prices[of.arm], there),
        "unit_cost_eur": Nullable(np.full(count, round(trial.unit_cost_eur * 100)), there),
        "assigned_on": np.full(count, block.world.clock.day_of_month(trial.month)),
        "window_days": np.full(count, trial.window_days),
        "bought": bought,
        "paid_eur": np.where(bought, prices[of.arm], 0),
        "survey_id": Nullable(np.zeros(count, dtype=np.int64), ~there),
    }


def truth_table(block: Block, of: Clicked) -> dict:
    """Columns of `truth_trials` for this trial."""
    arms = len(block.world.scenario.price_trial.discounts)
    return {
        "trial_id": TRIAL,
        "customer_id": np.repeat(block.ids[of.customer], arms),
        "arm": np.tile(np.arange(arms), len(of.customer)),
        "would_buy": of.would.T.ravel(),
        "effect": (of.take_up - of.take_up[:, :1]).take(of.led.view(np.uint8), axis=0).ravel(),
    }
