"""Facts that hold in every company, and that are missed when something is off by a little."""

import numpy as np
import pyarrow as pa
import pytest

from generator import make_company, validate
from generator.company import Company, Tables
from generator.facts import _times


@pytest.fixture(scope="module")
def company():
    return make_company(customers=400, seed=8)


def wrong(company):
    return {fact.table: fact.sentence for fact in _times(company, company.tables) if not fact.good}


def shifted(company, name, column, seconds):
    """The same company with one moment of one table moved."""

    def read(table, columns):
        data = company.arrow(table.name, columns)
        if table.name == name and column in data.column_names:
            kind = data.schema.field(column).type
            values = data[column].cast(pa.int32() if pa.types.is_date32(kind) else pa.int64()).to_pylist()
            first = next(k for k, value in enumerate(values) if value is not None)
            values[first] += seconds // 86_400 if pa.types.is_date32(kind) else seconds * 1000
            moved = pa.array(values, pa.int32() if pa.types.is_date32(kind) else pa.int64()).cast(kind)
            data = data.set_column(data.column_names.index(column), column, moved)
        return data

    return Company(company.name, company.manifest, Tables("moved", company.tables, read), company.truth)


def test_nothing_happens_before_signing_up_or_after_the_end(company):
    assert wrong(company) == {}


YEARS = 10 * 365 * 86_400


@pytest.mark.parametrize(
    ("name", "column", "seconds", "part"),
    [
        ("orders", "ordered_at", YEARS, "orders.ordered_at: a moment after"),
        ("returns", "returned_at", YEARS, "returns.returned_at: a moment after"),
        ("campaigns", "started_on", YEARS, "campaigns.started_on: a moment after"),
        ("tickets", "opened_at", -YEARS, "tickets.opened_at: a moment before"),
        ("orders", "ordered_at", -YEARS, "orders.ordered_at: a moment before"),
        ("trials", "assigned_on", -YEARS, "trials.assigned_on: a moment before"),
    ],
)
def test_one_moment_out_of_place_is_found(company, name, column, seconds, part):
    found = wrong(shifted(company, name, column, seconds))
    assert set(found) == {name}
    assert part in found[name]


def test_a_second_is_enough(company):
    """The last order, moved to the first second after the end."""
    end = int(np.datetime64(company.manifest.end, "s").astype(np.int64))
    first = company.arrow("orders", ["ordered_at"])["ordered_at"].cast(pa.int64())[0].as_py() // 1000
    assert wrong(shifted(company, "orders", "ordered_at", end - first - 1)) == {}
    assert set(wrong(shifted(company, "orders", "ordered_at", end - first))) == {"orders"}


def test_they_are_among_what_validate_checks(made):
    whats = {fact.what for fact in validate(made)}
    assert {"not after the end", "not before signing up", "refund ≤ paid", "key", "digest"} <= whats
