"""The tests' end of the conversation: names, calls and looks at the student's things, asked one at a time.

Values come back as plain data. For what is no data stands a proxy, and only where the author's own solution
had something of the kind at the same place; elsewhere an `Opaque`, which is of no use to anybody.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from .cells import Printed
from .channel import Channel
from .codec import CodecError, decode, encode
from .faults import Stopped, TooMuch, error_from, raised_head
from .known import as_loaded, digest, known_as, shape_of
from .limits import Limits
from .proxies import Far, make_proxy, opaque, owner_of
from .writeback import write_back

#: Kinds that a test may be given where the author's solution had nothing: they can be called, no more.
HARMLESS = ("function", "class")
DATA = "data"


class Conversation(Far):
    """Asks the student's process by way of the broker.

    `seen` notes at each place (a path such as `line_pnl()` or `model.coef_`) what came: data or a kind of
    handle; `expected` is the same from the author's solution, or None while that is being tried.
    """

    def __init__(self, channel: Channel, limits: Limits, forget: Callable[[], None]) -> None:
        """Talk over `channel`; `forget` is called when the student's values may have changed."""
        self.channel, self.limits, self.forget = channel, limits, forget
        self.expected: dict[str, list[str]] | None = None
        self.backs: frozenset[str] = frozenset()
        self.seen: dict[str, set[str]] = {}
        self.altering: set[str] = set()
        self._handed: list[Callable[..., Any]] = []
        self._loose: list[Any] = []  # stand-ins of the value that came last, not looked at yet
        self._typed: list[str] | None = None
        self._n = 0

    # ------------------------------------------------------------------------------------- questions

    def name(self, name: str) -> Any:
        """A global name of the student's notebook. Raises NameError where there is none."""
        return self._value(self._ask({"ask": "name", "name": name}, None), name)

    def source(self, name: str) -> str:
        """The student's own text of a name; empty if there is none."""
        found = self._ask({"ask": "source", "name": name}, None)
        return found if isinstance(found, str) else ""

    def elsewhere(self, function: Any) -> bool:
        """Whether this stands for something of the student's."""
        return owner_of(function) is not None

    def type_in(self, answers: list[str] | None) -> None:
        """What `input` gives in each call from now on."""
        self._typed = answers

    def describe(self, thing: Any) -> dict[str, Any]:
        """What is in a figure of the student's."""
        owner = owner_of(thing)
        if owner is None or owner.far is None:
            raise TypeError(f"{type(thing).__name__} is no figure and no axes")
        found = self.op(owner.id, owner.path, "describe")
        return found if isinstance(found, dict) else {}

    def call(self, of: int, path: str, args: tuple[Any, ...], kwargs: dict[str, Any], **how: Any) -> Any:
        """Call a student's function with copies of these arguments; gives what it returns."""
        self.forget()
        path = f"{path}()"
        back = self.expected is None or path in self.backs
        head = {"ask": "call", "of": of, "back": back, **how}
        if self._typed is not None:
            head["typed"] = self._typed
        known, sent = self._known(args, kwargs)
        if known:
            head["known"] = known
        answer = self._answer(self._ask(head, sent))
        changed = [str(place) for place in answer.get("changed") or ()]
        if changed and back:
            self.altering.add(path)
            write_back((args, kwargs), (answer.get("args"), answer.get("kwargs")))
        self._print(answer.get("printed"))
        return Called(self._value(answer.get("result"), path), tuple(changed))

    def _known(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[list[list[Any]], dict[str, Any]]:
        """Arguments that the other side has already, and the rest to send. In calibration all are kept."""
        sent: dict[str, Any] = {"args": list(args), "kwargs": dict(kwargs)}
        found: list[list[Any]] = []
        for where, value in (*enumerate(args), *kwargs.items()):
            if self.expected is None:
                self._keep(value)
            elif (name := known_as(value, self.limits)) is not None:
                found.append([where, name])
                sent["kwargs" if isinstance(where, str) else "args"][where] = None
        return found, sent

    def _keep(self, value: Any) -> None:
        from . import tables

        shape = shape_of(value)
        if shape is not None:
            try:
                data = encode(value, self.limits)
            except CodecError:  # something in it is no data
                return
            about = {"digest": digest(data), "shape": shape, "loaded": as_loaded(value, tables.held())}
            self.channel.send({"say": "keep", **about}, data)

    def attr(self, of: int, path: str, name: str) -> Any:
        """An attribute of a student's thing. Raises AttributeError where there is none."""
        return self._value(self._ask({"ask": "attr", "of": of, "name": name}, None), f"{path}.{name}")

    def item(self, of: int, path: str, key: Any) -> Any:
        """`thing[key]`."""
        return self._value(self._ask({"ask": "item", "of": of}, key), f"{path}[]")

    def op(self, of: int, path: str, op: str, *operands: Any) -> Any:
        """Another operation on a student's thing (`len`, `iter`, `repr`, `eq`, `add`, ...)."""
        if op not in ("repr", "str", "hash"):
            self.forget()
        answer = self._ask({"ask": "op", "of": of, "op": op}, list(operands))
        return self._value(answer, f"{path}<{op}>")

    # --------------------------------------------------------------------------------------- answers

    def _value(self, value: Any, path: str) -> Any:
        """Note what came at a place, and put an `Opaque` for a thing that does not belong there."""
        return self._looked_at([value], path)[0]

    def _looked_at(self, values: list[Any], path: str) -> list[Any]:
        """The same for several; things inside of containers that do not belong there stay withheld."""
        tops = [owner_of(value) for value in values]
        for owner in map(owner_of, self._loose):
            if owner is not None and not any(owner is top for top in tops):
                owner.path = f"{path}{{}}"
                if self._belongs(owner.kind, owner.path, path):
                    owner.far = self
        self._loose = []
        found = []
        for value, owner in zip(values, tops, strict=True):
            good = self._belongs(owner.kind if owner else DATA, path)
            if owner is not None:
                owner.path, owner.far = path, self
            found.append(value if owner is None or good else opaque(owner, path))
        return found

    def _belongs(self, kind: str, path: str, outer: str = "") -> bool:
        """Whether the author's solution had something of the kind at this place, too, or nothing at all."""
        self.seen.setdefault(path, set()).add(kind)
        if self.expected is None:
            return True
        usual = self.expected.get(path)
        if usual is None:  # inside of what is known, nothing new
            return kind in HARMLESS and outer not in self.expected
        return kind in usual

    def _answer(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Stopped("protocol", "The student's process gave an answer that is none.")
        return value

    def _print(self, text: Any) -> None:
        # a test that listens hears what the function printed; the test's own outputs do not show it
        if isinstance(text, str) and text and not isinstance(sys.stdout, Printed):
            sys.stdout.write(text)

    def _ask(self, head: dict[str, Any], operands: Any) -> Any:
        """Ask and wait; meanwhile the student's code may call functions that the test handed to it."""
        self._n += 1
        n = self._n
        body = b""
        if operands is not None:
            try:
                body = encode(operands, self.limits, self._hand_over)
            except CodecError as error:
                raise TooMuch(f"An argument cannot be handed to the student's function: {error}") from None
        self.channel.send({"say": "ask", "n": n, **head}, body)
        while True:
            answer, body = self.channel.receive()
            said = answer.get("say")
            if said == "back":
                self._call_back(answer, body)
            elif answer.get("n") != n:
                continue
            elif said == "value":
                return self._decoded(body)
            elif said == "raised":
                error = error_from(answer)
                if (
                    isinstance(error, StopIteration) and head.get("op") != "next"
                ):  # it would end a test's loop
                    plain = {"type": "RuntimeError", "bases": ["RuntimeError"]}
                    error = error_from({**answer, **plain, "message": "your code raised StopIteration"})
                raise error
            elif said == "stopped":
                raise Stopped(str(answer.get("why")), str(answer.get("message")))

    def _decoded(self, body: bytes) -> Any:
        """A value, whose stand-ins are of no use before `_looked_at`."""
        made: list[Any] = []

        def stand_in(handle: dict[str, Any]) -> Any:
            made.append(make_proxy(_WITHHELD, handle))
            return made[-1]

        try:
            value = decode(body, self.limits, stand_in)
            self._loose = made
            return value
        except CodecError as error:
            raise TooMuch(f"What your code gives back cannot be read: {error}") from None

    def _hand_over(self, thing: Any) -> dict[str, Any] | None:
        """What stands for a thing that is no data: the student's own goes home, a function is numbered."""
        owner = owner_of(thing)
        if owner is not None:
            return {"id": max(owner.id, 0), "kind": owner.kind}
        if callable(thing) and not isinstance(thing, type):
            self._handed.append(thing)
            return {
                "id": len(self._handed) - 1,
                "kind": "test",
                "name": str(getattr(thing, "__name__", "function"))[:80],
            }
        return None

    def _call_back(self, head: dict[str, Any], body: bytes) -> None:
        n = head.get("n")
        try:
            function = self._handed[max(0, int(head["of"]))]
            given = self._decoded(body)
            kwargs = given.get("kwargs", {})
            values = self._looked_at([*given.get("args", ()), *kwargs.values()], "<back>")
            args, rest = values[: len(values) - len(kwargs)], values[len(values) - len(kwargs) :]
            result = function(*args, **dict(zip(kwargs, rest, strict=True)))
            self.channel.send({"say": "value", "n": n}, encode(result, self.limits, self._hand_over))
        except (Stopped, KeyboardInterrupt):
            raise
        except BaseException as error:
            self.channel.send({**raised_head(error), "n": n})


class _Withheld(Far):
    """Whom a stand-in asks that has no business where it is: nobody."""

    def _refuse(self, of: int, path: str, *_: Any, **__: Any) -> Any:
        raise TypeError(f"`{path.removesuffix('{}')}` holds something that is no plain value")

    call = attr = item = op = _refuse


_WITHHELD = _Withheld()


class Called:
    """What a call gave, and which of its arguments it changed."""

    def __init__(self, result: Any, changed: tuple[str, ...]) -> None:
        """Keep both."""
        self.result, self.changed = result, changed
