"""The warm process: imports once, then a fresh process for each student, forked from here.

Started as `python -m inside.zygote ROLE FD`. Over the control socket `FD` (a socket of packets) come file
descriptors: first one end of a channel for the bundle, then two for each seat, a channel and a line to its
keeper. When the control socket ends, everything here ends.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import site
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any

from .channel import Channel
from .seat import sit

#: A warm-up that takes longer than this many seconds is killed, even if nobody is there to do it.
LONGEST_WARM_UP = 900


def main(role: str, fd: int) -> None:
    """Warm up as `role` ("student", "tester" or "probes") and hand out seats until nobody asks any more."""
    # Started without `site`, so that only the packages it was given are found; these belong to any Python.
    for builtin in (site.setquit, site.setcopyright, site.sethelper):
        builtin()
    control = socket.socket(fileno=fd)
    control.set_inheritable(False)
    _, (line,) = _next(control) or sys.exit(0)
    channel = Channel(socket.socket(fileno=line))
    head, _body = channel.receive()
    serve, said = _warm(role, head)
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
        seat, line = request[1]
        if os.fork() == 0:
            control.close()
            sit(serve, seat, line, head["house"], request[0])
            os._exit(0)
        os.close(seat)
        os.close(line)


def _next(control: socket.socket) -> tuple[bytes, list[int]] | None:
    data, fds, _, _ = socket.recv_fds(control, 4096, 2)
    return (data, fds) if data else None


def _warm(role: str, head: dict[str, Any]) -> tuple[Callable[[Channel], None] | None, Any]:
    signal.alarm(LONGEST_WARM_UP)
    try:
        module = importlib.import_module(f".{role}", __package__)
        said = module.warm(head["bundle"], head["company"])
    except BaseException:
        return None, traceback.format_exc()
    finally:
        signal.alarm(0)
    return module.serve, said


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
