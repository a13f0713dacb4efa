"""NumPy's values as Arrow arrays, and on into files, without a copy and without pandas."""

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import arrow_values
from generator.block_values import Nullable
from generator.schema import TABLES, Column, Table
from generator.storage import arrow, parquet
from generator.storage.words import word_hash, words_of

THINGS = Table(
    "things",
    "thing",
    "what there is",
    ("thing_id",),
    (
        Column("thing_id", "id", "Number of the thing.", low=1),
        Column("weight", "count", "How heavy it is.", "grams", nullable=True),
        Column("colour", "text", "Its colour."),
        Column("sold", "flag", "Whether it is sold."),
    ),
)


def test_numbers_share_their_memory_and_know_what_is_missing():
    values, missing = np.arange(5, dtype=np.int32), np.array([False, True, False, False, True])
    array = arrow_values.numbers(values, missing)
    assert array.to_pylist() == [0, None, 2, 3, None]
    assert array.buffers()[1].address == values.ctypes.data
    whole = arrow_values.numbers(values, np.zeros(5, dtype=bool))
    assert whole.null_count == 0 and whole.type == pa.int32()


@given(st.lists(st.booleans(), max_size=30), st.integers(0, 9))
def test_flags_and_what_is_missing_are_packed_and_unpacked(values, first):
    given = np.array(values, dtype=bool)
    array = arrow_values.flags(given, given)
    assert array.to_pylist() == [None if value else False for value in values]
    assert arrow_values.missing(array[first:]).tolist() == values[first:]


@given(st.lists(st.text(max_size=9), max_size=9))
def test_texts_are_what_was_given(words):
    array = arrow_values.texts(words)
    array.validate(full=True)
    assert array.to_pylist() == words


def test_a_vocabulary_with_a_word_twice_keeps_its_codes():
    texts = ["red", "blue", "red"]
    words = words_of(texts)
    assert words is words_of(texts) and words is not words_of(list(texts))
    assert words.hashes.tolist() == [word_hash(text) for text in texts]
    assert words.dictionary.take(pa.array(words.places)).to_pylist() == texts


def things(**changed):
    columns = {
        "thing_id": np.array([1, 2, 3]),
        "weight": Nullable(np.array([5, 0, 7]), np.array([False, True, False])),
        "colour": np.array([2, 1, 0], dtype=np.uint8),
        "sold": np.array([True, False, True]),
    }
    return arrow.to_arrow(THINGS, {**columns, **changed}, {("things", "colour"): ["red", "blue", "red"]})


def test_a_block_becomes_a_table_and_comes_back():
    data = things()
    assert data.column("colour").to_pylist() == ["red", "blue", "red"]
    columns, _ = arrow.from_arrow(THINGS, data)
    assert columns["weight"].missing.tolist() == [False, True, False]
    assert columns["sold"].tolist() == [True, False, True]


def test_a_number_that_does_not_fit_is_refused():
    largest = Nullable(np.array([1, 2, 2**31 - 1]), np.zeros(3, dtype=bool))
    assert things(weight=largest).column("weight")[2].as_py() == 2**31 - 1
    with pytest.raises(OverflowError, match="weight"):
        things(weight=Nullable(largest.values + 1, largest.missing))


def test_only_columns_that_may_be_empty_are_marked_so(made):
    for name, table in TABLES.items():
        path = next((made / ("truth" if table.truth else "") / name).glob("*.parquet"))
        for field, column in zip(pq.read_schema(path), table.columns, strict=True):
            assert field.nullable == column.nullable, (name, column.name)


def test_a_value_that_is_missing_against_the_schema_is_kept():
    data = things().set_column(3, "sold", pa.array([True, None, False]))
    found = parquet.decode(pa.BufferReader(parquet.encode(THINGS, data)))
    assert found.column("sold").to_pylist() == [True, None, False]
    pa.concat_tables([found, parquet.decode(pa.BufferReader(parquet.encode(THINGS, things())))])


def test_making_a_company_loads_no_pandas(tmp_path):
    """Loading it takes a third of a second, and a class is made of many small companies."""
    code = (
        "import sys; from generator import generate; generate(sys.argv[1], customers=300, seed=2); "
        "print('pandas' in sys.modules)"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "company")]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip() == "False"
