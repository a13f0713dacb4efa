"""Arrow tables as pandas: what a learner expects, with no surprises in arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.schema.model import Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def to_pandas(table: Table, data: pa.Table) -> pd.DataFrame:
    """A table of the schema as pandas: money in euros (float), times in UTC, whole numbers as int64."""
    return _frame({name: _one(data.column(name), table.by_name[name].kind) for name in data.column_names})


def answer(data: pa.Table) -> pd.DataFrame:
    """Any table as pandas, with the same types as `to_pandas` gives, judged by the Arrow types."""
    names: list[str] = []
    seen: dict[str, int] = {}
    for name in data.column_names:  # two columns of a query may have the same name
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    columns = [_one(data.column(k), _kind(data.schema.field(k).type)) for k in range(len(names))]
    return _frame(dict(zip(names, columns, strict=True)))


def _frame(columns: dict) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns, copy=True)


def _kind(kind: pa.DataType) -> str:
    import pyarrow as pa

    types = pa.types
    if types.is_decimal(kind):
        return "money" if kind.scale == 2 else "count" if kind.scale == 0 else "decimal"
    for test, name in (
        (types.is_boolean, "flag"),
        (types.is_integer, "count"),
        (types.is_floating, "number"),
        (types.is_timestamp, "time" if getattr(kind, "tz", None) else "moment"),
        (types.is_date, "date"),
        (types.is_string, "text"),
        (types.is_large_string, "text"),
        (types.is_dictionary, "text"),
    ):
        if test(kind):
            return name
    return "other"


def _one(column: pa.ChunkedArray, kind: str) -> Any:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    from generator.storage.arrow import cents

    array = column.combine_chunks()
    array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
    if kind == "money":
        values = cents(array) / 100.0
        return np.where(np.asarray(array.is_null()), np.nan, values) if array.null_count else values
    if kind in {"text", "prose"}:
        plain = array.cast(pa.string()) if pa.types.is_dictionary(array.type) else array
        return pd.Series(plain.to_pandas(), dtype="str")
    if kind in {"id", "count"}:
        return array.cast(pa.float64() if array.null_count else pa.int64()).to_numpy(zero_copy_only=False)
    if kind == "date":
        days = array.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False)
        values = days.astype("datetime64[D]").astype("datetime64[s]")
        values[np.asarray(array.is_null())] = np.datetime64("NaT")
        return values
    if kind in {"time", "moment"}:
        stamps = array.cast(pa.timestamp("ms", tz=array.type.tz), safe=False).cast(pa.int64())
        values = stamps.fill_null(0).to_numpy(zero_copy_only=False).astype("datetime64[ms]")
        values[np.asarray(array.is_null())] = np.datetime64("NaT")
        return pd.Series(values).dt.tz_localize("UTC" if kind == "time" else None)
    if kind == "decimal":
        return array.cast(pa.float64()).to_numpy(zero_copy_only=False)
    if kind == "flag" and array.null_count:
        return pd.Series(array.to_pandas(), dtype="object")
    if kind == "other":
        return array.to_pandas()
    return array.to_numpy(zero_copy_only=False)
