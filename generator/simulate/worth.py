"""What an order is worth, customer by customer: goods, parcel, returns, tickets, goodwill; all expected
values.

The expectations are those of the generator's own draws: how many lines an order has given its value, how
often lines come back, whether a claim is settled on the spot (a mean over claims, limits and order values).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import maths
from generator.business import returns
from generator.world import World

LEVELS, POINTS = 64, 128  # of an order's scale, and of the gamma law over which means are taken
WHOLE_PART = 0.5  # a partial refund is half of what was paid on average: 30 to 70 %


@dataclass(frozen=True)
class Scales:
    """Means over order values, by the logarithm of the scale of a customer's orders (a grid).

    `unit`: equally likely order values at scale 1, EUR; `values`: scale × likely order value.
    """

    logs: np.ndarray
    unit: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, world: World) -> Scales:
        """Grid of scales (rows) and equally likely order values at each (columns), EUR."""
        law = maths.gamma_curve(world.scenario.spend.p)
        u = (np.arange(POINTS) + 0.5) / POINTS
        unit = maths.exp(law(maths.normal_quantile(u)))
        unit = unit * (world.scenario.spend.p / (np.add.reduce(unit) / POINTS))
        logs = np.linspace(-4.0, 9.0, LEVELS)
        return cls(logs, unit, maths.exp(logs)[:, None] * unit)

    def at(self, log_scale: np.ndarray, means: np.ndarray) -> np.ndarray:
        """Means by grid point, at customers' own scales."""
        return np.interp(log_scale, self.logs, means)


def lines_per_order(world: World, scales: Scales) -> np.ndarray:
    """Mean lines of an order by scale: as many as wanted, but none below the smallest amount."""
    orders = world.scenario.orders
    weights = np.array(orders.line_weights) / np.add.reduce(np.array(orders.line_weights))
    most = 1.0 + np.floor(scales.values / orders.smallest_line_eur)
    wanted = np.arange(1, len(weights) + 1)
    mean = (np.minimum(wanted, most[..., None]) * weights).sum(axis=2)
    return mean.mean(axis=1)


def return_costs(
    world: World, pref: np.ndarray, store: np.ndarray, factor: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Returned lines and refunded share of value, expected (arrays by customer).

    `pref`: customer × product line, shares of an order's lines; `store`: share of orders placed in stores;
    `factor`: propensity to return.
    """
    rates = returns.return_rate(world)  # order channel × line
    chance = ((1.0 - store)[:, None] * rates[0] + store[:, None] * rates[2]) * pref
    back = np.minimum(chance.sum(axis=1) * factor, 1.0)
    full = world.scenario.returns.full_share
    return back, back * (full + (1.0 - full) * WHOLE_PART)
