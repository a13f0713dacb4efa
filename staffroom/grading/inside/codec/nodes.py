"""Who writes which type, and who reads which node: the registers of the codec.

A node is None, a bool, an int, a float or a text, standing for themselves, or a list that starts with a tag.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .buffers import CodecError, Reader, TooLarge, Writer

Write = Callable[[Writer, Any, int], Any]
Read = Callable[[Reader, list[Any], int], Any]

_EXACT: dict[type, Write] = {}
_LIKE: list[tuple[type, Write]] = []
_TAGS: dict[str, tuple[int, Read]] = {}

#: An int that is written as it stands; longer ones go in hexadecimal, up to a length.
_PLAIN_INT = 1 << 200
#: A text of so many characters goes into a buffer.
_LONG_TEXT = 2_000
KINDS = ("function", "class", "instance", "figure", "axes", "iterator", "module", "other", "test")


def writes(*kinds: type, like: bool = False) -> Callable[[Write], Write]:
    """Register a writer for these types; `like`: for subclasses too, where no other fits exactly."""

    def register(write: Write) -> Write:
        for kind in kinds:
            _EXACT[kind] = write
            if like:
                _LIKE.insert(0, (kind, write))  # NumPy's numbers before Python's, of which some are
        return write

    return register


def reads(tag: str, size: int) -> Callable[[Read], Read]:
    """Register a reader for nodes of `size` parts (the tag included) that start with `tag`."""

    def register(read: Read) -> Read:
        _TAGS[tag] = (size, read)
        return read

    return register


def put(writer: Writer, value: Any, depth: int) -> Any:
    """The node of a value."""
    kind = type(value)
    if value is None or kind is bool or kind is float:
        return value
    if kind is str:
        return value if len(value) < _LONG_TEXT else put_long_text(writer, value)
    if kind is int and -_PLAIN_INT < value < _PLAIN_INT:
        return value
    if depth > writer.limits.depth:
        raise TooLarge(f"the value is nested more than {writer.limits.depth} deep")
    write = _EXACT.get(kind)
    if write is not None:
        return write(writer, value, depth)
    for like, write in _LIKE:
        # type(value), not isinstance: an object that only claims a class has not got its data
        if issubclass(kind, like):
            return write(writer, value, depth)
    other = _of_another_library(value)
    if other is not value:
        return put(writer, other, depth + 1)
    return put_handle(writer, value)


def put_long_text(writer: Writer, text: str) -> Any:
    """A text as a buffer; as it stands if it is no good Unicode."""
    writer.fits(len(text))
    try:
        return ["text", writer.put(text.encode())]
    except UnicodeEncodeError:
        writer.fits(6 * len(text))
        return text


@reads("text", 2)
def _text(reader: Reader, node: list[Any], depth: int) -> str:
    return str(reader.take(node[1]), "utf-8")


def put_handle(writer: Writer, value: Any) -> Any:
    """A handle for what is no data; raises CodecError where there may be none."""
    about = None if writer.handle is None else writer.handle(value)
    if about is None:
        raise CodecError(f"a value of type {type(value).__name__} is no plain data")
    writer.count(1)
    return ["handle", about]


def get(reader: Reader, node: Any, depth: int) -> Any:
    """The value of a node."""
    if type(node) is not list:
        if type(node) is dict:
            raise CodecError("an unknown kind of value")
        return node
    if depth > reader.limits.depth + 2:
        raise TooLarge("the value is nested too deeply")
    tag = node[0] if node and type(node[0]) is str else ""
    if tag not in _TAGS:
        raise CodecError("an unknown kind of value")
    size, read = _TAGS[tag]
    if len(node) != size:
        raise CodecError(f"a damaged value ({tag})")
    return read(reader, node, depth)


@reads("handle", 2)
def _handle(reader: Reader, node: list[Any], depth: int) -> Any:
    about = node[1]
    if reader.handle is None or type(about) is not dict:
        raise CodecError("the value is no plain data")
    reader.count(1)
    number, kind = about.get("id"), about.get("kind", "test")
    if type(number) is not int or not 0 <= number < 1 << 53 or kind not in KINDS:
        raise CodecError("a damaged handle")
    clean: dict[str, Any] = {"id": number, "kind": kind}
    for key in ("type", "name"):
        clean[key] = word(about.get(key, ""), 200, "handle")
    for key in ("bases", "special"):
        words = about.get(key, [])
        need(type(words) is list and len(words) <= 80, "handle")
        clean[key] = [word(one, 60, "handle") for one in words]
    if "class" in about:
        clean["class"] = whole(about["class"], 0, 1 << 53, "handle")
    return reader.handle(clean)


def _of_another_library(value: Any) -> Any:
    """The pandas form of another library's table (polars, DuckDB, Arrow); else the value itself."""
    kind = type(value)
    if (
        isinstance(value, type)
        or callable(value)
        or kind.__module__.partition(".")[0] in ("builtins", "pandas")
    ):
        return value
    for way in ("to_pandas", "df"):
        if callable(getattr(kind, way, None)):
            import pandas as pd

            try:
                converted = getattr(value, way)()
            except Exception:
                continue
            if type(converted) in (pd.DataFrame, pd.Series):
                return converted
    return value


def need(good: bool, what: str) -> None:
    """Raise CodecError unless `good`."""
    if not good:
        raise CodecError(f"a damaged value ({what})")


def whole(number: Any, low: int, high: int, what: str) -> int:
    """The number, if it is an int from `low` to `high`."""
    if type(number) is not int or not low <= number <= high:
        raise CodecError(f"a damaged value ({what})")
    return number


def word(text: Any, longest: int, what: str) -> str:
    """The text, if it is one and not too long."""
    if type(text) is not str or len(text) > longest:
        raise CodecError(f"a damaged value ({what})")
    return text
