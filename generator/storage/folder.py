"""A company's folder: written beside, moved into place whole; a killed run leaves the old one or nothing.

While a run works, everything lies in `.<name>.partial-<key>` next to the target; the key is made of all
that fixes the content, so only the same run resumes it. Each finished block leaves a small record; a rerun
keeps the blocks whose records and files agree.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from generator.errors import UserError, WrongUse
from generator.storage.manifest import NAME

RECORDS = "blocks"


def check_target(out: Path) -> None:
    """Raise `WrongUse` if `out` is something else than a company or a free place."""
    if out.is_file():
        raise WrongUse(f"{out} is a file; give the name of a folder for the company.")
    if out.is_dir() and any(out.iterdir()) and not (out / NAME).is_file():
        raise WrongUse(
            f"{out} is not empty and holds no company; give another folder, so that nothing is lost."
        )


def staging_for(out: Path, key: str) -> Path:
    """The folder in which the run with this key works."""
    return out.parent / f".{out.name}.partial-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


@contextlib.contextmanager
def locked(staging: Path) -> Iterator[None]:
    """Hold the run's lock; raises `UserError` if another process is making the same company."""
    staging.parent.mkdir(parents=True, exist_ok=True)
    path = staging.with_name(staging.name + ".lock")
    with path.open("a+b") as file:
        try:
            _lock(file)
        except OSError as error:
            raise UserError(
                f"Another process is making this company in {staging.parent}; wait for it or stop it."
            ) from error
        yield
    with contextlib.suppress(OSError):
        path.unlink()


def _lock(file) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def write_record(staging: Path, name: str, record: dict) -> None:
    """Note that a block is finished (written beside and renamed, so a record is whole or absent)."""
    path = staging / RECORDS / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(record), encoding="utf-8")
    beside.replace(path)


def read_record(staging: Path, name: str) -> dict | None:
    """The record of a finished block, or None if the block must be made (again)."""
    path = staging / RECORDS / f"{name}.json"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        for table in record.values():
            for part, facts in table["files"].items():
                if (staging / part).stat().st_size != facts["bytes"]:
                    return None
        return record
    except (OSError, ValueError, KeyError, TypeError):
        return None


def finish(staging: Path, out: Path, manifest_text: str) -> None:
    """Write the manifest and move the company into place; the old company goes last."""
    shutil.rmtree(staging / RECORDS, ignore_errors=True)
    beside = staging / (NAME + ".tmp")
    beside.write_text(manifest_text, encoding="utf-8", newline="\n")
    beside.replace(staging / NAME)
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.replace(old)
    try:
        staging.replace(out)
    except OSError:
        if old.exists():
            old.replace(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
