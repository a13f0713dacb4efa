"""A zip that was handed in instead of a notebook: what is in it, taken with care."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from staffroom.grading.preflight.files import MOST_FILES, File, Folder, open_plain, rubbish, usable
from staffroom.grading.preflight.say import refuse, shown
from staffroom.grading.verdict import Reason

#: What all files of an archive may have together once they are unpacked.
LARGEST_UNPACKED = 600_000_000
#: What reading a damaged or hostile archive may raise.
TROUBLE = (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, MemoryError)


@contextmanager
def opened(file: File) -> Iterator[Folder | Reason]:
    """Open an archive for reading; a `Reason` if it cannot be used. Nothing is unpacked to the disk."""
    name = shown(file.last)
    try:
        handle = open_plain(file.at)  # type: ignore[arg-type]
    except OSError:
        yield _damaged(name)
        return
    with handle:
        try:
            archive = zipfile.ZipFile(handle)
            entries = archive.infolist()
        except TROUBLE:
            yield _damaged(name)
            return
        with archive:
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                yield refuse(
                    "too-large",
                    f"Your archive {name} holds too much; hand in the notebook itself.",
                    f"{name} holds {len(entries):,} files.",
                )
                return
            if any(entry.flag_bits & 1 for entry in entries):
                yield refuse(
                    "archive-locked",
                    f"Your archive {name} asks for a password; hand in the notebook itself.",
                    f"{name} is encrypted.",
                )
                return
            yield _list(archive, entries)


def _list(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Folder:
    found = Folder([], [], [])
    names: set[str] = set()
    for entry in entries:
        name = entry.filename
        if entry.is_dir() or rubbish(name):
            continue
        if stat.S_ISLNK(entry.external_attr >> 16):
            found.links.append(name)
        elif not usable(name) or name in names:
            found.odd.append(name)
        else:
            names.add(name)
            found.files.append(File(name, entry.file_size, (archive, entry)))
    return found


def _damaged(name: str) -> Reason:
    return refuse(
        "archive-damaged",
        f"Your archive {name} is damaged and cannot be opened; hand in the notebook itself.",
        f"{name} is no readable zip.",
    )
