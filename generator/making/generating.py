"""Make a company: count, number, make, check, move into place."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import pickle
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.block import make_company_tables, number_orders
from generator.clock import EPOCH
from generator.engines import Engine, check_engine, engine_for
from generator.errors import UserError, WrongUse
from generator.making import pieces
from generator.making.asked import Run, run_for, world_of
from generator.scenario import Scenario, read_scenario
from generator.schema import TABLES
from generator.storage import digest
from generator.storage.folder import FolderRun
from generator.storage.manifest import DATA_VERSION, FORMAT, Manifest
from generator.world import World

BLOCK = 20_000
NO_SPACE = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
COMPANY = "company"  # the record of the tables that are made once


@dataclass(frozen=True)
class Progress:
    """How far a run is: blocks done and in all, rows written so far, rows found from a stopped run."""

    done: int
    total: int
    rows: int
    found: int = 0


def generate(
    out: str | Path,
    *,
    scenario: str | Path | Scenario = "fernhill",
    customers: int = 8_000,
    seed: int = 7,
    until: dt.date | str | None = None,
    truth: bool = True,
    format: str = "parquet",
    workers: int = 1,
    engine: str | None = None,
    scheduler: str | None = None,
    block: int = BLOCK,
    clear: bool = False,
    progress: Callable[[Progress], None] | None = None,
    tell: Callable[[str], None] | None = None,
) -> Manifest:
    """Make a company in `out` (a folder, a DuckDB file, or the URL of a place) and return its manifest.

    `until`: first day that is not in the company any more, if not the end of the scenario's own window.
    `format`: parquet, csv or duckdb. `engine`: serial, processes or dask, see `generator.engines`.
    `clear`: remove what stopped runs of other companies left beside `out`; else `tell` hears of it.

    An existing company in `out` is replaced only when the new one is complete. A run that was stopped is
    resumed by calling it again. Raises `WrongUse` for arguments that cannot work and `UserError` when the
    disk is full, a place or a scheduler cannot be reached, or something is not writable.
    """
    check_engine(engine, workers, scheduler)
    if not isinstance(block, int) or block < 1:
        raise WrongUse(f"block must be at least 1; found {block}.")
    world = world_of(read_scenario(scenario), seed, customers, until)
    content = [FORMAT, DATA_VERSION, world.scenario.model_dump(mode="json"), seed, customers, truth, block]
    run = run_for(out, format, [*content, manifest_of(world, {}, truth).end])
    with explained(run):
        run.check()
        with run.begun():
            _tidy(run, clear, tell)
            job = pieces.Job(pickle.dumps(world), run, truth, "csv" if format == "csv" else "parquet")
            chosen = partial(engine_for, engine, scheduler=scheduler)
            manifest = _make_all(world, job, workers, chosen, block, progress)
            manifest.stored = format
            finish(run, manifest)
    return manifest


def _tidy(run: Run, clear: bool, tell: Callable[[str], None] | None) -> None:
    left = run.leftovers()
    if left and clear:
        run.clear()
    elif left and tell:
        many = f"{len(left)} stopped runs" if len(left) > 1 else "a stopped run"
        tell(f"Left by {many} of another company: {', '.join(left)}. --clear removes it.")


def _make_all(
    world: World,
    job: pieces.Job,
    workers: int,
    chosen: Callable[[int], Engine],
    block: int,
    progress: Callable[[Progress], None] | None,
) -> Manifest:
    people = world.people
    cuts = [(first, min(block, people - first)) for first in range(0, people, block)]
    names = {f"{k:06d}" for k in range(len(cuts))}
    records = {name: record for name, record in job.run.records().items() if name in names}
    todo = [k for k in range(len(cuts)) if f"{k:06d}" not in records]
    found = rows_of(records)
    if todo:
        with chosen(min(workers, len(cuts))) as engine:
            _check_workers(engine, job.run)
            counts = dict(engine.map(partial(pieces.count, job), cuts))  # as they come, in any order
            numbers = number_orders([counts[k] for k in range(len(cuts))])
            items = [(k, *cuts[k], numbers[k]) for k in todo]
            rows = found
            for _, (k, record) in engine.map(partial(pieces.make, job), items):
                records[f"{k:06d}"] = record
                rows += rows_of({"": record})
                if progress:
                    progress(Progress(len(records), len(cuts), rows, found))
    world = pieces.world_of(job.world)  # where this process has made the blocks, with all it worked out
    made = make_company_tables(world, job.truth, pieces.sums_of(world, records))
    records[COMPANY] = pieces.write_tables(world, job, "00000", made)
    return manifest_of_records(world, job.truth, [records[name] for name in sorted(records)])


def rows_of(records: dict[str, dict]) -> int:
    """Rows of all tables of these blocks."""
    return sum(table["rows"] for record in records.values() for table in record.values())


def _check_workers(engine: Engine, run: Run) -> None:
    """Every machine must see the run's place and hold the same version of what makes the company."""
    answers = engine.check(partial(_look, run))
    blind = [worker for worker, (seen, _) in answers if not seen]
    if blind:
        raise UserError(
            f"{len(blind)} of {len(answers)} workers do not see {run.name} (the first is {blind[0]}): give a "
            f"folder that all of them share, or a URL such as s3://bucket/path."
        )
    other = [(worker, version) for worker, (_, version) in answers if version != DATA_VERSION]
    if other:
        raise UserError(
            f"The worker {other[0][0]} makes companies of data version {other[0][1]}, and this one makes "
            f"{DATA_VERSION}: install the same version of centric everywhere."
        )


def _look(run: Run) -> tuple[bool, str]:
    return run.seen_here(), DATA_VERSION


def manifest_of_records(world: World, truth: bool, records: list[dict]) -> Manifest:
    """The manifest of a company whose blocks left these records."""
    tables: dict[str, dict] = {}
    for name, table in TABLES.items():
        own = [record[name] for record in records if name in record]
        if not own:
            continue
        rows, lanes, files = 0, (0, 0), {}
        for piece in own:
            rows, lanes = rows + piece["rows"], digest.add(lanes, tuple(piece["lanes"]))
            files.update(piece["files"])
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
        people=tables.get("customers", {}).get("rows", world.people),
        start=str(EPOCH + dt.timedelta(days=clock.first_day)),
        end=str(EPOCH + dt.timedelta(days=clock.first_day + clock.days)),
        scenario=world.scenario.model_dump(mode="json"),
        tables=tables,
        truth=truth,
    )


def finish(run: Run, manifest: Manifest) -> None:
    """Write manifest and documents, and let the company appear in its place."""
    from generator.schema import documents

    written = {
        "DICTIONARY.md": documents.dictionary(manifest),
        "datapackage.json": documents.datapackage(manifest),
    }
    sizes = {
        part: facts["bytes"] for table in manifest.tables.values() for part, facts in table["files"].items()
    }
    run.finish(manifest.as_json(), written, sizes)


@contextlib.contextmanager
def explained(run: Run) -> Iterator[None]:
    """Turn what the system refuses into one sentence."""
    try:
        yield
    except OSError as error:
        if not isinstance(run, FolderRun):
            raise
        raise _explain(error, run.out, run.staging) from error


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
