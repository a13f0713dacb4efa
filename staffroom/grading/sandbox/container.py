"""The rung of containers: a fresh one for each student, by Docker or Podman.

On Linux the container shows this machine's own Python and packages, read-only, on an empty image made here;
nothing is fetched. Elsewhere `CENTRIC_IMAGE` must name an image that has a Python with the packages. Tests
run outside, in a warm process without walls: they are the author's own, and see no student's code.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import secrets
import socket
import subprocess
import sys
import tarfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from staffroom.grading.inside.channel import Channel, ChannelError, ChannelTimeout
from staffroom.grading.inside.limits import Limits
from staffroom.grading.inside.probes import PROBES
from staffroom.grading.inside.stdio import ENDED
from staffroom.grading.sandbox import bwrap
from staffroom.grading.sandbox.container_tools import find, goes
from staffroom.grading.sandbox.house import Bundle
from staffroom.grading.sandbox.open_files import readable
from staffroom.grading.sandbox.rooms import WARMING, Rooms
from staffroom.grading.sandbox.seated import LEAVING, SITTING, SandboxError
from staffroom.grading.sandbox.shelf import Shelf, environment, shelf
from staffroom.grading.sandbox.usage import Usage

EMPTY = "centric-empty:1"
_numbers = itertools.count()


@dataclass(frozen=True)
class Ship:
    """What a container is made of: tool, image, the Python in it, and what is shown of this machine."""

    tool: str
    image: str
    python: str
    variables: dict[str, str]
    shown: tuple[tuple[str, str], ...]


def ship(there: Shelf, company: str | None, copies: Path) -> Ship:
    """Fit out containers for this machine; what only its owner can read is copied. Raises SandboxError."""
    tool = find()
    if tool is None:
        raise SandboxError("Neither Docker nor Podman runs here.")
    shown = [(str(readable(path, copies)), f"/centric/{name}") for name, path in there.library.items()]
    if company is not None:
        (copies / "company").mkdir()
        shown.append((str(readable(Path(company).resolve(), copies / "company")), "/company"))
    inside = None if company is None else "/company"
    if image := os.environ.get("CENTRIC_IMAGE"):
        return Ship(tool, image, "python3", environment("/centric", (), inside), tuple(shown))
    if sys.platform != "linux":
        raise SandboxError("CENTRIC_IMAGE must name an image that has a Python with the packages.")
    folders = [path for path in map(Path, bwrap.SYSTEM) if path.is_dir() and not path.is_symlink()]
    settings = [path for name in bwrap.SETTINGS if (path := Path("/etc") / name).exists()]
    shown += [(str(path), str(path)) for path in [*folders, *bwrap.roots(there), *settings]]
    shown += [(str(path), place) for path, place in there.moved().items()]
    known = goes([tool, "image", "inspect", EMPTY])
    if not known and not goes([tool, "import", "-", EMPTY], _empty_image()):
        raise SandboxError(f"{tool} cannot make an empty image.")
    variables = environment("/centric", there.packages_inside(), inside)
    return Ship(tool, EMPTY, str(there.python), variables, tuple(shown))


def arguments(ship: Ship, limits: Limits, name: str, role: str) -> list[str]:
    """The command that runs one student's container."""
    memory = str(limits.memory + 3 * limits.disk)
    room = f"rw,nosuid,nodev,size={limits.disk},nr_inodes={limits.files},mode=1777"
    found = [ship.tool, "run", "--rm", "--interactive", "--name", name, "--hostname", "centric"]
    found += ["--network", "none", "--read-only", "--user", "65534:65534", "--workdir", "/desk"]
    found += ["--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--security-opt", "label=disable"]
    found += ["--memory", memory, "--memory-swap", memory, "--pids-limit", str(limits.processes + 2)]
    found += ["--shm-size", str(limits.disk), "--tmpfs", f"/desk:{room}", "--tmpfs", f"/tmp:{room}"]
    found += ["--ulimit", "core=1", "--ulimit", f"nofile={limits.open_files}", "--log-driver", "none"]
    for key, value in ship.variables.items():
        found += ["--env", f"{key}={value}"]
    for source, target in ship.shown:
        found += ["--volume", f"{source}:{target}:ro"]
    return [*found, ship.image, ship.python, "-P", "-S", "-m", "inside.stdio", role]


