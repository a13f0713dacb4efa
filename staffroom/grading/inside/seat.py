"""A seat: a keeper, which stays with the process of one student and sees to its end, and that process.

The keeper listens on its line to the supervisor: `g` lets it start the process, `i` interrupts the process,
the end of the line ends it. It says, line by line, `here` once it is there, `ready` once the process is shut
in, `failed WHY` where that did not work, and `died STATUS SECONDS` (of processor time) when it is gone.

Where walls are, the process is the first one in namespaces of its own: when it ends, by itself or by the
keeper, the kernel ends everything that it started. The keeper stands outside of them, unseen.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import isolate, linux
from .channel import Channel
from .family import end_family

Serve = Callable[[Channel], None]
#: Seconds that a process may take to be shut in.
SHUTTING = 20


@dataclass(frozen=True)
class Walls:
    """How a process is shut in: `kind` "none", "nested" or "single", the limits, the filter of calls."""

    kind: str
    limits: dict[str, Any]
    program: bytes | None = None


def sit(serve: Serve, seat: int, line: int, walls: Walls) -> None:
    """Be the keeper of a new process that runs `serve` on the channel `seat`; returns when all is over."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setsid()
    to_supervisor = socket.socket(fileno=line)
    desk = None
    try:
        if walls.kind == "nested":
            isolate.step_apart(walls.limits)
        elif walls.kind == "none":
            desk = tempfile.mkdtemp(prefix="centric-desk-")
            with contextlib.suppress(AttributeError, OSError):
                linux.adopt_orphans()
        _say(to_supervisor, "here")
        if to_supervisor.recv(1) == b"g":
            _keep(serve, seat, to_supervisor, walls, desk)
    except Exception as error:
        _say(to_supervisor, f"failed {error}")
    finally:
        if desk is not None:
            shutil.rmtree(desk, ignore_errors=True)


def _keep(serve: Serve, seat: int, line: socket.socket, walls: Walls, desk: str | None) -> None:
    """Start the process and listen until it is gone or the line ends."""
    wake, alarm = os.pipe()
    os.set_blocking(alarm, False)
    shut_in, here = os.pipe()
    keeper = os.getpid()
    worker = os.fork()
    if worker == 0:
        line.detach()
        _work(serve, seat, here, walls, desk, keeper)
    signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    os.close(seat)
    os.close(here)
    try:
        if word := _word(shut_in):
            _say(line, word)
            if word == "ready":
                _listen(line, worker, wake)
        else:
            _say(line, "failed the process ended before it was shut in")
    finally:
        _end(worker, walls)


def _listen(line: socket.socket, worker: int, wake: int) -> None:
    poll = select.poll()
    poll.register(line, select.POLLIN)
    poll.register(wake, select.POLLIN)
    while not (died := _reap(worker)):
        ready = dict(poll.poll())
        if wake in ready:
            os.read(wake, 4096)
        if line.fileno() in ready:
            word = line.recv(1)
            if not word:
                return
            if word == b"i":
                os.kill(worker, signal.SIGINT)
    _say(line, died)


def _reap(worker: int) -> str | None:
    """Clear away what has ended; a word on the process itself, if that has."""
    found = None
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status, used = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                return found
            if pid == worker:
                seconds = used.ru_utime + used.ru_stime
                found = f"died {os.waitstatus_to_exitcode(status)} {seconds:.1f}"
    return found


def _end(worker: int, walls: Walls) -> None:
    """End the process and all that it started."""
    if walls.kind == "nested":
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)
    else:
        end_family(worker)


def _word(pipe: int) -> str:
    """What the new process says of its walls; empty if it ended without a word."""
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    word = os.read(pipe, 4096).decode("utf-8", "replace") if poll.poll(SHUTTING * 1000) else ""
    os.close(pipe)
    return word


def _say(line: socket.socket, words: str) -> None:
    with contextlib.suppress(OSError):
        line.sendall(words.encode() + b"\n")


def _work(serve: Serve, seat: int, here: int, walls: Walls, desk: str | None, keeper: int) -> None:
    """Be the process that runs a student's code, or the tests; never returns."""
    code = 1
    try:
        try:
            _shut_in(walls, desk, keeper)
        except BaseException as error:
            os.write(here, f"failed {error}"[:2000].encode())
            raise
        os.write(here, b"ready")
        isolate.only_keep(seat)
        serve(Channel(socket.socket(fileno=seat)))
        code = 0
    except BaseException:
        pass
    finally:
        os._exit(code)


def _shut_in(walls: Walls, desk: str | None, keeper: int) -> None:
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if walls.kind == "none":
        home, temporary = Path(str(desk)) / "desk", Path(str(desk)) / "tmp"
        home.mkdir()
        temporary.mkdir()
        isolate.take_place(str(home), str(temporary))
        with contextlib.suppress(OSError, ValueError):
            isolate.bound(walls.limits, processes=False)
        return
    linux.die_with_parent(signal.SIGKILL)
    if walls.kind == "nested":
        isolate.see_only_oneself()
    elif os.getppid() != keeper:
        raise OSError("the keeper is gone")
    isolate.take_place("/desk", "/tmp")
    isolate.bound(walls.limits)
    isolate.lock(walls.program)
