"""Copies that cost nothing until they are written to, and whether something was written to.

pandas' frames share their data when copied, and whoever writes first gets data of its own. So as long as a
copy is kept, a frame made of the same arrays has the same content: no value need be looked at.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import Any

import numpy as np
import pandas as pd

_BOXES = (dict, list, set, OrderedDict, Counter)


def copied(value: Any, made: dict[int, Any]) -> Any:
    """A copy that can be changed without changing the value: frames lazily, containers through and through.

    `made` remembers copies by the original's identity: of one thing there is one copy, wherever it stands.
    What is neither table nor container is not copied.
    """
    if id(value) in made:
        return made[id(value)]
    kind = type(value)
    copy: Any = value
    if kind in (pd.DataFrame, pd.Series):
        copy = value.copy(deep=False)
    elif kind is np.ndarray:
        copy = value.copy()
    elif kind in _BOXES:
        copy = kind()
        made[id(value)] = copy
        if isinstance(copy, dict):
            dict.update(copy, {key: copied(one, made) for key, one in value.items()})
        else:
            (copy.extend if kind is list else copy.update)(copied(one, made) for one in value)
        return copy
    elif kind is bytearray:
        copy = bytearray(value)
    elif kind is tuple:
        copy = tuple(copied(one, made) for one in value)
    if copy is not value:
        made[id(value)] = copy
    return copy


def build(value: Any) -> Any:
    """What a thing is built of, such that a change shows: arrays and labels of a frame, items of a container.

    Frames that share their data copy it when they are written to, so the same array means the same content.
    """
    kind = type(value)
    if kind in (pd.DataFrame, pd.Series):
        manager = value._mgr
        arrays = [block.values for block in manager.blocks]
        axes = [(axis, tuple(axis.names)) for axis in manager.axes]
        places = [tuple(block.mgr_locs.as_array.tolist()) for block in manager.blocks]
        return ("frame", arrays, axes, places, value.name if kind is pd.Series else None)
    if kind is np.ndarray:
        return (
            "array",
            value.dtype,
            value.shape,
            value.tobytes() if value.dtype != object else list(value.flat),
        )
    if kind is bytearray:
        return ("bytes", bytes(value))
    if kind in (dict, OrderedDict, Counter):
        return ("dict", list(value), [(one, build(one)) for one in value.values()])
    if kind in (list, tuple):
        return ("items", [(one, build(one)) for one in value])
    if kind is set:
        return ("set", frozenset(value))
    return None


def alike(one: Any, other: Any) -> bool:
    """Whether two builds are the same."""
    if one is None or other is None:
        return one is other
    if one[0] != other[0]:
        return False
    if one[0] == "frame":
        return (
            len(one[1]) == len(other[1])
            and all(a is b for a, b in zip(one[1], other[1], strict=True))
            and len(one[2]) == len(other[2])
            and all(a[0] is b[0] and a[1] == b[1] for a, b in zip(one[2], other[2], strict=True))
            and one[3:] == other[3:]
        )
    if one[0] == "array":
        return bool(one[1:] == other[1:])
    if one[0] in ("set", "bytes"):
        return bool(one[1] == other[1])
    if one[0] == "dict" and not _identical(one[1], other[1]):
        return False
    mine, theirs = one[-1], other[-1]
    return len(mine) == len(theirs) and all(
        a is b and alike(c, d) for (a, c), (b, d) in zip(mine, theirs, strict=True)
    )


def _identical(one: list[Any], other: list[Any]) -> bool:
    return len(one) == len(other) and all(a is b or a == b for a, b in zip(one, other, strict=True))
