"""Values of every kind that the codec promises to carry, by name."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import Counter, OrderedDict, namedtuple
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

Point = namedtuple("Point", "x y")
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
MONTHS = pd.date_range("2024", periods=3, freq="MS", tz="Europe/Berlin")


def plain() -> dict[str, Any]:
    """Python's own."""
    return {
        "none": None,
        "dots": ...,
        "no answer": NotImplemented,
        "truth": True,
        "int": -5,
        "long int": 10**100,
        "very long int": -(7**9000),
        "float": 0.1,
        "infinite": -np.inf,
        "complex": 1 - 2j,
        "text": 'ä "quoted" \n 💡',
        "half a character": "a\ud800",
        "long text": "täxt " * 2_000,
        "long half characters": "a\udc00" * 2_000,
        "bytes": b"\x00\xff",
        "byte array": bytearray(b"abc"),
        "decimal": Decimal("1.50"),
        "fraction": Fraction(1, 3),
        "list": [1, "a", [2.5, None]],
        "many ints": list(range(-50, 50)),
        "many floats": [n / 7 for n in range(50)],
        "many texts": ["ü" * n for n in range(50)],
        "many long ints": [10**30] * 30,
        "many NumPy numbers": list(np.arange(40.0)),
        "tuple": (1, (2,)),
        "named tuple": Point(1, [2]),
        "set": {1, "a", (2, 3)},
        "frozen set": frozenset({1}),
        "range": range(10, 0, -3),
        "slice": slice(1, None, 2),
        "dict": {"b": 1, 2: [3], (4, 5): {"c": None}, None: 0},
        "ordered dict": OrderedDict(b=1, a=2),
        "counter": Counter("abbcc"),
        "date": dt.date(2024, 2, 29),
        "moment": dt.datetime(2024, 10, 27, 2, 30, tzinfo=BERLIN, fold=1),
        "time of day": dt.time(3, 4, 5, 6),
        "span": dt.timedelta(days=-1, microseconds=3),
        "zone": dt.timezone(dt.timedelta(hours=2)),
    }


def numpy() -> dict[str, Any]:
    """Arrays and scalars."""
    return {
        **{f"array {kind}": np.array([0, 1, 100]).astype(kind) for kind in "bhilBHILefdFD?"},
        "block": np.arange(12.0).reshape(3, 4),
        "turned block": np.arange(12).reshape(3, 4).T,
        "big end first": np.array([1, 2], dtype=">i4"),
        "every second": np.arange(10)[::2],
        "no dimension": np.array(5.0),
        "empty": np.array([]),
        "empty block": np.empty((0, 3)),
        "texts": np.array(["a", "bb"]),
        "empty texts": np.array([], dtype="<U0"),
        "own texts": np.array(["a", "ü"], dtype=np.dtypes.StringDType()),
        "bytes": np.array([b"a", b"bb"]),
        "days": np.array(["2024-01-01", "NaT"], dtype="M8[D]"),
        "spans": np.array([1, 2], dtype="m8[s]"),
        "objects": np.array([1, "a", None, [2]], dtype=object),
        "record": np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
        "masked": np.ma.masked_array([1, 2], [False, True]),
        **{f"one {kind}": np.dtype(kind).type(1) for kind in "bhilBHILefdFD?"},
        "one day": np.datetime64("2024-01-01"),
        "one span": np.timedelta64(5, "h"),
    }


