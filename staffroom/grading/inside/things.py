"""The student's things that are no data: each has a number, by which the tests ask for it."""

from __future__ import annotations

import inspect
import operator
import types
from collections.abc import Callable
from typing import Any

from .codec import CodecError

_MOST = 50_000
LONGEST_TEXT = 100_000

_ORDER = ("eq", "ne", "lt", "le", "gt", "ge")
_BINARY = (
    *("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"),
    *("and", "or", "xor", "lshift", "rshift"),
)
_UNARY = ("neg", "pos", "abs", "invert")
_OTHER = (
    *("len", "iter", "next", "reversed", "contains", "getitem", "setitem", "delitem", "call"),
    *("bool", "int", "float", "index", "round", "hash", "enter", "exit"),
)
#: What a type may offer; only what goes beyond `object` is told.
SPECIAL = frozenset(
    f"__{word}__" for word in (*_ORDER, *_BINARY, *(f"r{word}" for word in _BINARY), *_UNARY, *_OTHER)
)


class Things:
    """Keeps what was told of, so that the same thing has the same number, and none goes away meanwhile."""

    def __init__(self) -> None:
        """Nothing is told yet."""
        self._things: list[Any] = []
        self._numbers: dict[int, int] = {}

    def number(self, thing: Any) -> int:
        """The thing's number; a new one if it has none."""
        known = self._numbers.get(id(thing))
        if known is not None:
            return known
        if len(self._things) >= _MOST:
            raise CodecError("there are too many things that are no data")
        self._things.append(thing)
        self._numbers[id(thing)] = len(self._things) - 1
        return len(self._things) - 1

    def thing(self, number: Any) -> Any:
        """The thing with this number."""
        if type(number) is not int or not 0 <= number < len(self._things):
            raise LookupError("there is no such thing")
        return self._things[number]

    def handle(self, thing: Any) -> dict[str, Any]:
        """What the tests are told of it."""
        kind = type(thing)
        about: dict[str, Any] = {
            "id": self.number(thing),
            "kind": kind_of(thing),
            "type": str(kind.__name__)[:200],
            "name": _name(thing),
        }
        if about["kind"] == "class":
            mro = type.__getattribute__(thing, "__mro__")
            about["bases"] = [base.__name__ for base in mro if base.__module__ == "builtins"][:20]
        else:
            about["special"] = specials(kind)
            if about["kind"] == "instance" and kind.__module__ == "__main__":
                about["class"] = self.number(kind)
        return about


def kind_of(thing: Any) -> str:
    """One of the codec's kinds of handles."""
    kind = type(thing)
    if issubclass(kind, type):
        return "class"
    if issubclass(kind, types.ModuleType):
        return "module"
    for base in kind.__mro__:
        if base.__module__ == "matplotlib.figure" and base.__name__ == "Figure":
            return "figure"
        if base.__module__ == "matplotlib.axes._axes" and base.__name__ == "Axes":
            return "axes"
    offers = specials(kind)
    if "__call__" in offers:
        return "function"
    return "iterator" if "__next__" in offers else "instance"


def _name(thing: Any) -> str:
    try:
        name = (
            thing.__name__ if isinstance(thing, (type, types.ModuleType)) else getattr(thing, "__name__", "")
        )
    except Exception:
        return ""
    return str.__str__(name)[:200] if isinstance(name, str) else ""


def specials(kind: type) -> list[str]:
    """The operations that a type has beyond what every object has."""
    found: set[str] = set()
    refused: set[str] = set()
    for base in type.__getattribute__(kind, "__mro__")[:-1]:
        # the class's own dictionary: `hasattr` would find what its class, `type`, can do
        offers = type.__getattribute__(base, "__dict__")
        for name in SPECIAL - found - refused:
            if name in offers:
                (refused if offers[name] is None else found).add(name)
    return sorted(found)


# ---------------------------------------------------------------------------------------------- operations


def operate(thing: Any, op: Any, operands: list[Any]) -> Any:
    """One operation on a thing; what it raises is the student's to answer for."""
    found = _OPERATIONS.get(op)
    if found is None:
        raise TypeError(f"no operation {op!r}")
    return found(thing, *operands)


def _text(make: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda thing: make(thing)[:LONGEST_TEXT]


def _signature(thing: Any) -> list[list[str]]:
    """Name, kind and, if there is one, default of each parameter."""
    found = []
    for one in inspect.signature(thing).parameters.values():
        default = [] if one.default is one.empty else [repr(one.default)[:200]]
        found.append([one.name, one.kind.name, *default])
    return found


def _describe(thing: Any) -> Any:
    from classroom.check.pictures import describe

    return describe(thing)


def _doc(thing: Any) -> Any:
    return inspect.getdoc(thing)


def _backwards(word: str) -> Callable[[Any, Any], Any]:
    forth = _operator(word)
    return lambda thing, other: forth(other, thing)


def _operator(word: str) -> Callable[..., Any]:
    return getattr(operator, f"__{word}__")


_OPERATIONS: dict[Any, Callable[..., Any]] = {
    **{word: _operator(word) for word in (*_ORDER, *_BINARY, *_UNARY)},
    **{f"r{word}": _backwards(word) for word in _BINARY},
    "len": len,
    "iter": iter,
    "next": next,
    "reversed": reversed,
    "repr": _text(repr),
    "str": _text(str),
    "bool": bool,
    "int": int,
    "float": float,
    "index": operator.index,
    "round": round,
    "hash": hash,
    "contains": lambda thing, item: item in thing,
    "getitem": operator.getitem,
    "setitem": operator.setitem,
    "delitem": operator.delitem,
    "setattr": setattr,
    "isinstance": isinstance,
    "enter": lambda thing: type(thing).__enter__(thing),
    "exit": lambda thing, *_: type(thing).__exit__(thing, None, None, None),
    "signature": _signature,
    "doc": _doc,
    "name": lambda thing: getattr(thing, "__name__", type(thing).__name__),
    "dir": lambda thing: [name for name in dir(thing) if not name.startswith("_")][:1000],
    "describe": _describe,
}
