"""One part of a table as a file: Parquet or CSV, by its ending."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from generator.errors import UserError
from generator.schema import Table
from generator.storage import parquet, plain
from generator.storage.place import Folder, Store

ENDINGS: dict[str, str] = {"parquet": "parquet", "csv": "csv"}
ENCODE: dict[str, Callable[[Table, pa.Table], pa.Buffer]] = {
    "parquet": parquet.encode,
    "csv": plain.encode,
}


def write_part(table: Table, data: pa.Table, place: Folder | Store, part: str) -> dict:
    """Write one part and return `{"bytes": …, "sha256": …}` of the file."""
    content = ENCODE[part.rpartition(".")[2]](table, data)
    place.write(part, content)
    return {"bytes": content.size, "sha256": hashlib.sha256(content).hexdigest()}


def read_part(table: Table, place: Folder | Store, part: str, columns: list[str] | None = None) -> pa.Table:
    """Read one part. Raises `UserError` if the file is missing or damaged."""
    try:
        if part.endswith(".csv"):
            return plain.decode(table, place.read(part), columns)
        if isinstance(place, Folder):
            return parquet.decode(place.path / part, columns)
        if columns is None:  # one request for the whole, instead of one for each column
            return parquet.decode(pa.BufferReader(place.read(part)))
        system, root = place.arrow()
        with system.open_input_file(f"{root}/{part}") as file:
            return parquet.decode(file, columns)
    except FileNotFoundError as error:
        raise UserError(
            f"{place.shown(part)} is missing; generate the company again or take it from your copy."
        ) from error
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        kind = "CSV" if part.endswith(".csv") else "Parquet"
        raise UserError(
            f"{place.shown(part)} is damaged and cannot be read as {kind}; generate the company again or "
            f"take the file from your copy."
        ) from error


def file_facts(place: Folder | Store, part: str) -> dict:
    """Size and SHA-256 of a file, as the manifest holds them. Raises `FileNotFoundError`."""
    if isinstance(place, Folder):
        path = Path(place.path / part)
        with path.open("rb") as file:
            return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    content = place.read(part)
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
