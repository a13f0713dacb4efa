"""When two values in plain form are the same: how far numbers may differ, and what counts besides."""

from __future__ import annotations

import numpy as np

from classroom.check.shapes import Plain

CENT = 0.005
"""Two amounts in euros are the same if they differ by no more than half a cent."""
SHARE = 1e-6
"""Any other two numbers are the same if they differ by no more than this part of the wanted one (or of 1)."""
NOISE = 1e-9
"""Float noise of a long sum, as part of the value; always allowed."""


def tolerances(want: np.ndarray, unit: str, tol: float | None) -> np.ndarray:
    """How far each number may be from the wanted one."""
    size = np.nan_to_num(np.abs(want), nan=0.0, posinf=0.0)
    if tol is None:
        allowed = np.full(len(want), CENT) if "EUR" in unit.upper() else SHARE * np.maximum(1.0, size)
    else:
        allowed = np.full(len(want), float(tol))
    return allowed + NOISE * size


def differs(got: np.ndarray, want: np.ndarray, kind: str, allowed: np.ndarray | None) -> np.ndarray:
    """Per row: is it different? Missing equals missing."""
    if kind == "number":
        both_missing = np.isnan(got) & np.isnan(want)
        with np.errstate(invalid="ignore"):
            near = (got == want) | (np.abs(got - want) <= allowed)
        return ~(near | both_missing)
    if kind == "time":
        return ~((got == want) | (np.isnat(got) & np.isnat(want)))
    return np.asarray(got != want, dtype=bool)  # objects that are text, yes, no or None


def matches(got: Plain, want: Plain, unit: str, tol: float | None, ordered: bool = False) -> bool:
    """Whether two values in plain form are the same: labels, then each column of `want`."""
    if want.labels is not None:
        if len(got.labels) != len(want.labels) or got.labels.has_duplicates:
            return False
        if (got.labels.get_indexer(want.labels) < 0).any():
            return False
        if ordered and not got.labels.equals(want.labels):
            return False
        got = got.ordered_as(want.labels)
    for name, values in want.columns.items():
        if name not in got.columns or len(got.columns[name]) != len(values):
            return False
        allowed = tolerances(values, unit, tol) if want.kinds[name] == "number" else None
        if differs(got.columns[name], values, want.kinds[name], allowed).any():
            return False
    return True
