"""What attacks are after, put in their way: things to read, to write to, and to talk to, all of them watched.

Each thing worth reading holds a token. A token that turns up anywhere in what a submission gives back, or a
thing that was touched, is a hole in the wall.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from staffroom.course import Course


@dataclass
class Wall:
    """The watched things; `names` are what an attack's first lines call them."""

    folder: Path
    token: str
    names: dict[str, object]
    kept: dict[Path, bytes]
    visits: list[str] = field(default_factory=list)

    @property
    def prelude(self) -> str:
        """First lines of an attack: where the things are. The token itself is not among them."""
        return "".join(f"{name} = {value!r}\n" for name, value in self.names.items())

    def touched(self) -> list[str]:
        """What was changed, made or visited, in words."""
        found = [f"{path} was changed" for path, content in self.kept.items() if path.read_bytes() != content]
        return [*found, *self.visits, *(["the canary was touched"] if self.canary.exists() else [])]

    @property
    def canary(self) -> Path:
        """A file that no attack may make."""
        return Path(str(self.names["CANARY"]))

    def left_behind(self) -> list[str]:
        """Processes of attacks that still run, by the mark in their words."""
        found = []
        for process in psutil.process_iter(["cmdline", "pid"]):
            words = " ".join(process.info["cmdline"] or [])
            if str(self.names["TOKEN"]) in words:
                found.append(f"{process.pid}: {words[:80]}")
        return found


@contextlib.contextmanager
def built(folder: Path, course: Course, lesson: str, token: str) -> Iterator[Wall]:
    """Build the wall around a course whose source holds the token, with doors that listen.

    Another student's work and a secret in a home are laid here; the gradebook must be there already.
    """
    mark = f"mark-{secrets.token_hex(6)}"
    paths = {
        "SOURCE": course.source / lesson / f"{lesson}.ipynb",
        "OTHER": course.submitted / "other" / lesson / f"{lesson}.ipynb",
        "SECRET": folder / "home" / "secret",
    }
    paths["SECRET"].parent.mkdir(parents=True)
    paths["SECRET"].write_text(token, encoding="utf-8")
    kept = {path: path.read_bytes() for path in paths.values()}
    names: dict[str, object] = {name: str(path) for name, path in paths.items()}
    names |= {"GRADEBOOK": str(course.root / "gradebook.db"), "COURSE": str(course.root)}
    with contextlib.ExitStack() as stack:
        visits: list[str] = []
        tcp = stack.enter_context(socket.socket())
        tcp.bind(("127.0.0.1", 0))
        unix = stack.enter_context(socket.socket(socket.AF_UNIX))
        # a socket's path must be short
        place = Path(stack.enter_context(_short_folder())) / "s"
        unix.bind(str(place))
        hidden = stack.enter_context(socket.socket(socket.AF_UNIX))
        hidden.bind(f"\0{mark}")
        for door, what in ((tcp, "loopback"), (unix, "a socket's file"), (hidden, "a socket without file")):
            stack.enter_context(_watched(door, what, visits, token))
        os.environ["CENTRIC_TEST_SECRET"] = token
        stack.callback(os.environ.pop, "CENTRIC_TEST_SECRET", None)
        more = {
            "PORT": tcp.getsockname()[1],
            "SOCKET": str(place),
            "TOKEN": mark,
            "CANARY": str(folder / "canary"),
        }
        yield Wall(folder, token, {**names, **more}, kept, visits)


@contextlib.contextmanager
def _short_folder() -> Iterator[str]:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="c-") as folder:
        yield folder


@contextlib.contextmanager
def _watched(door: socket.socket, what: str, visits: list[str], token: str) -> Iterator[None]:
    """Note whoever connects, and give the token away."""
    door.listen()
    door.settimeout(0.2)
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            with contextlib.suppress(TimeoutError, OSError):
                guest, _ = door.accept()
                visits.append(f"{what} was visited")
                with contextlib.closing(guest), contextlib.suppress(OSError):
                    guest.sendall(token.encode())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
