"""Loading: from wherever a notebook runs, always a fresh frame, and one sentence when it cannot be done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from classroom import data, load
from classroom.errors import Misuse, Trouble
from generator.company import Company
from generator.errors import UserError, WrongUse
from generator.making.generating import generate
from generator.schema import TABLES

SEEN = sorted(name for name, table in TABLES.items() if not table.truth)


def test_load_gives_what_the_company_holds(here: Path, company_folder: Path):
    company = Company.open(company_folder)
    for name in load.names():
        pd.testing.assert_frame_equal(load(name), company.table(name))


def test_names_are_all_observable_tables(here: Path):
    assert sorted(load.names()) == SEEN
    assert sorted(load.all()) == SEEN
    assert len(load.all()) == len(SEEN)
    assert "orders" in load.all()


def test_all_is_lazy_and_answers_like_a_mapping_and_like_load(here: Path):
    tables = load.all()
    pd.testing.assert_frame_equal(tables["products"], tables("products"))
    assert "products" in repr(tables)


class TestFreshCopies:
    def test_what_happens_to_a_frame_stays_with_that_frame(self, here: Path):
        first = load("orders")
        untouched = first.copy(deep=True)
        first["channel"] = "spoiled"
        first.loc[:, "customer_id"] = -1
        del first["ordered_at"]
        first.columns = [name.upper() for name in first.columns]
        first.attrs["note"] = "mine"
        again = load("orders")
        pd.testing.assert_frame_equal(again, untouched)
        assert again.attrs == {}

    def test_the_same_holds_for_another_company(self, here: Path):
        first = load.other(2)["products"]
        untouched = first.copy(deep=True)
        first.iloc[:, 0] = 0
        pd.testing.assert_frame_equal(load.other(2)["products"], untouched)

    def test_values_can_be_written_to(self, here: Path):
        frame = load("order_lines")
        frame.loc[frame.index[0], "paid_eur"] = 1.0
        assert frame["paid_eur"].iloc[0] == 1.0


class TestWhereItLooks:
    def copied(self, company_folder: Path, target: Path) -> Path:
        shutil.copytree(company_folder, target)
        return target

    def test_the_environment_comes_first(self, here: Path, company_folder: Path):
        self.copied(company_folder, here / "company")
        assert data.find() == company_folder

    def test_a_folder_company_here_or_above(self, here, company_folder, monkeypatch):
        monkeypatch.delenv("CENTRIC_COMPANY")
        self.copied(company_folder, here / "company")
        deep = here / "course" / "01_lesson"
        deep.mkdir(parents=True)
        monkeypatch.chdir(deep)
        assert data.find() == here / "company"
        assert len(load("orders"))

    def test_the_nearest_company_wins_and_company_before_datasets(self, here, company_folder, monkeypatch):
        monkeypatch.delenv("CENTRIC_COMPANY")
        self.copied(company_folder, here / "company")
        inner = here / "inner"
        self.copied(company_folder, inner / "datasets" / "fernhill")
        monkeypatch.chdir(inner)
        assert data.find() == inner / "datasets" / "fernhill"
        self.copied(company_folder, inner / "company")
        assert data.find() == inner / "company"

    def test_a_folder_of_that_name_without_a_manifest_is_passed_by(self, here, company_folder, monkeypatch):
        monkeypatch.delenv("CENTRIC_COMPANY")
        self.copied(company_folder, here / "company")
        inner = here / "inner"
        (inner / "company").mkdir(parents=True)
        monkeypatch.chdir(inner)
        assert data.find() == here / "company"

    def test_last_the_one_beside_the_packages(self, here, monkeypatch):
        monkeypatch.delenv("CENTRIC_COMPANY")
        beside = Path(data.__file__).resolve().parent.parent / "datasets" / "fernhill"
        monkeypatch.setattr(Path, "is_file", lambda path: path == beside / "manifest.json")
        assert data.find() == beside

    def test_none_at_all_says_where_it_looked_and_what_to_do(self, here, monkeypatch):
        monkeypatch.delenv("CENTRIC_COMPANY")
        monkeypatch.setattr(Path, "is_file", lambda path: False)
        with pytest.raises(Trouble) as caught:
            load("orders")
        assert str(here) in str(caught.value)
        assert "centric generate" in str(caught.value)

    def test_an_environment_that_points_nowhere_is_not_passed_over(self, here, monkeypatch):
        monkeypatch.setenv("CENTRIC_COMPANY", str(here / "gone"))
        with pytest.raises(Trouble, match="CENTRIC_COMPANY"):
            load("orders")


class TestWrongNames:
    @pytest.mark.parametrize(
        ("typed", "near"), [("ordrs", "orders"), ("Orders", "orders"), ("order_line", "order_lines")]
    )
    def test_a_near_name_is_offered(self, here, typed, near):
        with pytest.raises(Misuse) as caught:
            load(typed)
        assert f"called `{typed}`. Did you mean {near}" in str(caught.value)
        assert "? The tables are: " in str(caught.value)

    def test_every_table_is_listed_for_a_strange_name(self, here):
        with pytest.raises(Misuse) as caught:
            load("zzzzqqq")
        assert all(name in str(caught.value) for name in SEEN)
        assert "Did you mean" not in str(caught.value)

    @pytest.mark.parametrize("given", [None, 3, ..., ["orders"], pd.DataFrame()])
    def test_something_else_than_a_name(self, here, given):
        with pytest.raises(Misuse, match="quotes"):
            load(given)

    def test_these_are_user_errors_with_the_right_exit_codes(self):
        assert issubclass(Misuse, WrongUse)
        assert issubclass(Trouble, UserError)


class TestTruth:
    def test_truth_is_there_on_disk_and_never_loads(self, here, company_folder):
        hidden = [name for name, table in TABLES.items() if table.truth]
        assert hidden
        assert (company_folder / "truth").is_dir()
        for name in hidden:
            with pytest.raises(Misuse):
                load(name)
            with pytest.raises(Misuse):
                load.other(1)[name]
            with pytest.raises(Misuse):
                load.describe(name)
            assert name not in load.all()

    def test_no_attribute_of_what_load_gives_leads_to_the_truth(self, here):
        for tables in (load.all(), load.other(1)):
            assert not [name for name in dir(tables) if "truth" in name]


class TestDamage:
    def damaged(self, company_folder: Path, here: Path, monkeypatch) -> Path:
        folder = here / "mine"
        shutil.copytree(company_folder, folder)
        monkeypatch.setenv("CENTRIC_COMPANY", str(folder))
        return folder

    def sentence(self, table: str) -> str:
        with pytest.raises(Trouble) as caught:
            load(table)
        assert len(str(caught.value).splitlines()) == 1
        return str(caught.value)

    @pytest.mark.parametrize("content", [b"", b"PAR1 and then nothing", b"\x00" * 4000])
    def test_a_damaged_file(self, here, company_folder, monkeypatch, content):
        folder = self.damaged(company_folder, here, monkeypatch)
        part = next((folder / "orders").glob("part-*.parquet"))
        part.write_bytes(content)
        assert "orders" in self.sentence("orders")
        assert len(load("products"))  # the rest still loads

    def test_a_file_cut_short(self, here, company_folder, monkeypatch):
        folder = self.damaged(company_folder, here, monkeypatch)
        part = next((folder / "orders").glob("part-*.parquet"))
        part.write_bytes(part.read_bytes()[:-100])
        assert "orders" in self.sentence("orders")

    def test_a_missing_file_and_a_missing_folder(self, here, company_folder, monkeypatch):
        folder = self.damaged(company_folder, here, monkeypatch)
        next((folder / "orders").glob("part-*.parquet")).unlink()
        assert "orders" in self.sentence("orders")
        shutil.rmtree(folder / "tickets")
        assert "tickets" in self.sentence("tickets")

    @pytest.mark.parametrize("content", ["", "{", "[]", '{"tables": 3}', "null"])
    def test_a_damaged_manifest(self, here, company_folder, monkeypatch, content):
        folder = self.damaged(company_folder, here, monkeypatch)
        (folder / "manifest.json").write_text(content, encoding="utf-8")
        assert str(folder) in self.sentence("orders")

    def test_an_error_that_nobody_thought_of_is_a_sentence_too(self, here, monkeypatch):
        def broken(*_):
            raise ValueError("the disk sang\nand then stopped")

        monkeypatch.setattr("generator.company.Tables.table", broken)
        assert "the disk sang" in self.sentence("orders")
        monkeypatch.setattr("generator.company.Company.open", broken)
        assert "the disk sang" in self.sentence("orders")


class TestOther:
    def test_it_is_another_company_of_the_same_kind(self, here):
        other = load.other(1)
        assert sorted(other) == SEEN
        assert len(other["customers"]) == data.OTHER_CUSTOMERS
        assert list(other["orders"].columns) == list(load("orders").columns)
        assert list(other["orders"].dtypes) == list(load("orders").dtypes)
        assert set(other["products"]["line"]) == set(load("products")["line"])

    def test_each_k_is_another_one_and_always_the_same(self, here):
        first, second = load.other(1)["orders"], load.other(2)["orders"]
        assert len(first) != len(second) or not first.equals(second)
        data._others.clear()
        pd.testing.assert_frame_equal(load.other(1)["orders"], first)

    def test_it_follows_from_the_present_company(self, here, tmp_path, monkeypatch):
        first = load.other(1)["orders"]
        generate(tmp_path / "second", customers=50, seed=99)
        monkeypatch.setenv("CENTRIC_COMPANY", str(tmp_path / "second"))
        assert not load.other(1)["orders"].equals(first)

    @pytest.mark.parametrize("k", [0, -1, 1.5, "1", True, None])
    def test_what_is_no_number_of_a_company(self, here, k):
        with pytest.raises(Misuse, match="whole number"):
            load.other(k)


class TestDescribe:
    @pytest.mark.parametrize("name", SEEN)
    def test_every_column_is_there_with_unit_and_meaning(self, here, name):
        page = load.describe(name)
        assert list(page.table.index) == list(load(name).columns)
        assert (page.table["meaning"].str.len() > 3).all()
        for column in page.table.index:
            if column.endswith("_eur"):
                assert "EUR" in page.table.loc[column, "unit"]
            assert column in str(page)
            assert column in page._repr_html_()

    def test_an_unknown_table(self, here):
        with pytest.raises(Misuse, match="Did you mean orders"):
            load.describe("ordrs")
        with pytest.raises(Misuse, match="quotes"):
            load.describe(None)


def test_an_error_shows_in_a_notebook_as_its_sentence_alone(here):
    with pytest.raises(Misuse) as caught:
        load("ordrs")
    assert " ".join(caught.value._render_traceback_()) == str(caught.value)
