"""A house without walls or warm processes: each seat is a fork of the test's own process.

The student's side is a few lines of `exec`, so that the tests' side can be tried by itself, and so that a
test can put a misbehaving process in its place.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import json
import os
import signal
import socket
import tempfile
from collections.abc import Callable
from typing import Any

from staffroom.grading.inside.channel import Channel, ChannelError
from staffroom.grading.inside.codec import decode, encode
from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.usage import Usage


class PlainSeat:
    """A forked process that runs `serve(channel)`."""

    def __init__(self, serve: Callable[[Channel], None]) -> None:
        ours, theirs = socket.socketpair()
        self.usage = Usage(None)
        self._folder = tempfile.TemporaryDirectory(prefix="centric-plain-")
        self.pid = os.fork()
        if self.pid == 0:
            try:
                ours.close()
                signal.signal(signal.SIGINT, signal.default_int_handler)
                os.chdir(self._folder.name)
                serve(Channel(theirs))
            except BaseException:
                if os.environ.get("CENTRIC_PLAIN_TRACE"):
                    import traceback

                    traceback.print_exc()
            finally:
                os._exit(0)
        theirs.close()
        self.channel = Channel(ours)

    def interrupt(self) -> None:
        os.kill(self.pid, signal.SIGINT)

    def end(self) -> str:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        self.channel.close()
        self._folder.cleanup()
        return ""


class PlainHouse:
    """Seats for a lesson; `student` may be another function that serves."""

    rung = "plain"

    def __init__(self, bundle: Any, student: Callable[[Channel], None] | None = None) -> None:
        self.bundle = bundle
        self.students = 0
        self._student = student or serve_student

    def student(self) -> PlainSeat:
        self.students += 1
        return PlainSeat(self._student)

    def tester(self) -> PlainSeat:
        def serve(channel: Channel) -> None:
            from staffroom.grading.inside import tester

            tester.warm(self.bundle.tester, None)
            tester.serve(channel)

        return PlainSeat(serve)

    def close(self) -> None:
        pass


def serve_student(channel: Channel) -> None:
    """Run cells by `exec` and answer what tests ask."""
    limits, names, things = Limits(), {"__name__": "__main__"}, {}

    def handle(thing: Any) -> dict[str, Any]:
        number = next((n for n, one in things.items() if one is thing), len(things))
        things[number] = thing
        kind = "class" if isinstance(thing, type) else "function" if callable(thing) else "instance"
        name = str(getattr(thing, "__name__", ""))
        special = [word for word in dir(type(thing)) if word.startswith("__") and not hasattr(object, word)]
        special += ["__eq__"] if type(thing).__eq__ is not object.__eq__ else []
        about = {"id": number, "kind": kind, "type": type(thing).__name__, "name": name, "special": special}
        if kind == "class":
            about["bases"] = [one.__name__ for one in thing.__mro__ if one.__module__ == "builtins"]
        return about

    def home(about: dict[str, Any]) -> Any:
        if about["kind"] != "test":
            return things[about["id"]]

        def back(*args: Any, **kwargs: Any) -> Any:
            channel.send(
                {"say": "back", "n": 1, "of": about["id"]},
                encode({"args": list(args), "kwargs": kwargs}, limits, handle),
            )
            head, body = channel.receive()
            if head["say"] == "raised":
                raise RuntimeError(head["message"])
            return decode(body, limits, home)

        return back

    def answer(head: dict[str, Any], body: bytes) -> Any:
        given = decode(body, limits, home) if body else None
        if head["ask"] == "name":
            if head["name"] not in names:
                raise NameError(f"name '{head['name']}' is not defined", name=head["name"])
            return names[head["name"]]
        if head["ask"] == "call":
            printed, before = io.StringIO(), encode(given, limits, handle)
            with contextlib.redirect_stdout(printed):
                result = things[head["of"]](*given["args"], **given["kwargs"])
            changed = ["args"] if encode(given, limits, handle) != before else []
            return {"result": result, "printed": printed.getvalue(), "changed": changed, **given}
        thing = things[head["of"]]
        if head["ask"] == "attr":
            return getattr(thing, head["name"])
        if head["ask"] == "item":
            return thing[given]
        if head["op"] == "isinstance":
            return isinstance(thing, given[0])
        return getattr(thing, f"__{head['op']}__")(*given)

    while True:
        try:
            head, body = channel.receive()
        except ChannelError:
            return
        reply: dict[str, Any] = {"say": "done", "n": head["n"], "status": "ok"}
        content = b"[]"
        try:
            if head["say"] == "cell":
                printed = io.StringIO()
                with contextlib.redirect_stdout(printed):
                    exec(compile(head["source"], "<cell>", "exec"), names)
                if printed.getvalue():
                    text = {"output_type": "stream", "name": "stdout", "text": printed.getvalue()}
                    content = json.dumps([text]).encode()
            elif head["say"] == "ask":
                reply, content = {"say": "value", "n": head["n"]}, encode(answer(head, body), limits, handle)
        except (Exception, KeyboardInterrupt, SystemExit) as error:
            bases = [one.__name__ for one in type(error).__mro__ if one.__module__ == builtins.__name__]
            about = {"type": type(error).__name__, "bases": bases, "message": str(error)}
            if head["say"] == "ask":
                reply, content = {"say": "raised", "n": head["n"], **about, "trace": ["line 1"]}, b""
            else:
                shown = {
                    "output_type": "error",
                    "ename": about["type"],
                    "evalue": str(error),
                    "traceback": [],
                }
                reply["status"], content = "error", json.dumps([shown]).encode()
        channel.send(reply, content)
