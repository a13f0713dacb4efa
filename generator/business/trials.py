"""Trials: what happens when one thing is changed by lot.

The price trial: an e-mail asks one question; whoever clicks is drawn into an arm, which sets the price of
one kettle. A partner sells and ships it, so nothing of it is in `orders`, and the trial disturbs no model
of the order ledger. Everyone who joined a month before the trial is asked.
"""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.business.effects import Nudges

PRICE_TRIAL = "brio_kettle"
ANSWERS = ("price", "design", "quality", "time")
NOTICE_WEEKS = 4.0


def arm_names(world) -> list[str]:
    """`list` for no discount, else `minus_10` and so on."""
    return ["list" if d == 0 else f"minus_{round(d * 100)}" for d in world.scenario.price_trial.discounts]


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    arms = arm_names(world)
    return {
        ("trials", "trial_id"): [PRICE_TRIAL],
        ("trials", "answer"): list(ANSWERS),
        ("trials", "arm"): arms,
        ("truth_trials", "trial_id"): [PRICE_TRIAL],
        ("truth_trials", "arm"): arms,
    }


def nudges(world, ids, who, latents, course) -> Nudges:
    """What trials do to customers of a block."""
    none = np.zeros(0)
    count = np.zeros(0, dtype=np.int64)
    return Nudges(count, none, none, none, none, count.astype(np.uint64), count)


def trials_tables(block) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Columns of `trials` and of `truth_trials` (what each would do in each arm)."""
    world, ids, price_led = block.world, block.ids, block.who.price_led
    trial, clock = world.scenario.price_trial, world.clock
    day = clock.day_of_month(trial.month)
    over = day + trial.window_days <= clock.first_day + clock.days  # a result is known when its window is
    notice = clock.week_of_month(trial.month) - NOTICE_WEEKS if over else -1.0
    asked = np.flatnonzero(block.who.joined < notice)
    key = draws.keys(world.seed, "price trial", ids[asked])
    bits = draws.bits(key, 0)
    clicked = draws.slice16(bits, 0) < trial.click_share * 65536.0
    who, key, bits = asked[clicked], key[clicked], bits[clicked]

    arms = len(trial.discounts)
    arm = (draws.slice16(bits, 1).astype(np.int64) * arms) >> 16
    led = price_led[who]
    # One common draw for all arms: a customer who buys at a price also buys at any lower one.
    threshold = draws.uniform(draws.bits(key, 1))
    take_up = np.array([trial.take_up_others, trial.take_up_price_led])[led.astype(np.int64)]
    would = threshold[:, None] < take_up
    bought = would[np.arange(len(who)), arm]

    honest = draws.slice16(bits, 2) < trial.answer_truth_share * 65536.0
    other = 1 + (draws.slice16(bits, 3).astype(np.int64) * (len(ANSWERS) - 1) >> 16)
    says_price = led == honest  # those who do not tell name the opposite
    prices = np.rint(trial.list_price_eur * 100 * (1.0 - np.array(trial.discounts))).astype(np.int64)
    count, customer = len(who), ids[who]
    seen = {
        "trial_id": np.zeros(count, dtype=np.uint8),
        "customer_id": customer,
        "answer": np.where(says_price, 0, other),
        "arm": arm,
        "price_eur": prices[arm],
        "unit_cost_eur": np.full(count, round(trial.unit_cost_eur * 100)),
        "assigned_on": np.full(count, day),
        "window_days": np.full(count, trial.window_days),
        "bought": bought,
        "paid_eur": np.where(bought, prices[arm], 0),
    }
    truth = {
        "trial_id": np.zeros(count * arms, dtype=np.uint8),
        "customer_id": np.repeat(customer, arms),
        "arm": np.tile(np.arange(arms), count),
        "would_buy": would.ravel(),
    }
    return seen, truth
