"""pandas' arrays with missing values, texts and categories; moments, spans, periods and intervals."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from .arrays import UNITS, moments
from .buffers import CodecError, Reader, Writer
from .containers import pack_texts, take_texts
from .nodes import get, need, put, reads, whole, word, writes
from .times import get_zone, put_zone

FREQUENCY = re.compile(r"-?\d{0,4}[A-Za-z]{1,6}(-[A-Z]{3})?(-[A-Z]{3})?")
_CLOSED = ("left", "right", "both", "neither")


@writes(ExtensionArray, like=True)
def _extension(writer: Writer, value: Any, depth: int) -> Any:
    kind = value.dtype
    if isinstance(kind, pd.StringDtype):
        return _texts(writer, value)
    if isinstance(kind, pd.CategoricalDtype):
        codes = put(writer, np.asarray(value.codes), depth + 1)
        return ["category", codes, put(writer, kind.categories, depth + 1), bool(kind.ordered)]
    if isinstance(kind, pd.DatetimeTZDtype):
        numbers = put(writer, np.asarray(value.asi8, dtype="<i8"), depth + 1)
        return ["moments", numbers, value.unit, put_zone(value.tz)]
    if isinstance(kind, pd.PeriodDtype):
        return ["periods", put(writer, np.asarray(value.asi8, dtype="<i8"), depth + 1), value.freqstr]
    if isinstance(kind, pd.IntervalDtype):
        return [
            "intervals",
            *(put(writer, end, depth + 1) for end in (value.left, value.right)),
            value.closed,
        ]
    if isinstance(kind, pd.ArrowDtype):
        return put(writer, _from_arrow(value), depth + 1)
    if kind.name == "boolean" or re.fullmatch(r"U?Int\d+|Float\d+", kind.name):
        bare = bool if kind.name == "boolean" else kind.name.lower()
        mask = np.asarray(value.isna(), dtype=bool)
        numbers = value.to_numpy(dtype=bare, na_value=bare is bool and False)
        return ["nullable", put(writer, numbers, depth + 1), put(writer, mask, depth + 1)]
    return put(writer, np.asarray(value), depth + 1)  # plain NumPy inside, or sparse


def _from_arrow(value: Any) -> Any:
    """An Arrow column in pandas' own kinds; what has none there becomes an array of objects."""
    series = pd.Series(value, copy=False)
    kind = value.dtype.kind
    if kind in "iufb":
        name = value.dtype.numpy_dtype.name
        nullable = {"bool": "boolean"}.get(name, name.replace("int", "Int").replace("uI", "UI"))
        return series.astype(nullable.replace("float", "Float")).array
    if kind == "M" and getattr(value.dtype.pyarrow_dtype, "unit", None):
        zone, unit = value.dtype.pyarrow_dtype.tz, value.dtype.pyarrow_dtype.unit
        return series.astype(f"datetime64[{unit}, {zone}]" if zone else f"datetime64[{unit}]").array
    if str(value.dtype.pyarrow_dtype) in ("string", "large_string"):
        return series.astype(pd.StringDtype("pyarrow")).array
    return series.astype(object).to_numpy()


def _texts(writer: Writer, value: Any) -> Any:
    storage, missing = value.dtype.storage, "NA" if value.dtype.na_value is pd.NA else "nan"
    mask = np.asarray(value.isna(), dtype=bool)
    gaps = writer.put(mask.view("u1")) if mask.any() else None
    if storage == "pyarrow":
        import pyarrow as pa

        arrow = pa.array(value)
        if isinstance(arrow, pa.ChunkedArray):
            arrow = arrow.combine_chunks()
        arrow = arrow.cast(pa.large_string())
        _, starts, content = arrow.buffers()
        if len(arrow) == 0:
            starts = np.zeros(1, dtype="<i8")
        else:
            starts = np.frombuffer(starts, dtype="<i8")[arrow.offset : arrow.offset + len(arrow) + 1]
        inside = memoryview(b"" if content is None else content)[int(starts[0]) : int(starts[-1])]
        packed = [writer.put(np.ascontiguousarray(starts - starts[0])), writer.put(inside)]
    else:
        writer.count(len(value))
        listed = ["" if gap else str(text) for text, gap in zip(value, mask, strict=True)]
        found = pack_texts(writer, listed)
        if found is None:
            raise CodecError("a text is no good Unicode")
        packed = found
    return ["strings", storage, missing, packed, gaps]


