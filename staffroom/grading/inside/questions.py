"""What tests ask of a student's notebook: names, calls, looks at things; and calls the other way."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

from .channel import Channel, ChannelError
from .codec import CodecError, decode, encode
from .limits import Limits
from .things import Things
from .told import raised

#: Values that every student's functions are called with, by digest.
KNOWN: dict[str, Any] = {}
_DEEPEST = 20


def keep(values: list[list[Any]], body: bytes, limits: Limits) -> memoryview:
    """Keep `values` ([digest, size] each), whose bytes `body` begins with; gives a view of the rest of it."""
    rest = memoryview(body)
    for digest, size in values:
        KNOWN[str(digest)], rest = decode(rest[:size], limits), rest[size:]
    return rest


class Questioned:
    """A notebook that can be asked. Whoever derives from it answers `ask` messages in `_answer`."""

    def __init__(self, channel: Channel, shell: Any, limits: Limits) -> None:
        """Nothing has been asked yet."""
        self.channel, self.shell, self.limits = channel, shell, limits
        self.things = Things()
        self._working = False  # whether the student's code is at work, which may be interrupted
        self._depth = 0
        self._n = 0
        self._talking = threading.RLock()

    def _answer(self, head: dict[str, Any], body: bytes) -> None:
        raise NotImplementedError

    @contextlib.contextmanager
    def _student_at_work(self) -> Iterator[None]:
        before, self._working = self._working, True
        try:
            yield
        finally:
            self._working = before

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
        from classroom.check.merges import watched

        from .calls import Watch
        from .copies import copied

        rest = keep(head.get("lent", []), body, self.limits)
        given = decode(rest, self.limits, self._given)
        for where, digest in head.get("known") or ():
            given["args" if isinstance(where, int) else "kwargs"][where] = copied(KNOWN[digest], {})
        watch = Watch(given)
        with watched(set()):
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

    def __init__(self, session: Questioned, of: int, name: str) -> None:
        """`of` is the function's number on the other side."""
        self._session, self._of = session, of
        self.__name__ = name or "function"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Ask the test's process."""
        return self._session.call_back(self._of, args, kwargs)


def _words(typed: Any) -> list[str]:
    return [str(one) for one in typed] if isinstance(typed, list) else []
