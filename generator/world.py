"""The world of one run: everything that is the same for all blocks, worked out once.

A world is fixed by (scenario, seed, customers). It holds the clock, the laws, the catalogue and lookup
tables, and knows the vocabulary of every text column.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml

from generator import draws, maths
from generator.business import catalogue, contact, costs, service, trials
from generator.clock import Clock
from generator.errors import WrongUse
from generator.latents import Laws
from generator.scenario import Scenario

POOLS = Path(__file__).parent / "pools"
MOST_CUSTOMERS = 2_000_000_000


@dataclass(frozen=True)
class Pools:
    """Names to choose from, read from the committed files."""

    first_names: list[str]
    last_names: list[str]
    streets: list[str]
    cities: list[str]
    regions: list[str]
    region_of_city: np.ndarray
    products: dict[str, list[str]]

    @classmethod
    def read(cls) -> Pools:
        """Read the pools."""
        texts = {
            name: (POOLS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
            for name in ("first_names", "last_names", "streets", "cities")
        }
        cities, region = zip(*(line.split("\t") for line in texts["cities"]), strict=True)
        regions = sorted(set(region))
        products = yaml.safe_load((POOLS / "products.yaml").read_text(encoding="utf-8"))
        where = np.array([regions.index(name) for name in region], dtype=np.uint8)
        return cls(
            texts["first_names"],
            texts["last_names"],
            texts["streets"],
            list(cities),
            regions,
            where,
            products,
        )


def poisson_shares(mean: float, most: int) -> list[float]:
    """Poisson probabilities of 0 … `most`; what lies beyond counts as `most`."""
    shares = [float(maths.exp(np.array([-mean]))[0])]
    for k in range(1, most):
        shares.append(shares[-1] * mean / k)
    return [*shares, max(0.0, 1.0 - sum(shares))]


class World:
    """Everything that the blocks of one run share."""

    def __init__(self, scenario: Scenario, seed: int, customers: int):
        """Raises `WrongUse` if the seed or the number of customers cannot be used."""
        if not 1 <= customers <= MOST_CUSTOMERS:
            raise WrongUse(f"customers must be between 1 and {MOST_CUSTOMERS:,}; found {customers:,}.")
        if not 0 <= seed < 2**63:
            raise WrongUse(f"seed must be between 0 and 2^63 - 1; found {seed}.")
        self.scenario, self.seed, self.customers = scenario, seed, customers
        self.clock = Clock.of(scenario.calendar)

    def __reduce__(self):
        """Worlds travel to worker processes as what they were made from."""
        return World, (self.scenario, self.seed, self.customers)

    @cached_property
    def laws(self) -> Laws:
        """Inverse distribution functions of the latents."""
        return Laws.of(self.scenario)

    @cached_property
    def catalogue(self) -> catalogue.Catalogue:
        """Products and prices."""
        return catalogue.Catalogue.of(self.scenario, self.seed, self.clock.first_day)

    @cached_property
    def pools(self) -> Pools:
        """Names to choose from."""
        return Pools.read()

    @cached_property
    def channel_lookup(self) -> np.ndarray:
        """Acquisition channel × 16 bits -> order channel."""
        return np.array([draws.lookup(channel.order_channels) for channel in self.scenario.channels])

    @cached_property
    def preference_lookup(self) -> np.ndarray:
        """Need segment × 16 bits -> product line."""
        names = [line.name for line in self.scenario.lines]
        return np.array(
            [draws.lookup([need.preferences[name] for name in names]) for need in self.scenario.needs]
        )

    @cached_property
    def family_lookup(self) -> np.ndarray:
        """16 bits -> family within a line (Zipf)."""
        from generator.business.buying import ZIPF

        return draws.lookup(ZIPF)

    @cached_property
    def line_count_lookup(self) -> np.ndarray:
        """16 bits -> lines of an order, less one."""
        return draws.lookup(self.scenario.orders.line_weights)

    @cached_property
    def pressure(self) -> np.ndarray:
        """Product line × month -> factor on the list price that a payment aims at, in 1/65,536."""
        months = len(self.clock.month_days) - 1
        path = np.arange(months) / max(months - 1, 1)
        end = np.array([line.pressure for line in self.scenario.lines])
        return np.rint((1.0 + end[:, None] * path[None, :]) * 65536.0).astype(np.int64)

    @cached_property
    def return_rate(self) -> np.ndarray:
        """Order channel (web, app, store) × product line -> probability that a line comes back."""
        rules = self.scenario.returns
        channel = np.array([rules.online_rate, rules.online_rate, rules.store_rate])
        return channel[:, None] * np.array([line.return_factor for line in self.scenario.lines])[None, :]

    @cached_property
    def reason_lookup(self) -> np.ndarray:
        """16 bits -> reason of a return."""
        return draws.lookup(list(self.scenario.returns.reasons.values()))

    @cached_property
    def topic_lookup(self) -> np.ndarray:
        """16 bits -> topic of a ticket."""
        return draws.lookup(list(self.scenario.service.topics.values()))

    @cached_property
    def hand_off_lookup(self) -> np.ndarray:
        """16 bits -> hand-offs of a ticket."""
        return draws.lookup(poisson_shares(self.scenario.service.hand_offs, service.MOST_HAND_OFFS))

    @cached_property
    def vocabulary(self) -> dict[tuple[str, str], list[str]]:
        """(table, column) -> the texts that the column's codes stand for."""
        scenario, pools = self.scenario, self.pools
        lines = [line.name for line in scenario.lines]
        channels = [channel.name for channel in scenario.channels]
        arms = trials.arm_names(self)
        return {
            ("customers", "first_name"): pools.first_names,
            ("customers", "last_name"): pools.last_names,
            ("customers", "street"): pools.streets,
            ("customers", "city"): pools.cities,
            ("customers", "region"): pools.regions,
            ("customers", "acquisition_channel"): channels,
            ("products", "product_name"): catalogue.product_names(self),
            ("products", "line"): lines,
            ("products", "brand"): [line.brand for line in scenario.lines],
            ("orders", "channel"): ["web", "app", "store"],
            ("returns", "reason"): list(scenario.returns.reasons),
            ("campaigns", "campaign_name"): contact.campaign_names(self),
            ("campaigns", "channel"): ["mail"],
            ("campaigns", "line"): lines,
            ("campaigns", "owner"): [f"Product management {line}" for line in lines],
            ("campaigns", "objective"): [f"revenue of {line}" for line in lines],
            ("touches", "channel"): ["mail"],
            ("touches", "outcome"): ["delivered", "undeliverable"],
            ("tickets", "topic"): list(scenario.service.topics),
            ("tickets", "departments"): service.ways(),
            ("trials", "trial_id"): [trials.PRICE_TRIAL],
            ("trials", "answer"): list(trials.ANSWERS),
            ("trials", "arm"): arms,
            ("acquisition_spend", "channel"): channels,
            ("rival_prices", "line"): lines,
            ("activity_costs", "activity"): list(costs.ACTIVITIES),
            ("activity_costs", "driver"): list(costs.DRIVERS),
            ("truth_customers", "need_segment"): [need.name for need in scenario.needs],
            ("truth_customers", "first_line"): lines,
            ("truth_trials", "trial_id"): [trials.PRICE_TRIAL],
            ("truth_trials", "arm"): arms,
            ("truth_parameters", "parameter"): [place for place, _ in self.parameters],
            ("truth_parameters", "value"): [value for _, value in self.parameters],
        }

    @cached_property
    def parameters(self) -> list[tuple[str, str]]:
        """Every number of the scenario as (place, value)."""
        found: list[tuple[str, str]] = []

        def walk(place: str, value: object) -> None:
            if isinstance(value, dict):
                for key, part in value.items():
                    walk(f"{place}.{key}" if place else str(key), part)
            elif isinstance(value, list):
                for k, part in enumerate(value):
                    label = part["name"] if isinstance(part, dict) and "name" in part else k
                    walk(f"{place}.{label}", part)
            else:
                found.append((place, str(value)))

        walk("", self.scenario.model_dump(mode="json"))
        return found
