"""What a messy company is: tables of text, a later delivery, and the answer key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.schema import TABLES, Table

if TYPE_CHECKING:
    import pandas as pd

KEY_COLUMNS = ("table", "row_key", "column", "kind", "true_value")
#: What each kind of damage means, and what the key's `true_value` holds.
KINDS = {
    "missing_random": "left out, by lot alone; the value",
    "missing_by_other": "left out, more often for some values of another column; the value",
    "missing_by_value": "left out, more often for some values of its own; the value",
    "wrong_unit": "in another unit, such as cents for euros; the value in the right one",
    "time_zone": "a local time written as if it were UTC; the time in UTC",
    "encoding": "UTF-8 read as Latin-1; the text",
    "duplicate_exact": "the row stands twice, letter by letter; nothing",
    "duplicate_near": "a copy under a key of its own, with slips; the key of the row that it copies",
    "late": "in the later delivery; nothing",
}
BETWEEN = "|"
"""Stands between the parts of a row's key."""


@dataclass(frozen=True)
class Messy:
    """A company as a careless source would deliver it.

    `tables`, `late`: name -> DataFrame in which every cell is text or missing: the first delivery, and rows
    that came later. `key`: DataFrame with `KEY_COLUMNS`, one row per damage; a row's key is the values of
    the table's key columns, joined by `|`. `schema`: what the tables and their columns are. `about`: from
    which company and recipe it was made.
    """

    tables: dict[str, pd.DataFrame]
    late: dict[str, pd.DataFrame]
    key: pd.DataFrame | None
    schema: dict[str, Table] = field(default_factory=lambda: dict(TABLES))
    about: dict = field(default_factory=dict)
