"""What one hand-in may cost, all its files and archives together.

Work is counted, and before it is done; nothing looks at a clock. Whoever reads draws on the one budget of the
hand-in, so that many small things cost no more than a large one. The bounds lie far above honest work.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from staffroom.grading.preflight.say import refuse
from staffroom.grading.verdict import Reason

_CLEAR = "choose Edit › Clear Outputs of All Cells, save the notebook, and hand in that one file"


@dataclass(frozen=True)
class Bound:
    """How much of something a hand-in may have; what that is, and what the student can do, in words."""

    most: int
    what: str
    do: str


#: `bytes` are read or unpacked in search of the notebook; `marks` are brackets and texts of its JSON.
BOUNDS = {
    "files": Bound(
        10_000, "10,000 files and folders", "hand in the notebook, and only those files that it needs"
    ),
    "archives": Bound(10, "10 archives", "hand in the notebook itself"),
    "notebooks": Bound(12, "12 files that may be the notebook", "hand in the one that counts"),
    "bytes": Bound(300_000_000, "300 MB to read", _CLEAR),
    "marks": Bound(4_000_000, "4 million pieces of output", _CLEAR),
    "letters": Bound(32_000_000, "32 MB of text without outputs", "hand in the one notebook that counts"),
    "cells": Bound(3_000, "3,000 cells", "hand in the one notebook that counts"),
}


class OverBudget(Exception):
    """A hand-in is larger than it may be; `reason` says in what."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason."""
        super().__init__(reason.to_instructor)
        self.reason = reason


class Budget:
    """What is left for one hand-in."""

    def __init__(self, bounds: Mapping[str, Bound] = BOUNDS) -> None:
        """Nothing is spent yet."""
        self.bounds = bounds
        self.left: dict[str, float] = {name: bound.most for name, bound in bounds.items()}

    @classmethod
    def without_end(cls) -> Budget:
        """For files that are not a student's."""
        budget = cls()
        budget.left = dict.fromkeys(budget.left, math.inf)
        return budget

    def take(self, what: str, count: int = 1) -> None:
        """Draw on it, before the work; raises `OverBudget` if there is not so much left."""
        self.must_hold(what, count)
        self.left[what] -= count

    def must_hold(self, what: str, count: int) -> None:
        """Raise `OverBudget` if there is not so much left; nothing is drawn."""
        if count > self.left[what]:
            bound = self.bounds[what]
            raise OverBudget(
                refuse(
                    "too-large",
                    f"What you handed in has more than {bound.what}; {bound.do}.",
                    f"The hand-in, archives included, has more than {bound.what}, and was not read further.",
                )
            )
