"""Fingerprints of tables: where in memory their data lies, and how it is laid out.

Copies of a frame share their data until one is written to, and what is written to gets data of its own. So
as long as one of them is kept, an equal fingerprint means equal content, and no value need be looked at.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

#: What is compared by its value.
_PLAIN = (int, float, str, bool, bytes, type(None))


def fingerprint(value: Any) -> tuple[Any, ...] | None:
    """The fingerprint of a table or a plain value, also in lists and tuples; None for anything else."""
    kind = type(value)
    if kind in _PLAIN:
        return ("plain", kind, value if value == value else "nan")
    if kind in (list, tuple):
        parts = [fingerprint(one) for one in value]
        return None if any(part is None for part in parts) else (kind, *parts)
    try:
        if kind in (pd.DataFrame, pd.Series):
            return _frame(value)
        if isinstance(value, pd.Index):
            return _index(value)
    except (AttributeError, TypeError, ValueError):
        return None
    return None


def _frame(value: Any) -> tuple[Any, ...]:
    manager = value._mgr
    blocks = tuple(
        (_array(block.values), tuple(block.mgr_locs.as_array.tolist())) for block in manager.blocks
    )
    name = value.name if type(value) is pd.Series else None
    return (type(value), blocks, tuple(_index(axis) for axis in manager.axes), name)


def _index(index: pd.Index) -> tuple[Any, ...]:
    names = tuple(index.names)
    if isinstance(index, pd.RangeIndex):
        return ("range", index.start, index.stop, index.step, names)
    if isinstance(index, pd.MultiIndex):
        codes = tuple(_array(np.asarray(one)) for one in index.codes)
        return ("levels", codes, tuple(_index(level) for level in index.levels), names)
    return (type(index), _array(index._data), names)


def _array(array: Any) -> tuple[Any, ...]:
    if isinstance(array, np.ndarray):
        about = array.__array_interface__
        return ("array", about["data"][0], array.shape, array.strides, array.dtype.str)
    if hasattr(array, "_pa_array"):
        chunks = array._pa_array.chunks
        places = tuple(
            (chunk.offset, len(chunk), tuple(part.address if part else 0 for part in chunk.buffers()))
            for chunk in chunks
        )
        return ("arrow", str(array.dtype), places)
    if isinstance(array, pd.Categorical):
        return ("category", _array(array._codes), _index(array.categories), array.ordered)
    if hasattr(array, "_data") and hasattr(array, "_mask"):
        return ("masked", _array(array._data), _array(array._mask))
    return (type(array), str(array.dtype), _array(array._ndarray))
