"""Run a policy on a company in expected mode, quarter by quarter, with everything that each quarter shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.errors import WrongUse
from generator.policy import Decision, Policy, decisions, read_policy
from generator.scenario import read_scenario
from generator.scenario.model import Scenario
from generator.simulate import outcomes
from generator.simulate.cents import cents
from generator.simulate.game import Game, Turn
from generator.simulate.outcomes import Ledger
from generator.simulate.rows import people_of
from generator.simulate.why import moved, worth_now

MOST_QUARTERS = 12


@dataclass(frozen=True)
class Shown:
    """What one quarter shows.

    `why`: cents by term, discounted to the start (see `generator.simulate.why`). `position`: cents that the
    company is worth then, discounted to the start, profits so far included. `equity`, `equity_estimated`:
    EUR at the quarter's end, as it is and as the company would put it. `nps`: as measured
    and as it is. `spent`, `budget`: cents, of newcomers and offers; `scale`: share of the plan that the
    budget allowed.
    """

    number: int
    decision: Decision
    stage: int
    ledger: Ledger
    why: dict[str, int]
    position: int
    equity: float
    equity_estimated: float
    lenses: dict[str, float]
    nps: tuple[float, float]
    latency_days: float
    surplus: float
    live: float
    newcomers: float
    spent: int
    budget: int
    scale: float


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
    if not 1 <= quarters <= MOST_QUARTERS:
        raise WrongUse(f"quarters must be between 1 and {MOST_QUARTERS}; found {quarters}.")
    asked, what = read_policy(policy), read_scenario(scenario)
    plan = decisions(asked, what, quarters)
    game = Game(people_of(what, seed, customers, quarters))
    return run(game, plan, asked, seed, customers, pressed)


def run(
    game: Game, plan: list[Decision], policy: Policy, seed: int, customers: int, pressed: bool = True
) -> Simulation:
    """Run decisions in a game that is made already."""
    position, before, shown = game.start, None, []
    expected = worth_now(game, position)
    booked = start = cents(expected)
    for number, decision in enumerate(plan, 1):
        turn = game.play(position, decision, pressed)
        why, expected = moved(game, position, expected, turn, pressed)
        booked += sum(why.values())
        shown.append(_shown(game, number, turn, before, why, booked, expected))
        position, before = turn.after, turn
    return Simulation(policy, game.scenario, seed, customers, start, shown)


def _shown(
    game: Game,
    number: int,
    turn: Turn,
    before: Turn | None,
    why: dict[str, int],
    booked: int,
    equity: float,
) -> Shown:
    done = turn.done
    return Shown(
        number=number,
        decision=turn.decision,
        stage=turn.house.stage,
        ledger=outcomes.ledger(game, turn),
        why=why,
        position=booked,
        equity=equity,
        equity_estimated=outcomes.estimated_equity(game, turn, before),
        lenses=outcomes.lenses(game, turn, before),
        nps=outcomes.nps(game, turn),
        latency_days=outcomes.latency_days(game, turn),
        surplus=outcomes.surplus(game, turn),
        live=float(done.mass.sum()),
        newcomers=float(done.came.sum()),
        spent=cents(float(turn.acquisition.sum()) + turn.offers),
        budget=cents(turn.budget),
        scale=turn.scale,
    )
