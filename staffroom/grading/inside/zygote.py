"""The warm process: imports once, then a fresh process for each student, forked from here.

Started as `python -P -S -m inside.zygote ROLE FD`. Over the control socket `FD` come file descriptors: first
one end of a channel for the bundle, then two for each seat, a channel and a line to its keeper. When the
control socket ends, everything here ends.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import site
import socket
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from . import isolate, seccomp
from .channel import Channel
from .seat import Walls, sit

#: The words that come with descriptors, all of one length: to begin, a seat, a seat that tries the walls.
WARM, SEAT, PROBE = b"warm", b"seat", b"test"
#: Patience in seconds with a warm-up that goes on after the supervisor is gone.
PATIENCE = 2


def main(role: str, fd: int) -> None:
    """Warm up as `role` ("student", "tester" or "probes") and hand out seats until nobody asks any more."""
    # Started without `site`, so that only the packages it was given are found; these belong to any Python.
    for builtin in (site.setquit, site.setcopyright, site.sethelper):
        builtin()
    control = socket.socket(fileno=fd)
    control.set_inheritable(False)
    begin = _next(control)
    if begin is None:
        return
    channel = Channel(socket.socket(fileno=begin[1][0]))
    head, _body = channel.receive()
    walls = _walls(head["house"])
    watcher = _watch(control)
    serve, said = _warm(role, head)
    os.kill(watcher, signal.SIGKILL)
    os.waitpid(watcher, 0)
    if serve is None:
        channel.send({"status": "failed", "trace": said})
        return
    channel.send({"status": "ready", "said": said})
    channel.close()
    # Nobody waits for the keepers: the kernel clears them away.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    while (request := _next(control)) is not None:
        word, (seat, line) = request
        if os.fork() == 0:
            control.close()
            if word == PROBE:
                serve = importlib.import_module(".probes", __package__).serve
            sit(serve, seat, line, walls)
            os._exit(0)
        os.close(seat)
        os.close(line)


def _next(control: socket.socket) -> tuple[bytes, list[int]] | None:
    data, fds, _, _ = socket.recv_fds(control, len(SEAT), 2)
    return (data, fds) if data else None


def _walls(house: dict[str, Any]) -> Walls:
    """How seats are shut in; whoever is root here is not, from here on."""
    kind = house["walls"]
    if kind == "none":
        return Walls(kind, house["limits"])
    if os.getuid() == 0:
        isolate.leave_root(house["user"])
    return Walls(kind, house["limits"], seccomp.build(sockets=True))


def _watch(control: socket.socket) -> int:
    """Start a process that ends this one if the supervisor goes away while it warms up."""
    parent = os.getpid()
    watcher = os.fork()
    if watcher:
        return watcher
    poll = select.poll()
    poll.register(control, 0)  # hang-ups alone
    poll.poll()
    time.sleep(PATIENCE)
    os.kill(parent, signal.SIGKILL)
    os._exit(0)


def _warm(role: str, head: dict[str, Any]) -> tuple[Callable[[Channel], None] | None, Any]:
    try:
        module = importlib.import_module(f".{role}", __package__)
        said = module.warm(head["bundle"], head["company"])
    except BaseException:
        return None, traceback.format_exc()
    return module.serve, said


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
