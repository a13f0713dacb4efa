"""Companies of a few customers: a column may have no value in a piece, a table no row, a window nobody."""

import datetime as dt

import pandas as pd
import pytest

from generator import Company, UserError, export, generate, make_company, mess, validate
from generator.making.appending import append
from generator.making.planning import plan
from generator.realism import measure
from generator.scenario import read_scenario
from generator.scenario.read import preset_names
from generator.storage import words

FORMATS = ("parquet", "csv", "duckdb")


def problems(path):
    return [fact.sentence for fact in validate(path) if not fact.good]


def digests(manifest):
    return {name: table["logical_digest"] for name, table in manifest.tables.items()}


def same_in_every_way(folder, scenario, customers, until, block):
    """Made, checked, read and carried to each other format: everywhere the same."""
    made = None
    for k, form in enumerate(FORMATS):
        out = folder / f"company.{form}"
        ours = generate(
            out, scenario=scenario, customers=customers, seed=3, until=until, block=block, format=form
        )
        made = made or ours
        assert digests(ours) == digests(made)
        assert problems(out) == []
        copied = folder / f"copy.{FORMATS[k - 1]}"
        assert digests(export(out, copied, format=FORMATS[k - 1])) == digests(made)
        assert problems(copied) == []
    first, *others = (Company.open(folder / f"company.{form}") for form in FORMATS)
    for other in others:
        for name in first.tables:
            pd.testing.assert_frame_equal(other.table(name), first.table(name))
        for name in first.truth.names:
            pd.testing.assert_frame_equal(other.truth.table(name), first.truth.table(name))
    return first


def dirt_comes_off(company, folder):
    messy = mess.make(company)
    mess.write(messy, folder / "messy")
    back = mess.read(folder / "messy")
    assert mess.digests(mess.undo(back), back.schema) == messy.about["clean_digests"]


def test_a_last_block_of_one_customer(tmp_path):
    made = generate(tmp_path / "c", customers=3, seed=3, block=2)
    copied = export(tmp_path / "c", tmp_path / "csv", format="csv")
    assert digests(copied) == digests(made)
    assert problems(tmp_path / "c") == problems(tmp_path / "csv") == []
    ours, theirs = Company.open(tmp_path / "c"), Company.open(tmp_path / "csv")
    assert len(ours.table("customers")) == 3
    for name in ours.tables:
        pd.testing.assert_frame_equal(theirs.table(name), ours.table(name))
    dirt_comes_off(ours, tmp_path)


def test_a_window_in_which_nobody_came(tmp_path):
    until = read_scenario("fernhill").calendar.start + dt.timedelta(days=1)
    made = generate(tmp_path / "c", customers=1, seed=3, until=until)
    company = Company.open(tmp_path / "c")
    assert made.came == company.manifest.came == len(company.table("customers")) == 0
    assert problems(tmp_path / "c") == []
    assert ": 0 customers" in repr(company) and ": 0 customers" in repr(
        make_company(customers=1, until=until)
    )
    assert plan(customers=1, seed=3, until=until).customers == 0
    longer = append(tmp_path / "c", "2026-01-01")
    assert longer.came == 1 and problems(tmp_path / "c") == []


def test_an_early_end_is_planned_with_those_who_come():
    until = read_scenario("fernhill").calendar.start + dt.timedelta(days=90)
    company = make_company(customers=400, seed=5, until=until)
    assert plan(customers=400, seed=5, until=until).customers == company.manifest.came < 100


def test_a_vocabulary_without_a_text_keeps_apart_from_others():
    """Vocabularies are known by their identity, so each must be held as long as it is known."""
    for k in range(300):
        assert words.words_of([]).dictionary.to_pylist() == [""]
        assert words.words_of([f"word {k}"]).texts == [f"word {k}"]


SIZES = ((1, None), (2, 1), (3, 31), (300, 31), (1, 1), (2, None))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scenario", "customers", "days"),
    [(name, *SIZES[(k + turn) % len(SIZES)]) for k, name in enumerate(preset_names()) for turn in (0, 3)],
)
def test_small_companies(tmp_path, scenario, customers, days):
    """The whole way, two sizes for each scenario: a day, a month, or all of it."""
    start = read_scenario(scenario).calendar.start
    until = None if days is None else start + dt.timedelta(days=days)
    company = same_in_every_way(tmp_path, scenario, customers, until, block=max(2, customers - 1))
    dirt_comes_off(company, tmp_path)
    if company.manifest.came:
        assert measure(company)
    else:
        with pytest.raises(UserError, match="no orders"):
            measure(company)
    if days == 1:
        longer = append(tmp_path / "company.csv", start + dt.timedelta(days=40))
        whole = generate(
            tmp_path / "whole", scenario=scenario, customers=customers, seed=3,
            until=start + dt.timedelta(days=40),
        )  # fmt: skip
        assert digests(longer) == digests(whole) and problems(tmp_path / "company.csv") == []
