"""Whether values are off as by a division by the wrong number, and by which, as far as the page can tell.

Each row of the answer is held against what can be counted for it in the tables of the call: rows, different
ids, rows in which a yes-or-no column is true. If (yours × one count) is (the right value × another) in every
row, the answer fits a division by the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from classroom.words import say

NEAR = 1e-6
FEW = 2
"""Up to so many counts that would fit are named; where more would, none is."""


def slip(got: np.ndarray, want: np.ndarray, labels: pd.Index | None, tables: Mapping[str, Any]) -> str:
    """The sentence if the values fit a wrong divisor or all are off by one factor; else nothing."""
    finite = np.isfinite(got) & np.isfinite(want)
    if not np.array_equal(got[~finite], want[~finite], equal_nan=True):
        return ""
    telling = finite & ((got != 0) | (want != 0))
    mine, right = got[telling], want[telling]
    if len(mine) < 2 or (mine * right <= 0).any():
        return ""
    factor = mine / right
    if _same(factor, np.ones_like(factor)):
        return ""
    counts = {}
    if labels is not None and labels.nlevels == 1 and labels.name is not None:
        for words, values in _counts(tables, labels):
            if (values[telling] > 0).all():
                counts.setdefault(words, values[telling])
    fitting = [
        words
        for words, values in counts.items()
        if any(_same(factor * values, other) and not _same(values, other) for other in counts.values())
    ]
    if 0 < len(fitting) <= FEW:
        return say("divisor.named", what=say("word.or").join(fitting))
    return say("divisor.factor") if _same(factor, np.full_like(factor, factor.mean())) else ""


def _same(some: np.ndarray, others: np.ndarray) -> bool:
    return bool(np.allclose(some, others, rtol=NEAR, atol=0))


def _counts(tables: Mapping[str, Any], labels: pd.Index) -> Iterator[tuple[str, np.ndarray]]:
    """What can be counted in each table for each label, in words; and in a whole table."""
    label = str(labels.name)
    flat = {name: _flat(table) for name, table in tables.items() if isinstance(table, pd.DataFrame)}
    flat = {name: table for name, table in flat.items() if table.columns.is_unique}
    for name, table in flat.items():
        table = _with_label(table, label, flat)
        for words, of in _countable(name, table, label):
            if label in table.columns:
                yield words, of.groupby(table[label]).sum().reindex(labels).fillna(0).to_numpy("float64")
            else:
                yield words, np.full(len(labels), float(of.sum()))


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its labels as columns."""
    return table.reset_index() if any(level is not None for level in table.index.names) else table


def _countable(name: str, table: pd.DataFrame, label: str) -> Iterator[tuple[str, pd.Series]]:
    """Words for a count, and a 1 for each row that counts."""
    yield say("divisor.rows", table=name), pd.Series(1, index=table.index)
    for column in map(str, table.columns):
        if column == label:
            continue
        if pd.api.types.is_bool_dtype(table[column].dtype):
            yield say("divisor.true", table=name, column=column), table[column].astype("int64")
        elif column.endswith("_id"):
            keys = [column, label] if label in table.columns else [column]
            once = ~table.duplicated(keys) & table[column].notna()
            yield say("divisor.ids", table=name, column=column), once.astype("int64")


def _with_label(table: pd.DataFrame, label: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table, with the label that another table gives to one of its ids if it has none itself."""
    if label in table.columns:
        return table
    for other in tables.values():
        for key in map(str, other.columns):
            shared = key.endswith("_id") and key in table.columns and label in other.columns
            if shared and key != label and other[key].is_unique:
                return table.assign(**{label: table[key].map(other.set_index(key)[label])})
    return table
