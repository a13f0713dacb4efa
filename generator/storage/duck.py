"""A company as one DuckDB file: tables with keys and comments, a few views, the truth in a schema of its own.

The file is made from finished parts, beside its place, and moved there when it is whole. Keys are checked as
rows go in, which is what takes the time: about a million rows in a second or two, and memory for an index of
each key. For a company of hundreds of millions of rows take Parquet, which DuckDB reads as it is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from generator.errors import UserError, WrongUse
from generator.schema import TABLES, Table
from generator.storage import parts
from generator.storage.arrow import arrow_type
from generator.storage.duck_views import VIEWS
from generator.storage.folder import RECORDS, FolderRun, check_parts
from generator.storage.manifest import NAME, Manifest
from generator.storage.place import Folder, Store

TRUTH, ABOUT = "truth", "about"
KINDS = {
    "id": "BIGINT",
    "count": "INTEGER",
    "number": "DOUBLE",
    # All times are UTC. A type with a time zone would be shown, and cut into days, by the zone of whoever
    # opens the file.
    "time": "TIMESTAMP",
    "date": "DATE",
    "text": "VARCHAR",
    "prose": "VARCHAR",
    "flag": "BOOLEAN",
}


class DuckRun(FolderRun):
    """One run towards a DuckDB file: parts beside it, then the file from the parts."""

    def check(self) -> None:
        """Raise `WrongUse` if the target is no place for a DuckDB file."""
        if self.out.is_dir():
            raise WrongUse(f"{self.out} is a folder; give the name of a file, for example company.duckdb.")
        if self.out.exists() and self.out.stat().st_size:
            try:
                read_manifest(self.out)
            except UserError as error:
                raise WrongUse(
                    f"{self.out} is there and holds no company; give another name, so that nothing is lost."
                ) from error

    def finish(self, manifest_text: str, documents: dict[str, str], parts: dict[str, int]) -> None:
        """Make the file from the parts and move it into place; then the parts go."""
        check_parts(parts, self.place.sizes(), self.place)
        manifest = Manifest.parse(manifest_text, NAME)
        beside = self.staging / "whole.duckdb"
        for old in (beside, beside.with_suffix(".duckdb.wal")):
            old.unlink(missing_ok=True)
        write_file(beside, manifest, self.place)
        beside.replace(self.out)
        # Records go last: a run that is stopped before makes the file again, and nothing else.
        shutil.rmtree(self.staging / RECORDS, ignore_errors=True)
        shutil.rmtree(self.staging, ignore_errors=True)


def write_file(path: Path, manifest: Manifest, place: Folder | Store) -> None:
    """Write the DuckDB file of a company whose parts lie in `place`.

    The manifest inside names no parts: they are gone when the file is there.
    """
    try:
        with duckdb.connect(str(path)) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            if any(TABLES[name].truth for name in manifest.tables):
                connection.execute(f"CREATE SCHEMA {TRUTH}")
            for table in _in_order([TABLES[name] for name in manifest.tables]):
                connection.execute(_definition(table, manifest.tables))
                for statement in _comments(table):
                    connection.execute(statement)
                names = ", ".join(_quoted(column.name) for column in table.columns)
                for part in manifest.tables[table.name]["files"]:
                    connection.register("part", parts.read_part(table, place, part))
                    connection.execute(f"INSERT INTO {_place(table)} ({names}) SELECT {names} FROM part")
                    connection.unregister("part")
            for view in VIEWS:
                if all(_has(manifest, table, columns) for table, columns in view.needs.items()):
                    connection.execute(f"CREATE VIEW {view.name} AS {view.text}")
                    connection.execute(f"COMMENT ON VIEW {view.name} IS {_text(view.meaning)}")
            held = Manifest(**{**manifest.__dict__, "stored": "duckdb"})
            held.tables = {name: {**facts, "files": {}} for name, facts in manifest.tables.items()}
            connection.execute(f"CREATE SCHEMA {ABOUT}")
            connection.execute(f"CREATE TABLE {ABOUT}.manifest (content VARCHAR)")
            connection.execute(f"INSERT INTO {ABOUT}.manifest VALUES (?)", [held.as_json()])
    except duckdb.OutOfMemoryException as error:
        raise UserError(
            f"{path.name}: the keys of this company do not fit into memory; make it as Parquet, which DuckDB "
            f"reads as it is."
        ) from error
    except duckdb.ConstraintException as error:
        raise UserError(
            f"The company's keys do not hold, so no DuckDB file is made: {_short(error)}."
        ) from error
    except duckdb.Error as error:
        number = _number(error)
        if number is None:
            raise
        raise OSError(number, os.strerror(number)) from error


def read_manifest(path: Path) -> Manifest:
    """The manifest in a DuckDB file. Raises `UserError` if there is none."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            (text,) = connection.execute(f"SELECT content FROM {ABOUT}.manifest").fetchone() or ()
    except (duckdb.Error, TypeError, ValueError) as error:
        raise UserError(
            f"{path} is a file and no DuckDB file of a company; a company is a folder with {NAME} in it, or "
            f"what `centric generate --format duckdb` made."
        ) from error
    return Manifest.parse(text, str(path))


