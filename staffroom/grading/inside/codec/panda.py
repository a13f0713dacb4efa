"""pandas: tables column by column, indexes of all kinds, arrays with missing values, moments and spans."""

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

_FREQUENCY = re.compile(r"-?\d{0,4}[A-Za-z]{1,6}(-[A-Z]{3})?(-[A-Z]{3})?")
_CLOSED = ("left", "right", "both", "neither")
#: Wider tables of one kind cross as one block.
_WIDE = 40


# ------------------------------------------------------------------------------------------ frames, series


def _column(writer: Writer, column: pd.Series | pd.Index, depth: int) -> Any:
    plain = isinstance(column.dtype, np.dtype)
    return put(writer, column.to_numpy(copy=False) if plain else column.array, depth)


def _get_column(reader: Reader, node: Any, depth: int) -> Any:
    column = get(reader, node, depth)
    need(isinstance(column, (np.ndarray, ExtensionArray)) and column.ndim == 1, "column")
    need(not isinstance(column, np.ma.MaskedArray) and column.dtype.kind not in "UST", "column")
    return column


@writes(pd.DataFrame, like=True)
def _frame(writer: Writer, value: pd.DataFrame, depth: int) -> Any:
    writer.count(value.shape[1])
    head = ["frame", put(writer, value.index, depth + 1), put(writer, value.columns, depth + 1)]
    kinds = set(value.dtypes)
    if value.shape[1] > _WIDE and len(kinds) == 1 and isinstance(next(iter(kinds)), np.dtype):
        return [*head, put(writer, value.to_numpy(copy=False), depth + 1)]
    columns = [value.iloc[:, at] for at in range(value.shape[1])]
    return [*head, {"columns": [_column(writer, column, depth + 1) for column in columns]}]


@reads("frame", 4)
def _read_frame(reader: Reader, node: list[Any], depth: int) -> pd.DataFrame:
    index, names = get(reader, node[1], depth + 1), get(reader, node[2], depth + 1)
    need(isinstance(index, pd.Index) and isinstance(names, pd.Index), "table")
    if type(node[3]) is not dict:
        block = get(reader, node[3], depth + 1)
        need(type(block) is np.ndarray and block.shape == (len(index), len(names)), "table")
        frame = pd.DataFrame(block, index=index, dtype=block.dtype, copy=False)
    else:
        parts = node[3].get("columns")
        need(type(parts) is list and len(parts) == len(names), "table")
        reader.count(len(parts))
        columns = {}
        for at, part in enumerate(parts):
            column = _get_column(reader, part, depth + 1)
            need(len(column) == len(index), "table")
            columns[at] = pd.Series(column, index=index, dtype=column.dtype, copy=False)
        frame = pd.DataFrame(columns, index=index, copy=False)
    frame.columns = names
    return frame


@writes(pd.Series, like=True)
def _series(writer: Writer, value: pd.Series, depth: int) -> Any:
    name, index = put(writer, value.name, depth + 1), put(writer, value.index, depth + 1)
    return ["series", _column(writer, value, depth + 1), index, name]


@reads("series", 4)
def _read_series(reader: Reader, node: list[Any], depth: int) -> pd.Series:
    column, index = _get_column(reader, node[1], depth + 1), get(reader, node[2], depth + 1)
    need(isinstance(index, pd.Index) and len(index) == len(column), "series")
    return pd.Series(column, index=index, dtype=column.dtype, name=_name(reader, node[3], depth), copy=False)


def _name(reader: Reader, node: Any, depth: int) -> Any:
    name = get(reader, node, depth + 1)
    hash(name)
    return name


# -------------------------------------------------------------------------------------------------- indexes


@writes(pd.Index, like=True)
def _index(writer: Writer, value: pd.Index, depth: int) -> Any:
    if isinstance(value, pd.MultiIndex):
        levels = [put(writer, level, depth + 1) for level in value.levels]
        codes = [put(writer, np.asarray(code, dtype="<i8"), depth + 1) for code in value.codes]
        return ["levels", levels, codes, [put(writer, name, depth + 1) for name in value.names]]
    name = put(writer, value.name, depth + 1)
    if isinstance(value, pd.RangeIndex):
        return ["count", int(value.start), int(value.stop), int(value.step), name]
    steps = None
    if isinstance(value, (pd.DatetimeIndex, pd.TimedeltaIndex)) and value.freq is not None:
        steps = value.freqstr if _FREQUENCY.fullmatch(value.freqstr) else None
    return ["index", _column(writer, value, depth + 1), name, steps]


@reads("levels", 4)
def _read_levels(reader: Reader, node: list[Any], depth: int) -> pd.MultiIndex:
    need(all(type(part) is list and len(part) == len(node[1]) for part in node[1:]), "index")
    reader.count(len(node[1]))
    levels = [get(reader, part, depth + 1) for part in node[1]]
    codes = [get(reader, part, depth + 1) for part in node[2]]
    need(
        all(isinstance(level, pd.Index) and not isinstance(level, pd.MultiIndex) for level in levels), "index"
    )
    need(all(type(code) is np.ndarray and code.dtype == "i8" and code.ndim == 1 for code in codes), "index")
    for level, code in zip(levels, codes, strict=True):
        need(not len(code) or (code.min() >= -1 and code.max() < len(level)), "index")
    return pd.MultiIndex(levels, codes, names=[_name(reader, part, depth) for part in node[3]])


@reads("count", 5)
def _read_count(reader: Reader, node: list[Any], depth: int) -> pd.RangeIndex:
    far = 1 << 62
    start, stop, step = (whole(part, -far, far, "index") for part in node[1:4])
    need(len(range(start, stop, step)) <= reader.limits.value // 8, "index")
    return pd.RangeIndex(start, stop, step, name=_name(reader, node[4], depth))


@reads("index", 4)
def _read_index(reader: Reader, node: list[Any], depth: int) -> pd.Index:
    column = _get_column(reader, node[1], depth + 1)
    index = pd.Index(column, dtype=column.dtype, name=_name(reader, node[2], depth), copy=False)
    if node[3] is not None:
        need(isinstance(index, (pd.DatetimeIndex, pd.TimedeltaIndex)), "index")
        need(_FREQUENCY.fullmatch(word(node[3], 20, "index")) is not None, "index")
        index.freq = node[3]
    return index


# --------------------------------------------------------------------------------------------------- arrays

_MASKED = {"Int": "int", "UInt": "uint", "Float": "float"}


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
    need(_FREQUENCY.fullmatch(word(node[2], 20, "periods")) is not None, "periods")
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
    need(_FREQUENCY.fullmatch(word(node[2], 20, "period")) is not None, "period")
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
    if not _FREQUENCY.fullmatch(value.freqstr):
        raise CodecError(f"a value of type {type(value).__name__} is no plain data")
    return ["offset", value.freqstr]


@reads("offset", 2)
def _read_offset(reader: Reader, node: list[Any], depth: int) -> Any:
    need(_FREQUENCY.fullmatch(word(node[1], 20, "offset")) is not None, "offset")
    return pd.tseries.frequencies.to_offset(node[1])
