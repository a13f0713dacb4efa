"""pandas' frames and series, column by column, and indexes of all kinds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from .buffers import Reader, Writer
from .nodes import get, need, put, reads, whole, word, writes
from .panda import FREQUENCY

#: Wider tables of one kind cross as one block.
_WIDE = 40


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
        steps = value.freqstr if FREQUENCY.fullmatch(value.freqstr) else None
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
        need(FREQUENCY.fullmatch(word(node[3], 20, "index")) is not None, "index")
        index.freq = node[3]
    return index
