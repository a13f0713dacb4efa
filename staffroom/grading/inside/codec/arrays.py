"""NumPy: arrays of plain kinds as raw buffers, arrays of objects item by item, scalars in hexadecimal."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from .buffers import CodecError, Reader, TooLarge, Writer
from .containers import get_items, put_items
from .nodes import get, need, put, put_handle, reads, whole, word, writes

UNITS = ("Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns")
#: Kinds whose bytes mean the same everywhere; extended floats are not among them.
_DTYPE = re.compile(
    r"\|b1|[|<](?:i1|u1)|<(?:[iu][248]|f[248]|c8|c16|[Mm]8\[(?:Y|M|W|D|h|m|s|ms|us|ns)\]|U\d{1,6})|\|S\d{1,6}"
)
_DIMENSIONS = 16
_NAT = np.iinfo("i8").min
#: The first and the last moment of a calendar, in each unit; of nanoseconds every number is a moment.
_SPAN = {
    unit: tuple(
        np.array([moment], dtype="M8[s]").astype(f"M8[{unit}]").view("i8").item()
        for moment in ("0001-01-01T00:00:00", "9999-12-31T23:59:59")
    )
    for unit in UNITS[:-1]
}


def moments(values: np.ndarray, unit: str) -> np.ndarray:
    """The numbers themselves, if each is a moment of the calendar or missing."""
    if unit in _SPAN and len(values):
        low, high = _SPAN[unit]
        need(bool(((values == _NAT) | ((values >= low) & (values <= high))).all()), "time")
    return values


@writes(np.ndarray, like=True)
def _array(writer: Writer, value: Any, depth: int) -> Any:
    if isinstance(value, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(value)
        return ["masked", put(writer, np.asarray(value.data), depth + 1), put(writer, mask, depth + 1)]
    value = np.asarray(value)
    kind = value.dtype
    if kind.names:
        writer.count(len(kind.names))
        fields = [[name, put(writer, np.ascontiguousarray(value[name]), depth + 1)] for name in kind.names]
        return ["record", fields]
    if kind.kind == "O" or kind.kind == "T":
        if value.size > writer.limits.elements:
            raise TooLarge(f"the value has more than {writer.limits.elements:,} parts")
        tag = "objects" if kind.kind == "O" else "texts"
        return [tag, list(value.shape), put_items(writer, value.ravel().tolist(), depth)]
    if kind.kind == "f" and kind.itemsize > 8:
        value = value.astype("<f8")
    elif kind.kind == "c" and kind.itemsize > 16:
        value = value.astype("<c16")
    elif kind.kind in "US" and kind.itemsize == 0:
        value = value.astype(f"{kind.kind}1")
    writer.fits(value.nbytes)
    value = np.asarray(value, dtype=value.dtype.newbyteorder("<"), order="C")
    if not _DTYPE.fullmatch(value.dtype.str):
        raise CodecError(f"an array of {value.dtype} is no plain data")
    # a view as bytes, for times have no buffer of their own
    return ["array", value.dtype.str, list(value.shape), writer.put(value.reshape(-1).view("u1"))]


def _dtype(node: Any) -> np.dtype[Any]:
    need(_DTYPE.fullmatch(word(node, 12, "array")) is not None, "array")
    kind = np.dtype(node)
    need(kind.itemsize > 0, "array")
    return kind


def _valid(flat: np.ndarray) -> np.ndarray:
    kind = flat.dtype.kind
    if kind == "b":
        need(not len(flat) or int(flat.view("u1").max()) <= 1, "truth")
    elif kind == "U":
        points = flat.view("<u4")
        need(not len(points) or int(points.max()) <= 0x10FFFF, "text")
    elif kind == "M":
        moments(flat.view("i8"), np.datetime_data(flat.dtype)[0])
    return flat


def _shape(reader: Reader, node: Any) -> tuple[int, ...]:
    need(type(node) is list and len(node) <= _DIMENSIONS, "shape")
    return tuple(whole(size, 0, reader.limits.value, "shape") for size in node)


@reads("array", 4)
def _read_array(reader: Reader, node: list[Any], depth: int) -> np.ndarray:
    kind, shape, view = _dtype(node[1]), _shape(reader, node[2]), reader.take(node[3])
    need(math.prod(shape) * kind.itemsize == len(view), "array")
    # an empty buffer cannot be looked at
    flat = np.frombuffer(view, dtype=kind) if len(view) else np.empty(0, dtype=kind)
    return _valid(flat).reshape(shape)


@reads("objects", 3)
def _read_objects(reader: Reader, node: list[Any], depth: int) -> np.ndarray:
    shape, items = _shape(reader, node[1]), get_items(reader, node[2], depth)
    need(math.prod(shape) == len(items), "array")
    made = np.empty(len(items), dtype=object)
    for at, item in enumerate(items):
        made[at] = item
    return made.reshape(shape)


@reads("texts", 3)
def _read_texts(reader: Reader, node: list[Any], depth: int) -> np.ndarray:
    shape, items = _shape(reader, node[1]), get_items(reader, node[2], depth)
    need(math.prod(shape) == len(items) and all(type(item) is str for item in items), "array")
    return np.array(items, dtype=np.dtypes.StringDType()).reshape(shape)


@reads("masked", 3)
def _read_masked(reader: Reader, node: list[Any], depth: int) -> Any:
    data, mask = (get(reader, part, depth + 1) for part in node[1:])
    need(type(data) is np.ndarray and type(mask) is np.ndarray, "array")
    need(mask.dtype == bool and mask.shape == data.shape, "array")
    return np.ma.MaskedArray(data, mask=mask)


@reads("record", 2)
def _read_record(reader: Reader, node: list[Any], depth: int) -> np.ndarray:
    need(type(node[1]) is list and 0 < len(node[1]) <= 200, "array")
    reader.count(len(node[1]))
    columns: dict[str, np.ndarray] = {}
    for field in node[1]:
        need(type(field) is list and len(field) == 2, "array")
        column = get(reader, field[1], depth + 1)
        need(type(column) is np.ndarray and column.ndim <= 4, "array")
        columns[word(field[0], 100, "array")] = column
    first = next(iter(columns.values()))
    need(
        all(column.shape == first.shape and column.dtype.names is None for column in columns.values()),
        "array",
    )
    made = np.empty(first.shape, dtype=[(name, column.dtype) for name, column in columns.items()])
    for name, column in columns.items():
        made[name] = column
    return made


_SCALARS = {np.dtype(code).type for code in "?bhilqBHILQefdFDMm"}


@writes(*_SCALARS)
@writes(np.generic, like=True)
def _scalar(writer: Writer, value: Any, depth: int) -> Any:
    if isinstance(value, np.void):
        return put_handle(writer, value)
    if isinstance(value, (np.str_, np.bytes_)):
        return put(writer, str.__str__(value) if isinstance(value, str) else bytes(value), depth)
    if isinstance(value, np.longdouble):
        value = np.float64(value)
    elif isinstance(value, np.clongdouble):
        value = np.complex128(value)
    one = np.asarray(value)
    one = np.asarray(one, dtype=one.dtype.newbyteorder("<"))
    if not _DTYPE.fullmatch(one.dtype.str):
        raise CodecError(f"a value of type {one.dtype} is no plain data")
    return ["scalar", one.dtype.str, one.tobytes().hex()]


@reads("scalar", 3)
def _read_scalar(reader: Reader, node: list[Any], depth: int) -> Any:
    kind = _dtype(node[1])
    raw = bytes.fromhex(word(node[2], 64, "scalar"))
    need(len(raw) == kind.itemsize and kind.kind not in "US", "scalar")
    return _valid(np.frombuffer(raw, dtype=kind))[0]
