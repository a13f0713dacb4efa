"""Talk to the student's side as the broker and the tests' process do, without either."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from staffroom.grading.inside.codec import decode, encode
from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.house import Seat

LIMITS = Limits()
PATIENCE = 600


class Raised(Exception):
    """An answer `raised`; `head` has all of it."""

    def __init__(self, head: dict[str, Any]) -> None:
        super().__init__(head["type"], head["message"])
        self.head = head


class Own:
    """A thing of the student's that goes back to where it came from."""

    def __init__(self, handle: dict[str, Any]) -> None:
        self.handle = {"id": handle["id"], "kind": handle["kind"]}


class Notebook:
    """One student's process."""

    def __init__(self, seat: Seat, files: dict[str, bytes] | None = None, **env: str) -> None:
        self.seat, self.channel, self._n = seat, seat.channel, 0
        self._functions: list[Callable[..., Any]] = []
        given = files or {}
        sizes = [[name, len(content)] for name, content in given.items()]
        self.say({"say": "start", "files": sizes, "env": env}, b"".join(given.values()))

    def say(self, head: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Send a message and wait for its answer; functions handed over are called meanwhile."""
        self._n += 1
        n = self._n
        self.channel.send({**head, "n": n}, body, PATIENCE)
        while True:
            answer, data = self.channel.receive(PATIENCE)
            if answer.get("say") == "back":
                self._call_back(answer, data)
            else:
                assert answer["n"] == n
                return answer, data

    def cell(self, source: str, **more: Any) -> tuple[str, list[dict[str, Any]]]:
        """Run a cell; gives its status and outputs."""
        answer, data = self.say({"say": "cell", "source": source, **more})
        return answer["status"], json.loads(data or b"[]")

    def run(self, source: str) -> list[dict[str, Any]]:
        """Run a cell that must work; gives its outputs."""
        status, outputs = self.cell(source)
        assert status == "ok", outputs
        return outputs

    def printed(self, source: str) -> str:
        """What a cell prints, and the plain text of what it shows."""
        return "".join(o.get("text", "") or o["data"].get("text/plain", "") for o in self.run(source))

    def ask(self, ask: str, operands: Any = None, **more: Any) -> Any:
        """One question; raises Raised."""
        body = b"" if operands is None else encode(operands, LIMITS, self._handle)
        lent: dict[str, bytes] = more.pop("lent", {})
        if lent:
            more["lent"], body = (
                [[name, len(data)] for name, data in lent.items()],
                b"".join(lent.values()) + body,
            )
        answer, data = self.say({"say": "ask", "ask": ask, **more}, body)
        if answer["say"] == "raised":
            raise Raised(answer)
        return decode(data, LIMITS, lambda handle: handle)

    def name(self, name: str) -> Any:
        """A global name."""
        return self.ask("name", name=name)

    def call(
        self, name: str, *args: Any, kwargs: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any]:
        """Call the function of that name."""
        of = self.name(name)["id"]
        return self.ask("call", {"args": list(args), "kwargs": kwargs or {}}, of=of, **more)

    def _handle(self, thing: Any) -> dict[str, Any]:
        if isinstance(thing, Own):
            return thing.handle
        self._functions.append(thing)
        return {"id": len(self._functions) - 1, "kind": "test", "name": "of_the_test"}

    def _call_back(self, head: dict[str, Any], data: bytes) -> None:
        given = decode(data, LIMITS, lambda handle: handle)
        try:
            result = self._functions[head["of"]](*given["args"], **given["kwargs"])
        except Exception as error:
            bases = [one.__name__ for one in type(error).__mro__]
            told = {"type": type(error).__name__, "bases": bases, "message": str(error)}
            self.channel.send({"say": "raised", "n": head["n"], **told})
        else:
            self.channel.send({"say": "value", "n": head["n"]}, encode(result, LIMITS))
