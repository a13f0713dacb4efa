"""What is asked of a run, checked: the world, the end, the format, the place."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
from pathlib import Path

from generator.errors import WrongUse
from generator.scenario import Scenario
from generator.storage.folder import FolderRun
from generator.storage.place import Folder, place_of
from generator.storage.store_run import StoreRun
from generator.world import World

FORMATS = ("parquet", "csv", "duckdb")
Run = FolderRun | StoreRun


def world_of(scenario: Scenario, seed: int, customers: int, until: dt.date | str | None = None) -> World:
    """The world of these arguments. Raises `WrongUse` for those that cannot be."""
    for name, value in (("customers", customers), ("seed", seed)):
        if not isinstance(value, int) or isinstance(value, bool):
            raise WrongUse(f"{name} must be a whole number; found {value!r}.")
    return World(scenario, seed, customers, None if until is None else read_day(until))


def read_day(text: dt.date | str) -> dt.date:
    """A date. Raises `WrongUse` if the text is none."""
    if isinstance(text, dt.datetime):
        return text.date()
    if isinstance(text, dt.date):
        return text
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        raise WrongUse(
            f"`{text}` is not a date; write it as year-month-day, for example 2025-07-01."
        ) from None


def check_format(format: str) -> None:
    """Raise `WrongUse` for an unknown format."""
    if format not in FORMATS:
        near = difflib.get_close_matches(str(format), FORMATS, 1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        raise WrongUse(f"There is no format `{format}`.{hint} Give one of {', '.join(FORMATS)}.")


def run_for(out: str | Path, format: str, content: list) -> Run:
    """The run that makes `content` in `out`. Raises `WrongUse` if this place cannot hold this format."""
    check_format(format)
    if not str(out).strip():
        raise WrongUse("No place is given for the company; give a folder or a URL.")
    key = hashlib.sha256(json.dumps([*content, format]).encode()).hexdigest()[:12]
    place = place_of(out)
    if format == "duckdb":
        if not isinstance(place, Folder):
            raise WrongUse(
                f"A DuckDB file is made on this machine; give a path instead of {place.name}, and copy it."
            )
        from generator.storage.duck import DuckRun

        return DuckRun(place.path.absolute(), key)
    if isinstance(place, Folder):
        return FolderRun(place.path.absolute(), key)
    return StoreRun(place, key)
