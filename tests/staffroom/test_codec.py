"""The codec carries what honest students return, and nothing else, however the bytes are made."""

from __future__ import annotations

import itertools
import json
import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum
from typing import Any

import codec_values
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffroom.grading.inside.codec import CodecError, TooLarge, decode, encode
from staffroom.grading.inside.limits import Limits

LIMITS = Limits()
VALUES = codec_values.everything()


def there_and_back(value: Any, limits: Limits = LIMITS) -> Any:
    return decode(encode(value, limits), limits)


def payload(tree: Any, *buffers: bytes) -> bytes:
    """Bytes in the codec's own form, made without it."""
    text = json.dumps([tree, [len(one) for one in buffers]]).encode()
    head = struct.pack(">I", len(text)) + text
    parts = [head + bytes(-len(head) % 16), *(one + bytes(-len(one) % 16) for one in buffers)]
    return b"".join(parts)


@pytest.mark.parametrize("name", VALUES)
def test_comes_back_as_it_went(name: str) -> None:
    codec_values.assert_same(there_and_back(VALUES[name]), VALUES[name])


def test_what_comes_back_can_be_changed() -> None:
    frame = there_and_back(pd.DataFrame({"a": [1, 2], "t": ["x", "y"]}))
    frame.loc[0, "a"] = 9
    frame["t"] = frame["t"] + "!"
    array = there_and_back(np.arange(3))
    array[0] = 7
    assert frame["a"].tolist() == [9, 2]
    assert frame["t"].tolist() == ["x!", "y!"]
    assert array.tolist() == [7, 1, 2]


class Paid(float):
    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


class Rank(IntEnum):
    FIRST = 1


class MyTable(pd.DataFrame):
    def equals(self, other: object) -> bool:
        return True


class MyList(list):
    def __len__(self) -> int:
        return 3


@pytest.mark.parametrize(
    ("value", "bare"),
    [
        (Paid(2.0), 2.0),
        (Rank.FIRST, 1),
        (MyList([1]), [1]),
        (defaultdict(int, a=1), {"a": 1}),
        (type("Word", (str,), {"__eq__": lambda *_: True, "__hash__": str.__hash__})("a"), "a"),
    ],
)
def test_subclasses_arrive_as_what_they_are_made_from(value: Any, bare: Any) -> None:
    got = there_and_back(value)
    assert type(got) is type(bare)
    assert got == bare


def test_a_frame_of_a_class_of_ones_own_arrives_as_a_frame() -> None:
    got = there_and_back(MyTable({"a": [1]}))
    assert type(got) is pd.DataFrame
    assert not got.equals(pd.DataFrame({"a": [2]}))


@pytest.mark.parametrize(
    "make",
    [
        lambda: {"a": 1, "b": 2}.keys(),
        lambda: {"a": 1, "b": 2}.values(),
        lambda: {"a": 1, "b": 2}.items(),
        lambda: map(str, [1, 2]),
        lambda: filter(None, [0, 1, 2]),
        lambda: zip([1, 2], "ab", strict=True),
        lambda: (n for n in range(3)),
        lambda: zip(),
    ],
)
def test_views_and_iterators_keep_their_type_and_items(make: Any) -> None:
    got = there_and_back(make())
    assert type(got) is type(make())
    assert list(got) == list(make())


def test_tables_of_another_library_arrive_as_frames() -> None:
    class Foreign:
        def to_pandas(self) -> pd.DataFrame:
            return pd.DataFrame({"a": [1]})

    assert_frame = pd.testing.assert_frame_equal
    assert_frame(there_and_back(Foreign()), pd.DataFrame({"a": [1]}))


def test_a_column_of_arrow_arrives_as_a_nullable_one() -> None:
    got = there_and_back(pd.Series([1, None], dtype="int64[pyarrow]"))
    assert got.dtype == "Int64"
    assert got.isna().tolist() == [False, True]


# ---------------------------------------------------------------------------------------------- handles


def test_what_is_no_data_crosses_as_a_handle_alone() -> None:
    def function() -> None: ...

    with pytest.raises(CodecError, match="no plain data"):
        encode([function], LIMITS)
    data = encode(
        {"f": function}, LIMITS, lambda thing: {"id": 7, "kind": "function", "name": thing.__name__}
    )
    with pytest.raises(CodecError):
        decode(data, LIMITS)
    got = decode(data, LIMITS, lambda handle: ("thing", handle["id"], handle["kind"], handle["name"]))
    assert got == {"f": ("thing", 7, "function", "function")}


