"""The plain form that an answer must take to stand beside the right one: as the right one's own form says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from classroom.check import forms, plain
from classroom.words import say

FEW = 6
"""A list of up to so many numbers is spoken of as numbers ("the second number"), a longer one as rows."""


@dataclass(frozen=True)
class Plain:
    """A value in plain form: columns of equal length, and row labels unless rows count by position."""

    columns: dict[str, np.ndarray]
    kinds: dict[str, str]
    labels: pd.Index | None
    form: str  # "one" (a single value), "column", "table", "labels" (a set), "dict" or "list" (few numbers)

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


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal, Fraction, np.number)) and not isinstance(value, bool)


def _few_numbers(want: Any) -> bool:
    return isinstance(want, (list, tuple)) and 2 <= len(want) <= FEW and all(map(_is_number, want))


def nth(place: int) -> str:
    """The place from 0 on in words: "the second number"."""
    return say("list.nth", nth=say("word.ordinals").split()[place])


def _single(item: Any, what: str) -> Any:
    """An item of a dict or list where one number is wanted: taken out of a Series or array of one element."""
    item = plain.unwrapped(item)
    sized = isinstance(item, (pd.Series, pd.DataFrame, pd.Index, np.ndarray))
    if not sized and not isinstance(item, (list, tuple, set, frozenset, Mapping)):
        return item
    count = int(item.size) if sized else len(item)
    if count == 1 and not isinstance(item, (set, frozenset, Mapping)):
        return np.asarray(item, dtype=object).reshape(-1)[0]
    kind = plain.type_in_words(item)
    raise plain.Unfit("wrong-shape", say("item.many", what=what, kind=kind, count=count))


def _dict_column(value: Any, want: Mapping, name: str) -> Plain:
    """`value` as a dict with the keys of `want` (a labelled Series will do)."""
    wanted, value = pd.Series(dict(want)), plain.unwrapped(value)
    if isinstance(value, Mapping):
        value = {
            key: _single(item, say("dict.key", key=forms.label_text(key)))
            if key in want and _is_number(want[key])
            else item
            if key in want or np.isscalar(item)
            else math.nan  # what an unwanted key holds does not matter
            for key, item in value.items()
        }
    try:
        column = forms.as_column(value, name, None)
        by_position = forms.numbered_only(wanted.index)
        if not by_position and forms.numbered_only(column.index):
            raise plain.Unfit("wrong-names", "")
        labels = None if by_position else _labels_like(column.index, wanted.index)
    except plain.Unfit as error:
        kind, keys = plain.type_in_words(value), forms.in_words(list(want), 6)
        if isinstance(value, Mapping):
            sentence = say("dict.expected-keys", keys=keys)
        else:
            sentence = f"{say('dict.expected', kind=kind, keys=keys)} {plain.slip(value)}".strip()
        raise plain.Unfit(error.key, sentence) from None
    kind = plain.kind_of(wanted)
    return Plain({"": _column(column, kind, "")}, {"": kind}, labels, "dict")


def _few_like(value: Any, want: list | tuple, name: str) -> Plain:
    """`value` as a few numbers, like `want`."""
    value = plain.unwrapped(value)
    if isinstance(value, (list, tuple)) and len(value) > 1:
        value = [_single(item, nth(i)) if i < len(want) else math.nan for i, item in enumerate(value)]
    try:
        column = forms.as_column(value, name, None)
    except plain.Unfit as error:
        wanted, kind = say("word.cardinals").split()[len(want) - 1], plain.type_in_words(value)
        sentence = say("list.expected", wanted=wanted, kind=kind)
        if _is_number(value):
            sentence = say("list.expected-one", wanted=wanted)
        raise plain.Unfit(error.key, f"{sentence} {plain.slip(value)}".strip()) from None
    return Plain({"": _column(column, "number", "")}, {"": "number"}, None, "list")


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
        return _dict_column(value, want, name)
    if _few_numbers(want):
        return _few_like(value, want, name)
    if isinstance(want, pd.DataFrame):
        names = [level for level in want.index.names if level is not None]
        by_position = not names and forms.numbered_only(want.index)
        frame = forms.as_table(value, names or None, [str(column) for column in want.columns], want.index)
        kinds = {str(column): plain.kind_of(want[column]) for column in want.columns}
        columns = {column: _column(frame[column], kinds[column], column) for column in kinds}
        return Plain(columns, kinds, None if by_position else _labels_like(frame.index, want.index), "table")
    if isinstance(want, (list, tuple, np.ndarray, pd.Index)):
        want = pd.Series(list(want) if np.ndim(want) == 1 else np.ravel(want))
    if isinstance(want, pd.Series):
        names = [level for level in want.index.names if level is not None]
        by_position = not names and forms.numbered_only(want.index)
        column = forms.as_column(value, name, names or None, want.index)
        if not by_position and not names and forms.numbered_only(column.index):
            raise plain.Unfit("wrong-names", say("series.numbered", index=say("word.label")))
        kind = plain.kind_of(want)
        labels = None if by_position else _labels_like(column.index, want.index)
        return Plain({"": _column(column, kind, "")}, {"": kind}, labels, "column")
    return _one_like(value, want)
