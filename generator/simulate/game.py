"""A company in the chair's hands: quarter after quarter under decisions, and what it is worth at any time.

Value has a fixed horizon: the quarters played and a tail after them, later euros discounted. In the tail
every lever but the organisation and pay goes back to where it is now, and nobody new comes; what was begun
still has its effect. So a last quarter that only harvests pays for it in the tail.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator.policy.decision import Decision, as_it_is
from generator.simulate import house as houses
from generator.simulate.acquiring import brought, present_spend, saturation
from generator.simulate.house import House
from generator.simulate.influences import Influence, Influences
from generator.simulate.kernel import Kernel, Quarter, Standing
from generator.simulate.rows import People
from generator.simulate.targeting import Targeting

PAST = 6  # quarters before the first that late effects are read from


@dataclass(frozen=True)
class Position:
    """A moment between two quarters: how many are over, where everybody stands, and what was decided."""

    quarter: int
    standing: Standing
    past: tuple[Decision, ...]
    homes: tuple[House, ...]


@dataclass(frozen=True)
class Turn:
    """A quarter that was played: what happened, what it cost beyond what rows cause, and the moment after.

    `acquisition`: EUR by channel. `offers`: EUR. `lamps`: EUR written off. `budget`: most that acquisition
    and offers might cost; `scale`: share of the plan that it allowed. `treated`: share of each row that got
    an offer.
    """

    decision: Decision
    house: House
    influence: Influence
    done: Quarter
    acquisition: np.ndarray
    offers: float
    lamps: float
    budget: float
    scale: float
    treated: np.ndarray | None
    after: Position

    @property
    def profit(self) -> float:
        """EUR."""
        earned = float(self.done.earned.sum()) - self.done.dead_eur
        return earned - float(self.acquisition.sum()) - self.offers - self.lamps


class Game:
    """A company with everything worked out that decisions do not change."""

    def __init__(self, people: People, quarters: int | None = None):
        self.people, self.scenario = people, people.scenario
        self.quarters = people.quarters if quarters is None else quarters
        self.usual = as_it_is(self.scenario)
        self.acts = Influences(people, self.usual)
        self.kernel = Kernel(people, self.acts)
        self.rules = self.scenario.policy
        self.used_up = saturation(self.scenario)
        count = len(self.scenario.channels)
        rows = people.rows
        came = [
            np.bincount(rows.channel[low:high], rows.weight[low:high], count)
            for low, high in zip(people.until[:-1], people.until[1:], strict=True)
        ]
        #: Quarter × channel: newcomers and what they cost, as things are.
        self.newcomers = np.array(came).reshape(-1, count)
        self.present = present_spend(self.scenario, self.newcomers)
        self.customers = float(rows.weight[: people.until[0]].sum())
        self.late = self.acts.late
        self.start = self._start()
        self.targeting = Targeting(rows, self._worth_of_staying())

    def _start(self) -> Position:
        n = int(self.people.until[0])
        standing = Standing(self.people.rows.weight[:n].copy(), (), ())
        house = houses.at_first(self.rules, self.usual)
        return Position(0, standing, (self.usual,) * PAST, (house,) * PAST)

    def _worth_of_staying(self) -> np.ndarray:
        n = len(self.people.rows.rate)
        house = self.start.homes[-1]
        influence = self.acts.of_quarter(0, n, [self.usual] * PAST, [house] * PAST, None, False)
        return self.kernel.rest(0, np.ones(n), influence, house, self.rules.tail_quarters)

    # One quarter.

    def play(self, position: Position, decision: Decision, pressed: bool = True) -> Turn:
        """Play the next quarter. `pressed`: whether the events come."""
        people, rows, quarter = self.people, self.people.rows, position.quarter
        house = houses.next_house(self.rules, position.homes[-1], decision)
        past, homes = (*position.past, decision), (*position.homes, house)
        low, high = len(position.standing.mass), int(people.until[quarter + 1])
        influence = self._influence(quarter, high, past, homes, position.standing, pressed)

        live = float(position.standing.mass.sum())
        plan = self.present[quarter] * np.array(decision.spend)
        price = self.rules.offers.offer_eur
        offers = min(decision.retention_eur, price) * live if decision.whom != "nobody" else 0.0
        budget = self.rules.budget * float(self.present[quarter].sum())
        total = float(plan.sum()) + offers
        scale = 1.0 if total <= budget else budget / total
        times = np.array(decision.spend) * scale
        acquisition = plan * scale
        factor = brought(times, self.used_up) * influence.newcomers
        came = rows.weight[low:high] * factor[rows.channel[low:high]]
        treated = self.targeting.treated(decision.whom, position.standing.mass, offers * scale / price)
        spent = 0.0 if treated is None else float((treated * position.standing.mass).sum()) * price

        done = self.kernel.quarter(quarter, position.standing, influence, house, came)
        lamps = self._lamps(quarter, influence) if pressed else 0.0
        after = Position(
            quarter + 1,
            self.kernel.after_quarter(position.standing, done, treated),
            past[-PAST - 1 :],
            homes[-PAST - 1 :],
        )
        return Turn(
            decision, house, influence, done, acquisition, spent, lamps, budget, scale, treated, after
        )

    def _influence(
        self,
        quarter: int,
        n: int,
        past: tuple[Decision, ...],
        homes: tuple[House, ...],
        standing: Standing,
        pressed: bool,
    ) -> Influence:
        lag = self.rules.offers.lag
        treated = standing.treated[lag - 1] if 0 < lag <= len(standing.treated) else None
        if treated is not None and len(treated) < n:
            treated = np.concatenate([treated, np.zeros(n - len(treated))])
        return self.acts.of_quarter(quarter, n, list(past), list(homes), treated, pressed)

    def _lamps(self, quarter: int, influence: Influence) -> float:
        """EUR written off on the warehouse full of lamps: the less, the more customers are contacted."""
        part = self.rules.pressure
        if quarter + 1 != part.lamps_quarter:
            return 0.0
        more = influence.contacts - self.usual.contacts
        return self.customers * part.lamps_eur * min(max(1.0 - part.lamps_sold * more, 0.0), 2.0)

    # What is there, and what it is worth.

    def quiet(self, position: Position, pressed: bool = False) -> tuple[Quarter, Influence, House, Position]:
        """The next quarter if nobody new came and every lever but organisation and pay went back to now."""
        influence, house, past, homes = self._quietly(position, pressed)
        standing = position.standing
        done = self.kernel.quarter(position.quarter, standing, influence, house)
        after = self.kernel.after_quarter(standing, done, None)
        return done, influence, house, Position(position.quarter + 1, after, past, homes)

    def _quietly(
        self, position: Position, pressed: bool
    ) -> tuple[Influence, House, tuple[Decision, ...], tuple[House, ...]]:
        """What acts in such a quarter, the organisation in it, and what it leaves of the past."""
        last, house = position.past[-1], houses.settled(position.homes[-1])
        decision = replace(self.usual, stage=house.stage, weights=last.weights, slope=last.slope)
        house = replace(house, acts=(house.stage, *house.acts[:-1]))
        past, homes = (*position.past, decision)[-PAST - 1 :], (*position.homes, house)[-PAST - 1 :]
        n, standing = len(position.standing.mass), position.standing
        influence = self._influence(position.quarter, n, past, homes, standing, pressed)
        return influence, house, past, homes

    def equity(self, position: Position) -> tuple[np.ndarray, float]:
        """What those who are there are worth until the horizon (EUR by row, discounted to the moment), and
        what catalogues to those who left before the first quarter still cost."""
        left = self.quarters + self.rules.tail_quarters - position.quarter
        found, dead, factor = np.zeros(len(position.standing.mass)), 0.0, 1.0
        for _ in range(self.late):
            done, _, _, position = self.quiet(position)
            factor *= self.kernel.per_quarter
            found += factor * done.earned
            dead += factor * done.dead_eur
        influence, house, _, _ = self._quietly(position, False)
        last = position.quarter - 1
        rest = self.kernel.rest(last, position.standing.mass, influence, house, left - self.late)
        return found + factor * (rest - self.kernel.owed(position.standing)), dead

    def value(self, plan: list[Decision], pressed: bool = True) -> tuple[float, np.ndarray]:
        """What decisions make of the company: EUR up to the horizon, and the profit of each quarter."""
        position, total, factor, profits = self.start, 0.0, 1.0, []
        for decision in plan:
            turn = self.play(position, decision, pressed)
            position, profit = turn.after, turn.profit
            profits.append(profit)
            factor *= self.kernel.per_quarter
            total += factor * profit
        rows, dead = self.equity(position)
        return total + factor * (float(rows.sum()) - dead), np.array(profits)
