"""With the answer key, clean again: what a perfect cleaning would give."""

from __future__ import annotations

import pandas as pd

from generator.errors import WrongUse
from generator.mess.messy import Messy
from generator.mess.text import columns_of, row_keys
from generator.schema import TABLES, Table
from generator.storage import digest

CELLS = ("missing_random", "missing_by_other", "missing_by_value", "wrong_unit", "time_zone", "encoding")


def undo(messy: Messy) -> dict[str, pd.DataFrame]:
    """The clean tables, as text, with every damage in the key undone. Raises `WrongUse` without a key."""
    if messy.key is None:
        raise WrongUse("Without its answer key a messy company cannot be made clean.")
    return {name: _one(name, messy) for name in messy.tables}


def digests(tables: dict[str, pd.DataFrame], schema: dict[str, Table] = TABLES) -> dict[str, str]:
    """The logical digest of each table of text; of clean tables it is that of the company's manifest."""
    found = {}
    for name, frame in tables.items():
        columns, vocabulary = columns_of(schema[name], frame)
        found[name] = digest.as_text(digest.digest_rows(schema[name], columns, vocabulary))
    return found


def _one(name: str, messy: Messy) -> pd.DataFrame:
    table, key = messy.schema[name], messy.key[messy.key["table"] == name]
    parts = [messy.tables[name], *([messy.late[name]] if name in messy.late else [])]
    frame = pd.concat(parts, ignore_index=True)
    keys = row_keys(table, frame)
    invented = keys.isin(key.loc[key["kind"] == "duplicate_near", "row_key"])
    repeated = keys.duplicated() & keys.isin(key.loc[key["kind"] == "duplicate_exact", "row_key"])
    keep = ~(invented | repeated)
    frame, keys = frame[keep].reset_index(drop=True), keys[keep].reset_index(drop=True)
    place = pd.Series(frame.index, index=keys)
    for column, notes in key[key["kind"].isin(CELLS)].groupby("column"):
        frame.loc[place[notes["row_key"]].to_numpy(), column] = notes["true_value"].to_numpy()
    return frame
