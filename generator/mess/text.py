"""Between a table's columns and a frame in which every cell is text; nothing is lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from generator.block_values import Nullable
from generator.mess.messy import BETWEEN
from generator.schema import Column, Table
from generator.storage.arrow import from_arrow

if TYPE_CHECKING:
    from generator.company import Company


def frame_of(company: Company, table: Table) -> tuple[pd.DataFrame, dict, dict]:
    """A company's table as text, and the columns and vocabulary from which it was made."""
    columns, vocabulary = from_arrow(table, company.arrow(table.name))
    frame = {c.name: _texts(c, columns[c.name], vocabulary.get((table.name, c.name))) for c in table.columns}
    return (
        pd.DataFrame({name: pd.Series(cells, dtype="str") for name, cells in frame.items()}),
        columns,
        vocabulary,
    )


def row_keys(table: Table, frame: pd.DataFrame) -> pd.Series:
    """The key of each row as one text."""
    keys = frame[table.key[0]]
    for column in table.key[1:]:
        keys = keys + BETWEEN + frame[column]
    return keys


def columns_of(table: Table, frame: pd.DataFrame) -> tuple[dict, dict]:
    """Columns and vocabulary from a frame of text (the inverse of `frame_of`)."""
    columns, vocabulary = {}, {}
    for column in table.columns:
        columns[column.name], words = _values(column, frame[column.name])
        if words is not None:
            vocabulary[(table.name, column.name)] = words
    return columns, vocabulary


def _texts(column: Column, given: Any, words: list[str] | None) -> np.ndarray | pd.Series:
    if column.kind == "prose":
        return given.to_pandas()
    values, missing = given if isinstance(given, Nullable) else (given, None)
    if column.kind == "text":  # where all are missing there may be no word that the codes could point to
        texts = np.array(words or [""], dtype=object)[values]
    else:
        texts = texts_of(column.kind, values)
    if missing is not None and missing.any():
        texts = np.where(missing, None, texts)
    return texts


def texts_of(kind: str, values: np.ndarray) -> np.ndarray:
    """Values (units as in a block) as an array of texts; for every kind but text and prose."""
    if kind == "money":
        # Amounts may be negative: the sign stands before the whole euros, even of -0.50.
        euros = np.char.mod("%d", np.abs(values) // 100)
        cents = np.char.mod("%02d", np.abs(values) % 100)
        text = np.char.add(np.char.add(euros, "."), cents)
        return np.where(values < 0, np.char.add("-", text), text).astype(object)
    if kind == "time":
        return np.char.add(np.datetime_as_string(values.astype("datetime64[s]")), "Z").astype(object)
    if kind == "date":
        return np.datetime_as_string(values.astype("datetime64[D]")).astype(object)
    if kind == "flag":
        return np.where(values, "true", "false").astype(object)
    if kind == "number":
        return np.array([repr(value) for value in values.tolist()], dtype=object)
    return values.astype(np.int64).astype(str).astype(object)


def _values(column: Column, texts: pd.Series) -> tuple[object, list[str] | None]:
    missing = texts.isna().to_numpy()
    if column.kind == "prose":
        # An empty file cell reads as missing; where nothing may be missing, it was an empty text.
        plain = texts if column.nullable else texts.fillna("")
        return pa.array(plain.astype(object).where(plain.notna(), None), pa.string()), None
    if column.kind == "text":
        codes, words = pd.factorize(texts if column.nullable else texts.fillna(""))
        codes = np.where(codes < 0, 0, codes)
        return (Nullable(codes, missing) if column.nullable else codes), [str(word) for word in words] or [""]
    values = values_of(column.kind, texts.fillna(_SOME[column.kind]).to_numpy(dtype=str))
    return (Nullable(values, missing) if column.nullable else values), None


_SOME = {
    "money": "0.00",
    "time": "1970-01-01T00:00:00Z",
    "date": "1970-01-01",
    "flag": "false",
} | dict.fromkeys(("id", "count", "number"), "0")


def values_of(kind: str, texts: np.ndarray) -> np.ndarray:
    """The inverse of `texts_of`."""
    if not len(texts):  # NumPy's functions on texts take no empty array
        return np.zeros(0, dtype={"flag": bool, "number": np.float64}.get(kind, np.int64))
    if kind == "money":
        negative = np.char.startswith(texts, "-")
        texts = np.where(np.char.find(texts, ".") < 0, np.char.add(texts, ".00"), texts)
        cents = np.char.replace(np.char.lstrip(texts, "-"), ".", "").astype(np.int64)
        return np.where(negative, -cents, cents)
    if kind == "time":
        return np.char.rstrip(texts, "Z").astype("datetime64[s]").astype(np.int64)
    if kind == "date":
        return texts.astype("datetime64[D]").astype(np.int64)
    if kind == "flag":
        return texts == "true"
    return texts.astype(np.float64) if kind == "number" else texts.astype(np.int64)
