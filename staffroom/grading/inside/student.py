"""The student's side: runs the cells of a submission and answers what the tests ask of it.

`warm` prepares one process for the class, `serve` then works for one student in a process of its own. All
that is here lies in reach of the student's code, and is believed by nobody: the broker rebuilds outputs and
bounds every wait, the tests check every value.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import signal
import sys
import threading
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .channel import Channel, ChannelError
from .codec import CodecError, decode, encode
from .limits import Limits
from .told import raised

#: What the course's notebooks use, imported once for all.
PACKAGES = (
    "numpy",
    "pandas",
    "scipy.stats",
    "matplotlib.pyplot",
    "seaborn",
    "ipywidgets",
    "classroom.check",
    "classroom.data",
    "classroom.explore",
    "classroom.figures",
    "classroom.study",
    "classroom.toys",
)
#: The same random numbers for every student who sets no seed, so that grading twice gives the same.
SEED = 20_240_229
_DEEPEST = 20
#: Outputs of shared cells are told at once if they are no longer than this; with each student else.
MOST_TOLD = 6_000_000
_warmed: dict[str, Any] = {}
#: Values that every student's functions are called with, by digest.
_known: dict[str, Any] = {}


def warm(bundle: dict[str, Any], company: str | None) -> dict[str, Any]:
    """Import, make the shell, and run the shared cells.

    `bundle`: limits, shared ([index, source, names that it reads] in order). Gives troubles with these, the
    indexes of those that can be taken over, and what they put out.
    """
    os.environ.setdefault("CENTRIC_STUDY", "off")
    os.environ.setdefault("NBGRADER_EXECUTION", "autograde")
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    # there is no network: whoever installs from a cell hears so at once, and not after many tries
    os.environ.update(PIP_RETRIES="0", PIP_DEFAULT_TIMEOUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    limits = Limits.of(bundle.get("limits", {}))
    from .shell import draw_inline, make_shell

    shell = make_shell(limits)
    for package in PACKAGES:
        with contextlib.suppress(ImportError):
            importlib.import_module(package)
    draw_inline(shell)
    from .shared import Shared

    shared = Shared()
    trouble = shared.record(shell, bundle.get("shared", []), limits) if bundle.get("shared") else []
    from .shell import run

    run(shell, "import pandas as pd\npd.DataFrame({'a': [1]})\n1 / 0", limits)  # tracebacks have imports, too
    shell.user_ns.pop("pd", None)
    from .shared import forget_inputs

    forget_inputs(shell)
    _warmed.update(shell=shell, limits=limits, shared=shared)
    outputs = {str(index): record.outputs for index, record in shared.records.items()}
    told = {"trouble": trouble, "shared": sorted(shared.records)}
    return {**told, "outputs": outputs} if len(json.dumps(outputs)) < MOST_TOLD else told


def learn(head: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Keep values that the tests hand to many students' functions, so that they need not cross each time.

    `head` has "values": [[digest, size], ...]; `body` is their bytes, one after another.
    """
    at = 0
    for digest, size in head["values"]:
        _known[str(digest)] = decode(body[at : at + size], _warmed["limits"])
        at += size
    return {"known": len(_known)}


def serve(channel: Channel) -> None:
    """Work for one student until the broker hangs up."""
    session = Session(channel, _warmed["shell"], _warmed["limits"], _warmed["shared"])
    gc.enable()
    session.listen()


