"""A notebook that was given with a company of one's own: it finds that one, or stops and says so."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from classroom import data, load, notebook, study
from classroom.errors import Trouble
from classroom.study import place
from generator.making.packing import pack

LESSON = "01_product_vs_customer"
SIZES = {"ada": 50, "bob": 60}


@pytest.fixture(scope="module")
def companies() -> dict[str, dict[str, bytes]]:
    return {
        name: pack(customers=size, seed=2**60 + size, holder=f"mark-of-{name}").tables
        for name, size in SIZES.items()
    }


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing names a company or a notebook; the course's company lies beside the packages."""
    for name in ("CENTRIC_COMPANY", "CENTRIC_OTHERS", "NBGRADER_EXECUTION", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CENTRIC_STUDY", str(tmp_path / "notes"))
    monkeypatch.setattr(notebook, "named", [])
    monkeypatch.setattr(place, "named", notebook.named)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay_notebook(folder: Path, whose: str | None, name: str = LESSON) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    about = {} if whose is None else {"centric": {"holder": f"mark-of-{whose}"}}
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps({"cells": [], "metadata": about, "nbformat": 4, "nbformat_minor": 5}))
    return path


def lay_company(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / "company" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "company" / name).write_bytes(content)


def customers() -> int:
    return len(load("customers"))


@pytest.fixture
def given(nowhere: Path, companies, monkeypatch) -> Path:
    """Ada's folder as it was given out, and a kernel that Jupyter started in it."""
    folder = nowhere / "given"
    lay_company(folder, companies["ada"])
    monkeypatch.setenv("JPY_SESSION_NAME", str(lay_notebook(folder, "ada")))
    monkeypatch.chdir(folder)
    return folder


def test_where_it_was_given_it_reads_its_own(given: Path):
    study.begin(LESSON)
    assert customers() == SIZES["ada"]


def move(given: Path, to: Path, monkeypatch) -> Path:
    """Move the notebook alone, and start a kernel there."""
    to.mkdir(parents=True, exist_ok=True)
    moved = to / f"{LESSON}.ipynb"
    shutil.move(given / moved.name, moved)
    monkeypatch.setenv("JPY_SESSION_NAME", str(moved))
    monkeypatch.chdir(to)
    return moved


def test_moved_away_it_stops_and_says_what_to_do(given: Path, nowhere: Path, monkeypatch):
    moved = move(given, nowhere / "elsewhere", monkeypatch)
    for attempt in (lambda: study.begin(LESSON), lambda: load("orders"), load.names, load.other):
        with pytest.raises(Trouble) as caught:
            attempt()
        words = str(caught.value)
        assert "company of your own" in words and str(moved) in words and "%env CENTRIC_COMPANY=" in words


def test_another_company_on_the_way_up_is_not_taken(given: Path, nowhere: Path, companies, monkeypatch):
    """As in a course's folder, or in that of a classmate."""
    lay_company(nowhere / "course", companies["bob"])
    move(given, nowhere / "course" / LESSON, monkeypatch)
    with pytest.raises(Trouble, match="company of your own"):
        load("orders")


def test_its_own_is_found_behind_another(nowhere: Path, companies, monkeypatch):
    lay_company(nowhere, companies["ada"])
    lay_company(nowhere / "inner", companies["bob"])
    monkeypatch.setenv("JPY_SESSION_NAME", str(lay_notebook(nowhere / "inner", "ada")))
    monkeypatch.chdir(nowhere / "inner")
    assert customers() == SIZES["ada"]


def test_run_from_another_folder_it_finds_its_own(given: Path, nowhere: Path, monkeypatch):
    monkeypatch.chdir(nowhere)
    assert customers() == SIZES["ada"]


def test_a_company_that_is_named_is_taken(given: Path, nowhere: Path, companies, monkeypatch):
    """The way on that the sentence tells."""
    move(given, nowhere / "elsewhere", monkeypatch)
    lay_company(nowhere / "other", companies["bob"])
    monkeypatch.setenv("CENTRIC_COMPANY", str(nowhere / "other" / "company"))
    study.begin(LESSON)
    assert customers() == SIZES["bob"]


def test_a_notebook_for_everybody_reads_what_is_there(nowhere: Path, companies, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", str(lay_notebook(nowhere / "course", None)))
    monkeypatch.chdir(nowhere / "course")
    study.begin(LESSON)
    assert data.find().parts[-2:] == ("datasets", "fernhill")
    lay_company(nowhere, companies["bob"])
    assert customers() == SIZES["bob"]


def test_under_autograding_nobody_is_stopped(given: Path, nowhere: Path, monkeypatch):
    move(given, nowhere / "elsewhere", monkeypatch)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    study.begin(LESSON)
    assert data.find().parts[-2:] == ("datasets", "fernhill")


class TestWhichNotebook:
    """Where Jupyter's server did not start the kernel: nbgrader's Validate, nbconvert, VS Code."""

    def test_the_only_one_in_the_working_folder(self, nowhere: Path, monkeypatch):
        lay_notebook(nowhere / "lost", "ada")
        monkeypatch.chdir(nowhere / "lost")
        with pytest.raises(Trouble, match="company of your own"):
            load("orders")

    def test_among_several_the_one_of_the_lesson(self, nowhere: Path, monkeypatch):
        lay_notebook(nowhere / "lost", "ada")
        lay_notebook(nowhere / "lost", None, "scratch")
        monkeypatch.chdir(nowhere / "lost")
        assert notebook.this_notebook() is None and data.find()
        with pytest.raises(Trouble, match="company of your own"):
            study.begin(LESSON)

    def test_the_one_that_vs_code_names(self, nowhere: Path, monkeypatch):
        path = lay_notebook(nowhere / "lost", "ada")
        monkeypatch.setattr(sys.modules["__main__"], "__vsc_ipynb_file__", str(path), raising=False)
        assert notebook.this_notebook() == path.resolve()

    @pytest.mark.parametrize("told", ["", "console-1", "/gone/away.ipynb"])
    def test_a_name_that_is_no_notebook_is_passed_over(self, nowhere: Path, monkeypatch, told):
        monkeypatch.setenv("JPY_SESSION_NAME", told)
        assert notebook.this_notebook() is None

    @pytest.mark.parametrize(
        "text", ["", "{", "[]", '{"metadata": 3}', '{"metadata": {"centric": {"holder": 7}}}']
    )
    def test_a_notebook_that_cannot_be_read_has_no_mark(self, nowhere: Path, text):
        path = nowhere / "x.ipynb"
        path.write_text(text)
        assert notebook.holder() is None