class ContainerRooms(Rooms):
    """A container for each student, warmed up for one; tests in a warm process of the machine's own."""

    #: In a container of one's own, the process that passes bytes on is in sight. Tests have no walls.
    accepted: ClassVar = {"student": frozenset({"companions"}), "tester": frozenset(PROBES)}

    def __init__(
        self, rung: str, bundle: Bundle, limits: Limits, modules: tuple[str, str] = ("student", "tester")
    ) -> None:
        """Make ready and warm up the tests. Raises SandboxError."""
        super().__init__("bare", bundle, limits, modules)
        self.rung = rung

    def teach(self, side: str, head: dict[str, Any], body: bytes = b"") -> bool:
        """Only tests have a warm process."""
        return side == "tester" and super().teach(side, head, body)

    def _open(self) -> None:
        self._ship = ship(shelf(), self._bundle.company, Path(self._folder.name))
        self._warm["tester"] = self._start("tester")
        self.said["tester"] = self._warm["tester"].ready(WARMING)
        seat, self.said["student"] = self._sail(self._modules["student"])
        seat.end()

    def _seat(self, side: str, *, probe: bool = False) -> Any:
        if side == "tester":
            return super()._seat(side, probe=probe)
        return self._sail("probes" if probe else self._modules["student"])[0]

    def _sail(self, role: str) -> tuple[Contained, Any]:
        name = f"centric-{os.getpid()}-{next(_numbers)}-{secrets.token_hex(4)}"
        seat = Contained(arguments(self._ship, self.limits, name, role), self._ship.tool, name)
        company = None if self._bundle.company is None else "/company"
        given = {**self._bundle.student, "shared": []}
        return seat, seat.warm_up(given, company, self.limits)


class Contained:
    """A seat in a container of its own."""

    def __init__(self, command: list[str], tool: str, name: str) -> None:
        """Start the container; `warm_up` must follow. Raises SandboxError."""
        self._tool, self._name = tool, name
        #: The container's processes are not seen from here.
        self.usage = Usage(None)
        self._why: str | None = None
        self._lock = threading.Lock()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self.process = subprocess.Popen(
                    command, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, start_new_session=True
                )
            except OSError as error:
                ours.close()
                raise SandboxError(f"{tool} cannot be started: {error.strerror}.") from None
        self.channel = Channel(ours)

    def warm_up(self, bundle: dict[str, Any], company: str | None, limits: Limits) -> Any:
        """Warm it up; gives what its `warm` returned. Raises SandboxError."""
        head = {"bundle": bundle, "company": company, "house": {"limits": limits.as_dict()}}
        try:
            self.channel.send(head, seconds=SITTING)
            answer, _ = self.channel.receive(WARMING)
        except (ChannelError, ChannelTimeout):
            self.end()
            raise SandboxError("A container did not start.") from None
        if answer.get("status") != "ready":
            self.end()
            raise SandboxError(f"A container could not warm up:\n{answer.get('trace')}")
        return answer.get("said")

    def interrupt(self) -> None:
        """Interrupt what runs in it, as a keyboard would."""
        goes([self._tool, "kill", "--signal", "INT", self._name])

    def end(self) -> str:
        """Kill it and all that it started; gives why it had died before."""
        with self._lock:
            if self._why is None:
                died = self._left()
                self.channel.close()
                try:
                    status = self.process.wait(LEAVING if died else 2)
                except subprocess.TimeoutExpired:
                    status = 0
                goes([self._tool, "rm", "--force", self._name])
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(LEAVING)
                if self.process.poll() is None:
                    self.process.kill()
                    self.process.wait()
                words = {number: why for why, number in ENDED.items()} | {137: "memory"}
                self._why = words.get(status, "ended") if died else ""
            return self._why

    def _left(self) -> bool:
        try:
            return self.channel.sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True


def _empty_image() -> bytes:
    """An image with nothing in it but the places where something is put, and a name for its user."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as image:
        for folder in ("desk", "tmp", "centric", "company", "proc", "sys", "dev", "etc"):
            image.addfile(_entry(folder, tarfile.DIRTYPE))
        for path in map(Path, bwrap.SYSTEM):
            if path.is_symlink():
                link = _entry(path.name, tarfile.SYMTYPE)
                link.linkname = str(path.readlink())
                image.addfile(link)
        words = b"student:x:65534:65534::/desk:/bin/sh\n"
        passwd = _entry("etc/passwd", tarfile.REGTYPE)
        passwd.size = len(words)
        image.addfile(passwd, io.BytesIO(words))
    return buffer.getvalue()


def _entry(name: str, kind: bytes) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.mode = kind, 0o755 if kind != tarfile.REGTYPE else 0o644
    return entry
