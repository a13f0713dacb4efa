"""Deadlines in seconds in which code could have run: a busy machine does not bring them nearer."""

from __future__ import annotations

import time


class Deadline:
    """So many seconds from now on, and more by what is given back; `patience` times as many at most.

    It ends with the deadline that it lies `within`, at most `spare` seconds after that. What is given to it
    is given to that one, too.
    """

    def __init__(
        self, seconds: float, patience: float = 1.0, within: Deadline | None = None, spare: float = 0.0
    ) -> None:
        """Begin now."""
        self._began = time.monotonic()
        self._seconds, self._most = seconds, max(1.0, patience) * seconds
        self._within, self._spare = within, spare
        self._given = 0.0

    def give(self, seconds: float) -> None:
        """Give back what passed without a processor; less than nothing for more than one at a time."""
        self._given += seconds
        if self._within is not None:
            self._within.give(seconds)

    def left(self) -> float:
        """Seconds that are left if nothing more is given back; none or less once it has passed."""
        passed = time.monotonic() - self._began
        left = min(self._seconds + self._given, self._most) - passed
        return left if self._within is None else min(left, self._within.left() + self._spare)

    @property
    def passed(self) -> bool:
        """Whether it has."""
        return self.left() <= 0
