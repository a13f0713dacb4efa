"""A real log of transactions with the face of a company: what it tells, and nothing else.

Customers are numbered in the order in which they first bought, orders by time. The clock is the calendar's:
a log alone does not tell season from trend, so a season-adjusted week is a week here. Money is taken to the
cent, in whatever currency the log has, under the names that the course uses (`_eur`).
"""

from __future__ import annotations

import datetime as dt
import difflib

import numpy as np
import pandas as pd
import pyarrow as pa

from generator.asked import read_day
from generator.block_values import Nullable
from generator.company import Company, Tables
from generator.errors import WrongUse
from generator.schema import TABLES, Column, Table
from generator.storage.arrow import CENTS_LIMIT, to_arrow
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


def company_from(
    frame: pd.DataFrame,
    customer: str,
    time: str,
    amount: str,
    order: str | None,
    same_day: bool,
    negative: str,
    time_format: str | None,
    end: dt.date | str | None,
    name: str,
) -> Company:
    """See `Company.from_transactions`."""
    _check_frame(frame, {"customer": customer, "time": time, "amount": amount, "order": order})
    if negative not in NEGATIVE:
        raise WrongUse(f"negative must be one of {', '.join(NEGATIVE)}; found {negative!r}.")
    if order is not None and same_day:
        raise WrongUse("Give either order= or same_day=True: both say which rows are one order.")
    notes: list[str] = []
    for column in dict.fromkeys([customer, time, amount, *([order] if order else [])]):
        _check_missing(frame, column)
    seconds = _seconds(frame, time, time_format, notes)
    cents = _cents(frame, amount, notes)
    back = cents < 0
    if back.any() and negative == "error":
        first = frame.index[np.flatnonzero(back)[0]]
        raise WrongUse(
            f"{int(back.sum()):,} amounts in the column `{amount}` are below zero, the first in row {first}: "
            f'give negative="drop" to leave these rows out, or negative="returns" to keep them as a table '
            f"of returns."
        )
    people, marks = _people(frame[customer], seconds, ~back)
    if not len(marks):
        raise WrongUse(f"No row of the column `{amount}` is a purchase: all amounts are below zero.")
    stray = back & (people < 0)
    if negative == "returns" and stray.any():
        notes.append(f"{int(stray.sum()):,} returns of customers who never bought were left out.")
    if negative == "drop" and back.any():
        notes.append(f"{int(back.sum()):,} rows with amounts below zero were left out.")
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


def _company(name, made, schema, marks, first_day, last_day, notes) -> Company:
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
    company = Company(name, manifest, observable, Tables(f"The truth of {name}", [], read, unknown=UNKNOWN))
    company.notes = notes
    return company


