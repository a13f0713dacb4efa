"""Stand-ins in the tests' process for what a student made that is no plain data: functions, classes, objects.

A proxy holds a number and asks the student's process for everything else. Its class is made to measure, so
that `callable`, `len`, `isinstance` and the like say of it what they would say of the thing itself.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

_NAME = re.compile(r"[^\W\d]\w{0,60}$")
KINDS = ("function", "class", "instance", "figure", "axes", "iterator", "module", "other")


class Far(Protocol):
    """What a proxy needs of the conversation."""

    def call(self, of: int, path: str, args: tuple[Any, ...], kwargs: dict[str, Any], **how: Any) -> Any:
        """Call it."""

    def attr(self, of: int, path: str, name: str) -> Any:
        """An attribute of it."""

    def item(self, of: int, path: str, key: Any) -> Any:
        """What stands in its brackets."""

    def op(self, of: int, path: str, op: str, *operands: Any) -> Any:
        """Any other operation on it."""


@dataclass
class Owner:
    """What a proxy knows: whom it asks, its number there, its kind, type and name, and where it was found."""

    far: Far
    id: int
    kind: str
    type: str
    name: str
    path: str = ""
    #: Whether the last call changed what it was given.
    changed: tuple[str, ...] = ()


class Proxy:
    """Base of all stand-ins."""

    __slots__ = ("__weakref__", "_centric_owner")

    def __init__(self, owner: Owner) -> None:
        object.__setattr__(self, "_centric_owner", owner)


def owner_of(value: Any) -> Owner | None:
    """The owner of a stand-in; None for anything else."""
    kind = type(value)
    if issubclass(kind, _Class):
        return type.__getattribute__(value, "__dict__")["_centric_owner"]
    return object.__getattribute__(value, "_centric_owner") if issubclass(type(kind), _Kind) else None


class _Kind(type):
    """Class of the stand-ins' classes; nothing else is of it."""


def make_proxy(far: Far, handle: dict[str, Any]) -> Any:
    """A stand-in for what a handle tells of. The handle comes from the student's process."""
    kind = handle.get("kind")
    kind = kind if kind in KINDS else "other"
    number = handle.get("id")
    owner = Owner(
        far,
        number if isinstance(number, int) else -1,
        kind,
        _word(handle.get("type")),
        _word(handle.get("name")),
    )
    if kind == "class":
        bases = handle.get("bases")
        return _class(owner, bases if isinstance(bases, list) else [])
    special = handle.get("special")
    # a function, whatever it is made of, can be called, and an iterator asked for more; nothing else
    own = set(special) & set(_SPECIAL) if isinstance(special, list) else set()
    methods = set(_LEAST[kind]) if kind in _LEAST else own
    return _stand_in(owner.kind, owner.type, tuple(sorted(methods)))(owner)


def _word(text: Any) -> str:
    text = str(text)[:60] if text is not None else ""
    return text if _NAME.match(text) else "object"


#: What a kind can do in any case.
_LEAST = {"function": ("__call__",), "iterator": ("__iter__", "__next__")}


# ------------------------------------------------------------------------------ what a stand-in can do


def _call(self: Any, *args: Any, **kwargs: Any) -> Any:
    owner = self._centric_owner
    owner.changed = ()
    called = owner.far.call(owner.id, owner.path, args, kwargs)
    owner.changed = called.changed
    return called.result


def _getattr(self: Any, name: str) -> Any:
    if name == "changed_input":  # what `check.call` asks
        return self._centric_owner.changed
    if name.startswith("__") and name not in (
        "__name__",
        "__doc__",
        "__wrapped__",
        "__dict__",
        "__qualname__",
    ):
        raise AttributeError(name)
    owner = self._centric_owner
    if name in ("__name__", "__qualname__"):
        return owner.name
    return owner.far.attr(owner.id, owner.path, name)


def _setattr(self: Any, name: str, value: Any) -> None:
    owner = self._centric_owner
    owner.far.op(owner.id, owner.path, "setattr", name, value)


def _op(word: str) -> Callable[..., Any]:
    def operate(self: Any, *operands: Any) -> Any:
        owner = self._centric_owner
        return owner.far.op(owner.id, owner.path, word, *operands)

    operate.__name__ = f"__{word}__"
    return operate


def _getitem(self: Any, key: Any) -> Any:
    owner = self._centric_owner
    return owner.far.item(owner.id, owner.path, key)


def _exact(word: str, kind: type) -> Callable[..., Any]:
    """Operations whose result Python wants to be of one type."""

    def operate(self: Any, *operands: Any) -> Any:
        owner = self._centric_owner
        found = owner.far.op(owner.id, owner.path, word, *operands)
        if type(found) is not kind:
            raise TypeError(f"__{word}__ gave no {kind.__name__}")
        return found

    return operate


def _iter(self: Any) -> Any:
    owner = self._centric_owner
    found = owner.far.op(owner.id, owner.path, "iter")
    return found if owner_of(found) else iter(found)


def _itself(self: Any) -> Any:
    return self


