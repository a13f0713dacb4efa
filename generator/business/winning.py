"""Winning customers: what a channel's spend brings in, and with it who comes when and by which channel.

In one place, for the ledger, the truth and whoever plays with budgets. A channel's usual spend brings its
usual newcomers at `cost_per_customer_eur` each. With r times the usual spend it brings

    r / ((1 - s) + s r)   times the usual newcomers,   s: the channel's `saturation`.

That is the curve a x / (b + x) (ADBUDG of Little 1970 with an exponent of 1), where s says how far the usual
spend x has used the channel up: s = x / (b + x), and 1 / s times the usual newcomers is the most that it can
ever bring. At the usual spend the next customer costs 1 / (1 - s) times the average one. With s = 1 spend
moves nobody: r / r is exactly 1, as in the textbook.

Spend wanders by a tenth, and now and then a channel's spend is raised (`winning.raised`). Newcomers follow:
months with more of them weigh more when it is drawn when customers come, and the channel weighs more when it
is drawn by which one; both given the latents, whose laws over all customers stay as planted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator import draws, maths
from generator.business import before
from generator.latents import tied
from generator.memo import per_world
from generator.newcomers import risen
from generator.play.winning import response
from generator.scenario import Scenario
from generator.world import World

WANDERS = 0.1  # spend is up to a tenth below or above its plan
POINTS = 4_096
PARTS = 64  # of a week, or of all newcomers, in tables of months
# Weyl sequence in three dimensions by powers of the root of x^4 = x + 1 (an even net over the cube).
ROOT = 1.2207440846057596


def blended_cost(cost: np.ndarray, times: np.ndarray, saturation: np.ndarray) -> np.ndarray:
    """EUR for each newcomer at `times` the usual spend; `cost`: at the usual spend."""
    return cost * ((1.0 - saturation) + saturation * times)


def marginal_cost(cost: np.ndarray, times: np.ndarray, saturation: np.ndarray) -> np.ndarray:
    """EUR for the next newcomer at `times` the usual spend (infinite where spend moves nobody)."""
    own = 1.0 - saturation
    flat = (own + saturation * times) * (own + saturation * times) * cost
    return np.where(own > 0.0, flat / np.where(own > 0.0, own, 1.0), np.inf)


@dataclass(frozen=True)
class Plan:
    """Spend and newcomers under one seed (arrays by month of scenario and run, and by channel).

    `weeks`: operational weeks at the months' starts and at the end of the last. `times`: spend as a multiple
    of the usual. `brought`: newcomers as a multiple of the usual. `usual`: newcomers of each month at usual
    spend, as a share of those of the scenario's own months. `own`: how many months these are. `share`: of
    each channel in all newcomers at usual spend. `early`: share of customers who came before the first day;
    `level`: see `before.odds`.
    """

    weeks: np.ndarray
    times: np.ndarray
    brought: np.ndarray
    usual: np.ndarray
    own: int
    share: np.ndarray
    early: float
    level: float

    @cached_property
    def weight(self) -> np.ndarray:
        """Newcomers of each own month over the usual ones."""
        return np.cumsum(self.brought[: self.own] * self.share, axis=1)[:, -1]

    @cached_property
    def _edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Share of usual, and of all, newcomers of the own months up to each of their edges."""
        usual = np.concatenate([[0.0], np.cumsum(self.usual[: self.own])])
        come = np.concatenate([[0.0], np.cumsum(self.usual[: self.own] * self.weight)])
        return usual / usual[-1], come / come[-1]

    @cached_property
    def moves(self) -> bool:
        """Whether spend moves anybody."""
        return bool((self.brought != 1.0).any())

    def usual_part(self, part: np.ndarray) -> np.ndarray:
        """What share of usual newcomers would have come by the time by which the share `part` of all has."""
        if not self.moves:
            return part
        usual, come = self._edges
        month = np.minimum(self._month_of_part(part), self.own - 1)
        slope = np.diff(usual) / np.diff(come)
        return usual.take(month) + (part - come.take(month)) * slope.take(month)

    @cached_property
    def _month_of_part(self) -> maths.Steps:
        """Share of all newcomers of the own months -> month in which it is reached."""
        return maths.Steps(self._edges[1], PARTS)

    @cached_property
    def _month_of_week(self) -> maths.Steps:
        """Operational week -> month."""
        return maths.Steps(self.weeks, PARTS)

    def pull(self, week: np.ndarray) -> list[np.ndarray]:
        """For each channel, log of its newcomers over the usual ones in each customer's week of joining."""
        month = np.minimum(self._month_of_week(week), len(self.times) - 1)
        return [of_channel.take(month) for of_channel in maths.log(self.brought).T.copy()]

    def usual_newcomers(self, customers: int) -> np.ndarray:
        """Month × channel: expected newcomers at usual spend in a company of so many customers."""
        total = float(np.cumsum(self.usual[: self.own] * self.weight)[-1])
        return customers * (1.0 - self.early) / total * self.usual[:, None] * self.share[None, :]


