"""A lesson's numbers and sentences on any company: `solutions/<lesson>/stories.py`.

It holds `facts(company, truth)`, which gives the lesson's numbers by name, and `SENTENCES`: a sentence of the
lesson -> whether the facts bear it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from staffroom.lessons import reference

if TYPE_CHECKING:
    import pandas as pd

    from generator import Company

FILE = "stories.py"
Facts = Mapping[str, float]


@dataclass(frozen=True)
class Stories:
    """What a lesson says of any company."""

    facts_of: Callable[..., dict[str, float]]
    sentences: Mapping[str, Callable[[Facts], bool]]

    def facts(self, company: Company) -> dict[str, float]:
        """The lesson's numbers on one company: with those of the truth if it has its truth."""
        truth = Frames(company.truth.table, company.truth.names) if company.truth.names else None
        return self.facts_of(Frames(company.table, company.tables), truth)

    def ranges(self, companies: Iterable[Company]) -> pd.DataFrame:
        """One row for each number: lowest, median, highest and mean over companies."""
        import pandas as pd

        table = pd.DataFrame([self.facts(company) for company in companies]).T
        return pd.DataFrame(
            {
                "lowest": table.min(axis=1),
                "median": table.median(axis=1),
                "highest": table.max(axis=1),
                "mean": table.mean(axis=1),
            }
        )


class Frames(Mapping[str, "pd.DataFrame"]):
    """Tables by name, each read when it is asked for."""

    def __init__(self, read: Callable[[str], pd.DataFrame], names: Iterable[str]) -> None:
        """Keep the way to read a table, and the names that there are."""
        self._read, self._names = read, list(names)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """One table as a frame of its own."""
        if name not in self._names:
            raise KeyError(name)
        return self._read(name)

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)


def load(lesson: Path) -> Stories | None:
    """The stories in a lesson's folder; None if it tells none. Raises `UserError` if they cannot be read."""
    if not (lesson / FILE).is_file():
        return None
    module = reference.load_file(lesson / FILE, reference=reference.load(lesson))
    return Stories(module.facts, module.SENTENCES)
