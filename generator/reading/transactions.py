"""A real log of transactions with the face of a company: what it tells, and nothing else.

Customers are numbered in the order in which they first bought, orders by time. The clock is the calendar's:
a log alone does not tell season from trend, so a season-adjusted week is a week here. Money is taken to the
cent, in whatever currency the log has, under the names that the course uses (`_eur`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from generator.block_values import Nullable
from generator.errors import WrongUse
from generator.making.asked import read_day
from generator.reading.tables import Tables
from generator.reading.transaction_columns import (
    check_frame,
    check_missing,
    many,
    read_cents,
    read_people,
    read_seconds,
)
from generator.schema import TABLES, Column, Table
from generator.storage.arrow import to_arrow
from generator.storage.manifest import Manifest

#: The columns of the company's tables that a log can fill.
KNOWN = {
    "customers": ("customer_id", "signed_up_at"),
    "orders": ("order_id", "customer_id", "ordered_at"),
    "order_lines": ("order_id", "line_no", "paid_eur"),
    "clock": ("date_on", "season", "season_week"),
}
SOURCE = Column("source_id", "text", "The customer's mark in the log.")
RETURNS = Table(
    "returns",
    "returned amount",
    "what was paid back; a log does not tell for which order",
    ("return_id",),
    (
        Column("return_id", "id", "Number of the return.", low=1),
        Column("customer_id", "id", "Number of the customer.", low=1, refers="customers.customer_id"),
        Column("returned_at", "time", "Moment of the return.", "UTC"),
        Column("refund_eur", "money", "Paid back to the customer.", "EUR", low=0.01),
    ),
)
NEGATIVE = ("error", "drop", "returns")
UNKNOWN = "A log of transactions does not tell it."
DAY = 86_400
FromLog = tuple[Manifest, Tables, Tables, list[str]]


def read_log(
    frame: pd.DataFrame,
    customer: str,
    time: str,
    amount: str,
    order: str | None,
    same_day: bool,
    negative: str,
    time_format: str | None,
    dayfirst: bool | None,
    end: dt.date | str | None,
    name: str,
) -> FromLog:
    """The manifest, the tables that a log can fill, those of its truth (none), and what was decided.

    See `Company.from_transactions`, also for the parameters and for what is raised.
    """
    check_frame(frame, {"customer": customer, "time": time, "amount": amount, "order": order})
    if negative not in NEGATIVE:
        raise WrongUse(f"negative must be one of {', '.join(NEGATIVE)}; found {negative!r}.")
    if order is not None and same_day:
        raise WrongUse("Give either order= or same_day=True: both say which rows are one order.")
    notes: list[str] = []
    for column in dict.fromkeys([customer, time, amount, *([order] if order else [])]):
        check_missing(frame, column)
    seconds = read_seconds(frame, time, time_format, dayfirst, notes)
    cents = read_cents(frame, amount, notes)
    back = cents < 0
    if back.any() and negative == "error":
        first = frame.index[np.flatnonzero(back)[0]]
        raise WrongUse(
            f"{many(back, 'amount')} in the column `{amount}` below zero, the first in row {first}: "
            f'give negative="drop" to leave these rows out, or negative="returns" to keep them as a table '
            f"of returns."
        )
    people, marks = read_people(frame[customer], seconds, ~back)
    if not len(marks):
        raise WrongUse(f"No row of the column `{amount}` is a purchase: all amounts are below zero.")
    stray = back & (people < 0)
    if negative == "returns" and stray.any():
        notes.append(f"Left out: {many(stray, 'return')} of customers who never bought.")
    if negative == "drop" and back.any():
        notes.append(f"Left out: {many(back, 'row')} with amounts below zero.")
    rows = ~back
    groups = _groups(frame, people, seconds, rows, order, same_day)
    made, schema = _tables(people[rows], seconds[rows], cents[rows], groups, marks)
    if negative == "returns":
        kept = back & (people >= 0)
        made["returns"], schema["returns"] = _returns(people[kept], seconds[kept], -cents[kept]), RETURNS
    first_day = int(seconds[rows].min()) // DAY
    last_day = int(seconds.max()) // DAY + 1
    if end is not None:
        asked = (read_day(end) - dt.date(1970, 1, 1)).days
        if asked < last_day:
            raise WrongUse(f"The log goes on after {end}: its last row is of {_date(last_day - 1)}.")
        last_day = asked
    days = np.arange(first_day, last_day)
    made["clock"] = {
        "date_on": days,
        "season": np.ones(len(days)),
        "season_week": (days - first_day) / 7.0,
    }
    schema["clock"] = TABLES["clock"]
    notes.append("The clock is the calendar's: a log does not tell season from trend.")
    return _company(name, made, schema, marks, first_day, last_day, notes)


def _company(
    name: str,
    made: dict[str, Any],
    schema: dict[str, Table],
    marks: list[str],
    first_day: int,
    last_day: int,
    notes: list[str],
) -> FromLog:
    words = {("customers", "source_id"): marks}
    data = {table: to_arrow(schema[table], columns, words) for table, columns in made.items()}
    tables = {
        table: {"rows": rows.num_rows, "cells": rows.num_rows * rows.num_columns, "files": {}}
        for table, rows in data.items()
    }
    start, end = _date(first_day), _date(last_day)
    manifest = Manifest(name, 0, len(marks), start, end, {}, tables, truth=False, people=len(marks))
    manifest.data_version = "none"

    def read(table: Table, columns: list[str] | None) -> pa.Table:
        return data[table.name].select(columns or data[table.name].column_names)

    observable = Tables(name, list(data), read, schema=schema, unknown=UNKNOWN)
    return manifest, observable, Tables(f"The truth of {name}", [], read, unknown=UNKNOWN), notes


def _groups(
    frame: pd.DataFrame,
    people: np.ndarray,
    seconds: np.ndarray,
    rows: np.ndarray,
    order: str | None,
    same_day: bool,
) -> np.ndarray:
    """For each purchase, a number of its order (any numbers, the same for the same order)."""
    if order is not None:
        codes = pd.factorize(frame[order])[0][rows]
        several = pd.DataFrame({"order": codes, "person": people[rows]}).drop_duplicates()
        twice = several["order"].duplicated()
        if twice.any():
            code = several.loc[twice, "order"].iloc[0]
            mark = frame[order][rows].iloc[np.flatnonzero(codes == code)[0]]
            raise WrongUse(f"The order {mark!r} in the column `{order}` belongs to more than one customer.")
        return codes
    if same_day:
        days = seconds[rows] // DAY
        return pd.factorize(pd.MultiIndex.from_arrays([people[rows], days]))[0]
    return np.arange(int(rows.sum()))


def _tables(
    people: np.ndarray, seconds: np.ndarray, cents: np.ndarray, groups: np.ndarray, marks: list[str]
) -> tuple[dict, dict[str, Table]]:
    count = int(groups.max()) + 1
    at = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(at, groups, seconds)
    who = np.zeros(count, dtype=np.int64)
    who[groups] = people
    rank = np.empty(count, dtype=np.int64)
    rank[np.lexsort((who, at))] = np.arange(count)
    lines = np.lexsort((np.arange(len(groups)), rank[groups]))
    orders = rank[groups][lines]
    starts = np.concatenate([[0], np.cumsum(np.bincount(orders))])
    first = np.full(len(marks), np.iinfo(np.int64).max)
    np.minimum.at(first, people, seconds)
    by_rank = np.argsort(rank)
    made = {
        "customers": {
            "customer_id": np.arange(1, len(marks) + 1),
            "signed_up_at": first,
            "source_id": np.arange(len(marks)),
        },
        "orders": {
            "order_id": np.arange(1, count + 1),
            "customer_id": who[by_rank] + 1,
            "ordered_at": at[by_rank],
        },
        "order_lines": {
            "order_id": orders + 1,
            "line_no": np.arange(len(orders)) - starts[orders] + 1,
            "paid_eur": cents[lines],
        },
    }
    schema = {name: _cut(TABLES[name], KNOWN[name]) for name in made}
    return made, schema


def _cut(table: Table, names: tuple[str, ...]) -> Table:
    columns = tuple(table.by_name[name] for name in names)
    columns += (SOURCE,) if table.name == "customers" else ()
    return Table(table.name, table.row, table.purpose, table.key, columns, table.per, table.truth)


def _returns(people: np.ndarray, seconds: np.ndarray, cents: np.ndarray) -> dict[str, np.ndarray | Nullable]:
    turn = np.argsort(seconds, kind="stable")
    return {
        "return_id": np.arange(1, len(turn) + 1),
        "customer_id": people[turn] + 1,
        "returned_at": seconds[turn],
        "refund_eur": cents[turn],
    }


def _date(day: int) -> str:
    return str(dt.date(1970, 1, 1) + dt.timedelta(days=int(day)))
