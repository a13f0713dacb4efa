"""The shop's words: what the codes of products and orders stand for."""

from __future__ import annotations

from generator.business import catalogue

ORDER_CHANNELS = ("web", "app", "store")


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    lines = world.scenario.lines
    return {
        ("products", "product_name"): catalogue.product_names(world),
        ("products", "line"): [line.name for line in lines],
        ("products", "brand"): [line.brand for line in lines],
        ("orders", "channel"): list(ORDER_CHANNELS),
    }
