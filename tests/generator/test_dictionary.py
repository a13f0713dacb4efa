"""The data dictionary says of every column what it means, its unit and range, and why it may be missing."""

import json
import re

import pytest

from generator import generate
from generator.schema import TABLES
from generator.schema.documents import GROUPS, TRUTH, allowed, grouped

COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]
NUMBERS = {"id", "count", "money", "number"}
every_column = pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The dictionary of a company with its truth, and of one without."""
    made = {}
    for truth in (True, False):
        out = tmp_path_factory.mktemp("dictionary") / "c"
        generate(out, customers=60, seed=5, truth=truth)
        made[truth] = (out / "DICTIONARY.md").read_text(encoding="utf-8")
    return made


@every_column
def test_it_has_a_meaning_in_plain_words(table, column):
    assert column.meaning.endswith("."), column.meaning
    assert column.meaning[0].isupper() and len(column.meaning.split()) >= 1
    assert not re.search(r"\b(TODO|simply|just|obviously)\b", column.meaning)


@every_column
def test_what_is_measured_has_a_unit(table, column):
    if column.kind in {"money", "number", "count", "time"}:
        assert column.unit
    if column.kind == "money":
        assert column.unit.startswith("EUR") and column.name.endswith("_eur")
    if column.kind == "time":
        assert column.unit == "UTC"


@every_column
def test_a_number_has_bounds_or_says_why_not(table, column):
    if column.kind in NUMBERS:
        bounded = column.low is not None or column.high is not None
        assert bounded != bool(column.free), "give low or high, or say in `free` why there is none"
        assert allowed(column)
    if column.low is not None and column.high is not None:
        assert column.low < column.high


@every_column
def test_it_says_why_it_may_be_missing(table, column):
    said = re.search(r"[Mm]issing (\w+[ .]?)+", column.meaning)
    assert bool(said) == column.nullable, column.meaning


@every_column
def test_it_says_what_it_refers_to(table, column):
    homes = {
        one.key[0]: one.name
        for one in TABLES.values()
        if len(one.key) == 1 and one.by_name[one.key[0]].refers is None and not one.truth
    }
    home = homes.get(column.name)
    if column.kind == "id" and home and home != table.name:
        assert column.refers == f"{home}.{column.name}"
    if column.refers:
        name, key = column.refers.split(".")
        assert key in TABLES[name].by_name


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda one: one.name)
def test_a_table_stands_under_one_heading_and_says_what_it_tells(table):
    headings = [heading for heading, tables in grouped(TABLES).items() if table in tables]
    assert len(headings) == 1
    assert (headings == [TRUTH]) == table.truth
    assert table.purpose and table.row and not table.purpose.endswith(".")


def test_no_heading_takes_the_address_of_a_table():
    taken = {heading.lower().replace(" ", "-") for heading in GROUPS}
    assert not taken & set(TABLES)


@pytest.mark.parametrize("truth", [True, False])
def test_the_page_has_a_line_for_every_table_that_is_there(pages, truth):
    page = pages[truth]
    there = {name for name, table in TABLES.items() if truth or not table.truth}
    assert set(re.findall(r"^### (\w+)$", page, re.MULTILINE)) == there
    assert set(re.findall(r"\]\(#(\w+)\)", page)) == there


@pytest.mark.parametrize("truth", [True, False])
def test_every_row_of_the_page_has_as_many_cells_as_its_head(pages, truth):
    width = None
    for line in pages[truth].splitlines():
        if not line.startswith("|"):
            width = None
            continue
        cells = len(re.findall(r"(?<!\\)\|", line))
        width = width or cells
        assert cells == width, line


def test_names_of_the_scenario_are_listed(pages):
    row = next(line for line in pages[False].splitlines() if line.startswith("| `acquisition_channel`"))
    for channel in ("search", "social", "referral"):
        assert channel in row


def test_the_truth_is_not_named_where_it_is_not(pages):
    assert TRUTH in pages[True]
    hidden = {column.name for table in TABLES.values() if table.truth for column in table.columns}
    seen = {column.name for table in TABLES.values() if not table.truth for column in table.columns}
    assert "truth" not in pages[False].lower()
    assert not [name for name in hidden - seen if f"`{name}`" in pages[False]]


def test_the_package_says_the_same(tmp_path):
    generate(tmp_path / "c", customers=60, seed=5)
    package = json.loads((tmp_path / "c" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            column = TABLES[resource["name"]].by_name[field["name"]]
            limits = field["constraints"]
            assert field["description"].startswith(column.meaning) and column.unit in field["description"]
            assert limits.get("required", False) != column.nullable
            assert (limits.get("minimum"), limits.get("maximum")) == (column.low, column.high)
            assert limits.get("enum") == (list(column.values) if column.values else None)
