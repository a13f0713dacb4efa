"""Temporary folders that a later run takes away if the one that made them was killed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
from pathlib import Path

_NAME = re.compile(r"^centric-[a-z]+-(?P<space>[0-9a-f]+)\.(?P<pid>[0-9a-f]+)\.(?P<began>[0-9a-f]+)-")


def temporary_folder(kind: str) -> tempfile.TemporaryDirectory[str]:
    """An empty folder, gone at the end of its `with` statement. `kind` is a word for its name.

    Its name tells which process made it; folders of ours whose process is gone are taken away first.
    """
    sweep()
    space, pid, began = _who(os.getpid())
    return tempfile.TemporaryDirectory(prefix=f"centric-{kind}-{space:x}.{pid:x}.{began:x}-")


def sweep() -> None:
    """Take away the folders of processes that are gone."""
    here = _space()
    for path in Path(tempfile.gettempdir()).glob("centric-*-*.*.*-*"):
        found = _NAME.match(path.name)
        # of a process in another container nobody here can say whether it lives
        if found is None or int(found["space"], 16) != here:
            continue
        with contextlib.suppress(OSError):
            state = path.lstat()
            mine = not hasattr(os, "getuid") or state.st_uid == os.getuid()
            if (
                stat.S_ISDIR(state.st_mode)
                and mine
                and not _lives(int(found["pid"], 16), int(found["began"], 16))
            ):
                shutil.rmtree(path, ignore_errors=True)


def _who(pid: int) -> tuple[int, int, int]:
    import psutil

    return _space(), pid, int(psutil.Process(pid).create_time())


def _lives(pid: int, began: int) -> bool:
    import psutil

    try:
        # the clock may have been set in between
        return abs(psutil.Process(pid).create_time() - began) < 60
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True


def _space() -> int:
    """A number for the set of processes that can be seen from here."""
    with contextlib.suppress(OSError):
        return Path("/proc/self/ns/pid").stat().st_ino % 65536
    return 0
