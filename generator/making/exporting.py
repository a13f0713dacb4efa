"""Write a finished company somewhere else, or in another format: the same tables, the same digests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.errors import UserError, WrongUse
from generator.making.asked import Run, run_for
from generator.making.generating import Progress, explained, finish
from generator.making.pieces import part_name
from generator.schema import TABLES
from generator.storage import digest, parts
from generator.storage.arrow import from_arrow
from generator.storage.held import DuckFile, Parts, hold
from generator.storage.manifest import FORMAT, Manifest


def export(
    source: str | Path,
    to: str | Path,
    *,
    format: str = "parquet",
    truth: bool = True,
    progress: Callable[[Progress], None] | None = None,
) -> Manifest:
    """Write the company in `source` to `to` and return the new manifest.

    Every table is read whole-hearted: its digest must be what its manifest says, so damage is not carried
    on. Raises `UserError` for damage or what the system refuses, `WrongUse` for places that cannot work.
    """
    held = hold(source)
    run = run_for(to, format, [held.manifest.as_json(), truth])
    if run.name == str(Path(source).absolute()) or run.name == held.name:
        raise WrongUse(f"{source} is the company itself; give another place for the copy.")
    names = [name for name in held.manifest.tables if name in TABLES and (truth or not TABLES[name].truth)]
    tables: dict[str, dict] = {}
    with explained(run):
        run.check()
        with run.begun(), held.reading():
            for name in names:
                tables[name] = _copy(held, name, run, "csv" if format == "csv" else "parquet")
                if progress:
                    rows = sum(table["rows"] for table in tables.values())
                    progress(Progress(len(tables), len(names), rows))
            copied = {
                **held.manifest.__dict__,
                "tables": tables,
                "stored": format,
                "format": FORMAT,
                "truth": truth and held.manifest.truth,
            }
            manifest = Manifest(**copied)
            finish(run, manifest)
    return manifest


def _copy(held: Parts | DuckFile, name: str, run: Run, ending: str) -> dict:
    table, facts = TABLES[name], held.manifest.tables[name]
    rows, lanes, files = 0, (0, 0), {}
    for k, (_, data) in enumerate(held.pieces(table)):
        columns, vocabulary = from_arrow(table, data)
        rows += data.num_rows
        lanes = digest.add(lanes, digest.digest_rows(table, columns, vocabulary))
        place = part_name(run, table, f"{k:05d}", ending)
        files[place] = parts.write_part(table, data, run.place, place)
    if (rows, digest.as_text(lanes)) != (facts["rows"], facts["logical_digest"]):
        raise UserError(
            f"{held.name}: the table {name} does not say what its manifest says, so it is not exported; "
            f"`centric validate` names what is wrong."
        )
    return {**facts, "files": files}
