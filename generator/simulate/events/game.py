"""A company in the chair's hands whose quarters happen: event mode of `generator.simulate.game`.

What is decided, what it costs and what acts when is all as in expected mode. Prospects come or stay away,
offers go to whole persons, and a quarter is made of events. What the company is worth is what is to be
expected of those who are there.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.play.decision import Decision
from generator.play.game import Position, Turn
from generator.play.house import House
from generator.play.influences import Influence
from generator.play.kernel import Quarter, Standing
from generator.simulate.events.chances import COMES, Chances
from generator.simulate.events.further import with_doubles
from generator.simulate.events.quarter import LiveQuarter, LiveStanding, live_quarter
from generator.simulate.game import Game
from generator.simulate.rows import People


class EventGame(Game):
    """A company with everything worked out that decisions do not change, and everybody's chances."""

    def __init__(self, people: People, doubles: int = 1, noise: int = 0):
        """`doubles`: further persons for each prospect, at most (see `events.further`). `noise`: 0 for the
        company's own luck."""
        super().__init__(with_doubles(people, doubles))
        self.doubles = doubles
        self.chances = Chances(self.people, noise)
        first = self.start.standing
        self.start = replace(
            self.start, standing=LiveStanding(first.mass, (), (), self.chances.clock[: len(first.mass)])
        )

    def play(self, position: Position, decision: Decision, pressed: bool = True) -> Turn:
        """Play the next quarter. `pressed`: whether the events that press come.

        Raises `ValueError` if channels bring more than the doubles that there are.
        """
        turn = super().play(position, decision, pressed)
        standing = turn.after.standing
        live = LiveStanding(standing.mass, standing.gone, standing.treated, lived(turn).clock)
        return replace(turn, after=replace(turn.after, standing=live))

    def comes(self, quarter: int, expected: np.ndarray) -> np.ndarray:
        """Which prospects come, and which of their doubles: 1 or 0."""
        low, high = int(self.people.until[quarter]), int(self.people.until[quarter + 1])
        own = len(expected) // (self.doubles + 1)
        expected = expected[:own]
        if own and expected.max() > self.doubles + 1.0:
            raise ValueError(f"{expected.max():g} times the newcomers need more than {self.doubles} doubles.")
        # One lot for all of a prospect's doubles: the more she is expected, the more of them come.
        lot = self.chances.lot(COMES, quarter, slice(low, low + own))
        further = np.arange(self.doubles + 1)[:, None]
        return (lot < expected - further).astype(np.float64).reshape(high - low)

    def offered(self, quarter: int, whom: str, mass: np.ndarray, offers: float) -> np.ndarray | None:
        """Who gets one of so many offers, of which only whole ones can be made: 1 or 0."""
        whole = int(offers + 1e-9)
        if whom == "nobody" or whole == 0:
            return None
        if whom == "random":
            live = np.flatnonzero(mass > 0.0)
            order = live[np.argsort(self.chances.offer_lot(quarter, len(mass))[live], kind="stable")]
        else:
            order = self.targeting.order(whom, len(mass))
            order = order[mass[order] > 0.0]
        share = np.zeros(len(mass))
        share[order[:whole]] = 1.0
        return share

    def happens(
        self, quarter: int, standing: Standing, influence: Influence, house: House, came: np.ndarray
    ) -> Quarter:
        """The quarter in events."""
        assert isinstance(standing, LiveStanding)
        return live_quarter(self.kernel, self.chances, quarter, standing, influence, house, came)


def lived(turn: Turn) -> LiveQuarter:
    """What happened in a turn of event mode."""
    assert isinstance(turn.done, LiveQuarter)
    return turn.done
