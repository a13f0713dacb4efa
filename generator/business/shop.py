"""The shop: the table of products, and what the codes of products and orders stand for."""

from __future__ import annotations

import numpy as np

from generator.catalogue import FAMILIES
from generator.world import World

ORDER_CHANNELS = ("web", "app", "store")


def products_table(world: World) -> dict[str, np.ndarray]:
    """Columns of `products`."""
    catalogue, count = world.catalogue, len(world.catalogue.line)
    return {
        "product_id": np.arange(1, count + 1),
        "product_name": np.arange(count),
        "line": catalogue.line,
        "brand": catalogue.line,
        "list_price_eur": catalogue.price_cents,
        "unit_cost_eur": catalogue.cost_cents,
        "launched_on": catalogue.launched,
    }


def product_names(world: World) -> list[str]:
    """Names in order of product number: family, size, line."""
    names = []
    for line in world.scenario.lines:
        kinds = world.pools.products.get(line.kind) or [f"{line.kind} {k + 1}" for k in range(FAMILIES)]
        names += [f"{line.name} {kind} {size}" for kind in kinds for size in world.pools.products["sizes"]]
    return names


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    lines = world.scenario.lines
    return {
        ("products", "product_name"): product_names(world),
        ("products", "line"): [line.name for line in lines],
        ("products", "brand"): [line.brand for line in lines],
        ("orders", "channel"): list(ORDER_CHANNELS),
    }
