"""Control groups: the kernel's own bound on the memory of all processes of one student, where we may set one.

Where the processor can be had too, all of them together weigh as much as one process of anybody else, however
many they are, and what they use of it is counted.

Version 1 lets root make groups. Version 2 needs a group that was handed over to the user, with nothing else
in it, as `systemd-run --user --scope -p Delegate=yes centric grade ...` makes one.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

#: Where this process goes, in a group that it shares with the groups it makes.
ASIDE = "centric-supervisor"
#: What the supervisor weighs, with the tests of all students beside it: a student's group has 100.
ASIDE_WEIGHS = 1000
_numbers = itertools.count()


@dataclass(frozen=True)
class Place:
    """A folder of control groups in which we may make our own."""

    folder: Path
    version: int
    #: Where version 1 has the groups that share out the processor, and those that count its time.
    beside: tuple[tuple[str, Path], ...] = ()
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
        events = "memory.oom_control" if self.version == 1 else "memory.events"
        return Box(folder, events, self, dict(self._made_beside(folder.name)))

    def _made_beside(self, name: str) -> Iterator[tuple[str, Path]]:
        """Groups of that name for the processor, as far as they can be had."""
        for kind, place in self.beside:
            with contextlib.suppress(OSError):
                (place / name).mkdir(exist_ok=True)  # one place may be both
                yield kind, place / name

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
    beside: dict[str, Path] = field(default_factory=dict)

    def add(self, pid: int) -> None:
        """Put a process into it, with all that it starts from then on. Raises OSError."""
        for folder in dict.fromkeys([self.folder, *self.beside.values()]):
            (folder / "cgroup.procs").write_text(str(pid), encoding="ascii")

    def weighs(self) -> bool:
        """Whether all that is in it has one share of the processor."""
        return "cpu" in self.beside or (self.folder / "cpu.weight").exists()

    def spent(self) -> float | None:
        """Seconds of processor time of all that was ever in it; None where nobody counts them."""
        with contextlib.suppress(OSError, ValueError):
            if "cpuacct" in self.beside:
                return int((self.beside["cpuacct"] / "cpuacct.usage").read_text(encoding="ascii")) / 1e9
            for line in (self.folder / "cpu.stat").read_text(encoding="ascii").splitlines():
                word, _, count = line.partition(" ")
                if word == "usage_usec":
                    return int(count) / 1e6
        return None

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
        return all([_removed(folder) for folder in dict.fromkeys([*self.beside.values(), self.folder])])

    def remove(self) -> None:
        """Take it away, now or later."""
        if not self.gone():
            self.place._left.append(self)


def find(proc: Path = Path("/proc"), mounts: Path | None = None) -> Place | None:
    """Where this process may make groups that bound memory, or None."""
    with contextlib.suppress(OSError, ValueError):
        lines = (proc / "self" / "cgroup").read_text(encoding="utf-8").splitlines()
        groups = {
            kind: path.lstrip("/")
            for _, kinds, path in (line.split(":", 2) for line in lines)
            for kind in kinds.split(",")
        }
        root = mounts or Path("/sys/fs/cgroup")
        if "memory" in groups:
            kinds = [kind for kind in ("cpu", "cpuacct") if kind in groups]
            beside = tuple((kind, root / kind / groups[kind]) for kind in kinds)
            return _usable(Place(root / "memory" / groups["memory"], 1, beside))
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
    control = folder / "cgroup.subtree_control"
    control.write_text("+memory", encoding="ascii")
    with contextlib.suppress(OSError):  # the processor need not be ours to share out
        control.write_text("+memory +cpu", encoding="ascii")
        _if_there(aside / "cpu.weight", str(ASIDE_WEIGHS))


def _usable(place: Place) -> Place | None:
    """The place, if a group can be made there."""
    try:
        for folder in dict.fromkeys([place.folder, *(folder for _, folder in place.beside)]):
            _clear(folder)
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


def _removed(folder: Path) -> bool:
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _if_there(path: Path, text: str) -> None:
    with contextlib.suppress(OSError):
        if path.exists():
            path.write_text(text, encoding="ascii")
