"""What a planted story is: a statistic, and bounds inside which it lies on practically every seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.stories.ledger import Ledger


@dataclass(frozen=True)
class Story:
    """A planted story: `measure` gives a number from a `Ledger`, which lies between `low` and `high`.

    `says`: what is seen, with the unit of the number in brackets. `planted`: which numbers of the scenario
    cause it. `truth`: whether it takes the truth tables to see it.
    """

    name: str
    lesson: str
    says: str
    planted: str
    measure: Callable[[Ledger], float]
    low: float = float("-inf")
    high: float = float("inf")
    truth: bool = False

    def holds(self, ledger: Ledger) -> bool:
        """Whether the story can be seen in this company."""
        return self.low <= self.measure(ledger) <= self.high
