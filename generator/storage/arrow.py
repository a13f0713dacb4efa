"""Between a block's columns and Arrow tables, by the schema's kinds; no value is changed on the way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from generator import arrow_values
from generator.block_values import Nullable
from generator.schema import Column, Table
from generator.storage.prose import text_array
from generator.storage.words import words_of

SMALL_MONEY, BIG_MONEY = pa.decimal32(9, 2), pa.decimal64(15, 2)
CENTS_LIMIT = 10**9
TIME = pa.timestamp("ms", tz="UTC")
IN_MEMORY = {
    pa.int64(): np.int64,
    pa.int32(): np.int32,
    pa.float64(): np.float64,
    pa.date32(): np.int32,
    TIME: np.int64,
    SMALL_MONEY: np.int32,
    BIG_MONEY: np.int64,
}
LIMITS = {pa.int32(): 2**31, pa.date32(): 2**31, SMALL_MONEY: CENTS_LIMIT, BIG_MONEY: 10**15}


def arrow_type(column: Column, table: Table) -> pa.DataType:
    """The Arrow type of a column."""
    return {
        "id": pa.int64(),
        "count": pa.int32(),
        # Sums over a whole company may pass ten million euros; what one customer pays cannot.
        "money": BIG_MONEY if table.per == "company" else SMALL_MONEY,
        "number": pa.float64(),
        "time": TIME,
        "date": pa.date32(),
        "text": pa.dictionary(pa.int32(), pa.string()),
        "prose": pa.string(),
        "flag": pa.bool_(),
    }[column.kind]


def to_arrow(table: Table, columns: dict, vocabulary: dict[tuple[str, str], list[str]]) -> pa.Table:
    """An Arrow table from a block's columns (units as in `generator.block.make_block`).

    It shares their memory where it can: they must not be changed any more.
    """
    arrays = [
        _array(
            column, arrow_type(column, table), columns[column.name], vocabulary.get((table.name, column.name))
        )
        for column in table.columns
    ]
    return pa.Table.from_arrays(arrays, names=[column.name for column in table.columns])


def _array(column: Column, kind: pa.DataType, given: Any, texts: list[str] | None) -> pa.Array:
    if column.kind == "prose":  # texts come as Arrow strings, missing ones as nulls
        return text_array(given)
    values, missing = given if isinstance(given, Nullable) else (np.asarray(given), None)
    if column.kind == "flag":
        return arrow_values.flags(values, missing)
    if column.kind == "text":
        words = words_of(texts or [])
        values = values if words.places is None else words.places[values]
        codes = arrow_values.numbers(values.astype(np.int32, copy=False), missing)
        return pa.DictionaryArray.from_arrays(codes, words.dictionary)
    if column.kind == "time":
        values = np.multiply(values, 1000, dtype=np.int64)
    if kind in LIMITS and values.dtype.itemsize >= 4 and len(values) and values.max() >= LIMITS[kind]:
        raise OverflowError(f"{column.name}: {values.max()} does not fit into {kind}")
    return arrow_values.numbers(values.astype(IN_MEMORY[kind], copy=False), missing, kind)


def from_arrow(table: Table, data: pa.Table) -> tuple[dict, dict[tuple[str, str], list[str]]]:
    """Columns and vocabulary of an Arrow table: the inverse of `to_arrow` (codes may be numbered anew)."""
    columns, vocabulary = {}, {}
    for column in table.columns:
        array = data.column(column.name)
        if column.kind == "prose":
            columns[column.name] = text_array(array)
            continue
        array = array.combine_chunks() if array.num_chunks != 1 else array.chunk(0)
        missing = np.asarray(array.is_null()) if array.null_count else None
        if column.kind == "text":
            array = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
            vocabulary[(table.name, column.name)] = array.dictionary.to_pylist()
            values = array.indices.fill_null(0).to_numpy(zero_copy_only=False)
        elif column.kind == "money":
            values = cents(array)
        elif column.kind == "time":
            values = array.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False) // 1000
        elif column.kind == "date":
            values = array.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        else:
            values = (array.fill_null(0) if missing is not None else array).to_numpy(zero_copy_only=False)
        if column.nullable:
            values = Nullable(values, np.zeros(len(values), dtype=bool) if missing is None else missing)
        columns[column.name] = values
    return columns, vocabulary


def cents(array: pa.Array) -> np.ndarray:
    """Whole cents (int64) of a decimal array with two places; anything where a value is missing."""
    width = {32: np.int32, 64: np.int64, 128: np.int64}[array.type.bit_width]
    step = 2 if array.type.bit_width == 128 else 1
    raw = np.frombuffer(array.buffers()[1], dtype=width)[::step]
    return raw[array.offset : array.offset + len(array)].astype(np.int64)
