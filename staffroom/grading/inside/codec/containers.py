"""Lists, dicts and their kin, and what is drawn from an iterator."""

from __future__ import annotations

import itertools
import re
import types
from collections import Counter, OrderedDict, namedtuple
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from .buffers import Reader, TooLarge, Writer
from .nodes import get, need, put, put_handle, reads, whole, word, writes

#: Lists of one kind that are at least this long go into a buffer.
PACKED = 24
#: So much is drawn from a generator; a longer one crosses as a handle.
DRAWN = 100_000
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")

# ---------------------------------------------------------------------------------------------- sequences


def put_items(writer: Writer, items: list[Any], depth: int) -> Any:
    """The nodes of the items; a long list of one plain kind is packed."""
    writer.count(len(items))
    if len(items) >= PACKED:
        kinds = set(map(type, items))
        if kinds == {float}:
            return {"float": writer.put(np.array(items, dtype="<f8"))}
        if kinds == {int}:
            try:
                return {"int": writer.put(np.array(items, dtype="<i8"))}
            except OverflowError:
                pass
        if kinds == {str}:
            packed = pack_texts(writer, items)
            if packed is not None:
                return {"text": packed}
        if len(kinds) == 1 and issubclass(kinds.pop(), (np.integer, np.float64, np.float32, np.bool_)):
            return {"scalar": put(writer, np.array(items), depth + 1)}
    return [put(writer, item, depth + 1) for item in items]


def pack_texts(writer: Writer, texts: list[str]) -> list[int] | None:
    """Texts as two buffers, where each begins and what they are in UTF-8; None if one is no good Unicode."""
    try:
        parts = [text.encode() for text in texts]
    except UnicodeEncodeError:
        return None
    starts = np.zeros(len(parts) + 1, dtype="<i8")
    np.cumsum(np.fromiter(map(len, parts), dtype="<i8", count=len(parts)), out=starts[1:])
    writer.fits(int(starts[-1]))
    return [writer.put(starts), writer.put(b"".join(parts))]


def take_texts(reader: Reader, packed: Any) -> tuple[np.ndarray, memoryview]:
    """Where each text begins, and all of them; the places are in order and inside."""
    need(type(packed) is list and len(packed) == 2, "texts")
    starts, content = np.frombuffer(reader.take(packed[0]), dtype="<i8"), reader.take(packed[1])
    good = (
        len(starts) > 0
        and starts[0] == 0
        and starts[-1] == len(content)
        and (starts[1:] >= starts[:-1]).all()
    )
    need(bool(good), "texts")
    return starts, content


def get_items(reader: Reader, node: Any, depth: int) -> list[Any]:
    """The items of a sequence."""
    if type(node) is list:
        reader.count(len(node))
        return [get(reader, part, depth + 1) for part in node]
    need(type(node) is dict and len(node) == 1, "items")
    ((kind, packed),) = node.items()
    if kind == "text":
        starts, content = take_texts(reader, packed)
        reader.count(len(starts))
        places = starts.tolist()
        return [str(content[a:b], "utf-8") for a, b in itertools.pairwise(places)]
    if kind == "scalar":
        numbers = get(reader, packed, depth + 1)
        need(type(numbers) is np.ndarray and numbers.ndim == 1 and numbers.dtype.kind in "iufb", "items")
        reader.count(len(numbers))
        return list(numbers)
    need(kind in ("float", "int"), "items")
    numbers = np.frombuffer(reader.take(packed), dtype="<f8" if kind == "float" else "<i8")
    reader.count(len(numbers))
    return numbers.tolist()


_SEQUENCES: dict[str, Any] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


@writes(list, set, frozenset, like=True)
def _sequence(writer: Writer, value: Any, depth: int) -> Any:
    tag = next(tag for tag, kind in _SEQUENCES.items() if isinstance(value, kind))
    return [tag, put_items(writer, list(value), depth)]


@writes(tuple, like=True)
def _tuple(writer: Writer, value: Any, depth: int) -> Any:
    items = put_items(writer, list(value), depth)
    fields = getattr(type(value), "_fields", None)
    named = isinstance(fields, tuple) and len(fields) == len(value) <= 200
    if named and all(type(field) is str and _FIELD.fullmatch(field) for field in fields):
        return ["named", type(value).__name__[:100], list(fields), items]
    return ["tuple", items]


def _read_sequence(reader: Reader, node: list[Any], depth: int) -> Any:
    return _SEQUENCES[node[0]](get_items(reader, node[1], depth))


for _tag in _SEQUENCES:
    reads(_tag, 2)(_read_sequence)


@lru_cache(maxsize=200)
def _named_type(name: str, fields: tuple[str, ...]) -> Any:
    return namedtuple(name, fields)


