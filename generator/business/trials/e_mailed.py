"""Trials by e-mail, one after another: who unsubscribes from one is not written to in a later one."""

from __future__ import annotations

from types import ModuleType

import numpy as np

from generator.business.customer_base import CustomerBase
from generator.business.order_history import OrderHistory
from generator.business.readers import Campaigns, EMails
from generator.business.trials import personal_offer, pressure
from generator.business.trials.enrolled import Enrolled
from generator.world import World

PARTS: tuple[ModuleType, ...] = (pressure, personal_offer)


def in_order(world: World) -> list[ModuleType]:
    """The trials by e-mail, by month."""
    return sorted(PARTS, key=lambda part: part.rules_of(world).month)


def enrol(base: CustomerBase, history: OrderHistory) -> dict[str, Enrolled]:
    """Trial -> the block's customers in it, from their orders without any trial."""
    readers, found = base.readers, {}
    *earlier, last = in_order(base.world)
    for part in earlier:
        of = found[part.TRIAL] = part.enrol(base, history, readers)
        readers = readers.after(part.sent(base.world, of, readers))
    return found | {last.TRIAL: last.enrol(base, history, readers)}


def sent(base: CustomerBase, enrolled: dict[str, Enrolled]) -> EMails:
    """The e-mails that went out before the end of the run, customer by customer and day by day."""
    readers, found = base.readers, []
    for part in in_order(base.world):
        mails = part.sent(base.world, enrolled[part.TRIAL], readers)
        readers = readers.after(mails)
        found.append(mails)
    every = EMails.joined(found)
    clock = base.world.clock
    every = every.only(np.flatnonzero(every.day < clock.first_day + clock.days))
    return every.only(np.lexsort((every.day, every.customer)))


def campaigns(world: World) -> Campaigns:
    """The campaigns of all of them that were sent before the end of the run."""
    return Campaigns.joined([part.campaigns(world) for part in PARTS])
