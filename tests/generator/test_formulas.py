"""CSV files hold no cell that a spreadsheet takes for a formula, and give every text back."""

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import Company, export, generate, mess, validate
from generator.scenario import read_scenario
from generator.schema import Column, Table
from generator.storage import plain
from generator.storage.formulas import SIGNS, as_meant, harmless

texts = (
    st.text(st.sampled_from([*SIGNS, "'", "3", ".", "e", "a", '"', ",", ";", " "]), max_size=6) | st.text()
)
TABLE = Table(
    "notes", "note", "", ("note_id",),
    (Column("note_id", "id", ""), Column("word", "text", "", nullable=True),
     Column("words", "prose", "", nullable=True)),
)  # fmt: skip


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii()


@given(texts)
@settings(max_examples=100, deadline=None)
def test_every_text_comes_back(text):
    cell = harmless(text)
    assert as_meant(cell) == text
    assert not cell.startswith(SIGNS) or is_number(cell)
    assert cell in (text, f"'{text}")


@given(st.lists(st.none() | texts.filter(lambda text: "\x00" not in text), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_columns_are_written_as_single_texts_are(words):
    data = pa.table(
        {
            "note_id": pa.array(range(len(words)), pa.int64()),
            "word": pa.array(words, pa.string()).dictionary_encode(),
            "words": pa.array(words, pa.string()),
        }
    )
    content = plain.encode(TABLE, data).to_pybytes()
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]
    assert [row[1] for row in rows] == [row[2] for row in rows]
    assert [row[2] for row in rows] == [harmless(word or "") for word in words]
    back = plain.decode(TABLE, content)
    assert back["word"].to_pylist() == back["words"].to_pylist() == words


@pytest.fixture(scope="module")
def dangerous(tmp_path_factory):
    """A company whose scenario has names that are formulas."""
    data = read_scenario("fernhill").model_dump(mode="json")
    data["title"] = "=1+1"
    for channel, name in zip(data["channels"], ("=HYPERLINK()", "@SUM", "-x", "'=quoted"), strict=False):
        channel["name"] = name
    out = tmp_path_factory.mktemp("dangerous")
    scenario = type(read_scenario("fernhill")).model_validate(data)
    generate(out / "c", scenario=scenario, customers=60, seed=3)
    return out / "c"


def cells_of(folder):
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (cell for row in csv.reader(file) for cell in row)


def test_a_company_in_csv_is_harmless_and_the_same(dangerous, tmp_path):
    manifest = export(dangerous, tmp_path / "c", format="csv")
    cells = set(cells_of(tmp_path / "c"))
    assert {"'=HYPERLINK()", "'@SUM", "'-x", "''=quoted"} <= cells
    assert not [cell for cell in cells if cell.startswith(SIGNS) and not is_number(cell)]
    assert [fact.sentence for fact in validate(tmp_path / "c") if not fact.good] == []
    ours, theirs = Company.open(dangerous), Company.open(tmp_path / "c")
    assert {n: t["logical_digest"] for n, t in manifest.tables.items()} == {
        n: t["logical_digest"] for n, t in ours.manifest.tables.items()
    }
    query = "select acquisition_channel, count(*) as n from customers group by 1 order by 1"
    assert theirs.sql(query).equals(ours.sql(query))


def test_a_messy_company_is_harmless_and_the_same(dangerous, tmp_path):
    made = mess.make(Company.open(dangerous))
    mess.write(made, tmp_path / "m")
    cells = set(cells_of(tmp_path / "m"))
    assert "'=HYPERLINK()" in cells
    assert not [cell for cell in cells if cell.startswith(SIGNS) and not is_number(cell)]
    back = mess.read(tmp_path / "m")
    assert mess.digests(mess.undo(back), back.schema) == made.about["clean_digests"]
