"""All that is known of a block of customers before its tables are made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.business.buying import Lines, Orders
from generator.business.changes import Histories
from generator.business.customer_base import CustomerBase
from generator.business.order_history import OrderHistory
from generator.business.parcels import Parcels
from generator.business.people import People
from generator.business.trials.enrolled import Enrolled
from generator.latents import Latents
from generator.world import World


@dataclass(frozen=True)
class Block:
    """Customers, what they do, and their orders, lines and parcels within the run; nobody changes it."""

    base: CustomerBase
    histories: Histories
    orders: Orders
    lines: Lines
    parcels: Parcels

    @property
    def world(self) -> World:
        """What is the same for all blocks."""
        return self.base.world

    @property
    def ids(self) -> np.ndarray:
        """Customer numbers."""
        return self.base.ids

    @property
    def latents(self) -> Latents:
        """Each customer's nature."""
        return self.base.latents

    @property
    def who(self) -> People:
        """What was decided when they came."""
        return self.base.who

    @property
    def app_from(self) -> np.ndarray:
        """Operational week from which each has the app (infinite: never)."""
        return self.base.app_from

    @property
    def without_trials(self) -> OrderHistory:
        """What they would do without any trial."""
        return self.histories.without_trials

    @property
    def realised(self) -> OrderHistory:
        """What they do, also after the end of the run."""
        return self.histories.realised

    @property
    def enrolled(self) -> dict[str, Enrolled]:
        """Who is in which trial."""
        return self.histories.enrolled

    @property
    def left(self) -> np.ndarray:
        """Operational week in which each customer leaves for good (infinite: not before the horizon)."""
        return self.realised.left

    def hazard(self, week: float | np.ndarray) -> np.ndarray:
        """Hazard of leaving per operational week in the week `week` (one for all, or one each)."""
        return self.latents.dropout * self.realised.hazards.level(len(self.ids), week)
