"""The reading side: a company as pandas tables, from wherever it lies, or made in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import WrongUse
from generator.reading.tables import Read, Tables
from generator.schema import TABLES
from generator.schema.model import Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from generator.scenario import Scenario
    from generator.storage.manifest import Manifest


class Company:
    """A company: observable tables, its truth apart, and what it was made from.

    Open one with `Company.open(folder)`, make one in memory with `make_company`, or give a real log of
    transactions the same face with `Company.from_transactions`.
    """

    def __init__(self, name: str, manifest: Manifest, observable: Tables, truth: Tables):
        self.name, self.manifest, self._observable, self.truth = name, manifest, observable, truth
        #: What was decided about the data on the way in, one sentence each.
        self.notes: list[str] = []

    @classmethod
    def open(cls, where: str | Path) -> Company:
        """Open a company: a folder (Parquet or CSV), a DuckDB file, or the URL of a place.

        Raises `UserError` if there is no company, a file is missing or damaged (when it is read), or the
        company was written by a newer version.
        """
        from generator.storage.held import hold

        held = hold(where)
        return cls._of(held.name, held.manifest, held.read, held.source)

    @classmethod
    def from_transactions(
        cls,
        frame: pd.DataFrame,
        *,
        customer: str,
        time: str,
        amount: str,
        order: str | None = None,
        same_day: bool = False,
        negative: str = "error",
        time_format: str | None = None,
        dayfirst: bool | None = None,
        end: dt.date | str | None = None,
        name: str = "a log of transactions",
    ) -> Company:
        """A real log of transactions (one row per purchase) as a company: customers, orders, lines, clock.

        `customer`, `time`, `amount`: names of columns. `order`: the column that tells which rows are one
        order; `same_day=True`: all rows of a customer and day are one. `negative`: what to do with amounts
        below zero: "error", "drop" (leave them out) or "returns" (a table of their own). `time_format`: as
        in `strptime`. `dayfirst`: whether 05/01/2024 is the fifth of January; without it the reading that
        fits all rows, and if both do, the month first, which `notes` then tells. `end`: first day that the
        log does not cover any more (the day after its last row).

        What a log does not tell is not there: asking for it says so. `notes` tells what was decided. Raises
        `WrongUse` with the column and the first row that cannot be used.
        """
        from generator.reading.transactions import read_log

        manifest, observable, truth, notes = read_log(
            frame, customer, time, amount, order, same_day, negative, time_format, dayfirst, end, name
        )
        company = cls(name, manifest, observable, truth)
        company.notes = notes
        return company

    @classmethod
    def _of(
        cls, name: str, manifest: Manifest, read: Read, source: Callable[[Table], Any] | None = None
    ) -> Company:
        seen = [table for table in manifest.tables if table in TABLES and not TABLES[table].truth]
        hidden = [table for table in manifest.tables if table in TABLES and TABLES[table].truth]
        return cls(
            name,
            manifest,
            Tables(name, seen, read, source=source),
            Tables(f"The truth of {name}", hidden, read, source=source),
        )

    @property
    def tables(self) -> list[str]:
        """Names of the observable tables."""
        return self._observable.names

    @property
    def seed(self) -> int:
        """The seed that it was made from. Raises `WrongUse` for a company that does not tell it."""
        if self.manifest.seed is None:
            raise WrongUse(f"{self.name} does not tell its seed: it was made for one person.")
        return self.manifest.seed

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that it was made from. Raises `WrongUse` for a company from elsewhere."""
        from generator.scenario import Scenario

        if not self.manifest.scenario:
            raise WrongUse(f"{self.name} was made from no scenario: it comes from elsewhere.")
        return Scenario.model_validate(self.manifest.scenario)

    def table(self, name: str, columns: list[str] | None = None) -> pd.DataFrame:
        """An observable table as a new pandas DataFrame."""
        return self._observable.table(name, columns)

    def described(self, name: str) -> Table:
        """What an observable table and its columns are, as far as this company has them."""
        return self._observable.described(name)

    def arrow(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """An observable table as Arrow data."""
        return self._observable.arrow(name, columns)

    def sql(self, query: str) -> pd.DataFrame:
        """The answer to a `SELECT` over the observable tables, with DuckDB: names as in the schema.

        The DataFrame has the types that `table` gives: money in euros, times in UTC. The truth has an `sql`
        of its own, `company.truth.sql`. Raises `WrongUse` for a query that cannot be answered.
        """
        return self._observable.sql(query)

    def __repr__(self) -> str:
        """Say what it is in a line."""
        return f"<Company {self.name}: {self.manifest.came:,} customers, {len(self.tables)} tables>"


def make_company(
    scenario: str | Path | Scenario = "fernhill",
    customers: int = 5_000,
    seed: int = 11,
    *,
    truth: bool = False,
    until: dt.date | str | None = None,
) -> Company:
    """Make a company in memory (no files); the same content as `generate` gives for the same arguments.

    Meant for tests and hidden tests: a company of 5,000 customers takes a fraction of a second.
    """
    from generator.block import count_orders, make_block_and_sums, make_company_tables, number_orders
    from generator.making.asked import world_of
    from generator.making.generating import BLOCK, manifest_of
    from generator.scenario import read_scenario
    from generator.storage import arrow
    from generator.vocabulary import vocabulary

    world = world_of(read_scenario(scenario), seed, customers, until)
    if customers > BLOCK:
        raise WrongUse(f"make_company is for up to {BLOCK:,} customers; use generate for {customers:,}.")
    numbers = number_orders([count_orders(world, 0, world.people)])
    blocks, sums = make_block_and_sums(world, 0, world.people, numbers[0], truth)
    made = {**blocks, **make_company_tables(world, truth, sums)}
    kept = {name: made[name] for name, table in TABLES.items() if name in made and (truth or not table.truth)}
    data = {name: arrow.to_arrow(TABLES[name], columns, vocabulary(world)) for name, columns in kept.items()}

    tables = {name: {"rows": rows.num_rows, "files": {}} for name, rows in data.items()}
    manifest = manifest_of(world, tables, truth)

    def read(table: Table, columns: list[str] | None) -> pa.Table:
        return data[table.name].select(columns or data[table.name].column_names)

    return Company._of(f"{world.scenario.name}, seed {seed}", manifest, read)