def _check_frame(frame: pd.DataFrame, asked: dict[str, str | None]) -> None:
    if not isinstance(frame, pd.DataFrame):
        raise WrongUse(f"The log must be a pandas DataFrame; found {type(frame).__name__}.")
    for word, column in asked.items():
        if column is None:
            continue
        if column not in frame.columns:
            names = [str(name) for name in frame.columns]
            near = difflib.get_close_matches(str(column), names, 1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise WrongUse(f"The log has no column `{column}` ({word}=).{hint} It has: {', '.join(names)}.")
        if isinstance(frame[column], pd.DataFrame):
            raise WrongUse(f"The log has the column `{column}` twice; rename one of them.")
    if frame.empty:
        raise WrongUse("The log is empty: it has no row.")


def _check_missing(frame: pd.DataFrame, column: str) -> None:
    missing = frame[column].isna().to_numpy()
    if missing.any():
        first = frame.index[np.flatnonzero(missing)[0]]
        raise WrongUse(
            f"{int(missing.sum()):,} values of the column `{column}` are missing, the first in row {first}: "
            f"leave these rows out first, for example frame.dropna(subset=[{column!r}])."
        )


def _seconds(frame: pd.DataFrame, column: str, time_format: str | None, notes: list[str]) -> np.ndarray:
    """Seconds since 1970 (int64, UTC)."""
    given = frame[column]
    if pd.api.types.is_bool_dtype(given) or pd.api.types.is_float_dtype(given):
        raise WrongUse(f"The column `{column}` holds numbers with a point, which are no times.")
    if pd.api.types.is_integer_dtype(given):
        if time_format is None and not given.between(19_000_101, 22_001_231).all():
            raise WrongUse(
                f"The column `{column}` holds numbers that are no dates of the form 20240131; turn them into "
                f"times first, or give time_format=."
            )
        given, time_format = given.astype("str"), time_format or "%Y%m%d"
    if not pd.api.types.is_datetime64_any_dtype(given):
        kind = {"format": time_format} if time_format else {}
        try:
            times = pd.to_datetime(given, errors="coerce", **kind)
        except (ValueError, TypeError) as error:
            raise WrongUse(f"The column `{column}` cannot be read as times: {error}.") from error
        bad = times.isna().to_numpy()
        if bad.any():
            place = np.flatnonzero(bad)[0]
            raise WrongUse(
                f"{int(bad.sum()):,} values of the column `{column}` are no times, the first in row "
                f"{frame.index[place]}: {given.iloc[place]!r}. Mend them, or give their form, for example "
                f'time_format="%d/%m/%Y %H:%M".'
            )
        given = times
    if getattr(given.dt, "tz", None) is None:
        notes.append(f"Times in `{column}` name no time zone and are taken as UTC.")
    else:
        given = given.dt.tz_convert("UTC").dt.tz_localize(None)
    return given.to_numpy().astype("datetime64[s]").astype(np.int64)


def _cents(frame: pd.DataFrame, column: str, notes: list[str]) -> np.ndarray:
    """Whole cents (int64)."""
    try:
        amounts = pd.to_numeric(frame[column]).to_numpy(dtype=np.float64)
    except (ValueError, TypeError):
        numbers = pd.to_numeric(frame[column], errors="coerce").isna().to_numpy()
        place = np.flatnonzero(numbers)[0] if numbers.any() else 0
        raise WrongUse(
            f"The column `{column}` must hold numbers; row {frame.index[place]} holds "
            f"{frame[column].iloc[place]!r}."
        ) from None
    limit = CENTS_LIMIT / 100
    wrong = ~np.isfinite(amounts) | (np.abs(amounts) >= limit)
    if wrong.any():
        place = np.flatnonzero(wrong)[0]
        raise WrongUse(
            f"The column `{column}` holds {amounts[place]:g} in row {frame.index[place]}; amounts must be "
            f"finite and below {limit:,.0f}."
        )
    cents = np.rint(amounts * 100)
    off = int((np.abs(amounts * 100 - cents) > 1e-4).sum())
    if off:
        notes.append(f"{off:,} amounts had more than two places and were rounded to the cent.")
    free = int((cents == 0).sum())
    if free:
        notes.append(f"{free:,} purchases of zero were kept.")
    return cents.astype(np.int64)


def _people(given: pd.Series, seconds: np.ndarray, bought: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Index of each row's customer (-1: never bought), numbered by first purchase; their marks."""
    codes, marks = pd.factorize(given)
    first = np.full(len(marks), np.iinfo(np.int64).max)
    np.minimum.at(first, codes[bought], seconds[bought])
    buyers = np.flatnonzero(first < np.iinfo(np.int64).max)
    order = buyers[np.argsort(first[buyers], kind="stable")]
    number = np.full(len(marks), -1)
    number[order] = np.arange(len(order))
    texts = [str(marks[k]) for k in order]
    if len(set(texts)) < len(texts):
        raise WrongUse("Two customers of the log have the same mark as text, such as 7 and '7'.")
    return number[codes], texts


def _groups(frame, people, seconds, rows, order, same_day) -> np.ndarray:
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


def _tables(people, seconds, cents, groups, marks) -> tuple[dict, dict[str, Table]]:
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
