"""People: when they come, by which channel, for what, and where they live. All drawn given their latents."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from generator import draws, maths
from generator.business import before, demography, winning
from generator.business.households import Homes
from generator.business.winning import log_shares
from generator.latents import Latents, tied
from generator.memo import per_world
from generator.newcomers import NO_GROWTH
from generator.world import World


class People:
    """What is decided at acquisition (arrays of equal length), each worked out when it is first asked for."""

    def __init__(self, world: World, ids: np.ndarray, latents: Latents):
        self._world, self._ids, self._z = world, ids, latents
        self._key = draws.keys(world.seed, "people", ids)

    def _uniform(self, number: int) -> np.ndarray:
        return draws.uniform(draws.bits(self._key, number))

    @cached_property
    def joined(self) -> np.ndarray:
        """Operational weeks since the start."""
        scenario, newcomers, u = self._world.scenario, self._world.newcomers, self._uniform(0)
        end_week = self._world.clock.week_of_month(scenario.calendar.months + 1)
        quality = (self._z.z_rate - self._z.z_dropout) * math.sqrt(0.5)
        when = tied(-scenario.ties.cohort, quality, maths.normal_quantile(u))
        part = winning.plan(self._world).usual_part(maths.normal_cdf(when))
        joined = acquisition_week(part, scenario.growth_per_week, end_week)
        if scenario.before.share > 0:
            who = np.flatnonzero(self.early)
            rate, hazard = self._z.rate[who], self._z.dropout[who]
            joined[who] = before.first_order(u[who], rate, hazard, end_week)
        if newcomers.edges.size:
            joined = np.where(self._ids > newcomers.own, newcomers.week(self._ids, u), joined)
        return joined

    @cached_property
    def early(self) -> np.ndarray:
        """Whether she came before the first day; `joined` is then her first order in the books."""
        scenario, newcomers = self._world.scenario, self._world.newcomers
        if scenario.before.share == 0:
            return np.zeros(len(self._ids), dtype=bool)
        end_week = self._world.clock.week_of_month(scenario.calendar.months + 1)
        ratio = before.odds(self._z.rate, self._z.dropout, scenario.before.weeks, end_week)
        odds = winning.plan(self._world).level * ratio
        return (self._uniform(6) * (1.0 + odds) < odds) & (self._ids <= newcomers.own)

    @cached_property
    def came(self) -> np.ndarray:
        """Operational weeks since the start at which she really came; below 0 for who came before."""
        ago = before.weeks_before(self._uniform(7), self._z.dropout, self._world.scenario.before.weeks)
        return np.where(self.early, -ago, self.joined)

    @cached_property
    def channel(self) -> np.ndarray:
        """Acquisition channel, as an index into the scenario's."""
        z, made = self._z, winning.plan(self._world)
        pull = winning.channel_pull(self._world.scenario, z.z_rate, z.z_spend, z.z_dropout)
        if made.moves:
            extra = made.pull(self.joined)
            if self.early.any():  # nobody spent anything on them in these months
                extra = [np.where(self.early, 0.0, more) for more in extra]
            pull = [own + more for own, more in zip(pull, extra, strict=True)]
        return choose(pull, self._uniform(1))

    @property
    def by_mouth(self) -> np.ndarray:
        """Whether she came by word of mouth."""
        return np.array([channel.word_of_mouth for channel in self._world.scenario.channels])[self.channel]

    @cached_property
    def home(self) -> Homes:
        """Household, name, address and year of birth."""
        return Homes(self._world, self._ids)

    @cached_property
    def campaign(self) -> np.ndarray:
        """Campaign of the channel through which she came, as an index into `campaign_names`."""
        lot = draws.slice16(draws.bits(self._key, 1), 0)
        return campaign_lookup(self._world)[self.channel.astype(np.int32), lot]

    @cached_property
    def protected(self) -> np.ndarray:
        """Whether she belongs to the protected group."""
        return demography.protected(self._world, self._ids, self._z)

    @property
    def city(self) -> np.ndarray:
        """City, as an index into the pool."""
        return self.home.city

    @cached_property
    def region(self) -> np.ndarray:
        """Region, as an index into the pool's."""
        return self._world.pools.region_of_city.take(self.city)

    @cached_property
    def need(self) -> np.ndarray:
        """Need segment, as an index into the scenario's."""
        lot, edges = draws.slice16(draws.bits(self._key, 2), 3), need_edges(self._world)
        need = np.zeros(len(lot), dtype=np.uint8)
        for k in range(edges.shape[0] - 1):
            need += lot >= edges[k][self.city]
        return need

    @cached_property
    def price_led(self) -> np.ndarray:
        """Whether price decides."""
        return self._uniform(3) < np.array([n.price_led for n in self._world.scenario.needs])[self.need]

    @cached_property
    def first_line(self) -> np.ndarray:
        """Main product line of the first order, as an index into the scenario's."""
        scenario, z = self._world.scenario, self._z
        names = [line.name for line in scenario.lines]
        liking = np.array([log_shares([n.preferences[name] for name in names]) for n in scenario.needs])
        leaning = 0.5 * (liking - liking.mean(axis=0))
        strength = scenario.ties.first_line
        base = log_shares([line.first_share for line in scenario.lines])
        utility = []
        for k, line in enumerate(scenario.lines):
            # Half of the segment's leaning shows in the first purchase; the rest is the line's own pull.
            pull = (
                line.first_rate * z.z_rate + line.first_spend * z.z_spend + line.first_dropout * z.z_dropout
            )
            utility.append((base[k] + leaning[:, k])[self.need] + strength * pull)
        return choose(utility, self._uniform(4))

    @cached_property
    def brought(self) -> np.ndarray:
        """Whether she would not have come without the line of her first order."""
        shares = np.array([line.brought_share for line in self._world.scenario.lines])
        return self._uniform(5) < shares[self.first_line]


