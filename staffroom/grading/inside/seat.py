"""A seat: a keeper, which stays with the process of one student and sees to its end, and that process.

The keeper listens on its line to the supervisor: `i` interrupts the process; the end of the line ends it.
It says `ready` once the process is shut in, `failed WHY` where that did not work, and `died STATUS` when the
process is gone. It starts the process in a session of its own and outlives all that it left behind.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .channel import Channel

Serve = Callable[[Channel], None]


def sit(serve: Serve, seat: int, line: int, house: dict[str, Any], request: bytes) -> None:
    """Be the keeper of a new process that runs `serve` on the channel `seat`; returns when all is over."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setsid()
    _adopt_orphans()
    desk = tempfile.mkdtemp(prefix="centric-desk-")
    wake, alarm = os.pipe()
    os.set_blocking(alarm, False)
    signal.set_wakeup_fd(alarm)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    worker = os.fork()
    if worker == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        _work(serve, seat, desk)
    os.close(seat)
    try:
        _keep(socket.socket(fileno=line), worker, wake)
    finally:
        _end_all(worker)
        shutil.rmtree(desk, ignore_errors=True)


def _work(serve: Serve, seat: int, desk: str) -> None:
    """Be the process that runs a student's code, or the tests; never returns."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _only_keep(seat)
        home, temporary = Path(desk) / "desk", Path(desk) / "tmp"
        home.mkdir()
        temporary.mkdir()
        os.environ.update(HOME=str(home), TMPDIR=str(temporary))
        tempfile.tempdir = None
        os.chdir(home)
        serve(Channel(socket.socket(fileno=seat)))
        code = 0
    except BaseException as error:
        with contextlib.suppress(BaseException):
            print(repr(error), file=sys.stderr)
    finally:
        os._exit(code)


def _only_keep(seat: int) -> None:
    """Close every file but the channel; standard input, output and error lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.closerange(3, seat)
    os.closerange(seat + 1, 65536)


def _keep(line: socket.socket, worker: int, wake: int) -> None:
    """Listen until the process is gone or the line ends."""
    _say(line, "ready")
    poll = select.poll()
    poll.register(line, select.POLLIN)
    poll.register(wake, select.POLLIN)
    while True:
        ready = dict(poll.poll())
        if wake in ready:
            os.read(wake, 4096)
            status = _reap(worker)
            if status is not None:
                _say(line, f"died {status}")
                return
        if line.fileno() in ready:
            word = line.recv(16)
            if not word:
                return
            if word == b"i":
                os.kill(worker, signal.SIGINT)


def _reap(worker: int) -> int | None:
    """Clear away what has ended; gives the status of the process itself, if that has."""
    found = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if pid == 0:
            return found
        if pid == worker:
            found = os.waitstatus_to_exitcode(status)


def _say(line: socket.socket, words: str) -> None:
    with contextlib.suppress(OSError):
        line.send(words.encode())


def _end_all(worker: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker, signal.SIGKILL)


def _adopt_orphans() -> None:
    """What the process leaves behind becomes the keeper's child (Linux)."""