class Session:
    """One student's notebook."""

    def __init__(self, channel: Channel, shell: Any, limits: Limits, shared: Any) -> None:
        """Nothing has been run yet."""
        from .things import Things

        self.channel, self.shell, self.limits, self.shared = channel, shell, limits, shared
        self.things = Things()
        self._working = False
        self._depth = 0
        self._n = 0
        self._process = os.getpid()
        self._talking = threading.RLock()

    # ------------------------------------------------------------------------------------------- conversation

    def listen(self) -> None:
        """Answer one request after another until the channel ends."""
        while True:
            self._working = False
            signal.signal(signal.SIGINT, self._interrupted)
            try:
                head, body = self.channel.receive()
                self._answer(head, body)
            except ChannelError:
                return
            except KeyboardInterrupt:  # came too late for what it was meant to stop
                continue

    def _interrupted(self, number: int, frame: types.FrameType | None) -> None:
        # an interrupt in the middle of a message would spoil the channel
        if self._working:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def _student_at_work(self) -> Iterator[None]:
        before, self._working = self._working, True
        try:
            yield
        finally:
            self._working = before

    def _answer(self, head: dict[str, Any], body: bytes) -> None:
        say, answer, data = head.get("say"), {"say": "done", "status": "ok"}, b""
        try:
            if sys.getrecursionlimit() < 3000:
                sys.setrecursionlimit(3000)
            if say == "start":
                self._start(head, body)
            elif say == "cell":
                status, data = self._cell(head)
                answer["status"] = status
            elif say == "ask":
                answer, data = self._asked(head, body)
            else:
                answer["status"] = "unknown"
        except (ChannelError, KeyboardInterrupt):
            raise
        except BaseException as error:  # odd objects must not end the conversation
            answer = raised(error, {}) if say == "ask" else {"say": "done", "status": "error"}
            data = b""
        self._working = False
        if os.getpid() != self._process:  # a copy that the student's code made of us says nothing
            os._exit(0)
        self._send({**answer, "n": head.get("n")}, data)

    def _send(self, head: dict[str, Any], data: bytes = b"") -> None:
        with self._talking:
            self.channel.send(head, data)

    # --------------------------------------------------------------------------------------------------- work

    def _start(self, head: dict[str, Any], body: bytes) -> None:
        from .files import lay_out
        from .shell import settle

        settle(self.shell)
        lay_out(Path.cwd(), head.get("files", []), body)
        company = os.environ.get("CENTRIC_COMPANY")
        for name, value in head.get("env", {}).items():
            os.environ[str(name)] = str(value).replace("{here}", str(Path.cwd()))
        if os.environ.get("CENTRIC_COMPANY") != company:
            self.shared.records.clear()  # another company: nothing of the class's is this student's
        random.seed(SEED)
        sys.modules["numpy"].random.seed(SEED)

    def _cell(self, head: dict[str, Any]) -> tuple[str, bytes]:
        from .shell import run

        quiet, source = bool(head.get("quiet")), str(head.get("source", ""))
        if head.get("shared") is not None:
            record = None
            with contextlib.suppress(Exception):  # a student's odd containers, looked at for a change
                record = self.shared.take_over(self.shell, head["shared"])
            if record is None:
                return "not-shared", b""
            with contextlib.suppress(Exception):
                self.shell.history_manager.store_inputs(self.shell.execution_count, record.source)
                self.shell.execution_count += 1
            return "ok", b"" if quiet else json.dumps(record.outputs).encode("ascii")
        self._close_figures()
        try:
            with self._student_at_work():
                good, outputs = run(self.shell, source, self.limits)
                self._working = False
        except KeyboardInterrupt:
            return "error", b""
        return "ok" if good else "error", b"" if quiet else json.dumps(outputs.as_list()).encode("ascii")

    def _close_figures(self) -> None:
        """Figures that a test's calls left open belong to no cell."""
        plots = sys.modules.get("matplotlib.pyplot")
        if plots is not None:
            with contextlib.suppress(Exception):
                plots.close("all")

    # ---------------------------------------------------------------------------------------------- questions

    def _asked(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """The answer to one question: a value, or the error that came of it."""
        from .shell import listening

        if self._depth >= _DEEPEST:
            return raised(RecursionError("maximum recursion depth exceeded"), {}), b""
        self._depth += 1
        printed = ""
        cells = self.shell.compile._filename_map
        try:
            with listening(self.shell, _words(head.get("typed"))) as heard:
                try:
                    with self._student_at_work():
                        made = self._found(head, body, heard)
                        data = encode(made, self.limits, self.things.handle)
                        self._working = False
                    return {"say": "value"}, data
                except ChannelError:
                    raise
                except BaseException as error:
                    self._working = False
                    printed = heard.text()
                    if isinstance(error, CodecError) and error.__cause__ is not None:
                        error = error.__cause__  # what came of reading it, for instance from a generator
                    return raised(error, cells, printed), b""
        finally:
            self._depth -= 1

    def _found(self, head: dict[str, Any], body: bytes, heard: Any) -> Any:
        from .things import operate

        ask = head.get("ask")
        if ask == "name":
            return self._name(str(head.get("name")))
        if ask == "source":
            from classroom.check.student import latest

            return latest(str(head.get("name")), list(self.shell.user_ns.get("In", [])))
        thing = self.things.thing(head.get("of"))
        if ask == "attr":
            return getattr(thing, str(head.get("name")))
        if ask == "call":
            return self._call(thing, head, body, heard)
        given = decode(body, self.limits, self._given) if body else None
        if ask == "item":
            return thing[given]
        if ask == "op":
            return operate(thing, head.get("op"), list(given or ()))
        raise TypeError("an unknown question")

    def _name(self, name: str) -> Any:
        from .codec.containers import ITERATORS, twice

        names, hidden = self.shell.user_ns, self.shell.user_ns_hidden
        if name not in names or (name in hidden and hidden[name] is names[name]):
            raise NameError(f"name '{name}' is not defined", name=name)
        value = names[name]
        if type(value) in ITERATORS:
            # looking at an iterator uses it up; the notebook gets one like it back
            value, names[name] = twice(value)
        return value

    def _call(self, function: Any, head: dict[str, Any], body: bytes, heard: Any) -> dict[str, Any]:
        from .calls import Watch
        from .copies import copied

        given = decode(body, self.limits, self._given)
        for where, digest in head.get("known") or ():
            given["args" if isinstance(where, int) else "kwargs"][where] = copied(_known[digest], {})
        watch = Watch(given)
        result = function(*given["args"], **given["kwargs"])
        answer = {"result": result, "printed": heard.text(), "changed": watch.changed()}
        if head.get("back") and answer["changed"]:
            with contextlib.suppress(CodecError):
                encode(given, self.limits, self.things.handle)
                answer |= given
        return answer

    def _given(self, handle: dict[str, Any]) -> Any:
        """What a handle among the arguments stands for: a function of the test's, or the student's own."""
        if handle["kind"] == "test":
            return Back(self, handle["id"], handle["name"])
        return self.things.thing(handle["id"])

    # ------------------------------------------------------------------------------- functions of the tests'

    def call_back(self, of: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function that a test handed over, and wait for what it gives."""
        from .faults import error_from

        if not self._depth:
            raise RuntimeError("this function belongs to a test that is over")
        body = encode({"args": list(args), "kwargs": kwargs}, self.limits, self.things.handle)
        with self._talking:
            working, self._working = self._working, False
            try:
                self._n += 1
                n = self._n
                self.channel.send({"say": "back", "n": n, "of": of}, body)
                while True:
                    head, body = self.channel.receive()
                    if head.get("say") == "ask":
                        self._answer(head, body)
                    elif head.get("n") == n and head.get("say") == "value":
                        return decode(body, self.limits, self._given)
                    elif head.get("n") == n and head.get("say") == "raised":
                        raise error_from(head)
            finally:
                self._working = working


class Back:
    """Stands for a function of a test while the student's function works with it."""

    def __init__(self, session: Session, of: int, name: str) -> None:
        """`of` is the function's number on the other side."""
        self._session, self._of = session, of
        self.__name__ = name or "function"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Ask the test's process."""
        return self._session.call_back(self._of, args, kwargs)


def _words(typed: Any) -> list[str]:
    return [str(one) for one in typed] if isinstance(typed, list) else []
