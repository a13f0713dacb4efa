"""What is known of how an answer came about: which merges were made, from which tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from classroom.check.merges import Merge


@dataclass(frozen=True)
class Clues:
    """The merges of the call that gave an answer, in order, and its tables by the names of the page."""

    merges: Sequence[Merge] = ()
    tables: Mapping[str, Any] = field(default_factory=dict)

    def multiplied(self) -> str:
        """The sentence on the first merge that multiplied rows; empty if there was none."""
        return next((merge.in_words() for merge in self.merges if merge.multiplies), "")

    def grown(self) -> str:
        """The same, or else on the first merge that made more rows than its left table had."""
        longer = (merge.in_words() for merge in self.merges if merge.rows > merge.left)
        return self.multiplied() or next(longer, "")
