"""A run that makes a company in a folder: written beside, moved into place whole.

While a run works, everything lies in `.<name>.partial-<key>` next to the target; the key is made of all
that fixes the content, so only the same run resumes it. Each finished block leaves a small record; a rerun
keeps the blocks whose records and files agree. A killed run leaves the old company or nothing.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from generator.errors import UserError, WrongUse
from generator.storage.manifest import NAME
from generator.storage.place import Folder, Store

RECORDS = "blocks"


def check_target(out: Path) -> None:
    """Raise `WrongUse` if `out` is something else than a company or a free place."""
    if out.is_file():
        raise WrongUse(f"{out} is a file; give the name of a folder for the company.")
    if out.is_dir() and any(out.iterdir()) and not (out / NAME).is_file():
        raise WrongUse(
            f"{out} is not empty and holds no company; give another folder, so that nothing is lost."
        )


def swap_in(new: Path, out: Path) -> None:
    """Move what is finished into place; what was there goes last, and comes back if the move fails."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.replace(old)
    try:
        new.replace(out)
    except OSError:
        if old.exists():
            old.replace(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


class FolderRun:
    """One run towards a folder; it travels to workers, who write parts and records through it."""

    prefix = ""

    def __init__(self, out: Path, key: str):
        """`key`: a short text made of all that fixes the content."""
        self.out, self.key = out, key
        self.staging = out.parent / f".{out.name}.partial-{key}"
        self.place = Folder(self.staging)
        self.name = str(out)

    def check(self) -> None:
        """Raise `WrongUse` if the target is no place for a company."""
        check_target(self.out)

    @contextlib.contextmanager
    def begun(self) -> Iterator[None]:
        """Hold the run's lock; raises `UserError` if another process is making the same company."""
        self.staging.parent.mkdir(parents=True, exist_ok=True)
        path = self.staging.with_name(self.staging.name + ".lock")
        with path.open("a+b") as file:
            try:
                _lock(file)
            except OSError as error:
                raise UserError(
                    f"Another process is making this company in {self.out.parent}; wait for it or stop it."
                ) from error
            try:
                self.staging.mkdir(exist_ok=True)
                yield
            finally:
                with contextlib.suppress(OSError):
                    self.staging.rmdir()  # only if nothing was made
                _unlock(file)
                file.close()
                with contextlib.suppress(OSError):
                    path.unlink()

    def seen_here(self) -> bool:
        """Whether this machine sees the run's folder (asked on every worker)."""
        return self.staging.is_dir()

    def here(self) -> bool:
        """Whether a part could be written now: a worker without the folder must not make one of its own."""
        return self.staging.is_dir()

    def write_record(self, name: str, record: dict) -> None:
        """Note that a block is finished."""
        self.place.write(f"{RECORDS}/{name}.json", json.dumps(record).encode())

    def records(self) -> dict[str, dict]:
        """The records of finished blocks whose files are all there."""
        sizes = self.place.sizes()
        found = {}
        for part in sizes:
            if part.startswith(f"{RECORDS}/") and part.endswith(".json"):
                record = whole_record(self.place.read(part), sizes)
                if record is not None:
                    found[Path(part).stem] = record
        return found

    def finish(self, manifest_text: str, documents: dict[str, str], parts: dict[str, int]) -> None:
        """Move the company into place when all its parts are there; the old company goes last."""
        shutil.rmtree(self.staging / RECORDS, ignore_errors=True)
        sizes = self.place.sizes()
        check_parts(parts, sizes, self.place)
        self.place.remove([part for part in sizes if part not in parts])
        for name, text in {**documents, NAME: manifest_text}.items():
            self.place.write(name, text.encode())
        swap_in(self.staging, self.out)

    def leftovers(self) -> list[str]:
        """Folders that stopped runs towards the same target left, apart from this one's."""
        pattern = f".{self.out.name}.partial-"
        if not self.out.parent.is_dir():
            return []
        return sorted(
            str(path)
            for path in self.out.parent.iterdir()
            if path.name.startswith(pattern) and path.is_dir() and path != self.staging
        )

    def clear(self) -> None:
        """Remove what stopped runs left; a run that is still at work keeps its own."""
        for name in self.leftovers():
            lock = Path(name + ".lock")
            if lock.exists():
                with lock.open("a+b") as file:
                    try:
                        _lock(file)
                    except OSError:
                        continue
            shutil.rmtree(name, ignore_errors=True)
            lock.unlink(missing_ok=True)


def whole_record(text: bytes, sizes: dict[str, int], prefix: str = "") -> dict | None:
    """A block's record, or None if it is damaged or one of its files is not as it says."""
    try:
        record = json.loads(text)
        for table in record.values():
            for part, facts in table["files"].items():
                if sizes.get(part) != facts["bytes"]:
                    return None
        return record
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def check_parts(parts: dict[str, int], sizes: dict[str, int], place: Folder | Store) -> None:
    """Raise `UserError` if a part is not there, or not with the size that its worker reported."""
    lost = [part for part, size in parts.items() if sizes.get(part) != size]
    if lost:
        raise UserError(
            f"{len(lost)} of {len(parts)} files are not where their workers wrote them, the first being "
            f"{place.shown(lost[0])}: do all workers see the same place, and does nobody else write there? "
            f"Run the same command again: what is there is kept."
        )


def _unlock(file: IO[Any]) -> None:
    """Let go before the file goes: Windows removes no locked file. Elsewhere closing is enough."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        with contextlib.suppress(OSError):
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)


def _lock(file: IO[Any]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
