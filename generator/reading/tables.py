"""Tables by name, read when they are asked for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from generator.errors import WrongUse
from generator.reading.frames import to_pandas
from generator.schema import TABLES
from generator.schema.model import Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Read = Callable[[Table, "list[str] | None"], "pa.Table"]


class Tables:
    """Tables by name, each read when it is first asked for.

    `names`: in the order of the schema. `table(name, columns=None)` gives a new DataFrame at each call.
    `schema`: what the tables and columns are; a company from elsewhere knows fewer of them.
    """

    def __init__(
        self,
        what: str,
        names: list[str],
        read: Callable[[Table, list[str] | None], pa.Table],
        *,
        source: Callable[[Table], Any] | None = None,
        schema: Mapping[str, Table] = TABLES,
        unknown: str = "",
    ):
        self._what, self.names, self._read = what, names, read
        self._source, self._schema, self._unknown = (
            source or (lambda table: read(table, None)),
            schema,
            unknown,
        )

    def arrow(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """A table as Arrow data. Raises `WrongUse` for an unknown table or column."""
        if name not in self.names:
            raise WrongUse(f"{self._what} has no table `{name}`.{self._hint(name)}")
        table = self._schema[name]
        for column in columns or []:
            if column not in table.by_name:
                why = f" {self._unknown}" if self._unknown and self._in_schema(name, column) else ""
                known = ", ".join(table.by_name)
                raise WrongUse(f"The table `{name}` has no column `{column}`.{why} It has: {known}.")
        return self._read(table, columns)

    def _hint(self, name: str) -> str:
        if self._unknown and name in TABLES:
            hint = f" {self._unknown}"
        else:
            near = difflib.get_close_matches(str(name), self.names, 1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
        return f"{hint} It has: {', '.join(self.names)}."

    @staticmethod
    def _in_schema(name: str, column: str) -> bool:
        return name in TABLES and column in TABLES[name].by_name

    def table(self, name: str, columns: list[str] | None = None) -> pd.DataFrame:
        """A table as a pandas DataFrame: money in euros (float), times in UTC, whole numbers as int64."""
        data = self.arrow(name, columns)
        return to_pandas(self._schema[name], data)

    def sql(self, query: str) -> pd.DataFrame:
        """The answer to a `SELECT` over these tables, with the same types as `table` gives.

        Raises `WrongUse` for a query that cannot be answered.
        """
        from generator.reading.sql import ask

        return ask(query, {name: self._schema[name] for name in self.names}, self._source, self._what)

    def described(self, name: str) -> Table:
        """What a table and its columns are, as far as this company has them. Raises `WrongUse`."""
        if name not in self.names:
            raise WrongUse(f"{self._what} has no table `{name}`.{self._hint(name)}")
        return self._schema[name]

    def __contains__(self, name: str) -> bool:
        return name in self.names
