"""What lies in a student's folder: plain files only. Links are not followed, odd names are left out."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

MOST_FILES = 2_000
DEEPEST = 8
#: Names that Windows takes for devices.
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
_RUBBISH = {"__macosx", "__pycache__", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class File:
    """One plain file: its path below the folder, its size, and how its bytes are had."""

    name: str
    size: int
    at: Path | tuple[zipfile.ZipFile, zipfile.ZipInfo]

    def read(self, most: int) -> bytes:
        """At most `most` bytes of it. Raises OSError, or what a damaged archive raises."""
        if isinstance(self.at, tuple):
            archive, entry = self.at
            with archive.open(entry) as file:
                return file.read(most)
        with open_plain(self.at) as file:
            return file.read(most)

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


def look(folder: Path) -> Folder:
    """List a folder and those below it."""
    found = Folder([], [], [])
    for path, name in _walk(folder, "", 0):
        if len(found.files) + len(found.links) + len(found.odd) >= MOST_FILES:
            found.odd.append("and more")
            break
        try:
            state = path.lstat()
        except OSError:
            found.odd.append(name)
            continue
        if stat.S_ISLNK(state.st_mode):
            found.links.append(name)
        elif not stat.S_ISREG(state.st_mode) or not usable(name):
            found.odd.append(name)
        elif not rubbish(name):
            found.files.append(File(name, state.st_size, path))
    return found


def _walk(folder: Path, below: str, depth: int) -> Iterator[tuple[Path, str]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if depth < DEEPEST and not rubbish(name):
                yield from _walk(Path(entry.path), f"{name}/", depth + 1)
        else:
            yield Path(entry.path), name


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
    """A fingerprint of a folder: another if a file's name or content changed."""
    whole = hashlib.sha256()
    for count, (path, name) in enumerate(_walk(folder, "", 0)):
        if count > MOST_FILES:
            break
        whole.update(name.encode("utf-8", "surrogatepass") + b"\0")
        try:
            with open_plain(path) as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
        except OSError:
            whole.update(b"?")
    return whole.hexdigest()[:20]
