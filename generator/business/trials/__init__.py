"""Trials: what happens when one thing is changed by lot.

`price`: the price of one kettle, outside the order ledger. `call_back`, `offer`, `pressure`: what is done to
customers, with its effects in the orders (see `ledger`).
"""

from __future__ import annotations

import numpy as np

from generator.block_values import Nullable
from generator.business.effects import Nudges
from generator.business.trials import call_back, offer, pressure, price
from generator.business.trials.ledger import Enrolled, seen_table, truth_table

TRIALS = (price.TRIAL, call_back.TRIAL, offer.TRIAL, pressure.TRIAL)
__all__ = ["TRIALS", "Enrolled", "enrol", "nudges", "trials_tables", "vocabulary"]


def arm_names(world) -> dict[str, tuple[str, ...]]:
    """Trial -> its arms; the first is the one in which nothing is done."""
    return {
        price.TRIAL: price.arm_names(world),
        call_back.TRIAL: call_back.ARMS,
        offer.TRIAL: offer.ARMS,
        pressure.TRIAL: pressure.arm_names(world),
    }


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    arms = [arm for names in arm_names(world).values() for arm in names]
    return {
        ("trials", "trial_id"): list(TRIALS),
        ("trials", "answer"): list(price.ANSWERS),
        ("trials", "arm"): arms,
        ("truth_trials", "trial_id"): list(TRIALS),
        ("truth_trials", "arm"): arms,
    }


def enrol(world, ids, who, latents, course) -> dict[str, Enrolled]:
    """Trials of the order ledger -> the block's customers in them, from the course without any trial."""
    return {
        call_back.TRIAL: call_back.enrol(world, ids, who, latents, course),
        offer.TRIAL: offer.enrol(world, ids, who, course),
        pressure.TRIAL: pressure.enrol(world, ids, who, course),
    }


def nudges(world, enrolled: dict[str, Enrolled]) -> Nudges:
    """What the trials do to customers of a block."""
    return Nudges.joined(*(of.nudges(world, of.arm) for of in enrolled.values()))


def trials_tables(block, truth: bool = True) -> tuple[dict, dict]:
    """Columns of `trials` and of `truth_trials` (what each would do in each arm; empty without `truth`)."""
    clicked = price.clicked(block)
    seen, known = [price.seen_table(block, clicked)], [price.truth_table(block, clicked)] if truth else []
    for of in block.enrolled.values():
        seen.append(seen_table(block, of))
        if truth:
            known.append(truth_table(block, of))
    return _stacked(block.world, seen), _stacked(block.world, known) if truth else {}


def _stacked(world, tables: list[dict]) -> dict:
    """Tables merged customer by customer; trials and arms become codes of the common vocabulary."""
    sizes = [len(names) for names in arm_names(world).values()]
    first_arm = dict(zip(TRIALS, np.cumsum([0, *sizes]).tolist(), strict=False))
    for table in tables:
        trial = table["trial_id"]
        table["trial_id"] = np.full(len(table["customer_id"]), TRIALS.index(trial), dtype=np.uint8)
        table["arm"] = table["arm"] + first_arm[trial]
    order = np.argsort(np.concatenate([table["customer_id"] for table in tables]), kind="stable")
    return {name: _merged([table[name] for table in tables], order) for name in tables[0]}


def _merged(parts: list, order: np.ndarray):
    if isinstance(parts[0], Nullable):
        return Nullable(*(np.concatenate(sides).take(order) for sides in zip(*parts, strict=True)))
    return np.concatenate(parts).take(order)
