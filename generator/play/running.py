"""Decisions one after the other in a game, with everything that each quarter shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.play import outcomes
from generator.play.cents import cents
from generator.play.decision import Decision
from generator.play.elementary import added
from generator.play.game import Game, Turn
from generator.play.outcomes import Ledger
from generator.play.why import moved, worth_now


@dataclass(frozen=True)
class Shown:
    """What one quarter shows.

    `why`: cents by term, discounted to the start (see `generator.play.why`; empty where chance decides).
    `position`: cents that the company is worth then, discounted to the start, profits so far included.
    `equity`, `equity_estimated`: EUR at the quarter's end, as it is and as the company would put it. `nps`:
    as measured and as it is. `spent`, `budget`: cents, of newcomers and offers; `scale`: share of the plan
    that the budget allowed.
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
class Run:
    """Decisions in a game: its worth before the first quarter (cents), and what each quarter shows."""

    start: int
    quarters: list[Shown]


def run(game: Game, plan: Sequence[Decision], pressed: bool = True) -> Run:
    """Carry out decisions, quarter by quarter. `pressed`: with the events that press."""
    position, before, shown = game.start, None, []
    expected = worth_now(game, position)
    booked = start = cents(expected)
    for number, decision in enumerate(plan, 1):
        turn = game.play(position, decision, pressed)
        why, expected = moved(game, position, expected, turn, pressed)
        for part in why.values():
            booked += part
        shown.append(shown_of(game, number, turn, before, why, booked, expected))
        position, before = turn.after, turn
    return Run(start, shown)


def shown_of(
    game: Game,
    number: int,
    turn: Turn,
    before: Turn | None,
    why: dict[str, int],
    booked: int,
    equity: float,
) -> Shown:
    """What a turn shows."""
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
        nps=game.voice.nps(done, turn.influence),
        latency_days=outcomes.latency_days(game, turn),
        surplus=outcomes.surplus(game, turn),
        live=game.arrays.total(done.mass),
        newcomers=game.arrays.total(done.came),
        spent=cents(added(turn.acquisition) + turn.offers),
        budget=cents(turn.budget),
        scale=turn.scale,
    )