def channel_pull(
    scenario: Scenario, z_rate: np.ndarray, z_spend: np.ndarray, z_dropout: np.ndarray
) -> list[np.ndarray]:
    """For each channel, the pull (log odds, up to a constant) on customers with these scores."""
    base = log_shares([channel.share for channel in scenario.channels])
    strength = scenario.ties.channel
    return [
        base[k] + strength * (c.rate * z_rate + c.spend * z_spend + c.dropout * z_dropout)
        for k, c in enumerate(scenario.channels)
    ]


def log_shares(shares: list[float]) -> np.ndarray:
    """Natural logarithms of weights (0 becomes practically never)."""
    return maths.log(np.maximum(np.array(shares, dtype=np.float64), 1e-300))


@per_world
def plan(world: World) -> Plan:
    """What is spent, month by month, and what it brings."""
    scenario, clock = world.scenario, world.clock
    channels, own = scenario.channels, scenario.calendar.months
    weeks = clock.month_weeks
    months, width = len(weeks) - 1, len(channels)
    lots = draws.uniform(draws.bits(draws.keys(world.seed, "acquisition spend", np.arange(months * width))))
    times = 1.0 - WANDERS + 2.0 * WANDERS * lots.reshape(months, width)
    for k, channel in enumerate(channels):
        for spell in channel.raised:
            times[spell.month - 1 : min(spell.month - 1 + spell.months, own), k] *= spell.times
    saturation = np.array([channel.saturation for channel in channels])
    usual = np.diff(risen(scenario.growth_per_week, weeks, weeks[own]))
    share, early, level = _shares(world, float(weeks[own]))
    return Plan(weeks, times, response(times, saturation), usual, own, share, early, level)


def _shares(world: World, own_weeks: float) -> tuple[np.ndarray, float, float]:
    """Share of each channel in newcomers at usual spend; share of customers from before, and its level.

    Expectations over the latents that decide it (rate, spend and dropout), on an even net of points.
    """
    scenario, laws = world.scenario, world.laws
    steps = np.cumprod(np.full(3, 1.0 / ROOT))
    place = 0.5 + np.arange(1, POINTS + 1)[None, :] * steps[:, None]
    z = maths.normal_quantile(place - np.floor(place))
    z_rate, z_spend, z_dropout = z[0], tied(scenario.ties.rate_spend, z[0], z[1]), z[2]
    new, early, level = np.ones(POINTS), scenario.before.share, 0.0
    if early > 0.0:
        rate = maths.exp(laws.rate(z_rate)) / scenario.purchase.alpha
        hazard = maths.exp(laws.leaving[0](z_dropout))
        if scenario.dropout.model == "pareto":
            hazard = hazard / scenario.dropout.beta
        else:
            hazard = rate * hazard / (hazard + scenario.dropout.b)
        ratio = before.odds(rate, hazard, scenario.before.weeks, own_weeks)
        level = before.level(ratio, early)
        new = 1.0 / (1.0 + level * ratio)
    weights = np.array([maths.exp(utility) for utility in channel_pull(scenario, z_rate, z_spend, z_dropout)])
    came = np.cumsum(weights / np.cumsum(weights, axis=0)[-1] * new, axis=1)[:, -1]
    return came / np.cumsum(came)[-1], early, level


def acquisition_spend_table(world: World) -> dict[str, np.ndarray]:
    """Columns of `acquisition_spend`: months of the run × channels."""
    made, clock = plan(world), world.clock
    months, channels = len(clock.month_days) - 1, len(world.scenario.channels)
    cost = np.array([channel.cost_per_customer_eur for channel in world.scenario.channels])
    spent = made.times * made.usual_newcomers(world.customers) * cost
    spent[months - 1] *= _part_of_last_month(world, made.weeks)
    month = np.repeat(np.arange(months), channels)
    return {
        "month_on": clock.month_days[month],
        "channel": np.tile(np.arange(channels), months),
        "spend_eur": np.rint(spent[:months].ravel() * 100.0).astype(np.int64),
    }


def _part_of_last_month(world: World, weeks: np.ndarray) -> float:
    """How much of the run's last month is over when it ends."""
    last = len(world.clock.month_days) - 2
    return float((world.clock.end_week - weeks[last]) / (weeks[last + 1] - weeks[last]))


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("acquisition_spend", "channel"): [channel.name for channel in world.scenario.channels]}
