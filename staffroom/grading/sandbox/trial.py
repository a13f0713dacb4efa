"""The trial of a house before it is used: bait outside, probes inside, and every one must come back empty."""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from staffroom.grading.inside.channel import ChannelError, ChannelTimeout
from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.seated import SandboxError, Seated
from staffroom.scratch import temporary_folder

#: Seconds for all probes together.
PATIENCE = 60.0
_SETTLE = """
from inside.probes import settle_in
import socket
files = settle_in({token!r})
try:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(b"\\0" + {token!r}.encode())
    listening.listen()
except OSError:
    pass
print(*files, sep="\\n")
"""


class Probed(Protocol):
    """What a trial needs of a house."""

    limits: Limits

    def probe(self, side: str = "student") -> Seated:
        """A process behind the walls of that side."""
        ...


def holes(house: Probed, side: str = "student") -> dict[str, str]:
    """What the probes got at, by probe; empty if the walls held. Raises SandboxError."""
    token = secrets.token_hex(16)
    neighbour = house.probe(side)
    try:
        left = _ask(neighbour, {"say": "run", "source": _SETTLE.format(token=token)})["printed"].split("\n")
        seat = house.probe(side)
        try:
            with _bait(house.limits) as bait:
                bait |= {"neighbour": [path for path in left if path], "token": token}
                return dict(_ask(seat, {"say": "probe", "bait": bait})["reached"])
        finally:
            seat.end()
    finally:
        neighbour.end()


def _ask(seat: Seated, head: dict[str, Any]) -> dict[str, Any]:
    try:
        seat.channel.send(head, seconds=PATIENCE)
        return seat.channel.receive(PATIENCE)[0]
    except (ChannelError, ChannelTimeout):
        raise SandboxError("A process that tries the walls gave no answer.") from None


@contextlib.contextmanager
def _bait(limits: Limits) -> Iterator[dict[str, Any]]:
    """What a student's process must not get at, laid out for the probes."""
    secret = secrets.token_hex(16)
    with contextlib.ExitStack() as until_end:
        folder = Path(until_end.enter_context(temporary_folder("bait")))
        (folder / "gradebook.db").write_text(secret, encoding="utf-8")
        port = until_end.enter_context(socket.create_server(("127.0.0.1", 0)))
        local = until_end.enter_context(socket.socket(socket.AF_UNIX))
        # the address of a socket has room for a hundred letters, and a temporary folder's path may have more
        short = os.open(folder, os.O_RDONLY)
        until_end.callback(os.close, short)
        local.bind(f"/proc/self/fd/{short}/socket")
        local.listen()
        sleeper = subprocess.Popen(["sleep", str(PATIENCE)], env={**os.environ, "CENTRIC_PROBE": secret})
        until_end.callback(sleeper.wait)
        until_end.callback(sleeper.kill)
        yield {
            "files": [str(folder / "gradebook.db"), *_files(Path.home()), *_files(Path.cwd())],
            "writable": [str(folder / "gradebook.db")],
            "secret": secret,
            "port": port.getsockname()[1],
            "abstract": _abstract(until_end),
            "socket": str(folder / "socket"),
            "pid": sleeper.pid,
            "disk": limits.disk + 1_000_000,
            "limits": {
                "AS": limits.address_space, "NPROC": limits.processes, "NOFILE": limits.open_files,
                "FSIZE": limits.file_size, "CPU": limits.cpu_seconds + 1,
            },
        }  # fmt: skip


def _files(folder: Path, most: int = 20) -> list[str]:
    """Some files that lie in a folder."""
    with contextlib.suppress(OSError):
        return [str(path) for path in itertools.islice(folder.iterdir(), 1000) if path.is_file()][:most]
    return []


def _abstract(open_now: contextlib.ExitStack) -> str:
    """The name of a local socket that has no file and listens."""
    name = f"centric-{secrets.token_hex(8)}"
    listening = open_now.enter_context(socket.socket(socket.AF_UNIX))
    with contextlib.suppress(OSError):  # there are such names on Linux alone
        listening.bind(b"\0" + name.encode())
        listening.listen()
    return name
