"""Ghosts: the same company under what somebody said she would do, beside what she did.

Both are booked as play books them (`generator.play.why`): what the company is worth after each quarter, in
cents. The gap of a quarter is by how much the rule moved that more than the deeds did, so gaps add up to the
gap in value, to the cent.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from generator.engines import engine_for
from generator.errors import WrongUse
from generator.play.cents import cents
from generator.play.company import company_from
from generator.play.game import Game, Position
from generator.play.why import moved, worth_now
from generator.policy import Decision, Policy, decisions
from generator.scenario.model import Scenario
from generator.simulate.valuing import leave_stopping_to_the_first_process
from generator.simulate.vectors import Vectors


@dataclass(frozen=True)
class Player:
    """Who played: on which company (its file, see `write_company`), by which rule, and what she did.

    `deeds`: the decision of each quarter that she played. `booked`: what play told her that the company was
    worth after each (cents, from its log); without it her deeds are replayed, which takes as long again.
    """

    company: Path
    rule: Policy
    deeds: tuple[Decision, ...]
    booked: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ghost:
    """The stated rule beside the deeds; whole cents, discounted to the start.

    `start`: what the company was worth. `rule`, `deeds`: what it was worth after each quarter. `gap`: of each
    quarter, rule less deeds.
    """

    start: int
    rule: tuple[int, ...]
    deeds: tuple[int, ...]

    @property
    def gap(self) -> tuple[int, ...]:
        """By quarter."""
        away = [0, *(one - other for one, other in zip(self.rule, self.deeds, strict=True))]
        return tuple(after - before for before, after in pairwise(away))

    @property
    def value_gap(self) -> int:
        """The price of falling back."""
        return self.rule[-1] - self.deeds[-1]


def ghosts(
    players: Sequence[Player], scenario: Scenario, workers: int = 1, pressed: bool = True
) -> list[Ghost]:
    """A ghost for each player, in their order. Players of one company should stand together.

    Raises `WrongUse` for a rule that does not fit the scenario, a company's file that is none, or somebody
    who has not played.
    """
    asked = []
    for player in players:
        if not player.deeds:
            raise WrongUse(f"Nobody has played {player.rule.name} yet: a ghost needs at least one quarter.")
        if player.booked and len(player.booked) != len(player.deeds):
            raise WrongUse(
                f"{player.rule.name}: {len(player.deeds)} quarters were played, and {len(player.booked)} are "
                f"booked; give one amount for each."
            )
        rule = decisions(player.rule, scenario, len(player.deeds))
        asked.append((str(player.company), tuple(rule), player.deeds, player.booked, pressed))
    with engine_for(None, workers) as engine:
        found = dict(engine.map(_ghost, asked))
    return [found[number] for number in range(len(asked))]


def _ghost(asked: tuple[str, tuple[Decision, ...], tuple[Decision, ...], tuple[int, ...], bool]) -> Ghost:
    leave_stopping_to_the_first_process()
    path, rule, deeds, booked, pressed = asked
    game = _game(path)
    expected = worth_now(game, game.start)
    start = _Booked(game.start, expected, cents(expected))

    def course(plan: tuple[Decision, ...], begun: list[_Booked]) -> list[_Booked]:
        found = list(begun)
        for decision in plan[len(begun) - 1 :]:
            found.append(_next(game, found[-1], decision, pressed))
        return found

    by_rule = course(rule, [start])
    same = [said == done for said, done in zip(rule, deeds, strict=True)]
    kept = same.index(False) if False in same else len(same)
    done = booked or tuple(one.booked for one in course(deeds, by_rule[: kept + 1])[1:])
    return Ghost(start.booked, tuple(one.booked for one in by_rule[1:]), done)


@dataclass(frozen=True)
class _Booked:
    """A moment, what the company is worth at it (EUR), and that as booked from the start (cents)."""

    position: Position
    expected: float
    booked: int


def _next(game: Game, at: _Booked, decision: Decision, pressed: bool) -> _Booked:
    turn = game.play(at.position, decision, pressed)
    why, expected = moved(game, at.position, at.expected, turn, pressed)
    return _Booked(turn.after, expected, at.booked + sum(why.values()))


@lru_cache(maxsize=2)
def _game(path: str) -> Game:
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        return Game(company_from(data, Vectors()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongUse(f"{path} is no file of a company to be played.") from error
