"""One run at a time: a lock that the system itself releases when its holder dies, however it dies."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import time
from pathlib import Path
from typing import IO, Any

from generator.errors import UserError


class RunLock:
    """Keeps two runs from writing one course's grades; use it in a `with` statement.

    `broken` says whether the last holder was killed, so that it may have left something half done.
    """

    def __init__(self, path: Path, lesson: str) -> None:
        """`path` is the lock's file; it stays there."""
        self.path = path
        self.lesson = lesson
        self.broken = False
        self._file: IO[str] | None = None

    def __enter__(self) -> RunLock:
        """Take the lock. Raises `UserError` if another run has it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # not opened for writing only: what the holder wrote must be there to be read
        file = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644), "r+", encoding="utf-8")
        try:
            _lock(file)
        except OSError:
            said = _said(file)
            file.close()
            raise UserError(_taken(said)) from None
        self._file = file
        self.broken = bool(_said(file))
        holder = {"pid": os.getpid(), "host": platform.node(), "lesson": self.lesson, "since": time.time()}
        self._write(json.dumps(holder))
        return self

    def __exit__(self, *_: object) -> None:
        """Release it."""
        assert self._file is not None
        with contextlib.suppress(OSError):
            self._write("")
        self._file.close()

    def _write(self, text: str) -> None:
        assert self._file is not None
        self._file.seek(0)
        # the first byte is what is locked on Windows, where a locked byte cannot be read by others
        self._file.write(" " + text)
        self._file.truncate()
        self._file.flush()


def _lock(file: IO[str]) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        # a lock of the process, not of the open file: no child that outlives a killed run can hold it
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _said(file: IO[str]) -> dict[str, Any]:
    try:
        file.seek(1)
        said = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _since(said: dict[str, Any]) -> str:
    try:
        return time.strftime(" since %H:%M", time.localtime(float(said["since"])))
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return ""


def _taken(said: dict[str, Any]) -> str:
    words = "Another run of `centric grade` is at work on this course"
    if said.get("lesson"):
        words += f": {said['lesson']}, process {said.get('pid')} on {said.get('host')}{_since(said)}"
    return f"{words}; wait until it has ended, or end it."
