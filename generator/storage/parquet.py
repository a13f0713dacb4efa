"""One Parquet part: written with the encodings that fit each kind of column, read back.

Measured, not guessed: delta packing for numbers, money and times, dictionaries for text and for whatever has
few values, Snappy where values or words come again and again, no compression where there is only noise left;
statistics on keys and times only (on text they are the hidden cost).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from generator.schema import Table

DELTA = "DELTA_BINARY_PACKED"
PACKED = {"id", "count", "money", "time", "date"}
ROWS_PER_GROUP = 1 << 20


@cache
def _settings(table: Table) -> dict:
    dictionary = [c.name for c in table.columns if c.kind == "text" or c.few]
    rest = [c for c in table.columns if c.name not in dictionary]
    delta = [c.name for c in rest if c.kind in PACKED and not c.repeats]
    squeezed = {c.name for c in rest if c.kind in {"number", "prose"} or c.repeats}
    return {
        "use_dictionary": dictionary or False,
        "column_encoding": dict.fromkeys(delta, DELTA) or None,
        "write_statistics": [c.name for c in table.columns if c.kind in {"id", "time", "date"}],
        "compression": {c.name: "SNAPPY" if c.name in squeezed else "NONE" for c in table.columns},
        "store_decimal_as_integer": True,
        "store_schema": False,
        "row_group_size": ROWS_PER_GROUP,
    }


def encode(table: Table, data: pa.Table) -> pa.Buffer:
    """The bytes of a part."""
    sink = pa.BufferOutputStream()
    pq.write_table(_marked(table, data), sink, **_settings(table))
    return sink.getvalue()


def _marked(table: Table, data: pa.Table) -> pa.Table:
    """The same, each column marked if values may be missing: where none may, the file need not say so."""
    fields = [
        pa.field(column.name, given.type, column.nullable or given.null_count > 0)
        for column, given in zip(table.columns, data.columns, strict=True)
    ]
    return pa.Table.from_arrays(data.columns, schema=pa.schema(fields))


def decode(source: Any, columns: list[str] | None = None) -> pa.Table:
    """A part from its path or open file. Raises `OSError` or `pyarrow.ArrowException` if it is damaged."""
    data = pq.ParquetFile(source, pre_buffer=columns is not None).read(columns=columns)
    return pa.Table.from_arrays(data.columns, names=data.column_names)  # without the marks
