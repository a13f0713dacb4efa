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
import types
from pathlib import Path
from typing import Any

from .answers import told
from .channel import Channel, ChannelError
from .limits import Limits
from .questions import KNOWN, Questioned, keep
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
#: Outputs of shared cells are told at once if they are no longer than this; with each student else.
MOST_TOLD = 6_000_000
_warmed: dict[str, Any] = {}


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


def serve(channel: Channel) -> None:
    """Work for one student until the broker hangs up."""
    session = Session(channel, _warmed["shell"], _warmed["limits"], _warmed["shared"])
    gc.enable()
    session.listen()


def learn(head: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Keep values that the tests hand to many students' functions, so that they need not cross each time.

    `head` has "values": [[digest, size], ...]; `body` is their bytes, one after another.
    """
    keep(head["values"], body, _warmed["limits"])
    return {"known": len(KNOWN)}


class Session(Questioned):
    """One student's notebook."""

    def __init__(self, channel: Channel, shell: Any, limits: Limits, shared: Any) -> None:
        """Nothing has been run yet."""
        super().__init__(channel, shell, limits)
        self.shared = shared
        self._process = os.getpid()

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
            elif say == "tell":
                with self._student_at_work():
                    data = told(list(head.get("names", ())), self.shell.user_ns)
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
