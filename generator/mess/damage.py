"""Damage to cells: values left out, wrong units, local times, broken letters. At most one to a cell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.mess.chances import chances, fitting
from generator.mess.lots import Lots
from generator.mess.recipe import TableRecipe
from generator.mess.text import texts_of, values_of
from generator.schema import Table

MISSING_KIND = {"random": "missing_random", "other": "missing_by_other", "own": "missing_by_value"}


class Cells:
    """The cells of one table while they are being damaged; `clean` stays as it was."""

    def __init__(self, table: Table, frame: pd.DataFrame, keys: pd.Series):
        self.table, self.clean, self.keys = table, frame, keys
        self.frame = frame.copy()
        self.done: dict[str, np.ndarray] = {}
        self.notes: list[pd.DataFrame] = []

    def free(self, column: str) -> np.ndarray:
        """Cells that hold something and are not damaged yet."""
        done = self.done.setdefault(column, np.zeros(len(self.frame), dtype=bool))
        return self.clean[column].notna().to_numpy() & ~done

    def change(self, column: str, rows: np.ndarray, kind: str, now: pd.Series | None) -> None:
        """Put `now` (texts of those rows; None: nothing) into the cells, and note what was true."""
        rows = rows & self.free(column)
        if now is not None:
            now = now[rows]
            rows = rows.copy()
            told = now.to_numpy(dtype=object) != self.clean.loc[rows, column].to_numpy(dtype=object)
            rows[np.flatnonzero(rows)[~told]] = False  # what looks the same is not damaged
            now = now[told]
        self.frame.loc[rows, column] = None if now is None else now.to_numpy(dtype=object)
        self.done[column] |= rows
        note = {"row_key": self.keys[rows], "column": column, "kind": kind}
        self.notes.append(pd.DataFrame({**note, "true_value": self.clean.loc[rows, column]}))


def damage(table: Table, frame: pd.DataFrame, keys: pd.Series, own: TableRecipe, lots: Lots) -> Cells:
    """Damage the cells of a table by its recipe. What the chances look at are the clean values."""
    cells = Cells(table, frame, keys)
    for k, rule in enumerate(own.missing):
        hit = lots.uniform(f"missing/{k}/{rule.column}") < chances(table, frame, rule)
        cells.change(rule.column, hit, MISSING_KIND[rule.by], None)
    for k, unit in enumerate(own.units):
        together = frame[unit.together] if unit.together else None
        hit = (lots.uniform(f"units/{k}/{unit.column}", together) < unit.rate) & fitting(frame, unit.where)
        cells.change(
            unit.column, hit, "wrong_unit", _in_unit(table, frame[unit.column], unit.column, unit.factor)
        )
    for k, zone in enumerate(own.time_zones):
        together = frame[zone.together] if zone.together else None
        hit = (lots.uniform(f"zone/{k}/{zone.column}", together) < zone.rate) & fitting(frame, zone.where)
        cells.change(zone.column, hit, "time_zone", _local(frame[zone.column], zone.zone))
    for k, wrong in enumerate(own.encoding):
        hit = (lots.uniform(f"encoding/{k}/{wrong.column}") < wrong.rate) & fitting(frame, wrong.where)
        cells.change(wrong.column, hit, "encoding", _misread(frame[wrong.column]))
    return cells


def _in_unit(table: Table, texts: pd.Series, column: str, factor: float) -> pd.Series:
    """The value times the factor, written as the column is; whole numbers of a money column without cents."""
    kind = table.by_name[column].kind
    filled = texts.notna().to_numpy()
    values = values_of(kind, texts[filled].to_numpy(dtype=str))
    other = values * factor
    now = texts.astype(object).copy()
    if kind == "number":
        now[filled] = texts_of(kind, other)
        return now
    other = np.rint(other).astype(np.int64)
    if kind == "money" and not (other % 100).any():
        now[filled] = texts_of("count", other // 100)
    else:
        now[filled] = texts_of(kind, other)
    return now


def _local(texts: pd.Series, zone: str) -> pd.Series:
    filled = texts.notna().to_numpy()
    times = pd.DatetimeIndex(
        values_of("time", texts[filled].to_numpy(dtype=str)).astype("datetime64[s]"), tz="UTC"
    )
    local = times.tz_convert(zone).tz_localize(None)
    now = texts.astype(object).copy()
    now[filled] = texts_of("time", local.to_numpy().astype("datetime64[s]").astype(np.int64))
    return now


def _misread(texts: pd.Series) -> pd.Series:
    """Each distinct text with its UTF-8 bytes read as Latin-1."""
    distinct = texts.dropna().unique()
    wrong = {text: text.encode("utf-8").decode("latin-1") for text in distinct}
    return texts.astype(object).map(wrong)
