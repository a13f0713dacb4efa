"""Regions and cities that differ in their needs, and a group that is passed over without being named."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.stories.ledger import Ledger, once

TARGETED = 1_500 / 8_000  # offers for each customer
GARDEN = ("Stow", "Terra")


@once
def garden_share(ledger: Ledger) -> pd.DataFrame:
    """For each customer, order lines and those from storage and garden, with city and region."""
    own = ledger.lines["line"].isin(GARDEN).groupby(ledger.lines["customer_id"]).agg(["size", "sum"])
    home = ledger.table("customers").set_index("customer_id")[["city", "region"]]
    return home.join(own)


def regions_differ(ledger: Ledger) -> float:
    """Share of storage and garden in order lines: Coast less North."""
    sums = garden_share(ledger).groupby("region")[["sum", "size"]].sum()
    share = sums["sum"] / sums["size"]
    return float(share["Coast"] - share["North"])


def shrinking_helps(ledger: Ledger) -> float:
    """Error of shrunken city shares over that of raw ones: half of the customers foretells the other half."""
    table = garden_share(ledger)
    share = table["sum"] / table["size"]
    errors = np.zeros(2)
    for half in (0, 1):
        known, other = share[table.index % 2 == half], share[table.index % 2 != half]
        city = known.groupby(table["city"]).agg(["mean", "size"])
        region = known.groupby(table["region"]).mean()
        own = table.drop_duplicates("city").set_index("city")["region"]
        centre = city.index.map(own).map(region).to_numpy()
        noise = known.groupby(table["city"]).var().mean() / city["size"]
        gap = city["mean"] - centre
        # What is left of the spread of cities when chance is taken out (method of moments).
        spread = max(float((gap**2 - noise).mean()), 0.0)
        shrunken = centre + gap * spread / (spread + noise)
        seen = other.groupby(table["city"]).agg(["mean", "size"]).reindex(city.index)
        weight = seen["size"]
        errors += [(weight * (guess - seen["mean"]) ** 2).sum() for guess in (shrunken, city["mean"])]
    return float(errors[0] / errors[1])


@once
def _group(ledger: Ledger) -> pd.DataFrame:
    """Each customer's value so far, and whether she belongs to the protected group."""
    group = ledger.table("truth_customers").set_index("customer_id")["protected_group"]
    value = ledger.lines.groupby("customer_id")["paid_eur"].sum().reindex(group.index, fill_value=0.0)
    return pd.DataFrame({"value": value, "group": group})


def passed_over(ledger: Ledger) -> float:
    """Rate at which the best customers rule takes people of the group, over the rate for the others."""
    table = _group(ledger)
    taken = table["value"].rank(ascending=False) <= TARGETED * len(table)
    rate = taken.groupby(table["group"]).mean()
    return float(rate[True] / rate[False])


def equal_rates_keep(ledger: Ledger) -> float:
    """Value reached with equal rates for both, over the value reached by the best customers rule."""
    table = _group(ledger)
    best = table["value"].nlargest(round(TARGETED * len(table))).sum()
    own = table.groupby("group")["value"]
    equal = sum(part.nlargest(round(TARGETED * len(part))).sum() for _, part in own)
    return float(equal / best)


def device_hints(ledger: Ledger) -> float:
    """Share of the group among those with an old phone, over its share among all."""
    device = ledger.table("customers").set_index("customer_id")["device"]
    group = _group(ledger)["group"]
    return float(group[device == "old phone"].mean() / group.mean())
