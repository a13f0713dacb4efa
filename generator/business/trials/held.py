"""The trials that are held: who is in them, what they do to customers, and their tables."""

from __future__ import annotations

import numpy as np

from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.changes import Changes, Intervention
from generator.business.customer_base import CustomerBase
from generator.business.effects import Nudges, with_nudges
from generator.business.order_history import OrderHistory
from generator.business.readers import Readers
from generator.business.trials import call_back, e_mailed, offer, personal_offer, pressure, price
from generator.business.trials.enrolled import Enrolled
from generator.business.trials.ledger import seen_table, truth_table
from generator.world import World

TRIALS = (price.TRIAL, call_back.TRIAL, offer.TRIAL, pressure.TRIAL, personal_offer.TRIAL)


def arm_names(world: World) -> dict[str, tuple[str, ...]]:
    """Trial -> its arms; the first is the one in which nothing is done."""
    return {
        price.TRIAL: price.arm_names(world),
        call_back.TRIAL: call_back.ARMS,
        offer.TRIAL: offer.ARMS,
        pressure.TRIAL: pressure.arm_names(world),
        personal_offer.TRIAL: personal_offer.ARMS,
    }


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    arms = [arm for names in arm_names(world).values() for arm in names]
    return {
        ("trials", "trial_id"): list(TRIALS),
        ("trials", "answer"): list(price.ANSWERS),
        ("trials", "arm"): arms,
        ("truth_trials", "trial_id"): list(TRIALS),
        ("truth_trials", "arm"): arms,
    }


class Trials(Intervention):
    """The trials of the order ledger."""

    name = "trials"

    def changes(self, base: CustomerBase, history: OrderHistory) -> Changes:
        """A nudge for each customer in a trial, as her arm has it."""
        # Who is enrolled follows from what she was seen to do without any trial.
        seen = history.lived.before(base.world.long_clock.end_week)
        dated = {offer.TRIAL: offer.enrol(base, seen), **e_mailed.enrol(base, seen)}
        nudges = _nudges(base, dated)
        # Who is called follows from her score, and that from her orders under all other trials.
        called = call_back.enrol(base, with_nudges(seen, nudges), dated.values())
        nudges = Nudges.joined(called.nudges(base.world, called.arm), nudges)
        return Changes(nudges=nudges, enrolled={call_back.TRIAL: called} | dated)


def _nudges(base: CustomerBase, enrolled: dict[str, Enrolled]) -> Nudges:
    """What is done to everybody in some trials."""
    return Nudges.joined(*(of.nudges(base.world, of.arm) for of in enrolled.values()))


def trials_tables(block: Block, readers: Readers, truth: bool = True) -> tuple[dict, dict]:
    """Columns of `trials` and of `truth_trials` (what each would do in each arm; empty without `truth`).

    `readers`: who may be written to when, after all e-mails of the other trials.
    """
    clicked = price.clicked(block, readers)
    seen, known = [price.seen_table(block, clicked)], [price.truth_table(block, clicked)] if truth else []
    for of in block.enrolled.values():
        seen.append(seen_table(block, of))
        if truth:
            known.append(truth_table(block, of))
    return _stacked(block.world, seen), _stacked(block.world, known) if truth else {}


def _stacked(world: World, tables: list[dict]) -> dict:
    """Tables merged customer by customer; trials and arms become codes of the common vocabulary."""
    sizes = [len(names) for names in arm_names(world).values()]
    first_arm = dict(zip(TRIALS, np.cumsum([0, *sizes]).tolist(), strict=False))
    for table in tables:
        trial = table["trial_id"]
        table["trial_id"] = np.full(len(table["customer_id"]), TRIALS.index(trial), dtype=np.uint8)
        table["arm"] = table["arm"] + first_arm[trial]
    order = np.argsort(np.concatenate([table["customer_id"] for table in tables]), kind="stable")
    return {name: _merged([table[name] for table in tables], order) for name in tables[0]}


def _merged(parts: list, order: np.ndarray) -> np.ndarray | Nullable:
    if isinstance(parts[0], Nullable):
        return Nullable(*(np.concatenate(sides).take(order) for sides in zip(*parts, strict=True)))
    return np.concatenate(parts).take(order)
