"""Interventions: all that is done to customers is a source of changes to their order histories."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace

import numpy as np

from generator.business.customer_base import CustomerBase
from generator.business.effects import Nudges, with_nudges, with_orders
from generator.business.leaving import Hazards, leaving_weeks
from generator.business.order_history import OrderHistory
from generator.business.purchase_rate import Rates, with_rates
from generator.business.trials.enrolled import Enrolled
from generator.errors import WrongUse
from generator.world import World

ROUNDING = 1e-9


@dataclass(frozen=True)
class Orders:
    """Orders that come on top: customer (position in the block), draw number and operational week of each."""

    customer: np.ndarray
    draw: np.ndarray
    week: np.ndarray


@dataclass(frozen=True)
class Changes:
    """What one intervention changes; what is left out stays as it is.

    `orders`: on top. `rates`: factors on the purchase rate in windows. `nudges`: windows in which one order
    may come on top, or all may be lost. `hazards`: factors on the hazard of leaving. `enrolled`: trials that
    were held, by name, for the tables of trials.
    """

    orders: Orders | None = None
    rates: Rates = field(default_factory=Rates.none)
    nudges: Nudges = field(default_factory=Nudges.none)
    hazards: Hazards = field(default_factory=Hazards.none)
    enrolled: dict[str, Enrolled] = field(default_factory=dict)


@dataclass(frozen=True)
class Histories:
    """Orders of the customers of a block, also after the end of the run, each as it is lived.

    `untouched`: if nothing were done, also after they leave; `without_trials`: under all that comes before
    the trials; `realised`: what customers do. `enrolled`: who is in which trial.
    """

    untouched: OrderHistory
    without_trials: OrderHistory
    realised: OrderHistory
    enrolled: dict[str, Enrolled]

    @property
    def baseline(self) -> OrderHistory:
        """What they would do if nothing were done."""
        return self.untouched.lived


class Intervention(ABC):
    """Something that is done to customers, or happens to them, and moves what they order.

    Its lots are its own (`generator.draws`, by customer and occasion), as are the draw numbers of orders that
    it brings; so companies with and without it share every other order, and the effect on each customer is
    an exact difference.
    """

    #: In a word; no two have the same.
    name: str

    @abstractmethod
    def changes(self, base: CustomerBase, history: OrderHistory) -> Changes:
        """What it does to the customers of a block.

        `history`: their orders after all interventions before this one. It also holds what they would order
        if they stayed longer; who can only go by what was seen so far reads `history.lived`. The changes to a
        customer follow from her and from her orders alone, never from others in the block.
        """

    def least_hazard(self, world: World) -> float:
        """The least factor that it can put on anybody's hazard of leaving, above 0 and at most 1."""
        return 1.0


def applied(base: CustomerBase, history: OrderHistory, changes: Changes, source: str) -> OrderHistory:
    """The history under the changes from the intervention called `source`.

    Raises `WrongUse` if they touch the hazard of leaving where customers leave after an order (BG/NBD), and
    `ValueError` for a factor out of range or below the `least_hazard` that was told.
    """
    if changes.orders is not None:
        history = with_orders(history, changes.orders.customer, changes.orders.draw, changes.orders.week)
    history = with_rates(base, history, changes.rates)
    history = with_nudges(history, changes.nudges)
    hazards = changes.hazards.moving()
    return _with_hazards(base, history, hazards, source) if len(hazards.customer) else history


def _with_hazards(base: CustomerBase, history: OrderHistory, hazards: Hazards, source: str) -> OrderHistory:
    scenario = base.world.scenario
    if scenario.dropout.model == "bg":
        raise WrongUse(
            f"{source} changes the hazard of leaving, but in the scenario {scenario.name} customers leave "
            f"after an order (dropout.model is bg), where a hazard in time has no meaning: set dropout.model "
            f"to pareto, or the strength of {source} to none."
        )
    every = Hazards.joined(history.hazards, hazards)
    left = leaving_weeks(base.who.joined, base.latents.life, every)
    latest = history.latest
    if (np.minimum(left, history.horizon) > latest * (1.0 + ROUNDING) + ROUNDING).any():
        raise ValueError(f"{source} lowers the hazard of leaving by more than its least_hazard tells.")
    # A history that has been cut at the end of a shorter life still knows the orders up to `latest`.
    return replace(history, left=np.minimum(left, latest), latest=latest, hazards=every)
