"""Whether an answer's values are right and only the labels of its rows are lost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from classroom.check import forms, plain
from classroom.check.alike import matches
from classroom.check.shapes import plain_like


def labels_lost(got: Any, want: Any, name: str, unit: str, tol: float | None) -> bool:
    """Whether the values are the right ones, in the right order or sorted, once nobody asks for labels."""
    if not isinstance(want, (pd.Series, pd.DataFrame)) or not _without_labels(plain.unwrapped(got)):
        return False
    bare = want.reset_index(drop=True).rename_axis(index=None)
    try:
        wanted, found = plain_like(bare, bare, name), plain_like(got, bare, name)
    except (plain.Unfit, ValueError, TypeError, KeyError):
        return False
    if any(len(found.columns[column]) != len(values) for column, values in wanted.columns.items()):
        return False
    if matches(found, wanted, unit, tol):
        return True
    for one in (found, wanted):
        order = np.lexsort([_sortable(one.columns[column]) for column in reversed(list(wanted.columns))])
        for column in wanted.columns:
            one.columns[column] = one.columns[column][order]
    return matches(found, wanted, unit, tol)


def _without_labels(value: Any) -> bool:
    if isinstance(value, (pd.Series, pd.DataFrame)):
        return forms.numbered_only(value.index)
    return isinstance(value, (list, tuple, np.ndarray))


def _sortable(values: np.ndarray) -> np.ndarray:
    return values if values.dtype != object else np.array([str(value) for value in values])
