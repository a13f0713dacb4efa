"""Accounts: how the systems of web, app and store hold the same people.

A first order opens an account where it was placed; a first order elsewhere, or the app, opens another for
many. Each is filled in anew: names are mistyped or shortened, people have moved or changed their name since
(`life_events`) and have more than one address for e-mail, households share one, or a telephone, and what a
system does not ask for is missing. The store's system
is old and knows only capitals. Nothing in an account tells whose it is: `truth_accounts` does.
"""

from __future__ import annotations

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.business import life_events, spelling
from generator.business.block import Block
from generator.business.contact_points import emails, phones
from generator.business.life_events import LifeEvents
from generator.business.registered import Registered
from generator.clock import DAY_SECONDS
from generator.rows import chosen, order_of
from generator.scenario.parts.accounts import Accounts
from generator.world import World

SYSTEMS = ("web", "app", "store")  # as the channels of orders
WEB, APP, STORE = range(3)
NUMBER_BITS = np.uint64(40)


def first_spellings(world: World) -> spelling.Spellings:
    """Ways of writing first names: right, nickname, initial, a letter dropped, letters swapped."""
    return spelling.of_first_names(tuple(world.pools.first_names), tuple(world.pools.nicknames.items()))


def last_spellings(world: World) -> spelling.Spellings:
    """Ways of writing last names: right, a letter dropped, letters swapped."""
    return spelling.of_last_names(tuple(world.pools.last_names))


def street_spellings(world: World) -> spelling.Spellings:
    """Ways of writing streets: right, a letter dropped, letters swapped, cut short."""
    return spelling.of_streets(tuple(world.pools.streets))


def city_spellings(world: World) -> spelling.Spellings:
    """Ways of writing cities: right."""
    return spelling.of_cities(tuple(world.pools.cities))


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {
        ("accounts", "system"): list(SYSTEMS),
        ("accounts", "first_name"): first_spellings(world).words,
        ("accounts", "last_name"): last_spellings(world).words,
        ("accounts", "street"): street_spellings(world).words,
        ("accounts", "city"): city_spellings(world).words,
        **life_events.vocabulary(world),
    }


def account_number(seed: int, ids: np.ndarray, system: np.ndarray) -> np.ndarray:
    """The number of an account: one of 40 bits that no other has, and that tells nothing of the person."""
    mask = (np.uint64(1) << NUMBER_BITS) - np.uint64(1)
    half = NUMBER_BITS // np.uint64(2)
    x = ids.astype(np.uint64) * np.uint64(4) + system.astype(np.uint64)
    x ^= np.uint64(draws.purpose_key(seed, "account numbers")) & mask
    for factor in (draws.FIRST, draws.SECOND, draws.FIRST):  # odd factors: each step can be undone
        x *= factor
        x &= mask
        x ^= x >> half
    return x.astype(np.int64) + 1


def register(block: Block) -> Registered:
    """Which accounts are opened within the run, and when."""
    world, orders = block.world, block.orders
    rules, clock = world.scenario.accounts, world.clock
    lots = draws.bits(draws.keys(world.seed, "accounts", block.ids), 0)
    start = orders.times.start[:-1]
    opener = orders.channel[start].astype(np.int64)
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for k, name in enumerate(SYSTEMS):
        wants = (opener == k) | (draws.slice16(lots, k) < getattr(rules, name).opens * 65536.0)
        if k == APP:
            has = np.flatnonzero(wants & (block.app_from < clock.end_week))
            day = clock.day_of(block.app_from[has]) + clock.first_day
        else:
            customer, second = chosen(orders.channel == k, orders.times.customer, orders.second)
            first = (np.diff(customer, prepend=-1) > 0) & wants.take(customer)
            has, second = chosen(first, customer, second)
            day = second // DAY_SECONDS
        parts.append((has, np.full(len(has), k), day))
    who, system, opened = (np.concatenate(part) for part in zip(*parts, strict=True))
    number = account_number(world.seed, block.ids[who], system)
    order = order_of(number)
    number, who, system, opened = (column.take(order) for column in (number, who, system, opened))
    key = draws.keys(world.seed, "account", block.ids[who] * 4 + system)
    return Registered(number, who, system, opened, key)


def accounts_table(block: Block, found: Registered, events: LifeEvents) -> dict:
    """Columns of `accounts`. `events`: what each person tells a system depends on the day."""
    world, rules, who = block.world, block.world.scenario.accounts, found.who
    home, capital = block.who.home, found.system == STORE
    name_lots, more, place, points = (draws.bits(found.key, n) for n in range(4))
    typo = rules.typo * 65536.0

    first = _misspelt(draws.slice16(name_lots, 0), typo, 3)
    lot = draws.slice16(name_lots, 1)
    nickname, initial = rules.nickname * 65536.0, (rules.nickname + rules.initial) * 65536.0
    first[np.flatnonzero(lot < initial)] = 2
    first[np.flatnonzero(lot < nickname)] = 1
    renamed = found.opened >= events.renamed.take(who)
    last_name = np.where(renamed, events.last_name.take(who), home.last_name.take(who))
    last = _misspelt(draws.slice16(name_lots, 2), typo, 1)

    moved = found.opened >= events.moved.take(who)
    street = np.where(moved, events.street.take(who), home.street.take(who))
    number = np.where(moved, events.house_number.take(who), home.house_number.take(who))
    way = _misspelt(draws.slice16(place, 2), typo, 1)
    way[np.flatnonzero(draws.slice16(place, 3) < rules.abbreviated * 65536.0)] = 3

    no_address = _missing(rules, "no_address", found.system, draws.slice16(more, 1))
    no_year = _missing(rules, "no_birth_year", found.system, draws.slice16(more, 2))
    lot = draws.slice16(points, 0)
    slip = (1 + (lot & 7)) * (lot < rules.wrong_year * 65536.0)
    return {
        "account_id": found.number,
        "system": found.system,
        "first_name": first_spellings(world).codes(capital, first, home.first_name.take(who)),
        "last_name": last_spellings(world).codes(capital, last, last_name),
        "email": emails(world, block.ids, home, found, draws.slice16(points, 1), draws.slice16(points, 2)),
        "phone": phones(
            world, block.ids, home, found,
            _missing(rules, "no_phone", found.system, draws.slice16(points, 3)),
            draws.slice16(more, 3) < rules.new_phone * 65536.0,
            draws.slice16(more, 0) < rules.home_phone * 65536.0,
        ),
        "birth_year": Nullable(home.birth_year.take(who) + slip, no_year),
        "street": Nullable(street_spellings(world).codes(capital, way, street), no_address),
        "house_number": Nullable(number, no_address),
        "city": Nullable(city_spellings(world).codes(capital, 0, home.city.take(who)), no_address),
        "opened_on": found.opened,
    }  # fmt: skip


def truth_accounts(block: Block, found: Registered) -> dict[str, np.ndarray]:
    """Columns of `truth_accounts`."""
    return {"account_id": found.number, "customer_id": block.ids[found.who]}


def _misspelt(lot: np.ndarray, typo: float, dropped: int) -> np.ndarray:
    """Way of writing: the right one, or one of two errors (`dropped` and the one after it)."""
    return (dropped + (lot & 1)) * (lot < typo)


def _missing(rules: Accounts, name: str, system: np.ndarray, lot: np.ndarray) -> np.ndarray:
    """What is missing, by each system's own share."""
    share = np.array([getattr(getattr(rules, part), name) for part in SYSTEMS])
    return lot < (share * 65536.0).take(system)
