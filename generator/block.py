"""One block of customers: all their tables, as a pure function of (world, first, count).

Every engine only maps `count_orders` and `make_block` over blocks. The tables do not depend on how the
customers are cut into blocks: the only thing that ties blocks together, the numbering of orders by day, is
settled between the two passes by one scan over the counts.
"""

from __future__ import annotations

import numpy as np

from generator import maths
from generator.block_values import Nullable
from generator.business import buying, catalogue, contact, costs, people, returns, service, trials
from generator.latents import Latents, draw_latents
from generator.world import World

Columns = dict[str, "np.ndarray | Nullable"]
YEAR_WEEKS = 52.0


def _start(world: World, first: int, count: int) -> tuple[np.ndarray, Latents, people.People, buying.Times]:
    ids = np.arange(first + 1, first + count + 1)
    latents = draw_latents(world.scenario, world.laws, world.seed, ids)
    who = people.draw_people(world.scenario, world.seed, ids, world.clock.end_week, latents)
    return ids, latents, who, buying.order_times(world, ids, who.joined, latents.rate, latents.life)


def count_orders(world: World, first: int, count: int) -> np.ndarray:
    """Orders of the block on each day of the run (int64)."""
    times = _start(world, first, count)[3]
    return np.bincount(times.day, minlength=world.clock.days)


def number_orders(counts: list[np.ndarray]) -> list[np.ndarray]:
    """For each block, the number of its first order of each day; numbers are dense and rise with the day."""
    table = np.array(counts)
    before_day = np.concatenate([[0], np.cumsum(table.sum(axis=0))[:-1]])
    before_block = np.cumsum(table, axis=0) - table
    return list(1 + before_day[None, :] + before_block)


def make_block(world: World, first: int, count: int, first_ids: np.ndarray) -> dict[str, Columns]:
    """All tables of customers `first` … `first + count - 1` (counted from 0).

    `first_ids`: from `number_orders`. Returns table -> column -> values in the units of `generator.schema`
    (money in cents, times in seconds since 1970, dates in days since 1970, text as codes into
    `world.vocabulary`).
    """
    ids, latents, who, times = _start(world, first, count)
    orders = buying.draw_orders(world, ids, times, who.channel, latents.value_scale, first_ids)
    lines = buying.draw_lines(world, orders, who.need, who.first_line)
    trial, truth_trial = trials.trials_tables(world, ids, who.joined, who.price_led)
    return {
        "customers": people.customers_table(world, ids, orders.second[times.start[:-1]], who.channel),
        "orders": buying.orders_table(ids, orders),
        "order_lines": buying.lines_table(world, orders, lines),
        "returns": returns.returns_table(world, orders, lines, latents.return_factor),
        "touches": contact.touches_table(world, ids, orders),
        "tickets": service.tickets_table(world, ids, orders, latents.contact_factor, latents.z_satisfaction),
        "trials": trial,
        "truth_customers": _truth(world, ids, latents, who),
        "truth_trials": truth_trial,
    }


def make_company_tables(world: World) -> dict[str, Columns]:
    """The tables that are made once for the whole company."""
    count = len(world.parameters)
    return {
        "products": catalogue.products_table(world),
        "campaigns": contact.campaigns_table(world),
        "acquisition_spend": costs.acquisition_spend_table(world),
        "rival_prices": costs.rival_prices_table(world),
        "activity_costs": costs.activity_costs_table(world),
        "clock": costs.clock_table(world),
        "truth_parameters": {"parameter": np.arange(count), "value": np.arange(count)},
    }


def _truth(world: World, ids: np.ndarray, latents: Latents, who: people.People) -> Columns:
    clock, left = world.clock, who.joined + latents.life
    active = left >= clock.end_week
    leaving = np.where(active, 0.0, left)
    # A customer who is still there buys at her rate until a dropout with constant hazard:
    # E = rate / dropout * (1 - exp(-dropout * 52)).
    stay = (1.0 - maths.exp(-latents.dropout * YEAR_WEEKS)) / latents.dropout
    return {
        "customer_id": ids,
        "purchase_rate_per_week": latents.rate,
        "dropout_rate_per_week": latents.dropout,
        "left_at": Nullable(clock.second_of(leaving, clock.day_of(leaving)), active),
        "mean_order_value_eur": latents.value_scale * world.scenario.spend.p,
        "need_segment": who.need,
        "price_led": who.price_led,
        "satisfaction_z": latents.z_satisfaction,
        "return_factor": latents.return_factor,
        "contact_factor": latents.contact_factor,
        "first_line": who.first_line,
        "came_for_first_line": who.brought,
        "expected_orders_next_year": np.where(active, latents.rate * stay, 0.0),
    }
