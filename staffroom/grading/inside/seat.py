"""A seat: one fresh process for one student, forked from a warm one and shut in before it does anything.

Over its channel it says `here` once it is there, waits for a `g` (meanwhile the supervisor may put it under a
bound of memory), and says `ready` once it is shut in, or `failed WHY`. Then the channel carries messages.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from . import isolate, landlock, linux
from .channel import Channel
from .family import end_family
from .keeper import Keeper

Serve = Callable[[Channel], None]
#: What a process behind Landlock may read of /proc besides its own folder, and use of /dev.
PROC = ("/proc/meminfo", "/proc/cpuinfo", "/proc/stat", "/proc/sys/vm/overcommit_memory")
DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")


@dataclass(frozen=True)
class Walls:
    """How a process is shut in, the limits, the filter of calls, and what it may read of the machine.

    `kind`: "nested" (namespaces of its own), "landlock" (in a slot of a common sandbox), "single" (alone in a
    sandbox), "shared" (in a common one, for tests alone), "none".
    """

    kind: str
    limits: dict[str, Any]
    program: bytes | None = None
    shown: tuple[str, ...] = ()


def work(serve: Serve, seat: int, walls: Walls, desk: str | None = None) -> NoReturn:
    """Be the process that runs a student's code, or the tests."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        isolate.only_keep(seat)
        os.write(seat, b"here\n")
        try:
            _shut_in(walls, desk, seat)
        except BaseException as error:
            os.write(seat, f"failed {error}\n".encode())
            raise
        os.write(seat, b"ready\n")
        serve(Channel(socket.socket(fileno=seat)))
        code = 0
    except BaseException:
        pass
    finally:
        os._exit(code)


def _shut_in(walls: Walls, desk: str | None, seat: int) -> None:
    if walls.kind == "nested":
        isolate.step_apart(walls.limits)
    if os.read(seat, 1) != b"g":
        raise OSError("nobody waits for this process")
    if desk is not None:
        isolate.take_place(f"{desk}/desk", f"{desk}/tmp")
    else:
        isolate.take_place("/desk", "/tmp")
    if walls.kind == "none":
        with contextlib.suppress(OSError, ValueError):
            isolate.bound(walls.limits, processes=False)
        return
    if walls.kind != "nested":
        isolate.go_first()
    # Tests share their user with others, and are nobody's attempt to get out.
    isolate.bound(walls.limits, processes=walls.kind != "shared")
    if walls.kind == "landlock":
        linux.no_new_privileges()
        landlock.restrict([*walls.shown, "/proc/self", *PROC], [str(desk)], DEVICES)
    isolate.lock(walls.program)


def keep_one(serve: Serve, seat: int, line: int, walls: Walls) -> None:
    """Be the keeper of one process alone, where no namespace holds together what it starts."""
    os.setsid()
    with contextlib.suppress(AttributeError, OSError):
        linux.adopt_orphans()
        if walls.kind != "none":
            linux.set_dumpable(False)
    with _desk(walls) as desk:
        keeper = Keeper(end_family)
        keeper.sit(line, lambda: work(serve, seat, walls, desk))
        os.close(seat)
        while keeper:
            keeper.turn()


@contextlib.contextmanager
def _desk(walls: Walls) -> Iterator[str | None]:
    """A folder for the process's own, if it needs one, cleared away in the end."""
    if walls.kind == "single":
        yield None
        return
    with contextlib.ExitStack() as until_end:
        if walls.kind == "landlock":
            desk = until_end.enter_context(isolate.slot())
        else:
            desk = tempfile.mkdtemp(prefix="centric-desk-")
            until_end.callback(shutil.rmtree, desk, ignore_errors=True)
        for name in ("desk", "tmp"):
            (Path(desk) / name).mkdir(mode=0o700)
            until_end.callback(shutil.rmtree, Path(desk) / name, ignore_errors=True)
        yield desk