@pytest.mark.parametrize(
    "about",
    [
        {"id": -1},
        {"id": "0"},
        {"id": True},
        {"id": 1.5},
        {"id": 1 << 60},
        {"id": 0, "kind": "root"},
        {"id": 0, "type": "x" * 300},
        {"id": 0, "name": 5},
        {"id": 0, "bases": "Exception"},
        {"id": 0, "special": [["__eq__"]]},
        {"id": 0, "class": "a"},
        {},
        [],
    ],
)
def test_a_damaged_handle_is_refused(about: Any) -> None:
    with pytest.raises(CodecError):
        decode(payload(["handle", about]), LIMITS, lambda handle: handle)


def test_an_endless_iterator_is_a_handle_and_loses_nothing() -> None:
    endless = (n for n in itertools.count())
    kept: list[Iterator[int]] = []
    encode(endless, LIMITS, lambda thing: kept.append(thing) or {"id": 0})
    assert list(itertools.islice(kept[0], 3)) == [0, 1, 2]


# ----------------------------------------------------------------------------------------------- limits


@pytest.mark.parametrize(
    "value",
    [
        "x" * 2_000_000,
        b"x" * 2_000_000,
        np.zeros(2_000_000),
        list(range(300_000)),
        [None] * 2_000_000,
        {n: n for n in range(200_000)},
        range(10**15),
        10**200_000,
        Decimal("1e1000000"),
        pd.DataFrame({"a": ["long text " * 20] * 20_000}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_more_than_allowed_is_refused_when_it_is_written(value: Any) -> None:
    with pytest.raises(TooLarge):
        encode(value, replace(LIMITS, value=1_000_000, elements=100_000))


def test_nesting_has_an_end_on_both_sides() -> None:
    deep: list[Any] = []
    for _ in range(200):
        deep = [deep]
    with pytest.raises(TooLarge, match="nested"):
        encode(deep, LIMITS)
    cycle: list[Any] = []
    cycle.append(cycle)
    with pytest.raises(TooLarge, match="nested"):
        encode(cycle, LIMITS)
    tree: Any = ["list", []]
    for _ in range(200):
        tree = ["list", [tree]]
    with pytest.raises(TooLarge):
        decode(payload(tree), LIMITS)
    text = b'["list",[' * 200_000
    with pytest.raises(CodecError):
        decode(struct.pack(">I", len(text)) + text, LIMITS)


ones = struct.pack("<q", 1)
HOSTILE = {
    "no such tag": ["os.system", "ls"],
    "an object of JSON": {"a": 1},
    "too short": ["array", "<i8"],
    "objects as bytes": (["array", "|O", [1], 0], ones),
    "a void type": (["array", "|V8", [1], 0], ones),
    "an extended float": (["array", "<f16", [1], 0], bytes(16)),
    "a type made of parts": (["array", "<i8,<i8", [1], 0], bytes(16)),
    "texts of no width": (["array", "<U0", [5], 0], b""),
    "a shape beyond the bytes": (["array", "<i8", [1 << 40], 0], ones),
    "a shape below zero": (["array", "<i8", [-1, -1], 0], ones),
    "a shape with an overflow": (["array", "<i8", [1 << 32, 1 << 32, 0], 0], b""),
    "too many dimensions": (["array", "<i8", [1] * 60, 0], ones),
    "a truth that is two": (["array", "|b1", [1], 0], b"\x02"),
    "a character that is none": (["array", "<U1", [1], 0], b"\xff\xff\xff\x7f"),
    "a day after the end": (["array", "<M8[D]", [1], 0], struct.pack("<q", 1 << 62)),
    "a buffer twice": (["list", [["array", "<i8", [1], 0], ["array", "<i8", [1], 0]]], ones),
    "a buffer that is not there": ["array", "<i8", [0], 5],
    "an index as wide as the sky": ["series", ["array", "<i8", [0], 0], ["count", 0, 1 << 62, 1, None], None],
    "a step of nothing": ["count", 0, 10, 0, None],
    "an unhashable name": (["index", ["array", "<i8", [1], 0], ["list", []], None], ones),
    "an unhashable key": ["dict", [["list", []]], [1]],
    "keys without values": ["dict", [1, 2], [1]],
    "a zone up the tree": ["zone", "../../etc/passwd"],
    "a zone from the root": ["zone", "/etc/passwd"],
    "a zone that is not there": ["zone", "Nowhere/Land"],
    "a frequency that is code": (["periods", ["array", "<i8", [1], 0], "__import__('os')"], ones),
    "a period far away": ["period", 1 << 61, "Y"],
    "codes beyond the categories": (
        ["category", ["array", "<i8", [1], 0], ["index", ["objects", [0], []], None, None], False],
        struct.pack("<q", 5),
    ),
    "codes beyond the levels": (
        ["levels", [["index", ["array", "<i8", [1], 0], None, None]], [["array", "<i8", [1], 1]], [None]],
        ones,
        struct.pack("<q", 2),
    ),
    "texts that end before they begin": (
        ["strings", "pyarrow", "nan", [0, 1], None],
        struct.pack("<3q", 0, 5, 2),
        b"ab",
    ),
    "texts beyond their end": (["strings", "pyarrow", "nan", [0, 1], None], struct.pack("<2q", 0, 99), b"ab"),
    "texts that are no UTF-8": (
        ["strings", "pyarrow", "nan", [0, 1], None],
        struct.pack("<2q", 0, 2),
        b"\xff\xfe",
    ),
    "texts of Python that are no UTF-8": (
        ["strings", "python", "NA", [0, 1], None],
        struct.pack("<2q", 0, 2),
        b"\xff\xfe",
    ),
    "rows that do not fit": [
        "frame",
        ["count", 0, 3, 1, None],
        ["count", 0, 1, 1, None],
        {"columns": [["objects", [1], [1]]]},
    ],
    "a column of two dimensions": (
        ["series", ["array", "<i8", [1, 1], 0], ["count", 0, 1, 1, None], None],
        ones,
    ),
    "an int of a million digits": ["int", "0x" + "f" * 1_000_000],
    "a decimal out of hand": ["decimal", "1e999999999"],
    "a fraction of nothing": ["fraction", 1, 0],
    "fields that are code": ["named", "Row", ["x=print(1)"], [1]],
    "a range without end": ["range", 0, 1 << 62, 1],
    "a missing that is none": ["missing", "os"],
    "intervals turned round": (
        [
            "intervals",
            ["index", ["array", "<i8", [1], 0], None, None],
            ["index", ["array", "<i8", [1], 1], None, None],
            "left",
        ],
        struct.pack("<q", 5),
        ones,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_made_up_bytes_are_refused(name: str) -> None:
    case = HOSTILE[name]
    tree, *buffers = case if isinstance(case, tuple) else (case,)
    with pytest.raises(CodecError):
        decode(payload(tree, *buffers), LIMITS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"abc",
        struct.pack(">I", 1 << 31),
        struct.pack(">I", 4) + b"null",
        struct.pack(">I", 2) + b"[]",
        payload([1], b"")[:-1] + b"extra",
        struct.pack(">I", 14) + b"[1, [99999999]]"[:14],
    ],
)
def test_bytes_that_are_no_value_are_refused(data: bytes) -> None:
    with pytest.raises(CodecError):
        decode(data, LIMITS)


def test_the_reader_counts_for_itself() -> None:
    few = replace(LIMITS, elements=1_000)
    data = encode(["a" * n for n in range(200)] * 30, LIMITS)
    with pytest.raises(TooLarge):
        decode(data, few)
    with pytest.raises(TooLarge):
        decode(encode(np.zeros(100_000), LIMITS), replace(LIMITS, value=1_000))


@dataclass
class Slow:
    """Raises whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)


def test_an_error_while_reading_is_told_with_its_cause() -> None:
    with pytest.raises(CodecError) as caught:
        encode((1 / 0 for _ in [1]), LIMITS)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    with pytest.raises(CodecError):
        encode(Slow(), LIMITS)


# ------------------------------------------------------------------------------------------ round trips

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.binary(max_size=20)
    | st.decimals(allow_nan=False, places=3)
    | st.fractions()
    | st.dates()
    | st.datetimes()
    | st.timedeltas()
)
keys = st.text(max_size=5) | st.integers() | st.tuples(st.integers(), st.text(max_size=3))
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(keys, inner, max_size=6)
        | st.tuples(inner, inner)
        | st.frozensets(keys, max_size=4)
    ),
    max_leaves=40,
)


@settings(max_examples=100)
@given(trees)
def test_any_tree_comes_back(tree: Any) -> None:
    got = there_and_back(tree)
    assert got == tree
    assert repr(type(got)) == repr(type(tree))


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(st.text(max_size=4), st.integers(-(2**63), 2**63 - 1), st.none() | st.text(max_size=9)),
        max_size=40,
    )
)
def test_any_table_comes_back(rows: list[tuple[Any, ...]]) -> None:
    frame = pd.DataFrame(rows, columns=["t", "n", "m"]).astype({"t": "str", "n": "int64", "m": "str"})
    pd.testing.assert_frame_equal(there_and_back(frame.set_index("t")), frame.set_index("t"))
