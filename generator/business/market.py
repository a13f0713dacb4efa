"""The market: its regions, and what each product line is worth as a way in."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from generator.block_values import Nullable
from generator.business import people
from generator.business.future import weekly_discount
from generator.business.organisation import month_begun
from generator.latents import Latents, draw_latents
from generator.memo import per_world
from generator.scenario import Scenario
from generator.scenario.parts.market import Region
from generator.world import World

SERVICE_LEVELS = ("standard", "same day")
# Acquisition values are a property of the scenario: they are measured on this sample, whatever the seed.
SAMPLE_SEED, SAMPLE = 1, 12_000
PER = 1_000
# A line's size is the rung just above what is paid, and rungs are a quarter apart: a tenth is discount.
PAID_OF_LIST = 0.9


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {
        ("regions", "region"): world.pools.regions,
        ("regions", "service_level"): list(SERVICE_LEVELS),
        ("truth_products", "line"): [line.name for line in world.scenario.lines],
    }


def regions_table(world: World) -> dict:
    """Columns of `regions`, as things stand at the end of the run."""
    market, names = world.scenario.market, world.pools.regions
    facts: dict[str, Region] = {region.name: region for region in market.regions}
    changed = np.array([name == market.same_day.region for name in names])
    changed &= month_begun(world, market.same_day.month)
    begin = market.same_day.month
    day = world.clock.day_of_month(begin) if begin is not None and changed.any() else 0
    return {
        "region": np.arange(len(names)),
        "households": np.array([facts[name].households for name in names]),
        "stores": np.array([facts[name].stores for name in names]),
        "service_level": changed.astype(np.int64),
        "same_day_since_on": Nullable(np.full(len(names), day), ~changed),
    }


@dataclass(frozen=True)
class Sample:
    """A fixed sample of the scenario's customers: their latents, and what was decided when they came."""

    latents: Latents
    who: people.People


@per_world
def scenario_sample(world: World) -> Sample:
    """The sample, the same for every seed."""
    of = World(world.scenario, SAMPLE_SEED, SAMPLE)
    ids = np.arange(1, SAMPLE + 1)
    z = draw_latents(world.scenario, world.laws, SAMPLE_SEED, ids)
    return Sample(z, people.People(of, ids, z))


def earning(scenario: Scenario) -> np.ndarray:
    """For each line, what a euro of it earns after goods, with discounts as they are half way."""
    lines = scenario.lines
    list_price = (1.0 + np.array([line.pressure for line in lines]) / 2.0) / PAID_OF_LIST
    return 1.0 - np.array([line.cost_share for line in lines]) * list_price


def margin_parts(world: World, sample: Sample) -> tuple[np.ndarray, np.ndarray]:
    """For each customer, what a euro of her orders earns after goods, and what sending an order costs."""
    scenario, who = world.scenario, sample.who
    lines, costs = scenario.lines, scenario.costs
    taste = np.array([[need.preferences[line.name] for line in lines] for need in scenario.needs])
    earns = (taste / taste.sum(axis=1, keepdims=True)) @ earning(scenario)
    rates = np.array([costs.web_order, costs.app_order, costs.store_order])
    ways = np.array([channel.order_channels for channel in scenario.channels])
    sending = (ways / ways.sum(axis=1, keepdims=True)) @ rates
    return earns[who.need], sending[who.channel]


def truth_products_table(world: World) -> dict[str, np.ndarray]:
    """Columns of `truth_products`: expectations in closed form over a fixed sample of customers.

    A customer's expected spend is her mean order value times her expected number of orders, the first
    included, later ones discounted: 1 + rate / (hazard + discount) under Pareto/NBD.
    """
    scenario, sample = world.scenario, scenario_sample(world)
    z, who = sample.latents, sample.who
    weekly = weekly_discount(scenario.future.discount_per_year)
    stays = z.rate / (z.dropout + weekly)
    if scenario.dropout.model == "bg":  # nobody can leave before her first repeat order
        stays = z.rate / (z.rate + weekly) * (1.0 + (1.0 - z.dropout / z.rate) * stays)
    orders = 1.0 + stays
    spend = orders * z.value_scale * scenario.spend.p
    earns, sending = margin_parts(world, sample)
    margin = spend * earns - orders * sending
    lines = scenario.lines

    def total(of: np.ndarray, rows: np.ndarray) -> np.ndarray:
        return np.array([math.fsum(of[rows & (who.first_line == k)].tolist()) for k in range(len(lines))])

    everybody = np.ones(SAMPLE, dtype=bool)
    came = np.maximum(total(np.ones(SAMPLE), everybody), 1.0)
    return {
        "line": np.arange(len(lines)),
        "first_share": rounded(came / SAMPLE, 4),
        "came_for_it_share": rounded(total(np.ones(SAMPLE), who.brought) / came, 4),
        "lifetime_spend_eur": rounded(total(spend, everybody) / came, 2),
        "acquisition_spend_eur": rounded(total(spend, who.brought) * PER / SAMPLE, 2),
        "acquisition_margin_eur": rounded(total(margin, who.brought) * PER / SAMPLE, 2),
    }


def rounded(values: np.ndarray, digits: int) -> np.ndarray:
    """Rounded to so many digits after the point."""
    return np.rint(values * 10.0**digits) / 10.0**digits
