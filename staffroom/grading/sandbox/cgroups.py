"""Control groups: the kernel's own bound on the memory of all processes of one student, where we may set one.

Version 1 lets root make groups. Version 2 needs a group that was handed over to the user, with nothing else
in it, as `systemd-run --user --scope -p Delegate=yes centric grade ...` makes one.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

#: Where this process goes, in a group that it shares with the groups it makes.
ASIDE = "centric-supervisor"
_numbers = itertools.count()


@dataclass(frozen=True)
class Place:
    """A folder of control groups in which we may make our own."""

    folder: Path
    version: int
    _left: list[Box] = field(default_factory=list)

    def box(self, memory: int) -> Box:
        """A new group whose processes together may have `memory` bytes. Raises OSError."""
        self.sweep()
        folder = self.folder / f"centric-{os.getpid()}-{next(_numbers)}"
        folder.mkdir()
        try:
            if self.version == 1:
                (folder / "memory.limit_in_bytes").write_text(str(memory), encoding="ascii")
                _if_there(folder / "memory.memsw.limit_in_bytes", str(memory))
            else:
                (folder / "memory.max").write_text(str(memory), encoding="ascii")
                _if_there(folder / "memory.swap.max", "0")
                _if_there(folder / "memory.oom.group", "1")
        except OSError:
            folder.rmdir()
            raise
        return Box(folder, "memory.oom_control" if self.version == 1 else "memory.events", self)

    def sweep(self, patience: float = 0.0) -> None:
        """Take away what could not be taken away when its processes were still going."""
        until = time.monotonic() + patience
        for _ in range(len(self._left)):
            with contextlib.suppress(IndexError):  # other threads sweep too
                box = self._left.pop()
                while not box.gone() and time.monotonic() < until:
                    time.sleep(0.005)
                box.remove()


@dataclass(frozen=True)
class Box:
    """One control group."""

    folder: Path
    events: str
    place: Place

    def add(self, pid: int) -> None:
        """Put a process into it, with all that it starts from then on. Raises OSError."""
        (self.folder / "cgroup.procs").write_text(str(pid), encoding="ascii")

    def overran(self) -> bool:
        """Whether the kernel had to kill something in it for its memory."""
        with contextlib.suppress(OSError, ValueError):
            for line in (self.folder / self.events).read_text(encoding="ascii").splitlines():
                word, _, count = line.partition(" ")
                if word == "oom_kill":
                    return int(count) > 0
        return False

    def gone(self) -> bool:
        """Whether it could be taken away, or is not there any more."""
        try:
            self.folder.rmdir()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return True

    def remove(self) -> None:
        """Take it away, now or later."""
        if not self.gone():
            self.place._left.append(self)


def find(proc: Path = Path("/proc"), mounts: Path | None = None) -> Place | None:
    """Where this process may make groups that bound memory, or None."""
    with contextlib.suppress(OSError, ValueError):
        lines = (proc / "self" / "cgroup").read_text(encoding="utf-8").splitlines()
        groups = {kinds: path.lstrip("/") for _, kinds, path in (line.split(":", 2) for line in lines)}
        root = mounts or Path("/sys/fs/cgroup")
        if "memory" in groups:
            return _usable(Place(root / "memory" / groups["memory"], 1))
        if "" in groups:
            folder = root / groups[""]
            if folder.name == ASIDE:  # where an earlier call of ours put us
                folder = folder.parent
            if "memory" in (folder / "cgroup.controllers").read_text(encoding="ascii").split():
                _make_room(folder)
                return _usable(Place(folder, 2))
    return None


def _make_room(folder: Path) -> None:
    """Version 2 bounds groups only where no process sits beside them: step aside, if we are alone."""
    if "memory" in (folder / "cgroup.subtree_control").read_text(encoding="ascii").split():
        return
    if (folder / "cgroup.procs").read_text(encoding="ascii").split() != [str(os.getpid())]:
        raise OSError("others sit in this group")
    aside = folder / ASIDE
    aside.mkdir(exist_ok=True)
    (aside / "cgroup.procs").write_text(str(os.getpid()), encoding="ascii")
    (folder / "cgroup.subtree_control").write_text("+memory", encoding="ascii")


def _usable(place: Place) -> Place | None:
    """The place, if a group can be made there."""
    try:
        _clear(place.folder)
        place.box(1 << 30).remove()
        place.sweep(1.0)
    except OSError:
        return None
    return place


def _clear(folder: Path) -> None:
    """Take away the groups of a supervisor that was killed; the kernel keeps those that have processes."""
    for left in folder.glob("centric-*-*"):
        owner = left.name.split("-")[1]
        if owner.isdigit() and not Path("/proc", owner).exists():
            with contextlib.suppress(OSError):
                left.rmdir()


def _if_there(path: Path, text: str) -> None:
    with contextlib.suppress(OSError):
        if path.exists():
            path.write_text(text, encoding="ascii")
