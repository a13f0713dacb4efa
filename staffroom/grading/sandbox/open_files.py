"""Files for a warm process that is another user than the supervisor: root's private ones are copied."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

from staffroom.grading.sandbox.seated import SandboxError

_LEFT_OUT = ("__pycache__",)


def readable(folder: Path, copies: Path) -> Path:
    """The folder, if anybody may read all of it; else a copy of it under `copies` that anybody may read."""
    if all(_open_to_all(path) for path in [folder, *folder.rglob("*")] if _LEFT_OUT[0] not in path.parts):
        return folder
    copy = copies / folder.name
    if copy.exists():
        return copy
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(*_LEFT_OUT), copy_function=shutil.copyfile)
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return copy


def must_be_readable(paths: list[Path]) -> None:
    """Raises SandboxError if one of these is for its owner alone: they are too large to be copied."""
    for path in paths:
        if not _open_to_all(path):
            raise SandboxError(
                f"{path} can be read by its owner alone, and students' code does not run as root: "
                f"`chmod -R go+rX {path}`, or grade as an ordinary user."
            )


def _open_to_all(path: Path) -> bool:
    mode = path.stat().st_mode
    return bool(mode & stat.S_IROTH) and (not stat.S_ISDIR(mode) or bool(mode & stat.S_IXOTH))
