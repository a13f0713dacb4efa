"""SQL over a company's tables, with DuckDB; nothing but these tables can be read, and nothing changed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import duckdb

from generator.errors import UserError, WrongUse
from generator.reading.frames import answer
from generator.schema.model import Table

if TYPE_CHECKING:
    import pandas as pd

# The connection sees the tables that are put before it: no file, no address, no variable of the program.
CLOSED: dict[str, Any] = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def ask(query: str, tables: dict[str, Table], source: Callable[[Table], Any], what: str) -> pd.DataFrame:
    """The answer to one `SELECT` over `tables` as a DataFrame, times in UTC and money in euros.

    `source(table)` gives what DuckDB can scan. Raises `WrongUse` for a query that cannot be answered, with
    near names, and `UserError` if a file is damaged.
    """
    if not isinstance(query, str) or not query.strip():
        raise WrongUse("The query is empty; give one, for example: select count(*) from orders")
    words = {word.lower() for word in re.findall(r"\w+", query)}
    used = {name: table for name, table in tables.items() if name.lower() in words}
    with duckdb.connect(config=CLOSED) as connection:
        try:
            statements = duckdb.extract_statements(query)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise WrongUse("Give one SELECT: a query reads a company and changes nothing.")
            connection.execute("SET TimeZone = 'UTC'")
            for name, table in used.items():
                connection.register(name, source(table))
            return answer(connection.execute(query).to_arrow_table())
        except duckdb.IOException as error:
            raise UserError(f"A file of {what} could not be read: {_first_line(error)}.") from error
        except duckdb.Error as error:
            raise WrongUse(_explain(error, tables, used, what)) from None
        except OSError as error:
            raise UserError(
                f"A file of {what} is missing or damaged ({_first_line(error)}); `centric validate` names it."
            ) from error


def _explain(error: duckdb.Error, tables: dict[str, Table], used: dict[str, Table], what: str) -> str:
    said = str(error)
    if found := re.search(r"Table with name (\S+) does not exist", said):
        name = found[1].strip("\"!'")
        near = difflib.get_close_matches(name.lower(), list(tables), 1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        return f"{what} has no table `{name}`.{hint} It has: {', '.join(tables)}."
    if found := re.search(r'column "?([^"\s]+)"? (?:not found|that)|have a column named "([^"]+)"', said):
        name = next(part for part in found.groups() if part).rpartition(".")[2]
        known = [column for table in used.values() for column in table.by_name]
        near = list(dict.fromkeys(difflib.get_close_matches(name.lower(), known, 3)))
        homes = ", ".join(used)
        if near:
            return f"There is no column `{name}` in {homes}. Near it: {', '.join(near)}."
        return f"There is no column `{name}` in {homes}. There are: {', '.join(dict.fromkeys(known))}."
    if isinstance(error, duckdb.PermissionException):
        return f"A query reads the tables of {what} only: no files and no addresses."
    if found := re.search(r'syntax error at or near "(.*?)"', said):
        line = re.search(r"LINE (\d+):", said)
        where = f" in line {line[1]}" if line else ""
        return f"The query is not valid SQL: DuckDB stumbles at `{found[1]}`{where}."
    if found := re.search(r"Function with name (\S+) does not exist", said):
        return f"DuckDB knows no function `{found[1]}`; see its list of functions."
    return f"DuckDB cannot answer this query: {_first_line(error)}."


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".!")
