"""Tables and columns in one plain form: labels in the index, the wanted columns in the wanted order."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from classroom.check.plain import Unfit, kind_of, misfit, plain_labels, type_in_words, unwrapped
from classroom.words import say

Names = str | Sequence[str] | None


def as_names(names: Names) -> list[str]:
    """One name, several or none, as a list."""
    if names is None:
        return []
    return [names] if isinstance(names, str) else list(names)


def label_text(label: object) -> str:
    """A row label for a sentence; a time without its clock if it is midnight, levels joined by commas."""
    if isinstance(label, tuple):
        return ", ".join(label_text(part) for part in label)
    if isinstance(label, pd.Timestamp) and label == label.normalize():
        return f"{label:%Y-%m-%d}"
    return str(label)


def in_words(items: Sequence[object], most: int = 4) -> str:
    """A short list for a sentence: "Brio, Linen, Lumen and 3 more"."""
    shown = ", ".join(label_text(item) for item in items[:most])
    rest = len(items) - most
    return say("list.more", shown=shown, rest=rest) if rest > 0 else shown


def numbered_only(index: pd.Index) -> bool:
    """Whether the row labels are only a count from 0, that is: no labels at all."""
    if index.nlevels != 1 or index.name is not None or not pd.api.types.is_integer_dtype(index.dtype):
        return False
    return isinstance(index, pd.RangeIndex) and index.start == 0 and index.step == 1


def missing_column(name: str, have: Sequence[object]) -> Unfit:
    """The sentence for a column that is not there, with the nearest one that is."""
    texts = [str(column) for column in have]
    left, right = (f"{name}{end}" for end in ("_x", "_y"))
    if {left, right} <= set(texts):
        twins = say("column.two-of-them", column=name, left=left, right=right)
        return Unfit("wrong-names", f"{say('column.missing-only', column=name)} {twins}")
    near = difflib.get_close_matches(name, texts, n=1, cutoff=0.6)
    near = near or [text for text in texts if text.strip().lower() == name.lower()]
    if near:
        return Unfit("wrong-names", say("column.missing-near", column=name, near=near[0]))
    if not texts:
        return Unfit("wrong-names", say("column.missing-none", column=name))
    return Unfit("wrong-names", say("column.missing", column=name, have=in_words(texts, 6)))


def _only_named_otherwise(index: pd.Index, names: list[str], among: pd.Index | None) -> bool:
    """Whether the index has one level with exactly the labels `among`, so that only its name differs."""
    return len(names) == 1 and _same_labels(index, among)


def _same_labels(index: pd.Index, among: pd.Index | None) -> bool:
    """Whether two indexes of one level have the same labels, in any order."""
    if among is None or index.nlevels != 1 or among.nlevels != 1 or not len(index):
        return False
    kind = kind_of(among)
    try:
        return set(plain_labels(index, kind)) == set(plain_labels(among, kind))
    except (Unfit, ValueError, TypeError):
        return False


def _labelled(frame: pd.DataFrame, names: list[str], among: pd.Index | None = None) -> pd.DataFrame:
    """The frame with exactly the columns `names` as its index, wherever they stood before."""
    levels = list(frame.index.names)
    absent = [name for name in names if name not in frame.columns and name not in levels]
    if absent:
        plain = frame.index.nlevels == 1 and levels[0] is None and not numbered_only(frame.index)
        if len(names) == 1 and (plain or _only_named_otherwise(frame.index, names, among)):
            return frame.rename_axis(index=names[0])
        if len(names) == 1 and frame.index.nlevels == 1 and levels[0] is not None:
            turned = _same_labels(frame.columns, among)
            key = "labels.turned" if turned else "labels.other-name"
            raise Unfit("wrong-names", say(key, have=levels[0], index=names[0]))
        raise missing_column(absent[0], [*frame.columns, *(level for level in levels if level is not None)])
    here = [level for level in levels if level in names and level not in frame.columns]
    others = [i for i, level in enumerate(levels) if level not in here]
    if len(others) == len(levels):
        frame = frame.reset_index(drop=True)
    else:
        if others:
            frame = frame.droplevel(others)
        frame = frame.reset_index()
    return frame.set_index(names)


def as_table(
    value: Any, index: Names = None, columns: Names = None, among: pd.Index | None = None
) -> pd.DataFrame:
    """The table with `index` as its row labels and `columns` in that order; a copy.

    Accepted: a DataFrame (labels in the index or in columns, rows and columns in any order, more columns than
    asked for), a Series or dict if one column is asked for, a dict of columns, a list of row dicts. Where
    `among` gives the wanted labels, an index that has exactly these may go by another name.

    Raises
    ------
    Unfit
        wrong-type, or wrong-names if a label or column is missing
    """
    value = unwrapped(value)
    labels, wanted = as_names(index), as_names(columns)
    if isinstance(value, pd.Series):
        if len(wanted) > 1:
            raise Unfit("wrong-shape", say("table.one-column", wanted=in_words(wanted, 6)))
        value = value.to_frame(wanted[0] if wanted else value.name)
    elif isinstance(value, Mapping):
        columnwise = all(isinstance(v, (list, tuple, np.ndarray, pd.Series, Mapping)) for v in value.values())
        try:
            if columnwise and value:
                value = pd.DataFrame(dict(value))
            else:
                value = pd.Series(dict(value)).to_frame(wanted[0] if wanted else 0)
        except ValueError:
            raise misfit(value, say("want.table")) from None
    elif isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        value = pd.DataFrame(value)
    if not isinstance(value, pd.DataFrame):
        raise misfit(value, say("want.table"))
    frame = value.copy()
    if frame.columns.nlevels > 1:
        raise Unfit("wrong-names", say("column.layers"))
    twice = frame.columns[frame.columns.duplicated()]
    twice = [column for column in twice if column in (*labels, *wanted)]
    if twice:
        raise Unfit("wrong-names", say("column.twice", column=twice[0]))
    frame.columns = [str(column) for column in frame.columns]
    if labels:
        frame = _labelled(frame, labels, among)
    for column in wanted:
        if column not in frame.columns:
            if column in frame.index.names and not labels:
                frame = frame.reset_index()
            else:
                raise missing_column(column, list(frame.columns))
    return frame[wanted] if wanted else frame


def as_column(value: Any, name: str, index: Names = None, among: pd.Index | None = None) -> pd.Series:
    """The values as a Series with `index` as its labels; without `index`, by position.

    Accepted: a Series, a dict, a frame with one column beside the labels (or one that is called `name`);
    without `index` also a list, tuple, NumPy array or Index. `among` as in `as_table`.

    Raises
    ------
    Unfit
        wrong-type, wrong-shape (several columns) or wrong-names (no labels)
    """
    value = unwrapped(value)
    labels = as_names(index)
    if isinstance(value, Mapping):
        if not all(np.ndim(v) == 0 for v in value.values()):
            value = as_table(value)
        else:
            value = pd.Series(dict(value), dtype=object if not value else None)
            if labels and value.index.nlevels == len(labels):
                value.index = value.index.set_names(labels)
    if isinstance(value, pd.DataFrame):
        frame = as_table(value, labels or None, among=among)
        if frame.shape[1] != 1:
            if name not in frame.columns:
                raise Unfit("wrong-shape", say("series.many-columns", count=frame.shape[1]))
            frame = frame[[name]]
        return frame.iloc[:, 0]
    if isinstance(value, pd.Series):
        if not labels:
            return value.copy()
        if numbered_only(value.index):
            raise Unfit("wrong-names", say("series.numbered", index=in_words(labels)))
        if value.index.nlevels != len(labels):
            raise Unfit("wrong-names", say("series.labels", index=in_words(labels)))
        if set(labels) <= set(value.index.names):
            return value.reorder_levels(labels) if len(labels) > 1 else value.copy()
        if _only_named_otherwise(value.index, labels, among):
            return value.rename_axis(index=labels[0])
        if len(labels) == 1 and value.index.name is not None:
            raise Unfit("wrong-names", say("labels.other-name", have=value.index.name, index=labels[0]))
        if any(level is not None for level in value.index.names):
            have = in_words([level for level in value.index.names if level is not None])
            raise Unfit("wrong-names", say("series.other-labels", index=in_words(labels), have=have))
        return value.rename_axis(index=labels if len(labels) > 1 else labels[0])
    sequence = isinstance(value, (list, tuple, np.ndarray, pd.Index))
    if labels and sequence:
        kind = type_in_words(value)
        raise Unfit("wrong-type", say("series.no-labels", kind=kind, index=in_words(labels)))
    if sequence and np.ndim(value) == 1:
        return pd.Series(list(value))
    if sequence and np.ndim(value) == 2 and 1 in np.shape(value):
        return pd.Series(np.ravel(value))
    raise misfit(value, say("want.series"))
