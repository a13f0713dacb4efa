"""Files that are sent along with a submission."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any


def lay_out(folder: Path, files: list[Any], body: bytes) -> None:
    """Write files into a folder: `files` are [path, size], `body` their contents one after another."""
    at = 0
    for name, size in files:
        path = PurePosixPath(str(name))
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError(f"{name} is no path inside the folder")
        there = folder.joinpath(*path.parts)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(body[at : at + size])
        at += size
