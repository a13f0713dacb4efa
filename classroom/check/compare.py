"""Compare an answer with the right one, and name what is wrong without giving the right value away."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from classroom.check import forms, plain
from classroom.check.answers import once_each, require_answered, subject, unfit
from classroom.check.mistakes import fail, heard, passed
from classroom.check.shapes import Plain, nth, plain_like
from classroom.words import say

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


def _differs(got: np.ndarray, want: np.ndarray, kind: str, allowed: np.ndarray | None) -> np.ndarray:
    """Per row: is it different? Missing equals missing."""
    if kind == "number":
        both_missing = np.isnan(got) & np.isnan(want)
        with np.errstate(invalid="ignore"):
            near = (got == want) | (np.abs(got - want) <= allowed)
        return ~(near | both_missing)
    if kind == "time":
        return ~((got == want) | (np.isnat(got) & np.isnat(want)))
    return np.array([g != w for g, w in zip(got, want, strict=True)], dtype=bool)


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
        if _differs(got.columns[name], values, want.kinds[name], allowed).any():
            return False
    return True


def _is_mistake(got: Any, wrong: Any, want: Any, name: str, unit: str, tol: float | None) -> bool:
    """Whether the answer equals a listed wrong value (which may have only some of the columns)."""
    if isinstance(wrong, Callable) and not isinstance(wrong, type):
        try:
            wrong = wrong()
        except Exception:
            return False
    if wrong is None:
        return False
    try:
        wrong_plain = plain_like(wrong, wrong, name)
        if not matches(plain_like(got, wrong, name), wrong_plain, unit, tol):
            return False
    except (plain.Unfit, ValueError, TypeError, KeyError):
        return False
    try:  # a wrong value that is right on this table says nothing about the answer
        return not matches(plain_like(want, wrong, name), wrong_plain, unit, tol)
    except (plain.Unfit, ValueError, TypeError, KeyError):
        return True


@heard
def same(
    got: Any,
    want: Any,
    name: str,
    *,
    unit: str = "",
    tol: float | None = None,
    mistakes: Mapping[str, Any] | None = None,
    on: str = "",
    ordered: bool = False,
) -> None:
    """Pass if the answer is the wanted value in any equivalent form; prints one line then.

    `want` says the form: a frame (labels from its named index, else rows by position), a Series or dict (by
    label), a list or array (by position), a set, or one number, text, yes/no or time. Missing (NaN) is equal
    to missing and to nothing else.

    Parameters
    ----------
    name : the answer's name in the notebook, which is also the exercise's
    unit : the unit, for the sentence; with "EUR" in it half a cent of difference is allowed
    tol : allowed difference, if another than half a cent (EUR) or a millionth (else)
    mistakes : key -> wrong value, or (wrong value, sentence for the student). The wrong value may be a
        function without arguments, and may be a table with only the columns that tell the mistake
    on : where the answer was tried, for the sentence: "the small table"
    ordered : rows must stand in the wanted order too

    Raises
    ------
    Mistake
        a key of `mistakes`, or a generic one: unanswered, wrong-type, wrong-names, wrong-shape, wrong-unit,
        wrong-value
    """
    require_same(got, want, name, unit=unit, tol=tol, mistakes=mistakes, on=on, ordered=ordered)
    passed(name, on)


def require_same(
    got: Any,
    want: Any,
    name: str,
    *,
    unit: str = "",
    tol: float | None = None,
    mistakes: Mapping[str, Any] | None = None,
    on: str = "",
    ordered: bool = False,
) -> None:
    """As `same`, without a word on success and without telling a listener."""
    require_answered(got, name)
    wanted = plain_like(want, want, name)
    problem, found = None, None
    try:
        found = plain_like(got, want, name)
        if matches(found, wanted, unit, tol, ordered):
            return
    except plain.Unfit as error:
        problem = error
    for key, listed in (mistakes or {}).items():
        told = isinstance(listed, tuple) and len(listed) == 2 and isinstance(listed[1], str)
        wrong, sentence = listed if told else (listed, say("check.listed", mistake=key.replace("-", " ")))
        if _is_mistake(got, wrong, want, name, unit, tol):
            fail(key, say("check.unfit", subject=subject(name, on), sentence=sentence))
    if problem is not None:
        unfit(problem, name, on)
    _explain(found, wanted, name, unit, tol, on)


def _explain(got: Plain, want: Plain, name: str, unit: str, tol: float | None, on: str) -> None:
    """Raise the generic Mistake that says most about the difference."""
    who = subject(name, on)
    if want.labels is not None:
        once_each(got.labels, name, on)
        missing = [label for label in want.labels if label not in got.labels]
        extra = [label for label in got.labels if label not in want.labels]
        if want.form == "labels" and extra:
            fail("wrong-value", say("set.extra", subject=who, extra=forms.in_words(extra)))
        if want.form == "labels":  # naming what is missing would be the answer
            fail("wrong-value", say("set.missing", subject=who))
        keys = want.form == "dict"
        if missing and len(missing) == len(want.labels):
            if keys and extra:
                fail("wrong-names", say("dict.other", subject=who, extra=forms.in_words(extra, 3)))
            fail("wrong-names", say("rows.other", subject=who, extra=forms.in_words(extra, 3)))
        if missing:
            key = "dict.missing" if keys else "rows.missing"
            fail("wrong-shape", say(key, subject=who, missing=forms.in_words(missing), count=len(missing)))
        if extra:
            key = "dict.extra" if keys else "rows.extra"
            fail("wrong-shape", say(key, subject=who, extra=forms.in_words(extra), count=len(extra)))
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
            fail("wrong-shape", say(key, subject=who, count=max(mine)))
    for column, wanted in want.columns.items():
        kind, values = want.kinds[column], got.columns[column]
        allowed = tolerances(wanted, unit, tol) if kind == "number" else None
        off = _differs(values, wanted, kind, allowed)
        if not off.any():
            continue
        where = say("where.column", subject=who, column=column) if column else who
        if kind == "number":
            hint = _unit_hint(values, wanted, allowed, unit)
            if hint:
                fail("wrong-unit", say("check.unit", where=where, sentence=hint))
        fail("wrong-value", _first_difference(values, wanted, off, kind, want, where))
    fail("wrong-value", say("rows.order", subject=who))


def _unit_hint(got: np.ndarray, want: np.ndarray, allowed: np.ndarray, unit: str) -> str:
    """The sentence if all numbers are off by the same factor of 100 or 1000, or by the sign; else ""."""
    finite = np.isfinite(got) & np.isfinite(want)
    telling = finite & (np.abs(want) > 20 * allowed)
    if not telling.any() or (np.isnan(got) != np.isnan(want)).any():
        return ""
    money = "EUR" in unit.upper()
    for factor, key in (
        (100, "unit.cents" if money else "unit.percent"),
        (0.01, "unit.hundredth"),
        (1000, "unit.times-thousand"),
        (0.001, "unit.thousandth"),
        (-1, "unit.sign"),
    ):
        slack = allowed * max(abs(factor), 1e-3) + NOISE * np.abs(got)
        if (np.abs(got - factor * want) <= slack)[finite].all():
            return f"{say(key)} {say('unit.is', unit=unit) if unit else ''}".strip()
    return ""


def _first_difference(
    got: np.ndarray, want: np.ndarray, off: np.ndarray, kind: str, form: Plain, where: str
) -> str:
    """A sentence on the first row that differs: which, how many more, and in which direction."""
    first = int(np.flatnonzero(off)[0])
    more = int(off.sum()) - 1
    mine, right = got[first], want[first]
    if form.form == "one":
        place = say("place.one", where=where)
    elif form.form == "list":
        place = say("place.nth", where=where, nth=nth(first))
    elif form.form == "dict" and form.labels is not None:
        place = say("place.key", where=where, key=forms.label_text(form.labels[first]))
    elif form.labels is not None:
        place = say("place.label", where=where, label=forms.label_text(form.labels[first]))
    else:
        place = say("place.row", where=where, row=first + 1)
    other = "place.more-values" if form.form in ("list", "dict") else "place.more"
    rest = say(other, more=more) if more and form.form != "one" else ""
    if kind == "number":
        if math.isnan(mine):
            zero = bool((want[np.isnan(got) & off] == 0).all())
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
