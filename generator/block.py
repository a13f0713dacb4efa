"""One block of customers: all their tables, as a pure function of (world, first, count).

Every engine only maps `count_orders` and `make_block` over blocks. The tables do not depend on how the
customers are cut into blocks: the only thing that ties blocks together, the numbering of orders by day, is
settled between the two passes by one scan over the counts.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from generator.block_values import Nullable
from generator.business import (
    accounts,
    advocates,
    buying,
    cases,
    club,
    consents,
    contact,
    costs,
    customers,
    deliveries,
    future,
    journeys,
    life_events,
    market,
    network,
    organisation,
    parcels,
    results,
    returns,
    review,
    service,
    shop,
    texts,
    usage,
    voice,
    waiting,
    winning,
    worth,
)
from generator.business.block import Block
from generator.business.changes import Histories
from generator.business.customer_base import CustomerBase
from generator.business.interventions import order_histories
from generator.business.order_history import OrderHistory
from generator.business.trials import held
from generator.world import World

Columns = dict[str, "np.ndarray | Nullable"]


def _start(
    world: World, first: int, count: int, horizon: float
) -> tuple[CustomerBase, Histories, OrderHistory]:
    """Who is in the block, what they do up to `horizon`, and what of it within the run."""
    base = CustomerBase.of(world, first, count)
    histories = order_histories(base, horizon)
    return base, histories, histories.realised.before(world.clock.end_week)


def count_orders(world: World, first: int, count: int) -> np.ndarray:
    """Orders of the block on each day of the run (int64)."""
    history = _start(world, first, count, world.clock.end_week)[-1]
    return np.bincount(world.clock.day_of(history.week), minlength=world.clock.days)


def number_orders(counts: list[np.ndarray]) -> list[np.ndarray]:
    """For each block, the number of its first order of each day; numbers are dense and rise with the day."""
    table = np.array(counts)
    before_day = np.concatenate([[0], np.cumsum(table.sum(axis=0))[:-1]])
    before_block = np.cumsum(table, axis=0) - table
    return list(1 + before_day[None, :] + before_block)


def read_block(world: World, first: int, count: int, first_ids: np.ndarray, truth: bool = True) -> Block:
    """Everything about customers `first` … `first + count - 1` (counted from 0) but the tables.

    `first_ids`: from `number_orders`. Without `truth` nothing is drawn beyond the end of the run.
    """
    horizon = world.clock.end_week + (world.scenario.future.weeks if truth else 0)
    base, histories, history = _start(world, first, count, horizon)
    orders = buying.draw_orders(base, history, first_ids)
    lines = buying.draw_lines(world, orders, base.who.need, base.who.first_line)
    return Block(base, histories, orders, lines, parcels.sent(base, history).only(history.row))


def make_block(
    world: World, first: int, count: int, first_ids: np.ndarray, truth: bool = True
) -> dict[str, Columns]:
    """The tables of `make_block_and_sums`."""
    return make_block_and_sums(world, first, count, first_ids, truth)[0]


def make_block_and_sums(
    world: World, first: int, count: int, first_ids: np.ndarray, truth: bool = True
) -> tuple[dict[str, Columns], results.Sums]:
    """All tables of customers `first` … `first + count - 1` (counted from 0).

    Returns table -> column -> values in the units of `generator.schema` (money in cents, times in seconds
    since 1970, dates in days since 1970, text as codes into `generator.vocabulary`); and what the block
    leaves for the tables of the whole company.
    """
    block = read_block(world, first, count, first_ids, truth)
    tickets, passed, noted = service.tickets_tables(block)
    contacts = contact.contacts(block)
    said, meant, written = voice.voice_tables(block, contacts, truth)
    block.orders.history.forget()  # some megabytes, which the tables to come need
    visit, truth_visit = journeys.journeys_tables(world, first, count, truth)
    members, registered = club.draw_members(block), accounts.register(block)
    events, advocate = life_events.LifeEvents.of(block), advocates.advocate_ids(block)
    trial, truth_trial = held.trials_tables(block, contacts.readers(block.base.readers), truth)
    seen: dict[str, dict[str, Any]] = {
        "customers": customers.customers_table(block, advocate),
        "advocates": advocates.advocates_table(block, advocate),
        "accounts": accounts.accounts_table(block, registered, events),
        "orders": buying.orders_table(block.ids, block.orders),
        "order_lines": buying.lines_table(world, block.orders, block.lines),
        "deliveries": deliveries.deliveries_table(block),
        "returns": returns.returns_table(block),
        "touches": contact.touches_table(block, consents.respected(block, contacts, said["consents"])),
        "tickets": tickets,
        "hand_offs": passed,
        "trials": trial,
        "visits": visit,
        "subscriptions": club.subscriptions_table(block, members),
        "usage": usage.usage_table(block, members),
        **said,
    }
    sums = results.block_sums(block)
    if not truth:
        return seen, sums
    known = {
        **seen,
        "truth_customers": future.truth_customers(block),
        **meant,
        "truth_texts": texts.truth_texts(noted, *written),
        "truth_trials": truth_trial,
        "truth_journeys": truth_visit,
        "truth_accounts": accounts.truth_accounts(block, registered),
        "truth_life_events": life_events.truth_life_events(block, events),
        "truth_subscriptions": club.truth_subscriptions(block, members),
    }
    return known, sums


def _reviewed(world: World) -> Block:
    """The customers whose accounts a clerk has reviewed."""
    count = min(world.scenario.accounts.review.people, world.people)
    return read_block(world, 0, count, np.zeros(world.clock.days, dtype=np.int64), truth=False)


def make_company_tables(world: World, truth: bool, sums: results.Sums) -> dict[str, Columns]:
    """The tables that are made once for the whole company; `sums`: what all its blocks left together."""
    some = _reviewed(world)
    seen: dict[str, dict[str, Any]] = {
        "reviewed_pairs": review.reviewed_pairs_table(some, accounts.register(some)),
        "products": shop.products_table(world),
        "campaigns": contact.campaigns_table(world),
        "acquisition_spend": winning.acquisition_spend_table(world),
        "rival_prices": costs.rival_prices_table(world),
        "activity_costs": costs.activity_costs_table(world),
        "clock": costs.clock_table(world),
        "regions": market.regions_table(world),
        "service_weeks": waiting.service_weeks_table(world),
        "employees": organisation.employees_table(world),
        "interactions": network.interactions_table(world),
        "decisions": organisation.decisions_table(world),
        "decision_cases": cases.decision_cases_table(world),
        "department_results": results.department_results_table(world, sums),
    }
    if not truth:
        return seen
    count = len(world.parameters)
    return {
        **seen,
        "truth_months": results.truth_months_table(world, sums),
        "truth_products": market.truth_products_table(world),
        "truth_channels": journeys.truth_channels_table(world),
        "truth_acquisition": worth.truth_acquisition_table(world),
        "truth_parameters": {"parameter": np.arange(count), "value": np.arange(count)},
    }
