"""A company's own people in the chair's hands: the game of `generator.play` on NumPy's arrays."""

from __future__ import annotations

from generator.play import game as play
from generator.play.game import PAST, Position, Turn
from generator.simulate.company import company_of
from generator.simulate.rows import People

__all__ = ["PAST", "Game", "Position", "Turn"]


class Game(play.Game):
    """A company with everything worked out that decisions do not change.

    `people`: all that it starts from; `scenario`: theirs.
    """

    def __init__(self, people: People, quarters: int | None = None):
        super().__init__(company_of(people), quarters)
        self.people, self.scenario = people, people.scenario
