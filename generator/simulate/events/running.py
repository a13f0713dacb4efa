"""Run a policy on a company in event mode, quarter by quarter, with everything that each quarter shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.play.cents import cents
from generator.play.game import Turn
from generator.play.running import shown_of
from generator.play.why import worth_now
from generator.policy import Decision, Policy
from generator.scenario.model import Scenario
from generator.simulate.events.further import most_doubles
from generator.simulate.events.game import EventGame
from generator.simulate.rows import people_of
from generator.simulate.running import Simulation, read_plan


@dataclass(frozen=True)
class EventSimulation(Simulation):
    """A policy on a company, in events.

    As in expected mode, with whole people: `quarters` show what happened, and at what is then to be expected
    of those who are there. `game`, `turns`: for `event_log`.
    """

    game: EventGame
    turns: list[Turn]

    @property
    def mode(self) -> str:
        """Event."""
        return "event"

    @property
    def noise(self) -> int:
        """Which luck; 0 is the company's own."""
        return self.game.chances.noise


def simulate_events(
    policy: str | Path | Policy,
    scenario: str | Path | Scenario = "fernhill",
    customers: int = 8_000,
    seed: int = 7,
    quarters: int = 8,
    pressed: bool = True,
    noise: int = 0,
) -> EventSimulation:
    """Run a policy in event mode.

    As `generator.simulate.simulate`, and `noise`: 0 for the company's own luck, any other number from 1 on
    for other luck of the same people under the same policy; the mean over noises is what expected mode
    says. In what it gives `why` is empty: what moved value can be told from luck only in expected mode.
    `event_log` tells it person by person. Raises `WrongUse` for a policy or scenario that cannot be used,
    one sentence each.
    """
    asked, what, plan = read_plan(policy, scenario, quarters)
    people = people_of(what, seed, customers, quarters)
    game = EventGame(people, most_doubles(what, plan), noise)
    return run_events(game, plan, asked, seed, customers, pressed)


def run_events(
    game: EventGame, plan: list[Decision], policy: Policy, seed: int, customers: int, pressed: bool = True
) -> EventSimulation:
    """Run decisions in a game that is made already."""
    position, turns, shown = game.start, [], []
    start = cents(worth_now(game, position))
    earned, factor, before = 0.0, 1.0, None
    for number, decision in enumerate(plan, 1):
        turn = game.play(position, decision, pressed)
        factor *= game.kernel.per_quarter
        earned += factor * turn.profit
        equity = worth_now(game, turn.after)
        shown.append(shown_of(game, number, turn, before, {}, cents(earned + factor * equity), equity))
        turns.append(turn)
        position, before = turn.after, turn
    return EventSimulation(policy, game.people.scenario, seed, customers, start, shown, game, turns)
