"""The reading side: a company as pandas tables, from a folder or made in memory."""

from __future__ import annotations

import difflib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import WrongUse
from generator.schema import TABLES
from generator.schema.model import Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from generator.scenario import Scenario
    from generator.storage.manifest import Manifest


class Tables:
    """Tables by name, each read when it is first asked for.

    `names`: in the order of the schema. `table(name, columns=None)` gives a new DataFrame at each call.
    """

    def __init__(self, what: str, names: list[str], read):
        self._what, self.names, self._read = what, names, read

    def arrow(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """A table as Arrow data. Raises `WrongUse` for an unknown table or column."""
        if name not in self.names:
            near = difflib.get_close_matches(str(name), self.names, 1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise WrongUse(f"{self._what} has no table `{name}`.{hint} It has: {', '.join(self.names)}.")
        for column in columns or []:
            if column not in TABLES[name].by_name:
                known = ", ".join(TABLES[name].by_name)
                raise WrongUse(f"The table `{name}` has no column `{column}`. It has: {known}.")
        return self._read(TABLES[name], columns)

    def table(self, name: str, columns: list[str] | None = None) -> pd.DataFrame:
        """A table as a pandas DataFrame: money in euros (float), times in UTC, whole numbers as int64."""
        return to_pandas(TABLES[name], self.arrow(name, columns)) if name in TABLES else self.arrow(name)

    def __contains__(self, name: str) -> bool:
        return name in self.names


class Company:
    """A company: observable tables, its truth apart, and what it was made from.

    Open one with `Company.open(folder)`, or make one in memory with `make_company`.
    """

    def __init__(self, name: str, manifest: Manifest, observable: Tables, truth: Tables):
        self.name, self.manifest, self._observable, self.truth = name, manifest, observable, truth

    @classmethod
    def open(cls, folder: str | Path) -> Company:
        """Open a company's folder.

        Raises `UserError` if there is no company, a file is missing or damaged (when it is read), or the
        company was written by a newer version.
        """
        from generator.storage import parquet
        from generator.storage.manifest import Manifest

        folder = Path(folder)
        manifest = Manifest.read(folder)

        def read(table: Table, columns: list[str] | None):
            import pyarrow as pa

            parts = [
                parquet.read_part(folder / path, columns) for path in manifest.tables[table.name]["files"]
            ]
            return parts[0] if len(parts) == 1 else pa.concat_tables(parts)

        return cls._of(str(folder), manifest, read)

    @classmethod
    def _of(cls, name: str, manifest: Manifest, read) -> Company:
        seen = [table for table in manifest.tables if not TABLES[table].truth]
        hidden = [table for table in manifest.tables if TABLES[table].truth]
        return cls(name, manifest, Tables(name, seen, read), Tables(f"The truth of {name}", hidden, read))

    @property
    def tables(self) -> list[str]:
        """Names of the observable tables."""
        return self._observable.names

    @property
    def seed(self) -> int:
        """The seed that it was made from."""
        return self.manifest.seed

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that it was made from."""
        from generator.scenario import Scenario

        return Scenario.model_validate(self.manifest.scenario)

    def table(self, name: str, columns: list[str] | None = None) -> pd.DataFrame:
        """An observable table as a new pandas DataFrame."""
        return self._observable.table(name, columns)

    def arrow(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """An observable table as Arrow data."""
        return self._observable.arrow(name, columns)

    def __repr__(self) -> str:
        """Say what it is in a line."""
        return f"<Company {self.name}: {self.manifest.customers:,} customers, {len(self.tables)} tables>"


def to_pandas(table: Table, data: pa.Table) -> pd.DataFrame:
    """An Arrow table as pandas: what a learner expects, with no surprises in arithmetic."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    from generator.storage.arrow import cents

    frame = {}
    for name in data.column_names:
        column = table.by_name[name]
        array = data.column(name).combine_chunks()
        array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
        if column.kind == "money":
            euros = cents(array) / 100.0
            frame[name] = np.where(np.asarray(array.is_null()), np.nan, euros) if array.null_count else euros
        elif column.kind in {"text", "prose"}:
            plain = array.cast(pa.string()) if pa.types.is_dictionary(array.type) else array
            frame[name] = pd.Series(plain.to_pandas(), dtype="str")
        elif column.kind in {"id", "count"} and not array.null_count:
            frame[name] = array.cast(pa.int64()).to_numpy(zero_copy_only=False)
        elif column.kind in {"id", "count"}:
            frame[name] = array.cast(pa.float64()).to_numpy(zero_copy_only=False)
        elif column.kind == "date":
            missing = np.asarray(array.is_null())
            days = array.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False).astype("datetime64[D]")
            frame[name] = np.where(missing, np.datetime64("NaT"), days).astype("datetime64[s]")
        elif column.kind == "time":
            stamps = array.cast(pa.int64())
            missing = np.asarray(stamps.is_null())
            values = stamps.fill_null(0).to_numpy(zero_copy_only=False).astype("datetime64[ms]")
            values[missing] = np.datetime64("NaT")
            frame[name] = pd.Series(values).dt.tz_localize("UTC")
        else:
            frame[name] = array.to_numpy(zero_copy_only=False)
    return pd.DataFrame(frame, copy=True)


def make_company(
    scenario: str | Path | Scenario = "fernhill",
    customers: int = 5_000,
    seed: int = 11,
    *,
    truth: bool = False,
) -> Company:
    """Make a company in memory (no files); the same content as `generate` gives for the same arguments.

    Meant for tests and hidden tests: a company of 5,000 customers takes a fraction of a second.
    """
    from generator.block import count_orders, make_block, make_company_tables, number_orders
    from generator.making import BLOCK, manifest_of
    from generator.scenario import read_scenario
    from generator.storage import arrow
    from generator.world import World

    world = World(read_scenario(scenario), seed, customers)
    if customers > BLOCK:
        raise WrongUse(f"make_company is for up to {BLOCK:,} customers; use generate for {customers:,}.")
    numbers = number_orders([count_orders(world, 0, customers)])
    made = {**make_block(world, 0, customers, numbers[0]), **make_company_tables(world)}
    kept = {name: made[name] for name, table in TABLES.items() if truth or not table.truth}
    data = {name: arrow.to_arrow(TABLES[name], columns, world.vocabulary) for name, columns in kept.items()}

    tables = {name: {"rows": rows.num_rows, "files": {}} for name, rows in data.items()}
    manifest = manifest_of(world, tables, truth)

    def read(table: Table, columns: list[str] | None):
        return data[table.name].select(columns or data[table.name].column_names)

    return Company._of(f"{world.scenario.name}, seed {seed}", manifest, read)
