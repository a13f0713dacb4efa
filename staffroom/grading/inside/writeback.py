"""Put back into a test's own arguments what a student's function did to its copies of them."""

from __future__ import annotations

import contextlib
from typing import Any


def write_back(mine: Any, theirs: Any) -> None:
    """Bring the containers in `mine` to the contents of `theirs`, which has the same build.

    Only where the author's own solution alters its arguments too; what cannot be brought over stays.
    """
    with contextlib.suppress(Exception):
        _bring(mine, theirs)


def _bring(mine: Any, theirs: Any) -> None:
    import numpy as np
    import pandas as pd

    if isinstance(mine, tuple) and isinstance(theirs, (tuple, list)):
        for one, other in zip(mine, theirs, strict=False):
            write_back(one, other)
    elif isinstance(mine, dict) and isinstance(theirs, dict):
        _dict(mine, theirs)
    elif isinstance(mine, list) and isinstance(theirs, list):
        for one, other in zip(mine, theirs, strict=False):
            write_back(one, other)
        mine[:] = [_kept(mine, i, other) for i, other in enumerate(theirs)]
    elif isinstance(mine, set) and isinstance(theirs, set):
        mine.clear()
        mine.update(theirs)
    elif isinstance(mine, np.ndarray) and isinstance(theirs, np.ndarray) and mine.shape == theirs.shape:
        mine[...] = theirs
    elif isinstance(mine, (pd.DataFrame, pd.Series)) and type(mine) is type(theirs):
        object.__setattr__(mine, "_mgr", theirs._mgr)


def _dict(mine: dict[Any, Any], theirs: dict[Any, Any]) -> None:
    fresh = {}
    for key, other in theirs.items():
        if key in mine and type(mine[key]) is type(other) and _is_container(other):
            write_back(mine[key], other)
            other = mine[key]
        fresh[key] = other
    mine.clear()
    mine.update(fresh)


def _kept(mine: list[Any], place: int, other: Any) -> Any:
    """The test's own object where it could be brought over, so that it stays the same object."""
    if place < len(mine) and type(mine[place]) is type(other) and _is_container(other):
        return mine[place]
    return other


def _is_container(value: Any) -> bool:
    return hasattr(value, "__len__") and not isinstance(value, (str, bytes, tuple, frozenset, range))