@contextlib.contextmanager
def kept_open(path: Path) -> Iterator[None]:
    """While this lasts, opening the file anew costs nothing: DuckDB shares what is open in a process.

    For who reads table after table, where opening and closing took most of the time.
    """
    with contextlib.ExitStack() as stack:
        # who reads a file that cannot be opened says so
        with contextlib.suppress(duckdb.Error):
            stack.enter_context(duckdb.connect(str(path), read_only=True))
        yield


def read_table(path: Path, table: Table, columns: list[str] | None = None) -> pa.Table:
    """A table of a DuckDB file, as the parts would hold it. Raises `UserError` if it is damaged."""
    wanted = [table.by_name[name] for name in columns] if columns else list(table.columns)
    names = ", ".join(_quoted(column.name) for column in wanted)
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            data = connection.execute(f"SELECT {names} FROM {_place(table)}").to_arrow_table()
    except duckdb.Error as error:
        raise UserError(
            f"{path} is damaged: its table {table.name} cannot be read; generate the company again or take "
            f"the file from your copy."
        ) from error
    kinds = [arrow_type(column, table) for column in wanted]
    fields = [
        pa.field(column.name, kind.value_type if pa.types.is_dictionary(kind) else kind)
        for column, kind in zip(wanted, kinds, strict=True)
    ]
    return data.cast(pa.schema(fields))


def _in_order(tables: list[Table]) -> Iterable[Table]:
    """Tables with those first that others refer to."""
    left = {table.name: table for table in tables}
    while left:
        free = [
            name
            for name, table in left.items()
            if not any(home in left and home != name for home in _homes(table))
        ]
        for name in free or list(left)[:1]:  # of a circle, one goes first and loses its key to the other
            yield left.pop(name)


def _homes(table: Table) -> dict[str, str]:
    """Tables that this one's rows point into, by their whole key -> the pointing column."""
    homes = {}
    for column in table.columns:
        home, _, key = (column.refers or "").partition(".")
        near = home in TABLES and home != table.name and TABLES[home].truth == table.truth
        if near and TABLES[home].key == (key,):
            homes[home] = column.name
    return homes


def _definition(table: Table, made: dict) -> str:
    lines = []
    for column in table.columns:
        kind = KINDS.get(column.kind) or ("DECIMAL(15,2)" if table.per == "company" else "DECIMAL(9,2)")
        lines.append(f"{_quoted(column.name)} {kind}{'' if column.nullable else ' NOT NULL'}")
    lines.append(f"PRIMARY KEY ({', '.join(_quoted(name) for name in table.key)})")
    for column in table.columns:
        home, _, key = (column.refers or "").partition(".")
        if home in made and home in _homes(table) and home != table.name:
            lines.append(f"FOREIGN KEY ({_quoted(column.name)}) REFERENCES {home} ({_quoted(key)})")
    return f"CREATE TABLE {_place(table)} (\n  " + ",\n  ".join(lines) + "\n)"


def _comments(table: Table) -> Iterable[str]:
    yield f"COMMENT ON TABLE {_place(table)} IS {_text(f'One row per {table.row}: {table.purpose}.')}"
    for column in table.columns:
        meaning = column.meaning + (f" Unit: {column.unit}." if column.unit else "")
        yield f"COMMENT ON COLUMN {_place(table)}.{_quoted(column.name)} IS {_text(meaning)}"


def _has(manifest: Manifest, table: str, columns: Iterable[str]) -> bool:
    return table in manifest.tables and all(column in TABLES[table].by_name for column in columns)


def _place(table: Table) -> str:
    return f"{TRUTH}.{table.name}" if table.truth else table.name


def _quoted(name: str) -> str:
    return f'"{name}"'


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _number(error: duckdb.Error) -> int | None:
    """The system's own error number behind what DuckDB says of a file, if there is one."""
    for number in (errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES):
        if os.strerror(number) in str(error):
            return number
    return errno.EIO if isinstance(error, duckdb.IOException) else None


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160].rstrip(".")
