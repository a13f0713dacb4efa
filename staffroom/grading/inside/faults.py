"""Errors of the student's code, as data on the way and as exceptions again in the tests' process."""

from __future__ import annotations

import builtins
import re
from functools import lru_cache
from typing import Any

_NAME = re.compile(r"[^\W\d]\w{0,60}$")
LONGEST = 2_000
#: Errors that would end or steer the tests' own process; they arrive as another kind of error.
STEERING = ("KeyboardInterrupt", "GeneratorExit", "StopAsyncIteration", "BaseException")


class Stopped(BaseException):
    """The student's code could not answer: it took too long, or its process is gone. No test catches this."""

    def __init__(self, why: str, message: str) -> None:
        """Keep the key (too-slow, ended, protocol) and the sentence."""
        super().__init__(message)
        self.why = why


class TooMuch(Exception):
    """A value is too large, or of a kind that cannot cross."""


class FromStudent:
    """Mixed into each error that arose in the student's process.

    `student_trace` are its lines there, `student_line` is the last of them with what was in it.
    """

    student_trace: tuple[str, ...] = ()
    student_line: Any = None

    def __str__(self) -> str:
        """The message as the student's process gave it."""
        return self.message  # type: ignore[attr-defined,no-any-return]


@lru_cache(maxsize=500)
def error_class(name: str, bases: tuple[str, ...]) -> type[BaseException]:
    """An exception class of that name, made from the first of `bases` that Python has."""
    known = [getattr(builtins, base, None) for base in bases if base not in STEERING]
    kinds = [one for one in known if isinstance(one, type) and issubclass(one, BaseException)]
    base = kinds[0] if kinds else Exception
    try:
        return type(name, (FromStudent, base), {"__module__": "__main__"})
    except TypeError:
        return type(name, (FromStudent, Exception), {"__module__": "__main__"})


def error_from(head: dict[str, Any]) -> BaseException:
    """The exception that an answer `raised` tells of."""
    name = str(head.get("type"))
    if not _NAME.match(name):
        name = "Exception"
    bases = head.get("bases")
    bases = tuple(str(base) for base in bases[:20]) if isinstance(bases, list) else ()
    kind = error_class(name, bases or (name,))
    message = str(head.get("message", ""))[:LONGEST]
    try:
        error = kind.__new__(kind, message)
        error.args = (message,)
    except Exception:
        error = error_class(name, ())(message)
    error.message = message  # type: ignore[attr-defined]
    trace = head.get("trace")
    error.student_trace = tuple(str(line)[:LONGEST] for line in trace[:60]) if isinstance(trace, list) else ()  # type: ignore[attr-defined]
    error.student_line = _line_from(head.get("line"))  # type: ignore[attr-defined]
    if isinstance(error, (NameError, AttributeError)) and isinstance(head.get("name"), str):
        error.name = head["name"][:200]
    return error


def _line_from(told: Any) -> Any:
    """The line that an answer tells of, each part cut to a bound; None if it tells of none."""
    from classroom.check.raised import Line

    if not isinstance(told, dict) or not isinstance(told.get("number"), int):
        return None
    names, columns = (_texts(told.get(part), most) for part, most in (("names", 4), ("columns", 1_000)))
    return Line(told["number"], _text(told.get("inside")), _text(told.get("text")), names, columns)


def _text(told: Any) -> str:
    return " ".join(str(told)[:400].split())


def _texts(told: Any, most: int) -> tuple[str, ...]:
    return tuple(map(_text, told[:most])) if isinstance(told, list) else ()


def raised_head(error: BaseException) -> dict[str, Any]:
    """An error of a test's function, told to the student's code that called it: no trace goes with it."""
    bases = [one.__name__ for one in type(error).__mro__ if one.__module__ == "builtins"]
    message = str(error)[:LONGEST]
    return {"say": "raised", "type": type(error).__name__, "bases": bases, "message": message, "trace": []}
