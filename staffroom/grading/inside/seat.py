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
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from . import isolate, linux
from .channel import Channel
from .family import end_family
from .keeper import Keeper

Serve = Callable[[Channel], None]


@dataclass(frozen=True)
class Walls:
    """How a process is shut in: `kind` "none", "nested" or "single", the limits, the filter of calls."""

    kind: str
    limits: dict[str, Any]
    program: bytes | None = None


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
    isolate.bound(walls.limits)
    isolate.lock(walls.program)


def keep_one(serve: Serve, seat: int, line: int, walls: Walls) -> None:
    """Be the keeper of one process alone, where no namespace holds together what it starts."""
    os.setsid()
    with contextlib.suppress(AttributeError, OSError):
        linux.adopt_orphans()
    desk = None
    if walls.kind == "none":
        desk = tempfile.mkdtemp(prefix="centric-desk-")
        for name in ("desk", "tmp"):
            (Path(desk) / name).mkdir()
    try:
        keeper = Keeper(end_family)
        keeper.sit(line, lambda: work(serve, seat, walls, desk))
        os.close(seat)
        while keeper:
            keeper.turn()
    finally:
        if desk is not None:
            shutil.rmtree(desk, ignore_errors=True)
