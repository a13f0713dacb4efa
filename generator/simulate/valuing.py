"""What many courses make of one company, as a piece of work that any process can do."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from generator.play.company import Company
from generator.play.game import Game
from generator.policy import decisions
from generator.policy.grid import Course, Grid
from generator.scenario.model import Scenario

AT_ONCE = 50  # courses in one piece of work: about a quarter of a second


@dataclass(frozen=True)
class Held:
    """A company as worker processes hold it: its game is made once in each.

    `name`: of this company alone. `quarters`: of a plan. `pressed`: whether events press.
    """

    name: str
    company: Company = field(compare=False)
    scenario: Scenario = field(compare=False)
    quarters: int = 8
    pressed: bool = True


@lru_cache(maxsize=2)
def _game(held: Held) -> tuple[Game, Grid]:
    return Game(held.company), Grid(held.scenario)


@dataclass(frozen=True)
class Work:
    """What courses make of one company."""

    held: Held

    def __call__(self, courses: Sequence[Course]) -> list[float]:
        """EUR up to the horizon, of each."""
        leave_stopping_to_the_first_process()
        held, (game, grid) = self.held, _game(self.held)
        plans = [decisions(grid.policy(one, "course"), held.scenario, held.quarters) for one in courses]
        return [game.value(plan, held.pressed)[0] for plan in plans]


def leave_stopping_to_the_first_process() -> None:
    """In a worker: whoever stops the command tells its first process, which lets workers finish."""
    if multiprocessing.parent_process() is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
