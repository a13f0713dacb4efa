"""One Parquet part: written with the encodings that fit each kind of column, read with clear errors.

Measured, not guessed: delta packing for numbers and times, dictionaries for text and for money with few
values, statistics on keys and times only (on text they are the hidden cost), no compression where there is
only noise left.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from generator.errors import UserError
from generator.schema import Table

DELTA = "DELTA_BINARY_PACKED"
ROWS_PER_GROUP = 1 << 20


@cache
def _settings(table: Table) -> dict:
    dictionary = [c.name for c in table.columns if c.kind == "text" or c.few]
    delta = [c.name for c in table.columns if c.kind in {"id", "count", "time", "date"} and not c.few]
    statistics = [c.name for c in table.columns if c.kind in {"id", "time", "date"}]
    plain = [c.name for c in table.columns if c.kind in {"money", "number"} and not c.few]
    return {
        "use_dictionary": dictionary or False,
        "column_encoding": dict.fromkeys(delta, DELTA) or None,
        "write_statistics": statistics,
        "compression": {c.name: "SNAPPY" if c.name in plain else "NONE" for c in table.columns},
        "store_decimal_as_integer": True,
        "store_schema": False,
        "row_group_size": ROWS_PER_GROUP,
    }


def write_part(table: Table, data: pa.Table, path: Path) -> dict:
    """Write one part and return `{"bytes": …, "sha256": …}` of the file."""
    sink = pa.BufferOutputStream()
    pq.write_table(data, sink, **_settings(table))
    content = sink.getvalue()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
    return {"bytes": content.size, "sha256": hashlib.sha256(content).hexdigest()}


def read_part(path: Path, columns: list[str] | None = None) -> pa.Table:
    """Read one part. Raises `UserError` if the file is missing or damaged."""
    try:
        return pq.ParquetFile(path).read(columns=columns)
    except FileNotFoundError as error:
        raise UserError(
            f"{path} is missing; generate the company again or take it from your copy."
        ) from error
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        raise UserError(
            f"{path} is damaged and cannot be read as Parquet; generate the company again or take the file "
            f"from your copy."
        ) from error


def file_facts(path: Path) -> dict:
    """Size and SHA-256 of a file, as the manifest holds them."""
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
