"""How far an answer agrees with the right one: in which columns, in which rows. No right value is told."""

from __future__ import annotations

import numpy as np

from classroom.check import forms
from classroom.check.alike import differs, tolerances
from classroom.check.shapes import Plain, nth
from classroom.words import say


def off_by_column(got: Plain, want: Plain, unit: str, tol: float | None) -> dict[str, np.ndarray]:
    """Column -> per row, whether it differs. Both must have the same rows in the same order."""
    found = {}
    for column, values in want.columns.items():
        allowed = tolerances(values, unit, tol) if want.kinds[column] == "number" else None
        found[column] = differs(got.columns[column], values, want.kinds[column], allowed)
    return found


def agreement(got: Plain, want: Plain, unit: str, tol: float | None) -> str:
    """A sentence on what agrees already; empty where nothing does, or where rows are not the same."""
    if want.form not in ("table", "column", "dict", "list") or not want.columns:
        return ""
    if want.labels is not None:
        if len(got.labels) != len(want.labels) or got.labels.has_duplicates:
            return ""
        if (got.labels.get_indexer(want.labels) < 0).any():
            return ""
        got = got.ordered_as(want.labels)
    if any(len(got.columns[column]) != len(values) for column, values in want.columns.items()):
        return ""
    off = off_by_column(got, want, unit, tol)
    if want.form == "table":
        return _of_columns(off)
    (wrong,) = off.values()
    right = np.flatnonzero(~wrong)
    if not len(right):
        return ""
    if want.form == "list":
        return say("agree.numbers", what=", ".join(nth(int(place)) for place in right))
    if want.labels is None:
        return say("agree.rows", same=len(right), all=len(wrong))
    what = forms.in_words([want.labels[place] for place in right], 6)
    if want.form == "dict":
        return say("agree.keys", what=what)
    return say("agree.in-rows", same=len(right), all=len(wrong), what=what)


def right_columns(off: dict[str, np.ndarray]) -> str:
    """The sentence on the columns that are right in every row; empty if there are none."""
    names = [f"`{column}`" for column, wrong in off.items() if not wrong.any()]
    return say("agree.columns", what=", ".join(names)) if names else ""


def _of_columns(off: dict[str, np.ndarray]) -> str:
    parts = [right_columns(off)]
    partly: dict[int, list[str]] = {}
    for column, wrong in off.items():
        if wrong.any() and not wrong.all():
            partly.setdefault(int((~wrong).sum()), []).append(f"`{column}`")
    rows = len(next(iter(off.values())))
    parts += [
        say("agree.in-rows", same=n, all=rows, what=", ".join(partly[n]))
        for n in sorted(partly, reverse=True)
    ]
    return " ".join(filter(None, parts))
