"""A zip that was handed in instead of a notebook: what is in it, taken with care."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from staffroom.grading.preflight.budget import Budget
from staffroom.grading.preflight.files import File, Folder, open_plain, rubbish, usable
from staffroom.grading.preflight.say import refuse, shown
from staffroom.grading.verdict import Reason

#: Bytes of an archive's directory, which is read at one go: ten thousand files need two million.
LARGEST_DIRECTORY = 4_000_000
#: Of these, as many bytes are unpacked as were asked for; the others unpack all of a block.
_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What reading a damaged or hostile archive may raise.
TROUBLE = (
    zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError,
    MemoryError,
)  # fmt: skip


class _TooLarge(Exception):
    """The directory has more bytes than are read of one."""


class _Handle(io.BufferedIOBase):
    """A file for reading, at most so many bytes at a time while the archive's directory is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.most = LARGEST_DIRECTORY

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self.most:
            raise _TooLarge
        return self.file.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


@contextmanager
def opened(file: File) -> Iterator[Folder | Reason]:
    """Open an archive for reading; a `Reason` if it cannot be used. Nothing is unpacked to the disk.

    Raises `OverBudget` where the hand-in holds too much with it.
    """
    name = shown(file.last)
    file.budget.take("archives")
    try:
        plain = open_plain(file.at)  # type: ignore[arg-type]
    except OSError:
        yield _damaged(name)
        return
    with plain:
        handle = _Handle(plain)
        try:
            archive = zipfile.ZipFile(handle)
        except _TooLarge:
            yield refuse(
                "too-large",
                f"Your archive {name} holds too much; hand in the notebook itself.",
                f"The directory of {name} has more than {LARGEST_DIRECTORY / 1e6:.0f} MB.",
            )
            return
        except TROUBLE:
            yield _damaged(name)
            return
        with archive:
            handle.most = file.size
            yield _listed(archive, name, file.budget)


def _listed(archive: zipfile.ZipFile, name: str, budget: Budget) -> Folder | Reason:
    entries = archive.infolist()
    budget.take("files", len(entries))
    if any(entry.flag_bits & 1 for entry in entries):
        return refuse(
            "archive-locked",
            f"Your archive {name} asks for a password; hand in the notebook itself.",
            f"{name} is encrypted.",
        )
    found = Folder([], [], [])
    names: set[str] = set()
    for entry in entries:
        path = entry.filename
        if entry.is_dir() or rubbish(path):
            continue
        if entry.compress_type not in _USUAL:
            return refuse(
                "archive-unusual",
                f"Your archive {name} is packed in a way that is not read here; hand in the notebook itself.",
                f"{name} is packed with {_method(entry)}; only the usual way (deflate) is read.",
            )
        if stat.S_ISLNK(entry.external_attr >> 16):
            found.links.append(path)
        elif not usable(path) or path in names:
            found.odd.append(path)
        else:
            names.add(path)
            found.files.append(File(path, entry.file_size, (archive, entry), budget))
    return found


def _method(entry: zipfile.ZipInfo) -> str:
    known: dict[int, Any] = {9: "deflate64", 12: "bzip2", 14: "lzma", 93: "zstd", 95: "xz"}
    return known.get(entry.compress_type, f"method {entry.compress_type}")


def _damaged(name: str) -> Reason:
    return refuse(
        "archive-damaged",
        f"Your archive {name} is damaged and cannot be opened; hand in the notebook itself.",
        f"{name} is no readable zip.",
    )
