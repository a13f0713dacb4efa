"""The world of one run: everything that is the same for all blocks, worked out once.

A world is fixed by (scenario, seed, customers, until). It holds the clock, the laws and the catalogue, and
keeps what each subject works out once (`generator.memo`). It knows no subject.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import yaml

from generator.catalogue import Catalogue
from generator.clock import EPOCH, Clock
from generator.errors import WrongUse
from generator.latents import Laws
from generator.newcomers import Newcomers
from generator.scenario import Scenario

POOLS = Path(__file__).parent / "pools"
MOST_CUSTOMERS = 2_000_000_000
MOST_YEARS = 40
DAYS_AFTER = 150  # a season runs faster than the calendar, and what an order leads to takes its time


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
    nicknames: dict[str, str]

    @classmethod
    @cache
    def read(cls) -> Pools:
        """Read the pools, once."""
        texts = {
            name: (POOLS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
            for name in ("first_names", "last_names", "nicknames", "streets", "cities")
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
            dict(line.split("\t") for line in texts["nicknames"]),
        )


class World:
    """Everything that the blocks of one run share."""

    def __init__(self, scenario: Scenario, seed: int, customers: int, until: dt.date | None = None):
        """A run of `scenario` that ends before the day `until` (default: with the scenario's last month).

        `customers`: how many are acquired in the scenario's own months. Raises `WrongUse` if a number or
        the date cannot be used.
        """
        if not 1 <= customers <= MOST_CUSTOMERS:
            raise WrongUse(f"customers must be between 1 and {MOST_CUSTOMERS:,}; found {customers:,}.")
        if not 0 <= seed < 2**63:
            raise WrongUse(f"seed must be between 0 and 2^63 - 1; found {seed}.")
        start = scenario.calendar.start.replace(day=1)
        if until is not None and not start < until <= start.replace(year=start.year + MOST_YEARS):
            raise WrongUse(
                f"until must lie after {start}, the company's first day, and at most {MOST_YEARS} years "
                f"later; found {until}."
            )
        self.scenario, self.seed, self.customers, self.until = scenario, seed, customers, until
        self.clock = Clock.of(scenario.calendar, until)
        self.memo: dict[str, object] = {}

    def __reduce__(self) -> tuple[type[World], tuple[Scenario, int, int, dt.date | None]]:
        """Worlds travel to worker processes as what they were made from."""
        return World, (self.scenario, self.seed, self.customers, self.until)

    @cached_property
    def long_clock(self) -> Clock:
        """A clock that reaches to the end of the scenario's own months, wherever the run ends."""
        calendar, clock = self.scenario.calendar, self.clock
        return clock if len(clock.month_days) - 1 > calendar.months else Clock.of(calendar)

    @cached_property
    def far_clock(self) -> Clock:
        """A clock that reaches as far as anything is drawn: into the truth's future and past it."""
        until = self.long_clock.first_day + self.long_clock.days
        until += int(self.scenario.future.weeks * 7) + DAYS_AFTER
        return Clock.of(self.scenario.calendar, EPOCH + dt.timedelta(days=until))

    @cached_property
    def newcomers(self) -> Newcomers:
        """When customers come: in the scenario's own months, and month by month after them."""
        return Newcomers.of(self.scenario, self.clock, self.customers)

    @property
    def people(self) -> int:
        """Customer numbers that blocks run over; some may come only after the end, and are left out."""
        return self.newcomers.total

    @cached_property
    def laws(self) -> Laws:
        """Inverse distribution functions of the latents."""
        return Laws.of(self.scenario)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Products and prices."""
        return Catalogue.of(self.scenario, self.seed, self.clock.first_day)

    @cached_property
    def pools(self) -> Pools:
        """Names to choose from."""
        return Pools.read()

    @cached_property
    def path(self) -> np.ndarray:
        """For each month of the run, how far the scenario's slow trends have gone: 0 … 1, then 1."""
        months, own = len(self.clock.month_days) - 1, self.scenario.calendar.months
        return np.minimum(np.arange(months) / max(own - 1, 1), 1.0)

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