@reads("strings", 5)
def _read_strings(reader: Reader, node: list[Any], depth: int) -> Any:
    need(node[1] in ("pyarrow", "python") and node[2] in ("NA", "nan"), "texts")
    kind = pd.StringDtype(node[1], na_value=pd.NA if node[2] == "NA" else np.nan)
    starts, content = take_texts(reader, node[3])
    count = len(starts) - 1
    mask = np.zeros(count, dtype=bool)
    if node[4] is not None:
        mask = np.frombuffer(reader.take(node[4]), dtype="u1")
        need(len(mask) == count and (not count or int(mask.max()) <= 1), "texts")
        mask = mask.astype(bool)
    if node[1] == "pyarrow":
        import pyarrow as pa

        bits = pa.py_buffer(np.packbits(~mask, bitorder="little").tobytes())
        arrow = pa.LargeStringArray.from_buffers(count, pa.py_buffer(starts), pa.py_buffer(content), bits)
        # Arrow believes what it is given; with this it looks at every text
        arrow.validate(full=True)
        return kind.__from_arrow__(arrow)
    reader.count(count)
    ends = starts.tolist()
    texts = [
        kind.na_value if gap else str(content[ends[at] : ends[at + 1]], "utf-8")
        for at, gap in enumerate(mask.tolist())
    ]
    return pd.array(texts, dtype=kind)


def _numbers(reader: Reader, node: Any, depth: int, kinds: str = "i") -> np.ndarray:
    numbers = get(reader, node, depth + 1)
    need(type(numbers) is np.ndarray and numbers.ndim == 1 and numbers.dtype.kind in kinds, "numbers")
    return numbers


@reads("category", 4)
def _read_category(reader: Reader, node: list[Any], depth: int) -> pd.Categorical:
    codes, categories = _numbers(reader, node[1], depth), get(reader, node[2], depth + 1)
    need(isinstance(categories, pd.Index) and type(node[3]) is bool, "category")
    need(not len(codes) or (codes.min() >= -1 and codes.max() < len(categories)), "category")
    return pd.Categorical.from_codes(codes, categories, ordered=node[3])


@reads("moments", 4)
def _read_moments(reader: Reader, node: list[Any], depth: int) -> Any:
    numbers, zone = _numbers(reader, node[1], depth), get_zone(node[3])
    need(node[2] in UNITS and numbers.itemsize == 8 and zone is not None, "moments")
    index = pd.DatetimeIndex(moments(numbers, node[2]).view(f"M8[{node[2]}]"), copy=False)
    return index.tz_localize("UTC").tz_convert(zone).array


@reads("periods", 3)
def _read_periods(reader: Reader, node: list[Any], depth: int) -> Any:
    numbers = _numbers(reader, node[1], depth)
    need(FREQUENCY.fullmatch(word(node[2], 20, "periods")) is not None, "periods")
    return _periods(numbers, node[2]).array


@reads("intervals", 4)
def _read_intervals(reader: Reader, node: list[Any], depth: int) -> Any:
    left, right = (get(reader, part, depth + 1) for part in node[1:3])
    need(isinstance(left, pd.Index) and isinstance(right, pd.Index) and node[3] in _CLOSED, "intervals")
    need(not isinstance(left, pd.MultiIndex) and not isinstance(right, pd.MultiIndex), "intervals")
    return pd.arrays.IntervalArray.from_arrays(left, right, closed=node[3])


@reads("nullable", 3)
def _read_nullable(reader: Reader, node: list[Any], depth: int) -> Any:
    numbers, mask = _numbers(reader, node[1], depth, "iufb"), _numbers(reader, node[2], depth, "b")
    need(len(numbers) == len(mask) and numbers.dtype != np.float16, "numbers")
    kind = {"b": pd.arrays.BooleanArray, "f": pd.arrays.FloatingArray}.get(
        numbers.dtype.kind, pd.arrays.IntegerArray
    )
    return kind(numbers, mask)


