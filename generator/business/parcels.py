"""Parcels: when the parcel of an order is shipped, promised and delivered, and by whom.

Generative process of an order that is not placed in a store:

1. it waits to be packed as long as the week's load of the warehouse makes it wait (`generator.business.
   waiting`), and leaves with the next van, at four in the afternoon;
2. a carrier takes it, one of those that serve the customer's region, and needs one to three days;
3. some parcels are held up on the way for some further days;
4. it is late if it comes after the day that was promised with the order.

All this depends on the order, the region and the week, not on the customer: whoever orders much gets more
late parcels, and is not served worse. Who gets a late one often writes (`generator.business.tickets`), sends
it back (`returns`), thinks less of Fernhill (`surveys`), and may not buy for a while (`deliveries`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws
from generator.business import buying
from generator.business.customer_base import CustomerBase
from generator.business.order_history import Drawn, per_order
from generator.business.waiting import EXPONENTIAL, packing
from generator.clock import DAY_SECONDS
from generator.memo import per_world
from generator.world import World

IN_STORE, ON_TIME, LATE = np.arange(3, dtype=np.uint8)
PICKING, LAST_VAN = 2 * 3600, 16 * 3600  # seconds: work on an order; when the van leaves
MOST_DAYS_HELD_UP = 21
NEVER = 1 << 60  # a second that does not come


@per_world
def carrier_lookup(world: World) -> np.ndarray:
    """Region × 16 bits -> carrier."""
    carriers = world.scenario.deliveries.carriers
    factors = [{str(name): factor for name, factor in carrier.regions.items()} for carrier in carriers]
    shares = [carrier.share for carrier in carriers]
    weights = [
        [share * own.get(region, 1.0) for share, own in zip(shares, factors, strict=True)]
        for region in world.pools.regions
    ]
    return np.array([draws.lookup(row) for row in weights])


@per_world
def transit_lookup(world: World) -> np.ndarray:
    """Carrier × 16 bits -> days on the way if nothing holds it up."""
    return 1 + np.array([draws.lookup(carrier.transit) for carrier in world.scenario.deliveries.carriers])


@per_world
def held_up_edge(world: World) -> np.ndarray:
    """Carrier -> edge out of 65,536 below which a parcel is held up."""
    chance = np.array([carrier.held_up for carrier in world.scenario.deliveries.carriers])
    # A whole number lies below an edge if it lies below the next whole number.
    return np.ceil(chance * 65536.0).astype(np.int32)


@per_world
def mean_wait(world: World) -> np.ndarray:
    """Day of the run and beyond -> mean wait until an order of that day is packed (seconds)."""
    weeks = packing(world)
    return weeks.mean_wait.take(weeks.week_of_day)


@per_world
def store_lookup(world: World) -> np.ndarray:
    """Acquisition channel × 16 bits -> whether an order is placed in a store (see `buying.draw_orders`)."""
    return buying.channel_lookup(world) > buying.APP


@dataclass(frozen=True)
class Parcels:
    """How each of some orders travels (arrays by order; of those in stores only `kind` has a meaning).

    `kind`: `IN_STORE`, `ON_TIME` or `LATE`. `carrier`: code. `shipped`, `promised`, `delivered`: days since
    1970, also after the run's end (int32, for a block keeps those of all its orders).
    """

    kind: np.ndarray
    carrier: np.ndarray
    shipped: np.ndarray
    promised: np.ndarray
    delivered: np.ndarray

    def only(self, which: np.ndarray) -> Parcels:
        """Some of them (positions)."""
        return Parcels(**{name: array.take(which) for name, array in vars(self).items()})

    @property
    def due(self) -> np.ndarray:
        """Second (since 1970) at which the promised day ends."""
        return (self.promised.astype(np.int64) + 1) * DAY_SECONDS


@per_order
def sent(base: CustomerBase, orders: Drawn) -> Parcels:
    """The parcel of each order."""
    return send(base, buying.keys(base, orders), orders.customer, buying.seconds(base, orders))


@per_order
def late_from(base: CustomerBase, orders: Drawn) -> np.ndarray:
    """The second (since 1970) from which the customer knows that the parcel is late; `NEVER` if it is not."""
    parcels = sent(base, orders)
    return np.where(parcels.kind == LATE, parcels.due, NEVER)


def send(base: CustomerBase, key: np.ndarray, customer: np.ndarray, second: np.ndarray) -> Parcels:
    """The parcels of orders, also after the run.

    `key`: of the orders, for draws. `customer`: position in the block. `second`: at which each was placed
    (since 1970).
    """
    world, came, region = base.world, base.who.channel.take(customer), base.who.region.take(customer)
    rules, bits = world.scenario.deliveries, draws.bits(key, 6)
    day = second // DAY_SECONDS
    wait = draws.chosen(EXPONENTIAL, bits, 0)
    wait *= mean_wait(world).take(day - world.clock.first_day)
    shipped = wait.astype(np.int64)
    shipped += second
    shipped += PICKING + DAY_SECONDS - LAST_VAN
    shipped //= DAY_SECONDS
    shipped = shipped.astype(np.int32)
    carrier = draws.chosen(carrier_lookup(world), bits, 1, region)
    delivered = shipped + draws.chosen(transit_lookup(world), bits, 2, carrier)
    held = np.flatnonzero(draws.slice16(bits, 3) < held_up_edge(world).take(carrier))
    days = draws.chosen(EXPONENTIAL, draws.bits(bits.take(held)), 0) * rules.held_up_days
    delivered[held] += 1 + np.minimum(days.astype(np.int32), MOST_DAYS_HELD_UP - 1)
    promised = (day + rules.promised_days).astype(np.int32)
    in_store = draws.chosen(store_lookup(world), draws.bits(key, 1), 0, came)
    kind = np.where(in_store, IN_STORE, np.where(delivered > promised, LATE, ON_TIME))
    return Parcels(kind, carrier, shipped, promised, delivered)
