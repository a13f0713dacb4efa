"""The customers of a block: who they are, before anything is done to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator import draws, maths
from generator.business.people import People
from generator.business.readers import Readers
from generator.latents import Latents, draw_latents
from generator.world import World


@dataclass(frozen=True)
class CustomerBase:
    """Customers of a block: their numbers, their nature, and what was decided when they came."""

    world: World
    ids: np.ndarray
    latents: Latents
    who: People

    @classmethod
    def of(cls, world: World, first: int, count: int) -> CustomerBase:
        """Customers `first` … `first + count - 1` (counted from 0) who come before the end of the run."""
        base = cls.numbered(world, np.arange(first + 1, first + count + 1))
        here = base.who.joined < world.clock.end_week
        return base if here.all() else cls.numbered(world, base.ids[here])

    @classmethod
    def numbered(cls, world: World, ids: np.ndarray) -> CustomerBase:
        """The customers with these numbers, whenever they come; numbers may repeat."""
        score = world.newcomers.score(ids)
        latents = draw_latents(world.scenario, world.laws, world.seed, ids, score)
        return cls(world, ids, latents, People(world, ids, latents))

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def readers(self) -> Readers:
        """Who might be written to by e-mail, and until when, if no e-mail came."""
        return Readers.of(self.world, self.ids, self.who.joined, self.latents)

    @cached_property
    def app_from(self) -> np.ndarray:
        """Operational week from which each customer has the app (infinite: never)."""
        app, clock = self.world.scenario.app, self.world.clock
        if app.share_logit is None:
            return np.full(len(self.ids), np.inf)
        key = draws.keys(self.world.seed, "app", self.ids)
        utility = maths.exp(-(app.share_logit + app.rate_load * self.latents.z_rate))
        takes = draws.uniform(draws.bits(key, 0)) * (1.0 + utility) < 1.0
        wait = -maths.log(draws.uniform(draws.bits(key, 1))) * app.mean_wait_weeks
        launch = clock.week_of_month(app.launch_month)
        return np.where(takes, np.maximum(self.who.joined, launch) + wait, np.inf)
