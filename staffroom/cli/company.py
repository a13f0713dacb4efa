"""Commands that make, lengthen and copy companies."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from staffroom.cli.progress import seen_running
from staffroom.cli.say import AsJson, answer_json, say, show

Workers = Annotated[int, typer.Option(help="Processes that work at the same time.")]
Engine = Annotated[
    str | None,
    typer.Option(
        help="serial, processes or dask; without it, serial for one worker and processes for more.",
        show_default=False,
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        help="A running Dask scheduler, tcp://host:port; its workers do the work.", show_default=False
    ),
]
Format = Annotated[
    str, typer.Option("--format", help="parquet, csv or duckdb (one file with keys and views).")
]
NoTruth = Annotated[bool, typer.Option("--no-truth", help="Leave the truth tables out.")]


def register(app: typer.Typer) -> None:
    """Add the commands that make and check companies."""
    app.command()(generate)
    app.command()(append)
    app.command()(export)


def generate(
    out: Annotated[
        str | None,
        typer.Option(
            help="Folder, DuckDB file or URL (s3://bucket/path) for the company.", show_default=False
        ),
    ] = None,
    scenario: Annotated[str, typer.Option(help="A preset's name, or a YAML file of your own.")] = "fernhill",
    customers: Annotated[int, typer.Option(help="Customers acquired in the scenario's own months.")] = 8_000,
    seed: Annotated[int, typer.Option(help="Same seed, same company.")] = 7,
    until: Annotated[
        str | None,
        typer.Option(
            help="First day that is not in it any more; else the scenario's own end.", show_default=False
        ),
    ] = None,
    format: Format = "parquet",
    workers: Workers = 1,
    engine: Engine = None,
    scheduler: Scheduler = None,
    no_truth: NoTruth = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would give and cost; write nothing.")
    ] = False,
    clear: Annotated[
        bool, typer.Option("--clear", help="Remove what stopped runs of other companies left.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a company: tables, a manifest with digests, a data dictionary.

    An existing company in the place is replaced only when the new one is complete; a run that was stopped
    goes on when the same command is given again.

    Examples:  centric generate --out company  ·  centric generate --customers 200000 --workers 2 --out big
    ·  centric generate --customers 1000000 --dry-run
    ·  centric generate --out s3://bucket/path --engine dask
    """
    asked = {
        "scenario": scenario,
        "customers": customers,
        "seed": seed,
        "until": until,
        "format": format,
        "workers": workers,
        "engine": engine,
        "scheduler": scheduler,
        "truth": not no_truth,
    }
    if dry_run:
        _plan(asked, as_json)
        return
    if out is None:
        from generator.errors import WrongUse

        raise WrongUse("Give --out, a place for the company; or --dry-run, to see what it would be.")

    from generator.making.generating import generate as make

    started = time.perf_counter()
    with seen_running("making the company", as_json) as (seen, tell):
        manifest = make(out, **asked, clear=clear, progress=seen, tell=tell)
    _said(manifest, out, time.perf_counter() - started, as_json)


def append(
    company: Annotated[
        str, typer.Argument(help="Folder, DuckDB file or URL of a company.", show_default=False)
    ],
    until: Annotated[str, typer.Option(help="First day that is not in it any more.", show_default=False)],
    workers: Workers = 1,
    engine: Engine = None,
    scheduler: Scheduler = None,
    as_json: AsJson = False,
) -> None:
    """Carry a company on to a later date: new orders, new customers, and what was open is closed.

    The result is what `centric generate … --until DATE` gives. The company is replaced only when the longer
    one is complete.

    Examples:  centric append company --until 2026-07-01
    """
    from generator.making.appending import append as lengthen

    started = time.perf_counter()
    with seen_running("carrying the company on", as_json) as (seen, tell):
        manifest = lengthen(
            company, until, workers=workers, engine=engine, scheduler=scheduler, progress=seen, tell=tell
        )
    _said(manifest, company, time.perf_counter() - started, as_json)


def export(
    company: Annotated[
        str, typer.Argument(help="Folder, DuckDB file or URL of a company.", show_default=False)
    ],
    to: Annotated[str, typer.Option(help="Folder, DuckDB file or URL for the copy.", show_default=False)],
    format: Format = "parquet",
    no_truth: NoTruth = False,
    as_json: AsJson = False,
) -> None:
    """Write a finished company somewhere else or in another format; damage is not carried on.

    Examples:  centric export company --to company.duckdb --format duckdb  ·  centric export company --to
    s3://bucket/path --no-truth
    """
    from generator.making.exporting import export as copy

    started = time.perf_counter()
    with seen_running("writing the company", as_json) as (seen, _):
        manifest = copy(company, to, format=format, truth=not no_truth, progress=seen)
    _said(manifest, to, time.perf_counter() - started, as_json)


def _said(manifest, out: str, seconds: float, as_json: bool) -> None:
    """Say what was made."""
    from generator.storage.place import place_of

    rows = sum(table["rows"] for table in manifest.tables.values())
    cells = sum(table["cells"] for table in manifest.tables.values())
    place = place_of(out)
    if as_json:
        tables = {
            name: {key: table[key] for key in ("rows", "cells", "logical_digest")}
            for name, table in manifest.tables.items()
        }
        answer_json(
            {
                "out": place.name,
                "seconds": round(seconds, 3),
                "end": manifest.end,
                "rows": rows,
                "cells": cells,
                "tables": tables,
            }
        )
        return
    about = " What each column means stands in its comments."
    if manifest.stored != "duckdb":
        about = f" What each column means: {place.shown('DICTIONARY.md')}"
    say(
        f"{place.name}: {manifest.came:,} customers up to {manifest.end}, {rows:,} rows in "
        f"{len(manifest.tables)} tables, {seconds:.1f} s.{about}"
    )


def _plan(asked: dict, as_json: bool) -> None:
    """Say what a run would give and cost."""
    from generator.making.planning import plan

    found = plan(**asked)
    if as_json:
        answer_json(
            {
                "customers": found.customers,
                "sampled": found.sampled,
                "rows": found.rows,
                "bytes": found.bytes,
                "files": found.files,
                "seconds": round(found.seconds, 1),
                "workers": found.workers,
                "tables": found.tables,
            }
        )
        return
    from rich.table import Table

    from staffroom.cli.progress import duration, size

    table = Table(box=None, pad_edge=False)
    table.add_column("table")
    for name in ("rows", "size", "files"):
        table.add_column(name, justify="right")
    for name, facts in found.tables.items():
        table.add_row(name, f"{facts['rows']:,}", size(facts["bytes"]), f"{facts['files']:,}")
    table.add_row("all", f"{found.rows:,}", size(found.bytes), f"{found.files:,}", style="bold")
    show(table)
    measured = f"measured on {found.sampled:,} of them" if found.sampled else "measured on all of them"
    many = f"{found.workers} workers" if found.workers > 1 else "one worker"
    say(
        f"{found.customers:,} customers ({measured}), about {duration(found.seconds)} with {many}. "
        f"Nothing was written."
    )
