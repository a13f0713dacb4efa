"""Is a company whole? Check files, digests, schema, keys, references and the ledger's own arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.block_values import Nullable
from generator.company import Company
from generator.errors import UserError
from generator.schema import TABLES, Column, Table
from generator.storage import digest
from generator.storage.arrow import from_arrow
from generator.storage.held import DuckFile, Parts, hold
from generator.storage.manifest import Manifest

DAY = 86_400


@dataclass(frozen=True)
class Fact:
    """One thing that was checked: where, what, whether it holds, and a sentence if it does not."""

    table: str
    what: str
    good: bool
    sentence: str = ""


def validate(folder: str | Path) -> list[Fact]:
    """Check a company's folder and return what was found, good and bad.

    Raises `UserError` if there is no company at all.
    """
    held = hold(folder)
    with held.reading():
        return _facts(held, Company.open(folder))


def _facts(held: Parts | DuckFile, company: Company) -> list[Fact]:
    manifest = held.manifest
    facts = list(_unknown_tables(manifest))
    readable = {}
    for name, about in manifest.tables.items():
        if name not in TABLES:
            continue
        broken = list(held.damage(about))
        facts += [Fact(name, "files", False, sentence) for sentence in broken] or [Fact(name, "files", True)]
        readable[name] = not broken
        if not broken:
            facts += _content(held, TABLES[name], about)
    whole = [name for name, good in readable.items() if good]
    for name in whole:
        facts.append(_key(company, TABLES[name]))
        facts += _references(company, TABLES[name], whole)
    facts += _times(company, [name for name in whole if not TABLES[name].truth])
    if {"orders", "order_lines", "customers", "returns"} <= set(whole):
        facts += _ledger(company)
    return facts


def _unknown_tables(manifest: Manifest) -> Iterator[Fact]:
    for name in manifest.tables:
        if name not in TABLES:
            yield Fact(name, "table", False, f"The manifest names the table `{name}`, which does not exist.")
    for name, table in TABLES.items():
        if name not in manifest.tables and not table.truth:
            yield Fact(name, "table", False, f"The table `{name}` is missing from the manifest.")


def _content(held: Parts | DuckFile, table: Table, about: dict) -> list[Fact]:
    rows, lanes = 0, (0, 0)
    bad: dict[str, str] = {}
    try:
        for _, data in held.pieces(table):
            columns, vocabulary = from_arrow(table, data)
            rows += data.num_rows
            lanes = digest.add(lanes, digest.digest_rows(table, columns, vocabulary))
            for column in table.columns:
                words = vocabulary.get((table.name, column.name))
                problem = _out_of_range(column, columns[column.name], data.column(column.name), words)
                if problem:
                    bad.setdefault(column.name, problem)
    except (UserError, KeyError, pa.ArrowException) as error:
        return [Fact(table.name, "content", False, f"{table.name}: {error}")]
    facts = [Fact(table.name, "schema", not bad, "; ".join(f"{table.name}.{c}: {p}" for c, p in bad.items()))]
    same = rows == about["rows"] and digest.as_text(lanes) == about["logical_digest"]
    facts.append(
        Fact(table.name, "digest", same, "" if same else f"{table.name} does not say what its manifest says.")
    )
    return facts


def _out_of_range(column: Column, given: Any, raw: pa.ChunkedArray, words: list[str] | None) -> str:
    """What is wrong with a column's values, or an empty text."""
    if raw.null_count and not column.nullable:
        return f"{raw.null_count} values are missing"
    if column.values and words and set(words) - set(column.values):
        return f"unknown value `{min(set(words) - set(column.values))}`"
    values = given.values[~given.missing] if isinstance(given, Nullable) else given
    if column.kind in {"text", "prose"} or not len(values):
        return ""
    scale = 100 if column.kind == "money" else 1
    if column.kind == "number" and not np.isfinite(values).all():
        return "a value is not a finite number"
    if column.low is not None and values.min() < column.low * scale:
        return f"{values.min() / scale:g} lies below {column.low:g}"
    if column.high is not None and values.max() > column.high * scale:
        return f"{values.max() / scale:g} lies above {column.high:g}"
    return ""


def _arrow(company: Company, name: str, columns: list[str]) -> pa.Table:
    side = company.truth if TABLES[name].truth else company
    return side.arrow(name, columns)


def _key(company: Company, table: Table) -> Fact:
    data = _arrow(company, table.name, list(table.key))
    twice = data.num_rows - data.group_by(list(table.key)).aggregate([]).num_rows
    sentence = f"{table.name}: {twice} rows repeat the key ({', '.join(table.key)})." if twice else ""
    return Fact(table.name, "key", not twice, sentence)


