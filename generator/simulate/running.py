"""Run a policy on a company in expected mode, quarter by quarter, with everything that each quarter shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.errors import WrongUse
from generator.play.running import Shown
from generator.play.running import run as carried_out
from generator.policy import Decision, Policy, decisions, read_policy
from generator.scenario import read_scenario
from generator.scenario.model import Scenario
from generator.simulate.game import Game
from generator.simulate.rows import people_of

MOST_QUARTERS = 12


@dataclass(frozen=True)
class Simulation:
    """A policy on a company: its worth before the first quarter (cents), and what each quarter shows."""

    policy: Policy
    of: Scenario
    seed: int
    customers: int
    start: int
    quarters: list[Shown]

    @property
    def mode(self) -> str:
        """Expected or event."""
        return "expected"

    @property
    def noise(self) -> int:
        """Which luck, in event mode; 0 is the company's own."""
        return 0

    @property
    def scenario(self) -> str:
        """The scenario's name."""
        return self.of.name

    @property
    def value(self) -> int:
        """Cents that the company is worth under the policy, up to the horizon."""
        return self.quarters[-1].position


def simulate(
    policy: str | Path | Policy,
    scenario: str | Path | Scenario = "fernhill",
    customers: int = 8_000,
    seed: int = 7,
    quarters: int = 8,
    pressed: bool = True,
) -> Simulation:
    """Run a policy in expected mode. `pressed`: with the events that press.

    Raises `WrongUse` for a policy or scenario that cannot be used, one sentence each.
    """
    asked, what, plan = read_plan(policy, scenario, quarters)
    game = Game(people_of(what, seed, customers, quarters))
    return run(game, plan, asked, seed, customers, pressed)


def read_plan(
    policy: str | Path | Policy, scenario: str | Path | Scenario, quarters: int
) -> tuple[Policy, Scenario, list[Decision]]:
    """A policy, a scenario, and the policy's decisions there in so many quarters.

    Raises `WrongUse` for what cannot be used, one sentence each.
    """
    check_quarters(quarters)
    asked, what = read_policy(policy), read_scenario(scenario)
    return asked, what, decisions(asked, what, quarters)


def check_quarters(quarters: int) -> None:
    """Raise `WrongUse` for a number of quarters that cannot be played."""
    if not 1 <= quarters <= MOST_QUARTERS:
        raise WrongUse(f"quarters must be between 1 and {MOST_QUARTERS}; found {quarters}.")


def run(
    game: Game, plan: list[Decision], policy: Policy, seed: int, customers: int, pressed: bool = True
) -> Simulation:
    """Run decisions in a game that is made already."""
    found = carried_out(game, plan, pressed)
    return Simulation(policy, game.people.scenario, seed, customers, found.start, found.quarters)
