"""What a table and a column are: the one description from which everything else is made.

Validation, the data dictionary, `datapackage.json` and the Parquet types all come from these objects.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# kind -> (what a reader is told, type in datapackage.json)
KINDS = {
    "id": ("whole number", "integer"),
    "count": ("whole number", "integer"),
    "money": ("euros, exact to the cent", "number"),
    "number": ("number", "number"),
    "time": ("UTC time", "datetime"),
    "date": ("date", "date"),
    "text": ("text", "string"),
    "prose": ("free text", "string"),
    "flag": ("true or false", "boolean"),
}


@dataclass(frozen=True)
class Column:
    """One column: its kind (see `KINDS`), unit, meaning, allowed values and what it refers to.

    `low`, `high`: inclusive bounds in the surface unit (euros for money). `values`: the closed list of a
    text column. `refers`: `table.column` that must hold every value.
    `few`: holds few distinct values in many rows (files store it as a dictionary). `repeats`: the same
    stretches of values come again and again (files leave them to compression). `free`: for a number without
    bounds, why it has none. `ahead`: a day that was announced, and may lie after the company's last day.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    nullable: bool = False
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] | None = None
    refers: str | None = None
    few: bool = False
    repeats: bool = False
    free: str = ""
    ahead: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what a row is, what the table is for, its key and its columns in order.

    `per`: "block" if made customer by customer, "company" if made once. `truth`: kept apart from what a
    student sees.
    """

    name: str
    row: str
    purpose: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    per: str = "block"
    truth: bool = False
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the columns by name."""
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})
