"""Any equivalent way to write down an answer, turned into one plain form.

A number may come as int, float, Decimal, NumPy scalar or a Series with one element; a column as Series, dict
or one-column frame, with its labels in the index or in a column; a table in any order of rows and columns,
with any dtype that holds the same values, from pandas or from a library whose tables have `to_pandas`.
Nothing of the student's object is trusted further than to hand over its data.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from classroom.words import say


class Unfit(Exception):
    """The value cannot be brought into the plain form: a mistake key and a sentence without its subject."""

    def __init__(self, key: str, sentence: str) -> None:
        """Keep the key and the sentence."""
        super().__init__(sentence)
        self.key = key
        self.sentence = sentence


def unwrapped(value: Any) -> Any:
    """The value itself, or its pandas form if it is a table of another library (polars, DuckDB, Arrow)."""
    home = type(value).__module__.partition(".")[0]
    if home in ("builtins", "pandas", "numpy", "decimal", "fractions") or isinstance(value, (type, Callable)):
        return value
    for way in ("to_pandas", "df"):
        convert = getattr(value, way, None)
        if callable(convert):
            try:
                converted = convert()
            except Exception:
                continue
            if isinstance(converted, (pd.DataFrame, pd.Series)):
                return converted
    return value


def is_blank(value: Any) -> bool:
    """Whether the value is a stub: `...`, None, or text that holds nothing else."""
    if value is None or value is Ellipsis or value is NotImplemented:
        return True
    return isinstance(value, str) and value.strip() in ("", "...", "…")


def type_in_words(value: Any) -> str:
    """What the value is, in the words of a lesson: "a table (DataFrame)"."""
    if isinstance(value, pd.DataFrame):
        return say("type.table")
    if isinstance(value, pd.Series):
        return say("type.series")
    if isinstance(value, (bool, np.bool_)):
        return say("type.bool")
    if isinstance(value, str):
        return say("type.text")
    if isinstance(value, (int, float, Decimal, Fraction, np.number)):
        return say("type.number")
    if isinstance(value, Mapping):
        return say("type.dict")
    if isinstance(value, tuple):
        return say("type.tuple", count=len(value))
    if isinstance(value, list):
        return say("type.list")
    if isinstance(value, (set, frozenset)):
        return say("type.set")
    if isinstance(value, np.ndarray):
        return say("type.array")
    if isinstance(value, pd.Index):
        return say("type.index")
    kind = type(value).__name__
    if "GroupBy" in kind:
        return say("type.groupby")
    if kind in ("Axes", "Figure", "FacetGrid", "AxesSubplot", "JointGrid", "PairGrid"):
        return say("type.figure")
    if isinstance(value, type):
        return say("type.class", kind=value.__name__)
    if callable(value):
        return say("type.function")
    return say("type.other", kind=kind)


def slip(value: Any) -> str:
    """The hint for one of the usual slips that give a value of the wrong kind; else nothing."""
    if isinstance(value, tuple):
        return say("hint.tuple-one") if len(value) == 1 else say("hint.tuple")
    if "GroupBy" in type(value).__name__:
        return say("hint.groupby")
    if callable(value) and not isinstance(value, type):
        return say("hint.function")
    return say("hint.text") if isinstance(value, str) else ""


def misfit(value: Any, wanted: str) -> Unfit:
    """The sentence for a value of the wrong kind; the usual slips have a hint of their own."""
    sentence = say("check.wrong-type", kind=type_in_words(value), wanted=wanted)
    return Unfit("wrong-type", f"{sentence} {slip(value)}".strip())


def plain_number(value: Any) -> float:
    """The value as float; NaN where it is missing. Raises Unfit for anything that is not one number."""
    value = unwrapped(value)
    wanted = say("want.number")
    if isinstance(value, (pd.DataFrame, pd.Series, np.ndarray, pd.Index)):
        if value.size != 1:
            raise Unfit("wrong-shape", say("check.many-values", kind=type_in_words(value), count=value.size))
        value = np.asarray(value).reshape(-1)[0]
    if value is pd.NA or value is pd.NaT:
        return math.nan
    if isinstance(value, (bool, np.bool_)):
        raise misfit(value, wanted)
    if isinstance(value, (int, float, Decimal, Fraction, np.integer, np.floating)):
        try:
            return float(value)
        except OverflowError:
            return math.inf
    if isinstance(value, (list, set, Mapping)) and value:
        raise Unfit("wrong-shape", say("check.many-values", kind=type_in_words(value), count=len(value)))
    raise misfit(value, wanted)


def kind_of(column: pd.Series | pd.Index) -> str:
    """What a column holds: "number", "time", "truth" (yes or no) or "text"."""
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        dtype = dtype.categories.dtype
    if pd.api.types.is_bool_dtype(dtype):
        return "truth"
    if pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_timedelta64_dtype(dtype):
        return "number"
    if pd.api.types.is_datetime64_any_dtype(dtype) or isinstance(dtype, pd.PeriodDtype):
        return "time"
    if pd.api.types.is_object_dtype(dtype):
        found = pd.api.types.infer_dtype(column, skipna=True)
        if found in ("integer", "floating", "decimal", "mixed-integer-float", "timedelta"):
            return "number"
        if found == "boolean":
            return "truth"
        if found in ("date", "datetime", "datetime64", "period"):
            return "time"
        if found == "mixed" and all(isinstance(v, (int, float, Decimal, Fraction)) for v in column.dropna()):
            return "number"
    return "text"


def plain_values(column: pd.Series | pd.Index, kind: str) -> np.ndarray:
    """The column's values in the plain form of `kind`; raises Unfit where that cannot be.

    number: float64 with NaN for missing, time spans in days. time: datetime64[ns], UTC without zone.
    truth and text: object, None for missing.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.dtype.categories.dtype)
    own = kind_of(column)
    if column.isna().all():
        own = kind
    if kind == "number":
        if own not in ("number", "truth"):
            raise Unfit("wrong-type", say("column.not-numbers"))
        if pd.api.types.is_timedelta64_dtype(column.dtype):
            return np.asarray(column / pd.Timedelta(days=1), dtype=float)
        if pd.api.types.is_object_dtype(column.dtype):
            return np.array([math.nan if pd.isna(v) else float(v) for v in column], dtype=float)
        return column.to_numpy(dtype=float, na_value=math.nan)
    if kind == "time":
        if isinstance(column.dtype, pd.PeriodDtype):
            return pd.PeriodIndex(column).to_timestamp().to_numpy(dtype="datetime64[ns]")
        try:
            times = pd.to_datetime(pd.Series(column), utc=True)
        except (ValueError, TypeError):
            raise Unfit("wrong-type", say("column.not-times")) from None
        return times.dt.tz_localize(None).to_numpy(dtype="datetime64[ns]")
    if kind == "truth":
        if own == "number" and set(pd.unique(column.dropna())) <= {0, 1}:
            own = "truth"
        if own != "truth":
            raise Unfit("wrong-type", say("column.not-truth"))
        return column.to_numpy().astype(object) if column.dtype == bool else _present(column, bool)
    if own in ("number", "truth"):
        raise Unfit("wrong-type", say("column.not-text"))
    return _present(column, lambda value: str(value).strip())


def _present(column: pd.Series | pd.Index, form: Callable[[Any], Any]) -> np.ndarray:
    """Each value in a form, as objects; None where one is missing."""
    found, present = np.full(len(column), None, dtype=object), np.asarray(column.notna())
    found[present] = [form(value) for value in column[present]]
    return found


def plain_labels(labels: pd.Index, kind: str) -> pd.Index:
    """Row labels in the plain form of `kind`, so that labels of equal meaning are equal."""
    values = plain_values(labels, kind)
    if kind == "number" and not np.isnan(values).any() and (values == np.rint(values)).all():
        values = values.astype("int64")
    return pd.Index(values, name=labels.name)
