"""A lesson's debrief: `solutions/<lesson>/debrief.py`.

It holds `ASKS`, names of the student's notebook whose values it wants; `HEADLINE`, the fact of `stories.py`
that its first figure tells and by what it is multiplied there; `facts(company, truth)`, what is the same for
everybody with this company; and `debrief(facts, answers, guesses)`, which gives the blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.debrief.blocks import Block, checked
from staffroom.debrief.said import Said
from staffroom.lessons import reference
from staffroom.lessons.stories import Frames

if TYPE_CHECKING:
    from generator import Company

FILE = "debrief.py"
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Script:
    """What a lesson's `debrief.py` says."""

    asks: tuple[str, ...]
    headline: tuple[str, float]
    facts_of: Callable[..., Facts]
    blocks_of: Callable[[Facts, Mapping[str, Any], Mapping[str, Any]], Sequence[Block]]

    def facts(self, company: Company) -> Facts:
        """What is so in this company, which must have its truth: once for all who share it."""
        return self.facts_of(
            Frames(company.table, company.tables), Frames(company.truth.table, company.truth.names)
        )

    def blocks(self, facts: Facts, said: Said) -> tuple[Block, ...]:
        """What is told to one student. Raises `UserError` where it breaks a rule of `blocks`."""
        return checked(self.blocks_of(facts, dict(said.answers), dict(said.guesses)))


def load(lesson: Path) -> Script | None:
    """The debrief in a lesson's folder; None if it has none. Raises `UserError` if it cannot be read."""
    path = lesson / FILE
    if not path.is_file():
        return None
    beside = {"reference": reference.load(lesson)} if (lesson / reference.FILE).is_file() else {}
    module = reference.load_file(path, **beside)
    missing = [name for name in ("ASKS", "HEADLINE", "facts", "debrief") if not hasattr(module, name)]
    if missing:
        raise UserError(f"{path}: it has no `{missing[0]}`.")
    return Script(tuple(module.ASKS), tuple(module.HEADLINE), module.facts, module.debrief)
