"""Arrow arrays over NumPy's memory: nothing is copied or looked through.

`pyarrow.array` does both, and loads pandas to see whether it was given some of its values: a third of a
second at every start.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa


def numbers(
    values: np.ndarray, missing: np.ndarray | None = None, kind: pa.DataType | None = None
) -> pa.Array:
    """An Arrow array of numbers. `missing`: bool array; `kind`: a type whose values lie in memory the same.

    The memory is shared, so `values` must not be changed any more.
    """
    values = np.ascontiguousarray(values)
    kind = pa.from_numpy_dtype(values.dtype) if kind is None else kind
    return pa.Array.from_buffers(kind, len(values), [_there(missing), pa.py_buffer(values)])


def flags(values: np.ndarray, missing: np.ndarray | None = None) -> pa.BooleanArray:
    """An Arrow array of a bool array."""
    return pa.Array.from_buffers(pa.bool_(), len(values), [_there(missing), _bits(values)])


def texts(words: Sequence[str]) -> pa.StringArray:
    """An Arrow array of texts, none of them missing."""
    encoded = [word.encode() for word in words]
    edges = np.zeros(len(words) + 1, dtype=np.int32)
    np.cumsum([len(word) for word in encoded], out=edges[1:])
    return pa.StringArray.from_buffers(len(words), pa.py_buffer(edges), pa.py_buffer(b"".join(encoded)))


NOTHING = texts([""])[0]
"""The empty text."""


def missing(array: pa.Array) -> np.ndarray:
    """Where the values of an Arrow array are missing (bool)."""
    if not array.null_count:
        return np.zeros(len(array), dtype=bool)
    there = np.frombuffer(array.buffers()[0], dtype=np.uint8)
    end = array.offset + len(array)
    return np.unpackbits(there, count=end, bitorder="little")[array.offset :] == 0


def _there(missing: np.ndarray | None) -> pa.Buffer | None:
    return None if missing is None or not missing.any() else _bits(~missing)


def _bits(values: np.ndarray) -> pa.Buffer:
    return pa.py_buffer(np.packbits(values, bitorder="little"))
