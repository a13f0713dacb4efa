"""A small lesson that meets every bar, copies of it with one fault, and the course's own lessons."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_lesson import FIXTURES

from classroom.lessons import bank
from staffroom.lessons.source import Lesson, read_lesson
from staffroom.teaching import gate

SOLUTIONS = Path(__file__).parents[2] / "solutions"
LESSONS = sorted(p for p in SOLUTIONS.glob("[0-9]*/*.py") if p.stem == p.parent.name)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the small lesson, with its hints and puzzles known to the classroom; few companies."""
    monkeypatch.setattr(bank, "FOLDER", FIXTURES / "classroom")
    monkeypatch.setattr(gate, "SEEDS", range(3001, 3004))
    bank.forget()
    yield FIXTURES / "98_two_shops"
    bank.forget()


@pytest.fixture
def shops(small: Path) -> Lesson:
    """The small lesson as it is: nothing to find."""
    return read_lesson(small / "98_two_shops.py")


Faulty = Callable[..., Lesson]


@pytest.fixture
def faulty(small: Path, tmp_path: Path) -> Faulty:
    """Copy the small lesson with `old` replaced by `new` in its text, or in another file of it."""

    def make(old: str = "", new: str = "", file: str = "98_two_shops.py") -> Lesson:
        copy = tmp_path / "course" / small.name
        if not copy.exists():
            shutil.copytree(small, copy)
        path = copy / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text, f"the fault has no place: {old!r}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if old or new:
            path.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")
        return read_lesson(copy / "98_two_shops.py")

    return make


def lesson_ids(path: Path) -> str:
    """`01_product_vs_customer` for a lesson's path."""
    return path.stem


@pytest.fixture(params=LESSONS, ids=lesson_ids, scope="session")
def lesson(request: pytest.FixtureRequest) -> Lesson:
    """Each lesson of the course in turn."""
    return read_lesson(request.param)
