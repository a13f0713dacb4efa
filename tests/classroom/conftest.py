"""What the classroom's tests share: a small real company, and a place for notes that is nobody's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from classroom.lessons import bank
from classroom.study import place
from generator.making.generating import generate

os.environ["MPLBACKEND"] = "Agg"


@pytest.fixture(scope="session")
def company_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "company"
    generate(folder, customers=400, seed=31, truth=True)
    return folder


@pytest.fixture
def here(company_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a company behind it and notes of its own."""
    monkeypatch.setenv("CENTRIC_COMPANY", str(company_folder))
    monkeypatch.setenv("CENTRIC_STUDY", str(tmp_path / "notes"))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.chdir(tmp_path)
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    place.named.clear()
    place._memory.clear()
    place._unkept.clear()


@pytest.fixture
def bank_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of lessons' files, for tests to fill."""
    folder = here / "lessons"
    folder.mkdir()
    monkeypatch.setattr(bank, "FOLDER", folder)
    bank.forget()
    yield folder
    bank.forget()