# -------------------------------------------------------------------------------------------------- scalars

_MISSING = {"NA": pd.NA, "NaT": pd.NaT}


@writes(type(pd.NA), type(pd.NaT))
def _missing(writer: Writer, value: Any, depth: int) -> Any:
    return ["missing", "NA" if value is pd.NA else "NaT"]


@reads("missing", 2)
def _read_missing(reader: Reader, node: list[Any], depth: int) -> Any:
    return _MISSING[node[1]]


@writes(pd.Timestamp)
def _timestamp(writer: Writer, value: pd.Timestamp, depth: int) -> Any:
    return ["moment", int(value.asm8.view("i8")), value.unit, put_zone(value.tz)]


@reads("moment", 4)
def _read_timestamp(reader: Reader, node: list[Any], depth: int) -> Any:
    need(node[2] in UNITS, "moment")
    number = np.array([whole(node[1], -(1 << 63), (1 << 63) - 1, "moment")], dtype="i8")
    made = pd.Timestamp(moments(number, node[2]).view(f"M8[{node[2]}]")[0])
    zone = get_zone(node[3])
    return made if zone is None else made.tz_localize("UTC").tz_convert(zone)


@writes(pd.Timedelta)
def _span(writer: Writer, value: pd.Timedelta, depth: int) -> Any:
    return ["span", int(value.asm8.view("i8")), value.unit]


@reads("span", 3)
def _read_span(reader: Reader, node: list[Any], depth: int) -> Any:
    need(node[2] in UNITS, "span")
    return pd.Timedelta(np.timedelta64(whole(node[1], -(1 << 63), (1 << 63) - 1, "span"), node[2]))


@writes(pd.Period)
def _period(writer: Writer, value: pd.Period, depth: int) -> Any:
    return ["period", int(value.ordinal), value.freqstr]


@reads("period", 3)
def _read_period(reader: Reader, node: list[Any], depth: int) -> Any:
    number = np.array([whole(node[1], -(1 << 63), (1 << 63) - 1, "period")], dtype="i8")
    need(FREQUENCY.fullmatch(word(node[2], 20, "period")) is not None, "period")
    return _periods(number, node[2])[0]


def _periods(numbers: np.ndarray, frequency: str) -> pd.PeriodIndex:
    low, high = _calendar(frequency)
    good = (numbers == np.iinfo("i8").min) | ((numbers >= low) & (numbers <= high))
    need(bool(good.all()), "periods")
    return pd.PeriodIndex.from_ordinals(numbers, freq=frequency)


@lru_cache(maxsize=200)
def _calendar(frequency: str) -> tuple[int, int]:
    """The first and the last period of the calendar; beyond them pandas reckons wrongly."""
    days = ("1700-01-01", "2250-12-31") if frequency.endswith("ns") else ("0001-01-01", "9999-12-31")
    first, last = pd.PeriodIndex(days, freq=frequency).asi8.tolist()
    return first, last


@writes(pd.Interval)
def _interval(writer: Writer, value: pd.Interval, depth: int) -> Any:
    return ["interval", *(put(writer, end, depth + 1) for end in (value.left, value.right)), value.closed]


@reads("interval", 4)
def _read_interval(reader: Reader, node: list[Any], depth: int) -> Any:
    need(node[3] in _CLOSED, "interval")
    return pd.Interval(*(get(reader, part, depth + 1) for part in node[1:3]), closed=node[3])


@writes(pd.offsets.BaseOffset, like=True)
def _offset(writer: Writer, value: Any, depth: int) -> Any:
    if not FREQUENCY.fullmatch(value.freqstr):
        raise CodecError(f"a value of type {type(value).__name__} is no plain data")
    return ["offset", value.freqstr]


@reads("offset", 2)
def _read_offset(reader: Reader, node: list[Any], depth: int) -> Any:
    need(FREQUENCY.fullmatch(word(node[1], 20, "offset")) is not None, "offset")
    return pd.tseries.frequencies.to_offset(node[1])
