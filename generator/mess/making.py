"""Make a messy company from a clean one and a recipe."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from generator.errors import WrongUse
from generator.mess.copies import exact_copies, near_copies
from generator.mess.damage import damage
from generator.mess.lots import Lots
from generator.mess.messy import KEY_COLUMNS, Messy
from generator.mess.recipe import Recipe, TableRecipe, fitting_rules, read_recipe
from generator.mess.text import frame_of, row_keys
from generator.schema import Table
from generator.storage import digest

if TYPE_CHECKING:
    from generator.company import Company

MOST_SEED = 2**63 - 1
CLEAN = TableRecipe()


def make(company: Company, recipe: str | Path | Recipe = "default", seed: int = 1) -> Messy:
    """Lay the damage of a recipe over a company; every table of what a student sees comes along.

    The same company, recipe and seed give the same mess, whatever the order of rows. A table or column that
    the recipe names and the company lacks is passed over and listed in `about["passed_over"]`. Raises
    `WrongUse` for a bad recipe or seed. The whole company is held in memory.
    """
    if not 0 <= seed <= MOST_SEED:
        raise WrongUse(f"seed must be between 0 and {MOST_SEED}; found {seed}.")
    recipe = read_recipe(recipe)
    passed_over = [name for name in recipe.tables if name not in company.tables]
    schema = {name: company.described(name) for name in company.tables}
    tables, late, notes, digests = {}, {}, [], {}
    for name in company.tables:
        table = schema[name]
        frame, columns, vocabulary = frame_of(company, table)
        digests[name] = digest.as_text(digest.digest_rows(table, columns, vocabulary))
        own, lacking = fitting_rules(recipe.tables.get(name, CLEAN), table)
        passed_over += [f"{name}.{column}" for column in lacking]
        tables[name], later, note = _one(table, frame, own, seed, company.manifest.end)
        if len(later):
            late[name] = later
        note.insert(0, "table", name)
        notes.append(note)
    key = pd.concat(notes, ignore_index=True).astype("str") if notes else None
    manifest = company.manifest
    about = {
        "scenario": manifest.scenario_name,
        "company_seed": manifest.seed,
        "customers": manifest.customers,
        "start": manifest.start,
        "end": manifest.end,
        "data_version": manifest.data_version,
        "seed": seed,
        "recipe": recipe.model_dump(mode="json"),
        "passed_over": passed_over,
        "clean_digests": digests,
    }
    return Messy(tables, late, key, schema, about)


def _one(
    table: Table, frame: pd.DataFrame, own: TableRecipe, seed: int, end: str
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """One table: its first delivery, the later one, and its part of the key."""
    keys = row_keys(table, frame)
    if own == CLEAN:
        return frame, frame.iloc[:0], _key([])
    lots = Lots(seed, table.name, keys)
    cells = damage(table, frame, keys, own, lots)
    twice, twice_notes = exact_copies(cells.frame, keys, own.duplicates, lots)
    notes = [*cells.notes, twice_notes]
    rows = [cells.frame, twice]
    if own.duplicates.near:
        near, near_notes = near_copies(table, frame, keys, own.duplicates, lots)
        rows.append(near)
        notes.append(near_notes)
    whole = _put_in_place(rows, seed, table)
    if own.late is None:
        return whole, whole.iloc[:0], _key(notes)
    behind = _late(table, whole, frame, own, seed, end)
    notes.append(_late_notes(table, whole[behind]))
    return whole[~behind].reset_index(drop=True), whole[behind].reset_index(drop=True), _key(notes)


def _put_in_place(parts: list[pd.DataFrame], seed: int, table: Table) -> pd.DataFrame:
    """Copies go to places drawn by lot; the other rows keep their order."""
    whole = pd.concat(parts, ignore_index=True)
    first = len(parts[0])
    place = np.arange(len(whole), dtype=np.float64)
    copies = whole.iloc[first:]
    if len(copies):
        place[first:] = Lots(seed, table.name, row_keys(table, copies)).uniform("place") * first
    return whole.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)


def _late(
    table: Table, whole: pd.DataFrame, clean: pd.DataFrame, own: TableRecipe, seed: int, end: str
) -> np.ndarray:
    """Rows of the last days (by their true time) that come later; both of two equal rows, or none."""
    keys = row_keys(table, whole)
    true = pd.Series(clean[own.late.by].to_numpy(), index=row_keys(table, clean).to_numpy())
    stamps = keys.map(true).fillna(whole[own.late.by])
    begin = str(dt.date.fromisoformat(end) - dt.timedelta(days=own.late.days))
    recent = (stamps.fillna("") >= begin).to_numpy()  # ISO texts sort like times
    return recent & (Lots(seed, table.name, keys).uniform("late") < own.late.rate)


def _late_notes(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    keys = row_keys(table, rows).drop_duplicates()
    return pd.DataFrame({"row_key": keys, "column": "", "kind": "late", "true_value": ""})


def _key(notes: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [note for note in notes if len(note)]
    if not filled:
        return pd.DataFrame({name: pd.Series([], dtype="str") for name in KEY_COLUMNS[1:]})
    return pd.concat(filled, ignore_index=True)[list(KEY_COLUMNS[1:])].astype("str")
