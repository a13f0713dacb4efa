"""What lies in a student's folder: plain files only. Links are not followed, odd names are left out."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from staffroom.grading.preflight.budget import Budget, OverBudget

DEEPEST = 8
#: Of more bytes than this only sizes and times go into a folder's fingerprint.
MOST_SEALED = 400_000_000
#: Names that Windows takes for devices.
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
_RUBBISH = {"__macosx", "__pycache__", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class File:
    """One plain file: its path below the folder, its size as stated, and how its bytes are had.

    Whoever reads it draws on the budget of the hand-in.
    """

    name: str
    size: int
    at: Path | tuple[zipfile.ZipFile, zipfile.ZipInfo]
    budget: Budget = field(repr=False, compare=False)

    def read(self, most: int) -> bytes:
        """At most `most` bytes of it, and no more than its stated size.

        Raises OSError, or what a damaged archive raises, and `OverBudget`.
        """
        count = min(most, self.size)
        self.budget.take("bytes", count)
        if isinstance(self.at, tuple):
            archive, entry = self.at
            with archive.open(entry) as file:
                return file.read(count)
        with open_plain(self.at) as file:
            return file.read(count)

    @property
    def last(self) -> str:
        """The name without folders."""
        return self.name.rpartition("/")[2]


@dataclass(frozen=True)
class Folder:
    """The plain files of a folder, and what was left out by name: links, and names that cannot be used."""

    files: list[File]
    links: list[str]
    odd: list[str]


def open_plain(path: Path) -> IO[bytes]:
    """Open a plain file for reading, and nothing that a link or a pipe puts in its place."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(None, "no plain file", str(path))
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def look(folder: Path, budget: Budget) -> Folder:
    """List a folder and those below it; a folder that lies too deep is named and not looked into."""
    found = Folder([], [], [])
    for path, name in _walk(folder, "", 0, budget):
        try:
            state = path.lstat()
        except OSError:
            found.odd.append(name)
            continue
        if stat.S_ISLNK(state.st_mode):
            found.links.append(name)
        elif rubbish(name):
            continue
        elif not stat.S_ISREG(state.st_mode) or not usable(name):
            found.odd.append(name)
        else:
            found.files.append(File(name, state.st_size, path, budget))
    return found


def _walk(folder: Path, below: str, depth: int, budget: Budget) -> Iterator[tuple[Path, str]]:
    entries = []
    try:
        with os.scandir(folder) as listing:
            for entry in listing:
                budget.take("files")
                entries.append(entry)
    except OSError:
        return
    for entry in sorted(entries, key=lambda entry: entry.name):
        name = f"{below}{entry.name}"
        if not entry.is_dir(follow_symlinks=False) or depth >= DEEPEST:
            yield Path(entry.path), name
        elif not rubbish(name):
            yield from _walk(Path(entry.path), f"{name}/", depth + 1, budget)


def usable(name: str) -> bool:
    """Whether a relative path, written with `/`, names one place below a folder, on every system."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and len(parts) <= DEEPEST + 1
        and not name.startswith("/")
        and "\\" not in name
        and ":" not in name
        and name.isprintable()
        and all(
            part not in (".", "..")
            and len(part.encode("utf-8", "replace")) <= 200
            and not part.endswith((".", " "))
            and part.partition(".")[0].lower() not in _DEVICES
            for part in parts
        )
    )


def rubbish(name: str) -> bool:
    """Whether a file is none of the student's making: hidden, or left there by a system."""
    return any(part.startswith(".") or part.lower() in _RUBBISH for part in name.split("/"))


def seal(folder: Path) -> str:
    """A fingerprint of a folder: another if a file's name or content changed.

    Of files that are too large together to be read, size and time of change stand for the content.
    """
    whole = hashlib.sha256()
    left = MOST_SEALED
    try:
        for path, name in _walk(folder, "", 0, Budget()):
            whole.update(name.encode("utf-8", "surrogatepass") + b"\0")
            try:
                with open_plain(path) as file:
                    state = os.fstat(file.fileno())
                    if state.st_size > left:
                        whole.update(f"{state.st_size} {state.st_mtime_ns}".encode())
                        continue
                    left -= state.st_size
                    whole.update(hashlib.file_digest(file, "sha256").digest())
            except OSError:
                whole.update(b"?")
    except OverBudget:
        whole.update(b"and more")
    return whole.hexdigest()[:20]
