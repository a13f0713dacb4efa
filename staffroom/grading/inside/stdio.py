"""A seat that is reached over standard input and output: the way into a container.

Started as `python -P -S -m inside.stdio ROLE` as the first process of a container. A second process warms up
and then is the seat; this one passes bytes between it and the outside, hands interrupts on, and ends with the
container when either side ends. Its exit status says why the seat ended.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import time
from typing import NoReturn

from . import isolate, seccomp
from .channel import Channel
from .pages import large_pages
from .zygote import warm_up

#: Exit status by why the seat ended: by itself, of too much processor time, of too much memory, otherwise.
ENDED = {"": 0, "cpu": 101, "memory": 102, "ended": 103}
_PIECE = 1 << 16


def main(role: str) -> NoReturn:
    """Be the first process of the container."""
    ours, theirs = socket.socketpair()
    worker = os.fork()
    if worker == 0:
        ours.close()
        _work(role, theirs)
    theirs.close()
    signal.signal(signal.SIGINT, lambda *_: os.kill(worker, signal.SIGINT))
    why = _last_word(worker) if _pass_on(ours) else ""
    os._exit(ENDED[why])


def _last_word(worker: int, patience: float = 1.0) -> str:
    """Why a process that closed its channel has ended; empty if it has not."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        pid, status = os.waitpid(worker, os.WNOHANG)
        if pid:
            if os.WIFSIGNALED(status):
                return {signal.SIGXCPU: "cpu", signal.SIGKILL: "memory"}.get(os.WTERMSIG(status), "ended")
            return "ended"
        time.sleep(0.01)
    return ""


def _work(role: str, sock: socket.socket) -> NoReturn:
    try:
        isolate.only_keep(sock.fileno())
        channel = Channel(sock)
        head, _ = channel.receive()
        module, said = warm_up(role, head)
        if module is None:
            channel.send({"status": "failed", "trace": said})
            os._exit(1)
        large_pages()
        isolate.go_first()
        isolate.take_place("/desk", "/tmp")
        isolate.bound(head["house"]["limits"])
        isolate.lock(seccomp.build(sockets=True))
        channel.send({"status": "ready", "said": said})
        module.serve(channel)
    finally:
        os._exit(0)


def _pass_on(inside: socket.socket) -> bool:
    """Pass bytes both ways until one side ends; whether that was the inside."""
    ways = {0: (inside.fileno(), bytearray()), inside.fileno(): (1, bytearray())}
    for fd in (0, 1, inside.fileno()):
        os.set_blocking(fd, False)
    while True:
        poll = select.poll()
        wanted: dict[int, int] = {}
        for source, (sink, waiting) in ways.items():
            # What cannot be got rid of holds up what comes.
            wanted[sink] = wanted.get(sink, 0) | (select.POLLOUT if waiting else 0)
            wanted[source] = wanted.get(source, 0) | (select.POLLIN if len(waiting) < 16 * _PIECE else 0)
        for fd, events in wanted.items():
            if events:
                poll.register(fd, events)
        poll.poll()
        for source, (sink, waiting) in ways.items():
            if len(waiting) < 16 * _PIECE and _take(source, waiting):
                _give(sink, waiting, to_the_end=source != 0)
                return source != 0
            _give(sink, waiting)


def _take(source: int, waiting: bytearray) -> bool:
    """Read what is there; whether that was the end."""
    try:
        data = os.read(source, _PIECE)
    except BlockingIOError:
        return False
    except OSError:
        return True
    waiting += data
    return not data


def _give(sink: int, waiting: bytearray, *, to_the_end: bool = False) -> None:
    """Write what the other side takes now, or all of it."""
    if to_the_end:
        with contextlib.suppress(OSError):
            os.set_blocking(sink, True)
    with contextlib.suppress(BlockingIOError, BrokenPipeError):
        while waiting:
            del waiting[: os.write(sink, waiting[:_PIECE])]


if __name__ == "__main__":
    main(sys.argv[1])
