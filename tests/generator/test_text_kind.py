"""Free text as a kind of column: its digest, its files, its pandas face."""

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.frames import to_pandas
from generator.schema import Column, Table
from generator.storage import arrow, digest, parquet
from generator.storage.prose import ROWS_AT_ONCE, hash_texts

TABLE = Table(
    "letters",
    "letter",
    "what people write",
    ("letter_id",),
    (
        Column("letter_id", "id", "Number of the letter.", low=1),
        Column("words", "prose", "What it says.", nullable=True),
    ),
)
TEXTS = st.lists(st.one_of(st.none(), st.text(max_size=70)), max_size=40)


def columns(texts):
    return {"letter_id": np.arange(1, len(texts) + 1), "words": pa.array(texts, pa.string())}


def lanes(texts, ids=None):
    given = columns(texts)
    if ids is not None:
        given["letter_id"] = np.asarray(ids)
    return digest.digest_rows(TABLE, given, {})


def from_file(texts):
    sink = io.BytesIO()
    settings = {**parquet._settings(TABLE), "row_group_size": 7}
    pq.write_table(arrow.to_arrow(TABLE, columns(texts), {}), sink, **settings)
    return pq.ParquetFile(sink).read()


@given(TEXTS)
def test_texts_survive_a_file_and_keep_their_digest(texts):
    data = from_file(texts)
    assert data.column("words").to_pylist() == texts
    read, vocabulary = arrow.from_arrow(TABLE, data)
    assert vocabulary == {}
    assert digest.digest_rows(TABLE, read, {}) == lanes(texts)
    frame = to_pandas(TABLE, data)
    assert frame["words"].dtype == "str"
    assert [
        None if missing else text for text, missing in zip(frame["words"], frame["words"].isna(), strict=True)
    ] == texts


@given(TEXTS, st.data())
def test_a_hash_belongs_to_the_text_alone(texts, data):
    array = pa.array(texts, pa.string())
    whole = hash_texts(array)
    cut = data.draw(st.integers(0, len(texts)))
    assert np.array_equal(hash_texts(array.slice(cut)), whole[cut:])
    assert np.array_equal(hash_texts(array.slice(0, cut)), whole[:cut])
    assert len(set(whole.tolist())) == len(set(texts))
    merged = digest.add(lanes(texts[:cut]), lanes(texts[cut:], np.arange(cut, len(texts)) + 1))
    assert merged == lanes(texts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", None),
        ("", "\0"),
        ("late", "late\0"),
        ("12345678", "12345678\0\0"),
        ("abcdefgh12345678", "12345678abcdefgh"),
        ("crème brûlée", "creme brulee"),
        ("x" * 5_000, "x" * 4_999 + "y"),
    ],
)
def test_near_texts_have_different_hashes(one, other):
    assert len(set(hash_texts(pa.array([one, other], pa.string())).tolist())) == 2
    assert lanes([one]) != lanes([other])


def test_hashes_do_not_hang_on_how_arrow_holds_the_texts():
    words = ["one", "", None, "zwölf — twelve", "a longer text of several words"] * 3
    plain = pa.array(words, pa.string())
    for other in (
        plain.cast(pa.large_string()),
        plain.dictionary_encode(),
        pa.chunked_array([plain.slice(0, 4), plain.slice(4)]),
    ):
        table = pa.table({"letter_id": pa.array(range(1, 16)), "words": other})
        assert digest.digest_rows(TABLE, arrow.from_arrow(TABLE, table)[0], {}) == lanes(words)


def test_many_texts_are_hashed_in_pieces_without_a_seam():
    texts = pa.array([f"text {k % 977}" for k in range(ROWS_AT_ONCE + 5_000)], pa.string())
    found = hash_texts(texts)
    assert len(np.unique(found)) == 977
    assert np.array_equal(
        found[ROWS_AT_ONCE - 3 : ROWS_AT_ONCE + 3], hash_texts(texts.slice(ROWS_AT_ONCE - 3, 6))
    )


def test_no_texts_at_all():
    assert lanes([]) == (0, 0)
    data = from_file([])
    assert arrow.from_arrow(TABLE, data)[0]["words"].type == pa.string()
    assert str(to_pandas(TABLE, data)["words"].dtype) == "str"
    empty = pa.table({"letter_id": pa.array([], pa.int64()), "words": pa.chunked_array([], pa.string())})
    assert len(arrow.from_arrow(TABLE, empty)[0]["words"]) == 0
