"""`centric generate` and `centric validate`: make a company, and see whether one is whole."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from staffroom.cli.say import AsJson, answer_json, shown


def register(app: typer.Typer) -> None:
    """Add the commands that make and check companies."""
    app.command()(generate)
    app.command()(validate)


def generate(
    out: Annotated[Path, typer.Option(help="Folder for the company.", show_default=False)],
    scenario: Annotated[str, typer.Option(help="A preset's name, or a YAML file of your own.")] = "fernhill",
    customers: Annotated[int, typer.Option(help="Number of customers ever acquired.")] = 8_000,
    seed: Annotated[int, typer.Option(help="Same seed, same company.")] = 7,
    workers: Annotated[int, typer.Option(help="Processes that work at the same time.")] = 1,
    no_truth: Annotated[bool, typer.Option("--no-truth", help="Leave the truth tables out.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a company: tables as Parquet, a manifest with digests, a data dictionary.

    An existing company in the folder is replaced only when the new one is complete; a run that was stopped
    goes on when the same command is given again.

    Examples:  centric generate --out company  ·  centric generate --customers 200000 --workers 2 --out big
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from generator.making import generate as make

    started = time.perf_counter()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=as_json,
        transient=True,
    )
    with bar:
        task = bar.add_task("making the company", total=None, rows=0)

        def seen(step) -> None:
            bar.update(task, total=step.total, completed=step.done, rows=step.rows)

        manifest = make(
            out,
            scenario=scenario,
            customers=customers,
            seed=seed,
            workers=workers,
            truth=not no_truth,
            progress=seen,
        )
    seconds = time.perf_counter() - started
    rows = sum(table["rows"] for table in manifest.tables.values())
    cells = sum(table["cells"] for table in manifest.tables.values())
    if as_json:
        tables = {
            name: {key: table[key] for key in ("rows", "cells", "logical_digest")}
            for name, table in manifest.tables.items()
        }
        answer_json(
            {"out": str(out), "seconds": round(seconds, 3), "rows": rows, "cells": cells, "tables": tables}
        )
        return
    typer.echo(
        f"{shown(out.absolute())}: {manifest.customers:,} customers, {rows:,} rows in "
        f"{len(manifest.tables)} tables, {seconds:.1f} s. "
        f"What each column means: {shown(out.absolute() / 'DICTIONARY.md')}"
    )


def validate(
    folder: Annotated[Path, typer.Argument(help="Folder of a company.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Check a company's files, digests, columns, keys, references and arithmetic.

    Exit code 1 if anything is wrong.

    Examples:  centric validate datasets/fernhill  ·  centric validate company --json
    """
    from generator.facts import validate as check

    facts = check(folder)
    bad = [fact for fact in facts if not fact.good]
    if as_json:
        answer_json({"good": not bad, "checked": len(facts), "facts": [fact.__dict__ for fact in facts]})
    else:
        for table in dict.fromkeys(fact.table for fact in facts):
            own = [fact for fact in facts if fact.table == table]
            wrong = [fact for fact in own if not fact.good]
            typer.echo(f"{'WRONG' if wrong else 'ok   '} {table}: {len(own)} checks")
            for fact in wrong:
                typer.echo(f"      {fact.sentence}")
        typer.echo(f"{len(facts)} checks, {len(bad)} wrong.")
    if bad:
        raise typer.Exit(1)
