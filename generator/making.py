"""Make a company on disk: count, number, make, check, move into place."""

from __future__ import annotations

import datetime as dt
import errno
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from generator.block import count_orders, make_block, make_company_tables, number_orders
from generator.clock import EPOCH
from generator.engine import engine_for
from generator.errors import UserError, WrongUse
from generator.scenario import Scenario, read_scenario
from generator.schema import TABLES
from generator.storage import arrow, digest, folder, parquet
from generator.storage.manifest import DATA_VERSION, FORMAT, Manifest
from generator.world import World

BLOCK = 20_000
NO_SPACE = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


@dataclass(frozen=True)
class Progress:
    """How far a run is: blocks done and in all, rows written so far."""

    done: int
    total: int
    rows: int


def generate(
    out: str | Path,
    *,
    scenario: str | Path | Scenario = "fernhill",
    customers: int = 8_000,
    seed: int = 7,
    workers: int = 1,
    truth: bool = True,
    block: int = BLOCK,
    progress: Callable[[Progress], None] | None = None,
) -> Manifest:
    """Make a company in the folder `out` and return its manifest.

    An existing company in `out` is replaced only when the new one is complete. A run that was stopped is
    resumed by calling it again. Raises `WrongUse` for arguments that cannot work and `UserError` when the
    disk is full or not writable.
    """
    if workers < 1:
        raise WrongUse(f"workers must be at least 1; found {workers}.")
    out = Path(out).absolute()
    world = World(read_scenario(scenario), seed, customers)
    folder.check_target(out)
    content = [FORMAT, DATA_VERSION, world.scenario.model_dump(mode="json"), seed, customers, truth, block]
    staging = folder.staging_for(out, json.dumps(content))
    try:
        with folder.locked(staging):
            manifest = _run(world, staging, workers, truth, block, progress)
            _write_documents(staging, manifest)
            folder.finish(staging, out, manifest.as_json())
    except OSError as error:
        raise _explain(error, out, staging) from error
    return manifest


def _run(world: World, staging: Path, workers: int, truth: bool, block: int, progress) -> Manifest:
    firsts = list(range(0, world.customers, block))
    cuts = [(first, min(block, world.customers - first)) for first in firsts]
    found = {f"{k:06d}": folder.read_record(staging, f"{k:06d}") for k in range(len(cuts))}
    records = {name: record for name, record in found.items() if record}
    todo = [k for k in range(len(cuts)) if f"{k:06d}" not in records]
    if todo:
        counts: list[np.ndarray | None] = [None] * len(cuts)
        with engine_for(min(workers, len(cuts))) as engine:
            for k, result in engine.map(partial(_count, world), cuts):
                counts[k] = result
            numbers = number_orders(counts)
            items = [(k, *cuts[k], numbers[k]) for k in todo]
            for _, (k, record) in engine.map(partial(_make, world, staging, truth), items):
                records[f"{k:06d}"] = record
                if progress:
                    rows = sum(table["rows"] for done in records.values() for table in done.values())
                    progress(Progress(len(records), len(cuts), rows))
    records["company"] = _write_tables(world, staging, truth, "00000", make_company_tables(world))
    return _manifest(world, truth, [records[name] for name in sorted(records)])


# A worker process makes many blocks of one world: the world's tables are worked out once in each.
@lru_cache(maxsize=2)
def _own_world(text: str, seed: int, customers: int) -> World:
    return World(Scenario.model_validate_json(text), seed, customers)


def _here(world: World) -> World:
    return _own_world(world.scenario.model_dump_json(), world.seed, world.customers)


def _count(world: World, cut: tuple[int, int]) -> np.ndarray:
    return count_orders(_here(world), *cut)


def _make(world: World, staging: Path, truth: bool, item: tuple) -> tuple[int, dict]:
    k, first, count, first_ids = item
    world = _here(world)
    record = _write_tables(world, staging, truth, f"{k:05d}", make_block(world, first, count, first_ids))
    folder.write_record(staging, f"{k:06d}", record)
    return k, record


def _write_tables(world: World, staging: Path, truth: bool, part: str, tables: dict) -> dict:
    record = {}
    for name, columns in tables.items():
        table = TABLES[name]
        if table.truth and not truth:
            continue
        place = f"{'truth/' if table.truth else ''}{name}/part-{part}.parquet"
        data = arrow.to_arrow(table, columns, world.vocabulary)
        facts = parquet.write_part(table, data, staging / place)
        lanes = digest.digest_rows(table, columns, world.vocabulary)
        record[name] = {"rows": data.num_rows, "lanes": lanes, "files": {place: facts}}
    return record


def _manifest(world: World, truth: bool, records: list[dict]) -> Manifest:
    tables: dict[str, dict] = {}
    for name, table in TABLES.items():
        parts = [record[name] for record in records if name in record]
        if not parts:
            continue
        rows, lanes, files = 0, (0, 0), {}
        for part in parts:
            rows, lanes = rows + part["rows"], digest.add(lanes, tuple(part["lanes"]))
            files.update(part["files"])
        tables[name] = {
            "rows": rows,
            "cells": rows * len(table.columns),
            "logical_digest": digest.as_text(lanes),
            "files": files,
        }
    return manifest_of(world, tables, truth)


def manifest_of(world: World, tables: dict[str, dict], truth: bool) -> Manifest:
    """The manifest of a company made in this world, with what is known of its tables."""
    clock = world.clock
    return Manifest(
        scenario_name=world.scenario.name,
        seed=world.seed,
        customers=world.customers,
        start=str(EPOCH + dt.timedelta(days=clock.first_day)),
        end=str(EPOCH + dt.timedelta(days=clock.first_day + clock.days)),
        scenario=world.scenario.model_dump(mode="json"),
        tables=tables,
        truth=truth,
    )


def _write_documents(staging: Path, manifest: Manifest) -> None:
    from generator.schema import documents

    dictionary = documents.dictionary(manifest)
    (staging / "DICTIONARY.md").write_text(dictionary, encoding="utf-8", newline="\n")
    package = documents.datapackage(manifest)
    (staging / "datapackage.json").write_text(package, encoding="utf-8", newline="\n")


def _explain(error: OSError, out: Path, staging: Path) -> UserError:
    kept = f"What was in {out} is untouched" if out.exists() else "Nothing was put there"
    if error.errno == errno.EFBIG:
        return UserError(
            f"A file of {out} grew over the limit on file sizes that holds here (`ulimit -f`). {kept}; raise "
            f"the limit and run the same command again: it goes on from what is done in {staging.name}."
        )
    if error.errno in NO_SPACE:
        free = shutil.disk_usage(out.parent).free // 1_000_000
        return UserError(
            f"No space left while making {out} ({free} MB free). {kept}; free some space and run the same "
            f"command again: it goes on from what is done in {staging.name}."
        )
    if isinstance(error, PermissionError):
        return UserError(
            f"{out} cannot be written: {error.filename or out.parent} is not yours to change. {kept}."
        )
    return UserError(f"{out} could not be written ({error.strerror or error}). {kept}.")
