"""Deadlines, on a clock that goes when it is told to; and a wait that ends by them."""

from __future__ import annotations

from typing import Any

import pytest

from staffroom.grading.inside.channel import ChannelTimeout
from staffroom.grading.split import deadline
from staffroom.grading.split.deadline import Deadline
from staffroom.grading.split.line import Late, Line


class Clock:
    now = 0.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(deadline.time, "monotonic", lambda: clock.now)
    return clock


def test_what_is_given_back_moves_it_and_patience_ends_it(clock: Clock) -> None:
    until = Deadline(10, patience=3)
    clock.now = 8
    assert until.left() == 2
    until.give(5)
    assert until.left() == 7
    until.give(100)
    assert until.left() == 22
    clock.now = 30
    assert until.passed


def test_it_ends_with_the_one_it_lies_within(clock: Clock) -> None:
    whole = Deadline(20, patience=10)
    clock.now = 15
    part = Deadline(10, patience=10, within=whole)
    spared = Deadline(10, patience=10, within=whole, spare=2)
    assert (part.left(), spared.left()) == (5, 7)
    part.give(4)
    assert (whole.left(), part.left()) == (9, 9)
    clock.now = 25
    part.give(-4)  # two processors at once
    assert whole.passed and part.passed


class Working:
    """A seat whose process never answers; of each second it gets a processor for `share`."""

    def __init__(self, clock: Clock, share: float) -> None:
        self.clock, self.share = clock, share
        self.channel: Any = self
        self.usage: Any = self
        self.waited = self.used = self._unseen = 0.0

    def receive(self, seconds: float) -> Any:
        self.clock.now += max(seconds, 0.01)
        self.used += self.share * max(seconds, 0.01)
        self._unseen += (1 - self.share) * max(seconds, 0.01)
        raise ChannelTimeout

    def look(self) -> None:
        self.waited, self._unseen = self.waited + self._unseen, 0.0


@pytest.mark.parametrize(
    ("share", "used", "passed"),
    [
        (1, 30, 30),  # a processor to itself
        (0.2, 30, 150),  # a fifth of one, as on a machine that is busy with others
        (0.01, 3, 300),  # hardly any: by the clock, ten times as long at most
        (2, 30, 15),  # two at once
    ],
)
def test_a_wait_counts_seconds_in_which_the_process_could_run(
    clock: Clock, share: float, used: float, passed: float
) -> None:
    seat = Working(clock, share)
    line: Any = Line(seat)  # type: ignore[arg-type]
    with pytest.raises(Late):
        line.receive(Deadline(30, patience=10))
    assert clock.now == pytest.approx(passed, abs=1)
    assert seat.used == pytest.approx(used, abs=1)
