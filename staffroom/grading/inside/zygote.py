"""The warm process: imports once, then a fresh process for each student, forked from here.

Started as `python -P -S -m inside.zygote ROLE FD`. Over the control socket `FD` come file descriptors: first
one end of a channel for the bundle, then two for each seat, a channel and a line to its keeper, or one of a
channel with something to learn for all seats to come. When the control socket ends, everything here ends.
"""

from __future__ import annotations

import contextlib
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
from functools import partial
from types import ModuleType
from typing import Any

from . import isolate, linux, seccomp
from .channel import Channel, ChannelError, ChannelTimeout
from .keeper import Keeper, end_namespace
from .pages import keep_freed, large_pages
from .seat import Serve, Walls, keep_one, work

#: The words that come with descriptors, all of one length: to begin, a seat, a seat that tries the walls,
#: something to learn.
WARM, SEAT, PROBE, LEARN = b"warm", b"seat", b"test", b"know"
#: Patience in seconds with a warm-up that goes on after the supervisor is gone.
PATIENCE = 2
#: New containers after which the collector looks for what nobody needs: a submission ends before it is much.
SELDOM = 50_000
#: Seconds for something to learn to come in.
LEARNING = 120


def main(role: str, fd: int) -> None:
    """Warm up as `role` ("student", "tester" or "probes") and hand out seats until nobody asks any more."""
    # Started without `site`, so that only the packages it was given are found; these belong to any Python.
    for builtin in (site.setquit, site.setcopyright, site.sethelper):
        builtin()
    keep_freed()
    control = socket.socket(fileno=fd)
    control.set_inheritable(False)
    begin = _next(control)
    if begin is None:
        return
    channel = Channel(socket.socket(fileno=begin[1][0]))
    head, _body = channel.receive()
    walls, country = _settle(head["house"], control)
    role_of, said = warm_up(role, head)
    if role_of is None:
        channel.send({"status": "failed", "trace": said})
        return
    _tidy()
    channel.send({"status": "ready", "said": said})
    channel.close()
    if country is not None:
        _hand_out(control, role_of, walls, country)
    else:
        _hand_out_kept(control, role_of, walls)


def _hand_out(control: socket.socket, role: ModuleType, walls: Walls, country: isolate.Country) -> None:
    """Give each student a namespace, and keep them all."""
    keeper = Keeper(end_namespace)
    keeper.listen_to(control.fileno())
    while True:
        if not keeper.turn():
            continue
        request = _next(control)
        if request is None:
            return
        word, fds = request
        if word == LEARN:
            _learn(role, fds[0])
            continue
        seat, line = fds
        try:
            with country.abroad():
                keeper.sit(line, partial(work, _serve(word, role), seat, walls))
        except OSError:  # the supervisor sees the ends
            os.close(line)
        os.close(seat)


def _hand_out_kept(control: socket.socket, role: ModuleType, walls: Walls) -> None:
    """Give each student a keeper."""
    # Nobody waits for the keepers: the kernel clears them away.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while (request := _next(control)) is not None:
        word, fds = request
        if word == LEARN:
            _learn(role, fds[0])
            continue
        seat, line = fds
        if os.fork() == 0:
            control.close()
            keep_one(_serve(word, role), seat, line, walls)
            os._exit(0)
        os.close(seat)
        os.close(line)


def _serve(word: bytes, role: ModuleType) -> Serve:
    module = importlib.import_module(".probes", __package__) if word == PROBE else role
    return module.serve


def _learn(role: ModuleType, fd: int) -> None:
    """Give the role something that all seats to come are to know."""
    channel = Channel(socket.socket(fileno=fd))
    with contextlib.suppress(ChannelError, ChannelTimeout):
        head, body = channel.receive(LEARNING)
        try:
            role.learn(head, body)
        except Exception:
            answer = {"status": "failed", "trace": traceback.format_exc()}
        else:
            answer = {"status": "done"}
        del body
        _tidy()
        channel.send(answer, seconds=LEARNING)
    channel.close()


def _next(control: socket.socket) -> tuple[bytes, list[int]] | None:
    data, fds, _, _ = socket.recv_fds(control, len(SEAT), 2)
    return (data, fds) if data else None


def _settle(house: dict[str, Any], control: socket.socket) -> tuple[Walls, isolate.Country | None]:
    """Go where warming up and handing out seats are to happen; whoever is root here is not, from here on."""
    kind, limits = house["walls"], house["limits"]
    if kind == "none":
        _watched(control, os.fork())
        return Walls(kind, limits), None
    if os.getuid() == 0:
        isolate.leave_root(house["user"])
    # Names of local sockets are seen by all who share a network.
    program = seccomp.build(sockets=kind in ("nested", "single"))
    walls = Walls(kind, limits, program, tuple(house.get("shown", ())))
    if kind != "nested":
        _watched(control, os.fork())
        linux.set_dumpable(False)
        return walls, None
    country = isolate.Country()
    _watched(control, country.first)
    return walls, country


def _watched(control: socket.socket, child: int) -> None:
    """Go on in the child; the parent waits, and ends the child if the supervisor is gone and it goes on."""
    if child == 0:
        return
    for fds in ((3, control.fileno()), (control.fileno() + 1, 65536)):
        os.closerange(*fds)
    poll = select.poll()
    poll.register(control, 0)  # hang-ups alone
    while not poll.poll(500):
        _end_with(child)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        _end_with(child)
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os._exit(1)


def _end_with(child: int) -> None:
    if os.waitpid(child, os.WNOHANG)[0]:
        os._exit(0)


def _tidy() -> None:
    """Make forks cheap: nothing for the collector to look at, and memory in few large pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)
    large_pages()


def warm_up(role: str, head: dict[str, Any]) -> tuple[ModuleType | None, Any]:
    """Import a role and warm it up: the module and what it said, or None and the traceback."""
    try:
        module = importlib.import_module(f".{role}", __package__)
        return module, module.warm(head["bundle"], head["company"])
    except BaseException:
        return None, traceback.format_exc()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