@reads("named", 4)
def _read_named(reader: Reader, node: list[Any], depth: int) -> Any:
    items = get_items(reader, node[3], depth)
    name, fields = word(node[1], 100, "named"), node[2]
    need(type(fields) is list and len(fields) == len(items) <= 200, "named")
    # names of letters and digits alone: a namedtuple is made by evaluating them
    need(all(type(field) is str and _FIELD.fullmatch(field) for field in fields), "named")
    if not _FIELD.fullmatch(name):
        name = "Row"
    try:
        return _named_type(name, tuple(fields))(*items)
    except ValueError:  # a keyword, or a name twice
        return tuple(items)


@writes(range)
def _range(writer: Writer, value: range, depth: int) -> Any:
    if len(range(*(int(part) for part in (value.start, value.stop, value.step)))) > writer.limits.elements:
        raise TooLarge("the value is a range of too many numbers")
    return ["range", value.start, value.stop, value.step]


@reads("range", 4)
def _read_range(reader: Reader, node: list[Any], depth: int) -> range:
    value = range(*(whole(part, -(1 << 62), 1 << 62, "range") for part in node[1:]))
    need(len(value) <= reader.limits.elements, "range")
    return value


@writes(slice)
def _slice(writer: Writer, value: slice, depth: int) -> Any:
    return ["slice", *(put(writer, part, depth + 1) for part in (value.start, value.stop, value.step))]


@reads("slice", 4)
def _read_slice(reader: Reader, node: list[Any], depth: int) -> slice:
    return slice(*(get(reader, part, depth + 1) for part in node[1:]))


# ------------------------------------------------------------------------------------------------- mappings

_MAPPINGS: dict[str, Any] = {"dict": dict, "OrderedDict": OrderedDict, "Counter": Counter}


@writes(dict, types.MappingProxyType, like=True)
def _dict(writer: Writer, value: Any, depth: int) -> Any:
    tag = "Counter" if isinstance(value, Counter) else type(value).__name__
    pairs = list(dict.items(value)) if isinstance(value, dict) else list(value.items())
    keys = put_items(writer, [key for key, _ in pairs], depth)
    return [tag if tag in _MAPPINGS else "dict", keys, put_items(writer, [one for _, one in pairs], depth)]


def _read_dict(reader: Reader, node: list[Any], depth: int) -> Any:
    keys, values = get_items(reader, node[1], depth), get_items(reader, node[2], depth)
    need(len(keys) == len(values), "dict")
    made = _MAPPINGS[node[0]]()
    for key, value in zip(keys, values, strict=True):
        made[key] = value
    return made


for _tag in _MAPPINGS:
    reads(_tag, 3)(_read_dict)

_VIEWS = {
    "keys": lambda items: dict.fromkeys(items).keys(),
    "values": lambda items: dict(enumerate(items)).values(),
    "items": lambda items: dict(items).items(),
}


@writes(*(type(getattr(kind(), view)()) for kind in (dict, OrderedDict) for view in _VIEWS))
def _view(writer: Writer, value: Any, depth: int) -> Any:
    view = type(value).__name__.rpartition("_")[2]
    return ["view", view, put_items(writer, list(value), depth)]


@reads("view", 3)
def _read_view(reader: Reader, node: list[Any], depth: int) -> Any:
    return _VIEWS[node[1]](get_items(reader, node[2], depth))


# ------------------------------------------------------------------------------------------------ iterators


def _again(kind: str, items: list[Any]) -> Iterator[Any]:
    """An iterator over the items that looks like the one they were drawn from."""
    if kind == "map":
        return map(_itself, items)
    if kind == "filter":
        return filter(_always, items)
    if kind == "generator":
        return (item for item in items)
    if kind == "zip" and all(type(item) is tuple and len(item) == len(items[0]) for item in items):
        return zip(*(list(column) for column in zip(*items, strict=True)), strict=False)
    return iter(items)


def _itself(item: Any) -> Any:
    return item


def _always(item: Any) -> bool:
    return True


ITERATORS = (map, filter, zip, enumerate, reversed, types.GeneratorType)
_KINDS = {map: "map", filter: "filter", zip: "zip", types.GeneratorType: "generator"}
_OTHER = tuple({type(iter(one)) for one in ([], (), {}, set(), "", range(0), b"", {}.values(), {}.items())})


def twice(value: Iterator[Any]) -> tuple[Iterator[Any], Iterator[Any]]:
    """Two iterators like the one given, which is used up; one that has no end in sight comes twice itself."""
    items = list(itertools.islice(value, DRAWN + 1))
    if len(items) > DRAWN:
        rest = itertools.chain(items, value)
        return rest, rest
    kind = _KINDS.get(type(value), "iterator")
    return _again(kind, items), _again(kind, items)


@writes(*ITERATORS, *_OTHER)
def _iterator(writer: Writer, value: Any, depth: int) -> Any:
    items = list(itertools.islice(value, DRAWN + 1))
    if len(items) > DRAWN:
        return put_handle(writer, itertools.chain(items, value))
    return ["iterator", _KINDS.get(type(value), "iterator"), put_items(writer, items, depth)]


@reads("iterator", 3)
def _read_iterator(reader: Reader, node: list[Any], depth: int) -> Any:
    return _again(word(node[1], 20, "iterator"), get_items(reader, node[2], depth))
