"""Carry a company on to a later date.

The longer company is made beside the old one, whole, and takes its place when it is complete; so `append` is
equal to a run to the later date by construction, and a killed one leaves the old company and is resumed. Old
parts are not reused: a part holds all that a block of customers did, so nearly every one changes when time
goes on. What that costs is the time of a new run, minutes for millions of orders.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from generator.errors import UserError, WrongUse
from generator.making.asked import read_day
from generator.making.generating import Progress, generate
from generator.scenario import Scenario
from generator.storage.held import hold
from generator.storage.manifest import DATA_VERSION, Manifest


def append(
    where: str | Path,
    until: dt.date | str,
    *,
    workers: int = 1,
    engine: str | None = None,
    scheduler: str | None = None,
    progress: Callable[[Progress], None] | None = None,
    tell: Callable[[str], None] | None = None,
) -> Manifest:
    """Make the company in `where` end on the day before `until`, and return its new manifest.

    Raises `WrongUse` if `until` is not later than its present end, and `UserError` if it was made by
    another data version or holds no scenario.
    """
    day = read_day(until)
    old = hold(where).manifest
    if not old.scenario:
        raise UserError(
            f"{where} holds no scenario in its manifest, so nobody knows how it goes on: only a company that "
            f"`centric generate` made can be appended to."
        )
    if old.seed is None:
        raise UserError(
            f"{where} does not tell the seed that it was made from, so nobody knows how it goes on: whoever "
            f"made it can make a longer one."
        )
    if old.data_version != DATA_VERSION:
        raise UserError(
            f"{where} was made by data version {old.data_version} and this makes {DATA_VERSION}: its past "
            f"would change. Generate it again, or append with the version that made it."
        )
    if day <= dt.date.fromisoformat(old.end):
        raise WrongUse(
            f"{where} already goes up to {old.end} (that day not included); give a later day than {day}."
        )
    return generate(
        where,
        scenario=Scenario.model_validate(old.scenario),
        customers=old.customers,
        seed=old.seed,
        until=day,
        truth=old.truth,
        format=old.stored,
        workers=workers,
        engine=engine,
        scheduler=scheduler,
        progress=progress,
        tell=tell,
    )