def pandas() -> dict[str, Any]:
    """Tables, columns, indexes, scalars."""
    return {
        "NA": pd.NA,
        "NaT": pd.NaT,
        "stamp": pd.Timestamp("2024-03-31 02:30").as_unit("ns"),
        "stamp with zone": pd.Timestamp("2024-01-01", tz="Europe/Berlin"),
        "stamp with offset": pd.Timestamp("2024-01-01", tz="+02:00"),
        "delta": pd.Timedelta("36h"),
        "period": pd.Period("2024-02"),
        "interval": pd.Interval(1, 2.5, closed="both"),
        "offset": pd.offsets.MonthEnd(2),
        "months": MONTHS,
        "months as column": MONTHS.to_series(),
        "days": pd.timedelta_range("1D", periods=3),
        "count": pd.RangeIndex(5, 0, -2, name="n"),
        "levels": pd.MultiIndex.from_tuples([("a", 1), ("b", 2), ("a", None)], names=["x", None]),
        "quarters": pd.period_range("2024", periods=3, freq="Q"),
        "intervals": pd.interval_range(0, 3, closed="left"),
        "objects as labels": pd.Index([1, "a", None], dtype=object),
        "category": pd.Series(["a", "b", None], dtype="category"),
        "ordered category": pd.Categorical(["lo", "hi"], categories=["lo", "hi", "top"], ordered=True),
        "category as labels": pd.CategoricalIndex(["x", "y"], name="c"),
        "texts": pd.Series(["a", None, "ü"]),
        "slice of texts": pd.Series(["a", "bc", "def", None])[1:],
        "no texts": pd.Series([], dtype="str"),
        "texts of Python": pd.Series(["a", None], dtype="string[python]"),
        "texts with NA": pd.Series(["a", None], dtype="string[pyarrow]"),
        "texts as objects": pd.Series(["a", None, 1.5], dtype=object),
        **{
            f"nullable {kind}": pd.Series([1, None], dtype=kind)
            for kind in ("Int8", "UInt32", "Int64", "Float32", "Float64", "boolean")
        },
        "short floats": pd.Series([1.5, 2.5], dtype="float32", name=("a", 1)),
        "stamps with zone": pd.Series(MONTHS.tz_convert("UTC")),
        "table": pd.DataFrame(
            {"n": [1, 2], "t": ["x", None], "d": pd.to_datetime(["2024-01-01", None]), "b": [True, False]},
            index=pd.Index(["r", "s"], name="row"),
        ),
        "wide table": pd.DataFrame(np.arange(120.0).reshape(2, 60)),
        "twice the same name": pd.DataFrame([[1, "a"]], columns=["x", "x"]),
        "columns in layers": pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])),
        "no rows": pd.DataFrame({"a": pd.Series([], dtype="int64"), "t": pd.Series([], dtype="str")}),
        "no columns": pd.DataFrame(index=["a", "b"]),
        "nothing": pd.DataFrame(),
    }


def everything() -> dict[str, Any]:
    """All of them."""
    return {
        f"{of}: {name}": value
        for of, values in (("plain", plain()), ("numpy", numpy()), ("pandas", pandas()))
        for name, value in values.items()
    }


def assert_same(got: Any, want: Any) -> None:
    """The same type and content, missing values and frequencies included."""
    if isinstance(want, pd.DataFrame):
        pd.testing.assert_frame_equal(got, want)
    elif isinstance(want, pd.Series):
        pd.testing.assert_series_equal(got, want)
    elif isinstance(want, pd.Index):
        pd.testing.assert_index_equal(got, want)
        assert getattr(got, "freq", None) == getattr(want, "freq", None)
    elif isinstance(want, pd.api.extensions.ExtensionArray):
        pd.testing.assert_extension_array_equal(got, want)
    elif isinstance(want, np.ndarray):
        assert type(got) is type(want)
        assert got.dtype == (want.dtype if want.dtype.kind == "T" else want.dtype.newbyteorder("="))
        np.testing.assert_array_equal(got, want)
    elif isinstance(want, tuple) and hasattr(want, "_fields"):
        assert type(got).__name__ == type(want).__name__
        assert got._asdict() == want._asdict()
    elif isinstance(want, list | tuple):
        assert type(got) is type(want)
        assert len(got) == len(want)
        for one, other in zip(got, want, strict=True):
            assert_same(one, other)
    else:
        assert type(got) is type(want)
        assert got is want or (got == want if isinstance(want, int) else repr(got) == repr(want))
        if isinstance(want, pd.Timestamp):
            assert got.unit == want.unit