def _repr(self: Any) -> str:
    owner = self._centric_owner
    if owner.kind in ("function", "class"):
        return f"<{owner.kind} {owner.name}>"
    return str(owner.far.op(owner.id, owner.path, "repr"))


_PLAIN = """
eq ne lt le gt ge add sub mul truediv floordiv mod pow matmul and or xor radd rsub rmul rtruediv neg
pos abs invert round setitem delitem reversed enter exit next
"""
_SPECIAL: dict[str, Any] = {f"__{word}__": _op(word) for word in _PLAIN.split()}
_SPECIAL |= {f"__{word}__": _exact(word, int) for word in ("len", "int", "index", "hash")}
_SPECIAL |= {f"__{word}__": _exact(word, bool) for word in ("bool", "contains")}
_SPECIAL |= {
    "__float__": _exact("float", float),
    "__call__": _call,
    "__iter__": _iter,
    "__getitem__": _getitem,
}


@lru_cache(maxsize=500)
def _stand_in(kind: str, name: str, methods: tuple[str, ...]) -> type:
    body: dict[str, Any] = {"__slots__": (), "__module__": "__main__", "__getattr__": _getattr}
    body |= {method: _SPECIAL[method] for method in methods}
    body |= {"__setattr__": _setattr, "__repr__": _repr}
    if kind == "function":
        body |= {"__signature__": property(_signature), "__doc__": property(_doc)}
    if kind == "iterator":
        body["__iter__"] = _itself
    body["__hash__"] = _own_hash  # nobody is asked while a set is being made
    if kind in ("figure", "axes"):
        body["__class__"] = property(_picture_class)
    return _Kind(name, (Proxy,), body)


def _own_hash(self: Any) -> int:
    return hash(self._centric_owner.id)


def _doc(self: Any) -> Any:
    return _getattr(self, "__doc__")


def _signature(self: Any) -> inspect.Signature:
    """The function's parameters; defaults and annotations are texts."""
    owner = self._centric_owner
    found = owner.far.op(owner.id, owner.path, "signature")
    parameters = []
    for one in found if isinstance(found, list) else []:
        name, kind, *default = [str(part) for part in one]
        which = getattr(inspect.Parameter, kind, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        given = default[0] if default else inspect.Parameter.empty
        parameters.append(inspect.Parameter(name, which, default=given))
    return inspect.Signature(parameters)


def _picture_class(self: Any) -> type:
    if self._centric_owner.kind == "axes":
        from matplotlib.axes import Axes

        return Axes
    from matplotlib.figure import Figure

    return Figure


# ------------------------------------------------------------------------------------------- classes


class _Class(_Kind):
    """A student's class: it can be called for an instance, and asked whether something is one."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        owner = cls.__dict__["_centric_owner"]
        return owner.far.call(owner.id, owner.path, args, kwargs).result

    def __instancecheck__(cls, thing: Any) -> bool:
        owner, other = cls.__dict__["_centric_owner"], owner_of(thing)
        if other is None:
            return False
        return owner.far.op(other.id, other.path, "isinstance", cls) is True

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        owner = cls.__dict__["_centric_owner"]
        return owner.far.attr(owner.id, owner.path, name)


def _class(owner: Owner, bases: list[Any]) -> type:
    from .faults import error_class

    names = tuple(str(base) for base in bases[:20])
    if "BaseException" in names:  # so that it can stand in an `except`
        return error_class(owner.name, names)
    return _Class(owner.name, (Proxy,), {"_centric_owner": owner, "__module__": "__main__"})


# ------------------------------------------------------------------------------------------- opaque


def opaque(owner: Owner, path: str) -> Any:
    """A thing that is not what the author's solution has at this place: it has a type's name, and no use."""
    name = "function" if owner.kind == "function" else owner.type
    kind = _opaque(name, owner.kind == "function")
    return kind(Owner(None, -1, "other", name, "", path))  # type: ignore[arg-type]


def _refuse(self: Any, *_: Any, **__: Any) -> Any:
    owner = self._centric_owner
    what = "a function" if owner.type == "function" else f"of the type {owner.type}"
    raise TypeError(f"`{owner.path}` is {what}, which is no plain value")


def _no_attribute(self: Any, name: str) -> Any:
    raise AttributeError(f"'{self._centric_owner.type}' object has no attribute '{name}' that a test may use")


@lru_cache(maxsize=500)
def _opaque(name: str, callable_too: bool) -> type:
    # `callable` says the truth of a function, so that a check can say what is missing: to call it
    left_out = {"__hash__", "__float__", "__int__", "__index__"} | (set() if callable_too else {"__call__"})
    words = [word for word in _SPECIAL if word not in left_out]
    body: dict[str, Any] = dict.fromkeys([*words, "__setattr__"], _refuse)
    body |= {"__slots__": (), "__module__": "__main__", "__getattr__": _no_attribute, "__hash__": _own_hash}
    body["__repr__"] = lambda self: f"<{self._centric_owner.type}>"
    body["__float__"] = body["__int__"] = _refuse
    return _Kind(name, (Proxy,), body)