def _references(company: Company, table: Table, whole: list[str]) -> Iterator[Fact]:
    for column in table.columns:
        if not column.refers:
            continue
        home, key = column.refers.split(".")
        if home not in whole:
            continue
        known = _arrow(company, home, [key]).column(key)
        used = pc.unique(_arrow(company, table.name, [column.name]).column(column.name)).drop_null()
        lost = len(used) - pc.sum(pc.is_in(used, value_set=known)).as_py() if len(used) else 0
        sentence = f"{table.name}.{column.name}: {lost} values are not in {column.refers}." if lost else ""
        yield Fact(table.name, f"{column.name} → {column.refers}", not lost, sentence)


PERIODS = ("month_on", "week_on")
"""Dates that name a month or a week: the first day of it may lie before what happened in it."""


def _times(company: Company, names: list[str]) -> Iterator[Fact]:
    """Nothing happens after the company's last day, or to a person who was no customer yet."""
    end = int(np.datetime64(company.manifest.end, "s").astype(np.int64))
    signups = _signups(company) if "customers" in names else None
    for name in names:
        table = TABLES[name]
        stamps = [column for column in table.columns if column.kind in {"time", "date"}]
        own = ["customer_id"] if signups and "customer_id" in table.by_name else []
        data = company.arrow(name, [*own, *(column.name for column in stamps)]) if stamps else None
        late, early = [], []
        for column in stamps:
            seconds, missing = _seconds(data.column(column.name))
            if (seconds[~missing] >= end).any() and not column.ahead:
                late.append(column.name)
            if own and column.name not in PERIODS:
                people, since = signups
                place = np.searchsorted(people, data.column("customer_id").to_numpy())
                since = since[np.minimum(place, len(since) - 1)]
                since = since // DAY * DAY if column.kind == "date" else since
                if (seconds < since)[~missing].any():
                    early.append(column.name)
        if stamps:
            words = "; ".join(f"{name}.{column}: a moment after the company's last day" for column in late)
            yield Fact(name, "not after the end", not late, words)
        if stamps and own:
            words = "; ".join(f"{name}.{column}: a moment before the customer signed up" for column in early)
            yield Fact(name, "not before signing up", not early, words)


def _signups(company: Company) -> tuple[np.ndarray, np.ndarray]:
    """Customers' numbers in order, and the second in which each signed up."""
    data = company.arrow("customers", ["customer_id", "signed_up_at"])
    order = np.argsort(data["customer_id"].to_numpy())
    return data["customer_id"].to_numpy()[order], _seconds(data["signed_up_at"])[0][order]


def _seconds(column: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Seconds since 1970 of times or of the starts of days, and which are missing."""
    missing = np.asarray(column.is_null())
    if pa.types.is_date32(column.type):
        return column.cast(pa.int32()).fill_null(0).to_numpy().astype(np.int64) * DAY, missing
    return column.cast(pa.int64()).fill_null(0).to_numpy() // 1000, missing


def _ledger(company: Company) -> Iterator[Fact]:
    """The arithmetic that must hold in every company."""
    lines = from_arrow(TABLES["order_lines"], company.arrow("order_lines"))[0]
    off = lines["quantity"] * lines["list_price_eur"] - lines["discount_eur"] - lines["paid_eur"]
    wrong = int(np.count_nonzero(off))
    yield Fact(
        "order_lines",
        "paid = quantity × list − discount",
        not wrong,
        f"order_lines: in {wrong} rows paid_eur is not quantity × list price − discount." if wrong else "",
    )
    orders = company.arrow("orders", ["customer_id", "ordered_at"]).sort_by("ordered_at")
    first = orders.group_by("customer_id", use_threads=False).aggregate([("ordered_at", "min")])
    joined = company.arrow("customers", ["customer_id", "signed_up_at"]).join(first, "customer_id")
    early = pc.sum(pc.not_equal(joined["signed_up_at"], joined["ordered_at_min"])).as_py() or 0
    yield Fact(
        "orders",
        "first order = signing up",
        not early,
        f"orders: the first order of {early} customers is not the moment at which they signed up."
        if early
        else "",
    )
    back = company.arrow("returns", ["order_id", "line_no", "refund_eur"])
    both = back.join(
        company.arrow("order_lines", ["order_id", "line_no", "paid_eur"]), ["order_id", "line_no"]
    )
    more = pc.sum(pc.greater(both["refund_eur"], both["paid_eur"])).as_py() or 0
    lost = both["paid_eur"].null_count
    bad = more + lost
    yield Fact(
        "returns",
        "refund ≤ paid",
        not bad,
        f"returns: {bad} rows refund more than was paid, or belong to no line." if bad else "",
    )
