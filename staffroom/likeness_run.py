"""Look how like real retailers a company is: measure it, put a real log beside it, draw both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.company import Company
from generator.errors import WrongUse
from generator.realism.log import Log
from generator.realism.of_company import logs_of
from generator.realism.read import columns_of, read_log
from generator.realism.taking import Measure, bands_meant, take
from staffroom.likeness import FORMATS, write_page


@dataclass(frozen=True)
class Likeness:
    """What was found: the window's log and its measures, and those of the real log beside it.

    `customers`: how many came to the company up to its end.
    """

    customers: int
    log: Log
    measures: list[Measure]
    other_log: Log | None = None
    other: list[Measure] | None = None

    def as_data(self) -> dict:
        """The same for a program to read."""
        outside = [one.name for one in self.measures if one.verdict == "outside"]
        data = {
            "realistic": not outside,
            "window": self.log.window,
            "measures": [one.__dict__ for one in self.measures],
        }
        if self.other is not None:
            values = {one.name: one.value for one in self.other}
            data["against"] = {"name": self.other_log.name, "window": self.other_log.window, "values": values}
        return data


Real = tuple[Log, Log]


def asked(against: Path | None, columns: str, plot: Path | None) -> Real | None:
    """The real log that was asked for. Raises `WrongUse` or `UserError` before any work is done."""
    if plot is not None and plot.suffix.lower() not in FORMATS:
        raise WrongUse(f"--plot takes a name that ends in {' or '.join(FORMATS)}; found {plot.name}.")
    if columns and against is None:
        raise WrongUse("--columns says how to read the file of --against; give that too.")
    return read_log(against, columns_of(columns)) if against is not None else None


def look(folder: str, real: Real | None, plot: Path | None) -> Likeness:
    """Measure a company, and a real log if there is one, each on at most 24 months; draw if asked.

    Beside a shorter log the company is measured on as many months, because some measures grow with the
    window; but not on fewer than 18, for which the bands hold.
    """
    company = Company.open(folder)
    months = None
    if real is not None and 17.5 <= real[0].months < 23.5:
        months = round(real[0].months)
    window, whole = logs_of(company, months)
    found = take(window, whole, bands_meant(company.manifest.scenario))
    other = take(*real) if real is not None else None
    if plot is not None:
        write_page(plot, [(window, whole), *([real] if real else [])], found, other)
    return Likeness(company.manifest.came, window, found, real[0] if real else None, other)
