"""What is wrong with a value, said without the right one: labels, rows, unit, which rows differ, why."""

from __future__ import annotations

import math
from typing import NoReturn

import numpy as np

from classroom.check import divisor, forms, units
from classroom.check.agreement import off_by_column, right_columns
from classroom.check.alike import matches, tolerances
from classroom.check.answers import once_each, subject
from classroom.check.clues import Clues
from classroom.check.mistakes import fail
from classroom.check.shapes import Plain, nth
from classroom.words import say


def explain(
    got: Plain, want: Plain, name: str, on: str, unit: str, tol: float | None, clues: Clues
) -> NoReturn:
    """Raise the generic Mistake that says most about the difference."""
    who = subject(name, on)
    if want.labels is not None:
        once_each(got.labels, name, on, clues.grown())
        missing = [label for label in want.labels if label not in got.labels]
        extra = [label for label in got.labels if label not in want.labels]
        if want.form == "labels" and extra:
            fail("wrong-value", say("set.extra", subject=who, extra=forms.in_words(extra)))
        if want.form == "labels":  # naming what is missing would be the answer
            fail("wrong-value", say("set.missing", subject=who))
        keys = want.form == "dict"
        if missing and len(missing) == len(want.labels):
            if not keys and not extra:
                fail("wrong-names", say("rows.none", subject=who))
            if keys and extra:
                fail("wrong-names", say("dict.other", subject=who, extra=forms.in_words(extra, 3)))
            fail("wrong-names", say("rows.other", subject=who, extra=forms.in_words(extra, 3)))
        if missing:
            key = "dict.missing" if keys else "rows.missing"
            fail("wrong-shape", say(key, subject=who, missing=forms.in_words(missing), count=len(missing)))
        if extra:
            key = "dict.extra" if keys else "rows.extra"
            sentence = say(key, subject=who, extra=forms.in_words(extra), count=len(extra))
            fail("wrong-shape", f"{sentence} {'' if keys else clues.grown()}".strip())
        if matches(got, want, unit, tol):
            fail("wrong-value", say("rows.order", subject=who))
        got = got.ordered_as(want.labels)
    else:
        rows = {len(values) for values in want.columns.values()}
        mine = {len(values) for values in got.columns.values()}
        if rows != mine and want.form == "list":
            wanted = say("word.cardinals").split()[max(rows) - 1]
            fail("wrong-shape", say("list.count", subject=who, wanted=wanted, count=max(mine)))
        if rows != mine:
            key = "rows.too-many" if max(mine) > max(rows) else "rows.too-few"
            grown = clues.grown() if key == "rows.too-many" else ""
            fail("wrong-shape", f"{say(key, subject=who, count=max(mine))} {grown}".strip())
    off = off_by_column(got, want, unit, tol)
    column = next((name for name, wrong in off.items() if wrong.any()), None)
    if column is None:
        fail("wrong-value", say("rows.order", subject=who))
    where = say("where.column", subject=who, column=column) if column else who
    others = right_columns(off) if want.form == "table" else ""
    kind, mine, right = want.kinds[column], got.columns[column], want.columns[column]
    if kind == "number":
        rows = _rows(off[column], want)
        hint = units.slip(mine, right, tolerances(right, unit, tol), off[column], unit, rows)
        if hint:
            fail("wrong-unit", f"{say('check.unit', where=where, sentence=hint)} {others}".strip())
    parts = [_differences(mine, right, off[column], kind, want, where), others]
    if kind == "number" and want.form in ("table", "column") and not _rounded(mine, right):
        parts.append(divisor.slip(mine, right, want.labels, clues.tables))
    fail("wrong-value", " ".join(filter(None, [*parts, clues.multiplied()])))


def _name_of(place: int, form: Plain) -> str:
    """A row, key or number as a list of them names it."""
    if form.form == "list":
        return nth(place)
    if form.labels is None:
        return say("place.row", row=place + 1)
    return forms.label_text(form.labels[place])


def _rows(off: np.ndarray, form: Plain) -> str:
    """The rows that differ, as a sentence names them; empty if all do."""
    places = [int(place) for place in np.flatnonzero(off)]
    if len(places) == len(off):
        return ""
    names = forms.in_words([_name_of(place, form) for place in places])
    if form.form in ("dict", "list"):
        return names
    return say("place.label", label=names) if len(places) == 1 and form.labels is not None else names


def _differences(
    got: np.ndarray, want: np.ndarray, off: np.ndarray, kind: str, form: Plain, where: str
) -> str:
    """How many rows agree; what is wrong with the first that does not; which others differ."""
    first, *more = (int(place) for place in np.flatnonzero(off))
    mine, right = got[first], want[first]
    name, same = _name_of(first, form), len(off) - 1 - len(more)
    if form.form == "one":
        place = where
    elif form.form == "list":
        place = say("place.within", where=where, place=name)
    elif form.form == "dict":
        place = say("place.within", where=where, place=say("place.key", key=name))
    else:
        name = name if form.labels is None else say("place.label", label=name)
        agree = say("place.agree", same=same, all=len(off)) if same else say("place.none-agree", all=len(off))
        place = say("place.after", where=where, agree=agree, place=f"{name[:1].upper()}{name[1:]}")
        if len(off) == 1:
            place = say("place.within", where=where, place=name)
    rest = say("place.others", rows=forms.in_words([_name_of(one, form) for one in more])) if more else ""
    if kind == "number":
        if math.isnan(mine):
            zero = bool((want[np.isnan(got) & off] == 0).all())
            if np.isnan(want).any():
                key = "value.missing-seen"  # here a gap has a meaning, and must not be filled
            else:
                key = "value.missing-zero" if zero else "value.missing"
        elif math.isnan(right):
            key = "value.should-be-missing"
        elif _rounded(got, want):
            key = "value.rounded"
        else:
            key = "value.too-high" if mine > right else "value.too-low"
        return say(key, place=place, rest=rest, mine=f"{mine:,.6g}").strip()
    if kind == "time" and not (np.isnat(mine) or np.isnat(right)):
        return say("value.too-late" if mine > right else "value.too-early", place=place, rest=rest).strip()
    return say("value.other", place=place, rest=rest, mine=mine).strip()


def _rounded(got: np.ndarray, want: np.ndarray) -> bool:
    """Whether every number is the wanted one after rounding, and that is the only difference."""
    both = np.isfinite(got) & np.isfinite(want)
    if (np.isnan(got) != np.isnan(want)).any() or not both.any() or not np.any(got[both]):
        return False
    return any(
        np.allclose(got[both], np.round(want[both], digits), rtol=1e-9, atol=1e-9) for digits in range(5)
    )
