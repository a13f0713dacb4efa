"""A company in the chair's hands: quarter after quarter under decisions, and what it is worth at any time.

Value has a fixed horizon: the quarters played and a tail after them, later euros discounted. In the tail
every lever but the organisation and pay goes back to where it is now, and nobody new comes; what was begun
still has its effect. So a last quarter that only harvests pays for it in the tail.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from generator.play import house as houses
from generator.play.arrays import Array
from generator.play.company import Company
from generator.play.decision import Decision, decision_of
from generator.play.elementary import added
from generator.play.house import House
from generator.play.influences import Influence, Influences
from generator.play.kernel import Kernel, Quarter, Standing
from generator.play.targeting import Targeting
from generator.play.voice import Voice
from generator.play.winning import brought

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
    an offer. `earned`: EUR that rows left, less catalogues to those who left before the first quarter.
    """

    decision: Decision
    house: House
    influence: Influence
    done: Quarter
    acquisition: Array
    offers: float
    lamps: float
    budget: float
    scale: float
    treated: Array | None
    after: Position
    earned: float

    @property
    def profit(self) -> float:
        """EUR."""
        return self.earned - added(self.acquisition) - self.offers - self.lamps


class Game:
    """A company with everything worked out that decisions do not change."""

    def __init__(self, company: Company, quarters: int | None = None):
        self.company, self.arrays = company, company.arrays
        self.scenario: Any = company.scenario
        self.quarters = company.quarters if quarters is None else quarters
        self.usual = decision_of(vars(company.usual))
        self.acts = Influences(company, self.usual)
        self.kernel = Kernel(company, self.acts)
        self.rules = company.scenario.policy
        self.used_up = [channel.saturation for channel in company.scenario.channels]
        rows, arrays, until = company.rows, company.arrays, company.until
        #: Quarter × channel: newcomers and what they cost, as things are.
        self.newcomers = [
            arrays.by_group(rows.channel[low:high], rows.weight[low:high], len(self.used_up))
            for low, high in pairwise(until)
        ]
        costs = [channel.cost_per_customer_eur for channel in company.scenario.channels]
        self.present = [[n * eur for n, eur in zip(one, costs, strict=True)] for one in self.newcomers]
        self.customers = arrays.total(rows.weight[: until[0]])
        #: Code of each row's need and channel together.
        self.need_and_channel = arrays.index([
            need * len(costs) + channel
            for need, channel in zip(arrays.listed(rows.need), arrays.listed(rows.channel), strict=True)
        ])  # fmt: skip
        self.late = self.acts.late
        self.start = self._start()
        self.targeting = Targeting(arrays, rows, self._worth_of_staying())

    def _start(self) -> Position:
        standing = Standing(self.company.rows.weight[: self.company.until[0]], (), ())
        house = houses.at_first(self.rules, self.usual)
        return Position(0, standing, (self.usual,) * PAST, (house,) * PAST)

    def _worth_of_staying(self) -> Array:
        n = len(self.company.rows.rate)
        house = self.start.homes[-1]
        influence = self.acts.of_quarter(0, n, [self.usual] * PAST, [house] * PAST, None, False)
        return self.kernel.rest(0, self.arrays.full(n, 1.0), influence, house, self.rules.tail_quarters)

    @cached_property
    def voice(self) -> Voice:
        """What customers say."""
        return Voice(self.company)

    # One quarter.

    def play(self, position: Position, decision: Decision, pressed: bool = True) -> Turn:
        """Play the next quarter. `pressed`: whether the events come."""
        company, rows, quarter, arrays = self.company, self.company.rows, position.quarter, self.arrays
        house = houses.next_house(self.rules, position.homes[-1], decision)
        past, homes = (*position.past, decision), (*position.homes, house)
        mass = position.standing.mass
        low, high = len(mass), company.until[quarter + 1]
        influence = self._influence(quarter, high, past, homes, position.standing, pressed)

        present, price = self.present[quarter], self.rules.offers.offer_eur
        plan = [eur * times for eur, times in zip(present, decision.spend, strict=True)]
        offers = 0.0
        if decision.whom != "nobody":
            offers = min(decision.retention_eur, price) * arrays.total(mass)
        budget = self.rules.budget * added(present)
        total = added(plan) + offers
        scale = 1.0 if total <= budget else budget / total
        factor = [
            brought(times * scale, used_up) * influence.newcomers
            for times, used_up in zip(decision.spend, self.used_up, strict=True)
        ]
        expected = rows.weight[low:high] * arrays.taken(arrays.row(factor), rows.channel[low:high])
        came = self.comes(quarter, expected)
        treated = self.offered(quarter, decision.whom, mass, offers * scale / price)
        spent = 0.0 if treated is None else arrays.total(treated * mass) * price

        done = self.happens(quarter, position.standing, influence, house, came)
        lamps = self._lamps(quarter, influence) if pressed else 0.0
        after = Position(
            quarter + 1,
            self.kernel.after_quarter(position.standing, done, treated),
            past[-PAST - 1 :],
            homes[-PAST - 1 :],
        )
        return Turn(
            decision, house, influence, done, arrays.row([eur * scale for eur in plan]), spent, lamps,
            budget, scale, treated, after, arrays.total(done.earned) - done.dead_eur,
        )  # fmt: skip

    def comes(self, quarter: int, expected: Array) -> Array:
        """Persons who come, by prospect of the quarter, given how many are expected."""
        return expected

    def offered(self, quarter: int, whom: str, mass: Array, offers: float) -> Array | None:
        """Share of each row that gets one of so many offers (None: nobody does)."""
        return self.targeting.treated(whom, mass, offers)

    def happens(
        self, quarter: int, standing: Standing, influence: Influence, house: House, came: Array
    ) -> Quarter:
        """The quarter itself."""
        return self.kernel.quarter(quarter, standing, influence, house, came)

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
            treated = self.arrays.joined([treated, self.arrays.full(n - len(treated), 0.0)])
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

    def equity(self, position: Position) -> tuple[Array, float]:
        """What those who are there are worth until the horizon (EUR by row, discounted to the moment), and
        what catalogues to those who left before the first quarter still cost."""
        left = self.quarters + self.rules.tail_quarters - position.quarter
        found: Array = 0.0
        dead, factor = 0.0, 1.0
        for _ in range(self.late):
            done, _, _, position = self.quiet(position)
            factor *= self.kernel.per_quarter
            found = found + factor * done.earned
            dead += factor * done.dead_eur
        influence, house, _, _ = self._quietly(position, False)
        last = position.quarter - 1
        rest = self.kernel.rest(last, position.standing.mass, influence, house, left - self.late)
        return found + factor * (rest - self.kernel.owed(position.standing)), dead

    def value(self, plan: list[Decision], pressed: bool = True) -> tuple[float, Array]:
        """What decisions make of the company: EUR up to the horizon, and the profit of each quarter."""
        position, total, factor, profits = self.start, 0.0, 1.0, []
        for decision in plan:
            turn = self.play(position, decision, pressed)
            position, profit = turn.after, turn.profit
            profits.append(profit)
            factor *= self.kernel.per_quarter
            total += factor * profit
        rows, dead = self.equity(position)
        return total + factor * (self.arrays.total(rows) - dead), self.arrays.row(profits)