@per_world
def need_edges(world: World) -> np.ndarray:
    """Need segment × city -> cumulated share of 65,536: needs differ by region, and a little by city."""
    scenario, pools = world.scenario, world.pools
    base = log_shares([need.share for need in scenario.needs])
    region = [
        [need.regions.get(pools.regions[r], 0.0) for r in pools.region_of_city] for need in scenario.needs
    ]
    places = np.arange(len(base) * len(pools.cities))
    local = maths.normal_quantile(draws.uniform(draws.bits(draws.keys(world.seed, "local needs", places))))
    local = scenario.demography.city_spread * local.reshape(len(base), -1)
    weights = maths.exp(base[:, None] + np.array(region) + local)
    return np.array([draws.thresholds(column) for column in weights.T]).T


def campaign_names(world: World) -> list[tuple[str, str]]:
    """Channel and campaign, for all campaigns that win customers; a channel without any has one named so."""
    return [
        (channel.name, campaign)
        for channel in world.scenario.channels
        for campaign in channel.campaigns or {channel.name: 1.0}
    ]


@per_world
def campaign_lookup(world: World) -> np.ndarray:
    """Channel × 16 bits -> place in `campaign_names`."""
    names, rows = campaign_names(world), []
    for channel in world.scenario.channels:
        first = names.index((channel.name, next(iter(channel.campaigns), channel.name)))
        rows.append(draws.lookup(list(channel.campaigns.values()) or [1.0]) + np.uint8(first))
    return np.array(rows)


def choose(utility: list[np.ndarray], u: np.ndarray) -> np.ndarray:
    """One of several options with probabilities proportional to exp(utility); index as uint8."""
    weights = [maths.exp(value) for value in utility]
    total = np.zeros_like(u)
    edges = []
    for weight in weights:
        total = total + weight
        edges.append(total)
    target = u * total
    choice = np.zeros(len(u), dtype=np.uint8)
    for edge in edges[:-1]:
        choice += target > edge
    return choice


def acquisition_week(u: np.ndarray, growth: float, end_week: float) -> np.ndarray:
    """Operational week of joining: density proportional to exp(growth * week) on [0, end)."""
    if abs(growth * end_week) < NO_GROWTH:
        return u * end_week
    ratio = float(maths.exp(np.array([growth * end_week]))[0])
    return np.minimum(maths.log(1.0 + u * (ratio - 1.0)) / growth, end_week * (1 - 1e-12))


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    scenario, pools = world.scenario, world.pools
    return {
        ("customers", "first_name"): pools.first_names,
        ("customers", "last_name"): pools.last_names,
        ("advocates", "first_name"): pools.first_names,
        ("advocates", "last_name"): pools.last_names,
        ("customers", "street"): pools.streets,
        ("customers", "city"): pools.cities,
        ("customers", "region"): pools.regions,
        ("customers", "acquisition_channel"): [channel.name for channel in scenario.channels],
        ("customers", "acquisition_campaign"): [campaign for _, campaign in campaign_names(world)],
        ("customers", "device"): list(demography.DEVICES),
        ("truth_customers", "need_segment"): [need.name for need in scenario.needs],
        ("truth_customers", "first_line"): [line.name for line in scenario.lines],
        ("truth_parameters", "parameter"): [place for place, _ in world.parameters],
        ("truth_parameters", "value"): [value for _, value in world.parameters],
    }
