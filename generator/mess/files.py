"""A messy company as files: CSV (or Parquet in which every column is text), with the answer key apart.

No cell of a CSV file is a formula to a spreadsheet (`generator.storage.formulas`); reading gives it back.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pandas as pd

from generator.errors import UserError, WrongUse
from generator.mess.messy import KINDS, Messy
from generator.schema import Column, Table
from generator.storage.folder import swap_in
from generator.storage.formulas import as_meant, harmless
from generator.storage.manifest import NAME as COMPANY

NAME = "mess.json"
FORMAT = 1
FORMATS = ("csv", "parquet")
#: What says which damage was done: for who teaches, not for who cleans.
TRUTH = ("seed", "recipe", "passed_over", "clean_digests")


def write(messy: Messy, out: str | Path, *, format: str = "csv", key: bool = True) -> dict:
    """Write a messy company to a folder and return its manifest.

    `<table>.csv` is the first delivery, `late/<table>.csv` what came later, `truth/` the answer key and the
    recipe (left out with `key=False`). An older messy company in the folder is replaced when the new one is
    whole; anything else is not touched. Raises `WrongUse` if the folder holds something else.
    """
    if format not in FORMATS:
        raise WrongUse(f"format must be one of {', '.join(FORMATS)}; found `{format}`.")
    out = Path(out).absolute()
    _check(out)
    staging = out.with_name(f".{out.name}.partial-{os.getpid()}")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir(parents=True)
        tables = {}
        for name, frame in messy.tables.items():
            tables[name] = {"rows": len(frame), **_described(messy.schema[name])}
            tables[name]["files"] = _write(frame, staging, f"{name}.{format}")
            if name in messy.late:
                later = messy.late[name]
                facts = _write(later, staging, f"late/{name}.{format}")
                tables[name] |= {"late_rows": len(later), "late_files": facts}
        about = {name: value for name, value in messy.about.items() if name not in TRUTH}
        manifest = {"format": FORMAT, "messy": True, "kind": format, "made_from": about, "tables": tables}
        if key and messy.key is not None:
            _write(messy.key, staging, "truth/key.csv")
            told = {"kinds": KINDS, **{name: messy.about.get(name) for name in TRUTH}}
            _text(staging / "truth" / "about.json", told)
        _text(staging / NAME, manifest)
        swap_in(staging, out)
    except OSError as error:
        raise UserError(
            f"{out} could not be written ({error.strerror or error}); what was there before is untouched."
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def read(folder: str | Path) -> Messy:
    """A messy company from its folder, every cell as text; `key` is None if it was left out.

    Raises `UserError` if the folder holds none, or a file is missing or was changed.
    """
    folder = Path(folder)
    try:
        manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
        format, tables = manifest["format"], manifest["tables"]
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError(
            f"{folder} holds no messy company: {NAME} is missing. Make one with `centric mess`."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{folder / NAME} is damaged; make the messy company again.") from error
    if format > FORMAT:
        raise UserError(
            f"{folder / NAME} was written by a newer version (format {format}). Update the software."
        )
    first = {name: _read(folder, about["files"]) for name, about in tables.items()}
    late = {
        name: _read(folder, about["late_files"]) for name, about in tables.items() if "late_files" in about
    }
    key, about = None, dict(manifest["made_from"])
    if (folder / "truth" / "key.csv").is_file():
        key = _read_csv(folder / "truth" / "key.csv").fillna("")
        about |= json.loads((folder / "truth" / "about.json").read_text(encoding="utf-8"))
    return Messy(first, late, key, {name: _table(name, held) for name, held in tables.items()}, about)


def _described(table: Table) -> dict:
    """What a table's cells should hold, so that they can be made clean again."""
    columns = [{"name": c.name, "kind": c.kind, "nullable": c.nullable} for c in table.columns]
    return {"key": list(table.key), "columns": columns}


def _table(name: str, held: dict) -> Table:
    columns = tuple(Column(c["name"], c["kind"], "", nullable=c["nullable"]) for c in held["columns"])
    return Table(name, "row", "", tuple(held["key"]), columns)


def _check(out: Path) -> None:
    if out.is_file():
        raise WrongUse(f"{out} is a file; give the name of a folder for the messy company.")
    if (out / COMPANY).is_file():
        raise WrongUse(f"{out} holds a clean company; give another folder, so that nothing is lost.")
    if out.is_dir() and any(out.iterdir()) and not (out / NAME).is_file():
        raise WrongUse(
            f"{out} is not empty and holds no messy company; give another folder, so that nothing is lost."
        )


def _write(frame: pd.DataFrame, folder: Path, place: str) -> dict:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        frame.astype("str").to_parquet(path, index=False)
    else:
        safe = frame.apply(lambda cells: cells.map(harmless, na_action="ignore"))
        safe.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    with path.open("rb") as file:
        return {
            place: {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
        }


def _read(folder: Path, files: dict) -> pd.DataFrame:
    (place, facts), *_ = files.items()
    path = folder / place
    if not path.is_file():
        raise UserError(f"{path} is missing; make the messy company again.")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != facts["sha256"]:
            raise UserError(f"{path} is damaged or was changed; make the messy company again.")
    return pd.read_parquet(path).astype("str") if path.suffix == ".parquet" else _read_csv(path)


def _read_csv(path: Path) -> pd.DataFrame:
    """Every cell as text; only an empty one is missing (a customer may be called Null or NA)."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    return frame.apply(lambda cells: cells.map(as_meant, na_action="ignore").astype("str"))


def _text(path: Path, content: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
