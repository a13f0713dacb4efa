"""The tests' side: runs a lesson's test cells in a process that never sees a student's code.

The warm process loads what every submission's tests need; each submission then gets a fork of it. The steps
of the lesson are gone through in order: the author's own cells that the tests stand on, names that from there
on are the student's, tests. Outputs of tests come from here alone.
"""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from pathlib import Path
from typing import Any

from . import memo
from .cells import Output, line_in, parts, run_cell
from .channel import Channel, ChannelError
from .far import Conversation
from .faults import FromStudent, Stopped
from .files import lay_out
from .limits import Limits
from .names import Names

_given: dict[str, Any] = {}

#: Names under which an error stands in a test's output when the student's code could not answer.
TOO_SLOW, ENDED = "CellTimeoutError", "ProcessEnded"


def warm(bundle: dict[str, Any], company: str | None) -> dict[str, Any]:
    """Load what tests use. `bundle`: limits, steps, tests (id to source), others, rehearsal (sources)."""
    _given.update(bundle)
    if bundle.get("others") is not None:
        os.environ["CENTRIC_OTHERS"] = str(bundle["others"])
    from . import tables

    tables.keep()
    trouble = _rehearse(bundle.get("rehearsal", [])) if company else []
    for name, source in bundle.get("tests", {}).items():
        with contextlib.suppress(SyntaxError):  # told when the test runs
            parts(source, _label(name))
    if bundle.get("same"):
        _prepare()
    return {"trouble": trouble}


def _prepare() -> None:
    """Take the steps before the first test here, once: they are the same for every submission."""
    names, at = Names(_nobody), 0
    for step in _given.get("steps", []):
        if step[0] == "test":
            break
        _step(names, step)
        at += 1
    _given["ready"] = (names, at)


def _nobody(name: str) -> Any:
    raise NameError(f"name '{name}' is not defined", name=name)


def _step(names: Names, step: list[Any]) -> None:
    if step[0] == "drop":
        names.drop(step[1])
    elif step[0] == "setup":
        run_cell(step[1], names, "<given>", _plain_error)


def _rehearse(sources: list[str]) -> list[str]:
    """Run the author's notebook here once: what is imported, loaded and made is there for every submission.

    Its own names are thrown away; a cell that fails only costs the head start.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    trouble = []
    memo.record(True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for source in sources:
            for output in run_cell(source, names, "rehearsal", _plain_error):
                if output["output_type"] == "error":
                    trouble.append(f"{output['ename']}: {output['evalue']}")
    memo.record(False)
    _close_figures()
    return trouble


def learn(head: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Take note of what is kept elsewhere: `digests` and `shapes`."""
    from . import known, tables

    limits = Limits.of(_given.get("limits", {}))
    return {"held": known.learn(head["digests"], head["shapes"], [*tables.held(), *memo.held()], limits)}


def _label(test: str) -> str:
    return f"<{test}>"


def _plain_error(error: BaseException) -> Output:
    return {"output_type": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": []}


def serve(channel: Channel) -> None:
    """Grade one submission: answer the broker until it hangs up."""
    session = Session(channel)
    while True:
        try:
            head, body = channel.receive()
        except ChannelError:
            return
        except KeyboardInterrupt:  # came too late to stop a test
            continue
        try:
            if head.get("say") == "start":
                answer, text = session.start(head, body), b""
            else:
                answer, text = session.test(head)
        except KeyboardInterrupt:
            answer, text = {"status": "stopped"}, b"[]"
        channel.send({"say": "done", "n": head.get("n"), **answer}, text)


class Session:
    """The tests of one submission."""

    def __init__(self, channel: Channel) -> None:
        """Nothing has been run yet."""
        limits = Limits.of(_given.get("limits", {}))
        # one submission to a process: the names that stand ready are taken as they are
        self.names, self.at = _given.get("ready") or (Names(_nobody), 0)
        self.names.student = lambda name: self.far.name(name)
        self.far = Conversation(channel, limits, self.names.forget)
        self.steps: list[list[Any]] = _given.get("steps", [])
        from classroom.check import student

        student.ask(self.far)

    def start(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Lay out files, and learn where the author's solution had something else than data."""
        lay_out(Path.cwd(), head.get("files", []), body)
        for name, value in head.get("env", {}).items():
            os.environ[name] = str(value).replace("{here}", str(Path.cwd()))
        self.far.expected = head.get("expected")
        self.far.backs = frozenset(head.get("backs", ()))
        return {"status": "ok"}

    def test(self, head: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Go on to a test and run it; gives the answer's head and its outputs."""
        import json

        name = str(head["id"])
        self._advance(name)
        self.names.forget()
        self.far.seen.clear()
        self.far.altering.clear()
        label = _label(name)
        outputs = run_cell(_given["tests"][name], self.names, label, lambda error: told(error, label))
        self.names.forget()
        _close_figures()
        failed = any(output["output_type"] == "error" for output in outputs)
        answer: dict[str, Any] = {"status": "error" if failed else "ok"}
        if self.far.expected is None:
            answer["seen"] = {path: sorted(kinds) for path, kinds in self.far.seen.items()}
            answer["altering"] = sorted(self.far.altering)
        return answer, json.dumps(outputs).encode()

    def _advance(self, test: str) -> None:
        """Take the steps before a test. One that stands before where we are, in a notebook whose cells were
        moved, is run where we are."""
        places = [i for i, step in enumerate(self.steps) if step[:2] == ["test", test]]
        while places and self.at < places[0]:
            _step(self.names, self.steps[self.at])
            self.at += 1
        if places and self.at == places[0]:
            self.at += 1


def told(error: BaseException, label: str) -> Output:
    """An error of a test as an output: the student's own lines, and the place in the test; no test's code."""
    name, message = type(error).__name__, str(error)
    if isinstance(error, Stopped):
        name = TOO_SLOW if error.why == "too-slow" else ENDED
    elif isinstance(error, KeyboardInterrupt):
        name, message = TOO_SLOW, "This check took too long and was stopped."
    elif not isinstance(error, FromStudent) and isinstance(error, RecursionError):
        message = "maximum recursion depth exceeded"
    line = line_in(error, label)
    where = [f"In {label.strip('<>')}, line {line}."] if line else []
    trace = list(getattr(error, "student_trace", ()))
    return {
        "output_type": "error",
        "ename": name,
        "evalue": message[:4_000],
        "traceback": [*trace, *where, f"{name}: {message[:4_000]}"],
    }


def _close_figures() -> None:
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
