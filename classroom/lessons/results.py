"""Results of exercises as plain data and back, for the file that is built for each lesson.

A table keeps its row labels, a Series its index, a tuple its order. Numbers keep twelve digits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


class NoResult(ValueError):
    """A value of a kind that no exercise may have as its result."""


def encode(value: Any) -> Any:
    """A result as what JSON can hold.

    Raises
    ------
    NoResult
        it is no table, Series, tuple, dict, number, text, yes or no, or time
    """
    import pandas as pd

    if isinstance(value, pd.DataFrame):
        named = value.index.names != [None]
        flat = value.reset_index() if named else value
        columns = {str(name): [_one(cell) for cell in flat[name]] for name in flat.columns}
        return {"table": columns, "index": list(value.index.names) if named else []}
    if isinstance(value, pd.Series):
        labels = [_one(label) for label in value.index]
        return {"series": [_one(cell) for cell in value], "labels": labels, "index": value.index.name}
    if isinstance(value, tuple):
        return {"tuple": [_one(one) for one in value]}
    if isinstance(value, Mapping):
        return {"dict": {str(name): _one(one) for name, one in value.items()}}
    one = _one(value)
    return {"number": None} if one is None and value is not None else one  # NaN is no None


def decode(data: Any) -> Any:
    """The result that `encode` was given."""
    import pandas as pd

    if not isinstance(data, dict):
        return data
    if "number" in data:
        return _back(data["number"])
    if "table" in data:
        frame = pd.DataFrame({name: _column(cells) for name, cells in data["table"].items()})
        return frame.set_index(data["index"]) if data["index"] else frame
    if "series" in data:
        labels, name = data["labels"], data["index"]
        plain = name is None and labels == list(range(len(labels)))  # no labels: rows count by position
        return _column(data["series"]).set_axis(
            pd.RangeIndex(len(labels)) if plain else pd.Index(_column(labels), name=name)
        )
    if "tuple" in data:
        return tuple(_back(one) for one in data["tuple"])
    if "time" in data:
        return _back(data)
    return {name: _back(one) for name, one in data["dict"].items()}


def encode_parts(value: Any) -> Any:
    """What a check gets beside a result: several values by name, or one. Raises NoResult as `encode` does."""
    if isinstance(value, Mapping) and any(
        hasattr(one, "iloc") or isinstance(one, Mapping) for one in value.values()
    ):
        return {"parts": {str(name): encode(one) for name, one in value.items()}}
    return encode(value)


def decode_parts(data: Any) -> Any:
    """What `encode_parts` was given."""
    if isinstance(data, dict) and "parts" in data:
        return {name: decode(one) for name, one in data["parts"].items()}
    return decode(data)


def _one(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return {"time": value.isoformat()} if value == value else None
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float):
        # the last digits of a sum may differ from one machine to the next; minus nought is nought
        return None if math.isnan(value) else float(f"{value:.12g}") + 0.0
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise NoResult(f"a {type(value).__name__} cannot be the result of an exercise on the page")


def _back(value: Any) -> Any:
    import pandas as pd

    if isinstance(value, dict):
        return pd.Timestamp(value["time"])
    return math.nan if value is None else value


def _column(cells: list[Any]) -> pd.Series:
    """Cells as they were; a column of nothing but gaps is one of missing numbers."""
    import pandas as pd

    empty = all(cell is None for cell in cells)
    return pd.Series([_back(cell) for cell in cells], dtype=float if empty else None)
