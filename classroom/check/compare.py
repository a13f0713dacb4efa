"""Compare an answer with the right one, and name what is wrong without giving the right value away."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from classroom.check import forms, plain
from classroom.check.answers import once_each, require_answered, subject, unfit
from classroom.check.mistakes import fail, heard, passed
from classroom.words import say

CENT = 0.005
"""Two amounts in euros are the same if they differ by no more than half a cent."""
SHARE = 1e-6
"""Any other two numbers are the same if they differ by no more than this part of the wanted one (or of 1)."""
NOISE = 1e-9
"""Float noise of a long sum, as part of the value; always allowed."""


@dataclass(frozen=True)
class Plain:
    """A value in plain form: columns of equal length, and row labels unless rows count by position."""

    columns: dict[str, np.ndarray]
    kinds: dict[str, str]
    labels: pd.Index | None
    form: str  # "one" (a single value), "column", "table" or "labels" (a set)

    def ordered_as(self, labels: pd.Index) -> Plain:
        """The same rows in the order of `labels`, which must be the same labels."""
        place = self.labels.get_indexer(labels)
        return Plain(
            {name: values[place] for name, values in self.columns.items()}, self.kinds, labels, self.form
        )


def _labels_like(index: pd.Index, want: pd.Index) -> pd.Index:
    if want.nlevels == 1:
        return plain.plain_labels(index, plain.kind_of(want))
    if index.nlevels != want.nlevels:
        raise plain.Unfit("wrong-names", say("series.labels", index=forms.in_words(list(want.names))))
    levels = range(want.nlevels)
    kinds = [plain.kind_of(want.get_level_values(level)) for level in levels]
    parts = [plain.plain_labels(index.get_level_values(level), kinds[level]) for level in levels]
    return pd.MultiIndex.from_arrays(parts, names=list(want.names))


def _column(values: pd.Series, kind: str, name: str) -> np.ndarray:
    try:
        return plain.plain_values(values, kind)
    except plain.Unfit as error:
        sentence = say("column.of", column=name, sentence=error.sentence) if name else error.sentence
        raise plain.Unfit(error.key, sentence) from None


def _one_like(value: Any, want: Any) -> Plain:
    """A single value of the kind of `want`: text, yes or no, time or number."""
    if isinstance(want, str):
        kind, wanted = "text", say("want.text")
    elif isinstance(want, (bool, np.bool_)):
        kind, wanted = "truth", say("want.truth")
    elif isinstance(want, (pd.Timestamp, np.datetime64)) or hasattr(want, "isoformat"):
        kind, wanted = "time", say("want.time")
    else:
        return Plain({"": np.array([plain.plain_number(value)])}, {"": "number"}, None, "one")
    value = plain.unwrapped(value)
    if isinstance(value, (pd.Series, np.ndarray, pd.Index)) and value.size == 1:
        value = np.asarray(value, dtype=object).reshape(-1)[0]
    if kind == "text":
        if not isinstance(value, str):
            raise plain.misfit(value, wanted)
        found: Any = " ".join(value.split()).casefold()
    elif kind == "truth":
        if not isinstance(value, (bool, np.bool_)):
            raise plain.misfit(value, wanted)
        found = bool(value)
    else:
        if isinstance(value, (int, float, bool, np.number)):
            raise plain.misfit(value, wanted)
        try:
            found = plain.plain_values(pd.Series([value]), "time")[0]
        except (plain.Unfit, ValueError, TypeError):
            raise plain.misfit(value, wanted) from None
    dtype = "datetime64[ns]" if kind == "time" else object
    return Plain({"": np.array([found], dtype=dtype)}, {"": kind}, None, "one")


def plain_like(value: Any, want: Any, name: str) -> Plain:
    """`value` in the plain form that `want` has; raises Unfit where that cannot be."""
    want = plain.unwrapped(want)
    if isinstance(want, (set, frozenset)):
        if isinstance(value, (Mapping, str)) or not hasattr(value, "__iter__"):
            raise plain.misfit(value, say("want.set"))
        model = pd.Index(sorted(want))
        labels = (
            plain.plain_labels(pd.Index(list(value)), plain.kind_of(model)) if len(list(value)) else model[:0]
        )
        return Plain({}, {}, labels.unique(), "labels")
    if isinstance(want, Mapping):
        want = pd.Series(dict(want))
    if isinstance(want, pd.DataFrame):
        names = [level for level in want.index.names if level is not None]
        by_position = not names and forms.numbered_only(want.index)
        frame = forms.as_table(value, names or None, [str(column) for column in want.columns])
        kinds = {str(column): plain.kind_of(want[column]) for column in want.columns}
        columns = {column: _column(frame[column], kinds[column], column) for column in kinds}
        return Plain(columns, kinds, None if by_position else _labels_like(frame.index, want.index), "table")
    if isinstance(want, (list, tuple, np.ndarray, pd.Index)):
        want = pd.Series(list(want) if np.ndim(want) == 1 else np.ravel(want))
    if isinstance(want, pd.Series):
        names = [level for level in want.index.names if level is not None]
        by_position = not names and forms.numbered_only(want.index)
        column = forms.as_column(value, name, names or None)
        if not by_position and not names and forms.numbered_only(column.index):
            raise plain.Unfit("wrong-names", say("series.numbered", index=say("word.label")))
        kind = plain.kind_of(want)
        labels = None if by_position else _labels_like(column.index, want.index)
        return Plain({"": _column(column, kind, "")}, {"": kind}, labels, "column")
    return _one_like(value, want)


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
        if missing and len(missing) == len(want.labels):
            fail("wrong-names", say("rows.other", subject=who, extra=forms.in_words(extra, 3)))
        if missing:
            sentence = say("rows.missing", subject=who, missing=forms.in_words(missing), count=len(missing))
            fail("wrong-shape", sentence)
        if extra:
            sentence = say("rows.extra", subject=who, extra=forms.in_words(extra), count=len(extra))
            fail("wrong-shape", sentence)
        if matches(got, want, unit, tol):
            fail("wrong-value", say("rows.order", subject=who))
        got = got.ordered_as(want.labels)
    else:
        rows = {len(values) for values in want.columns.values()}
        mine = {len(values) for values in got.columns.values()}
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
            return say(key, unit=unit or say("word.unit"))
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
    elif form.labels is not None:
        place = say("place.label", where=where, label=forms.label_text(form.labels[first]))
    else:
        place = say("place.row", where=where, row=first + 1)
    rest = say("place.more", more=more) if more and form.form != "one" else ""
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
