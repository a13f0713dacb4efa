"""The record of a lesson's measures: written only in full, and good only for the lesson that was measured."""

from __future__ import annotations

import json

import pytest

from generator.errors import UserError, WrongUse
from staffroom.cli import main
from staffroom.lessons.source import read_lesson
from staffroom.teaching import record, report
from staffroom.teaching.finding import Result, about


def all_of(lesson, missed=""):
    return [
        Result(name, "value", "bar", [about(lesson, "a fault")] if name == missed else [])
        for name in report.NAMES
    ]


@pytest.fixture
def recorded(faulty):
    lesson = faulty()
    record.write(lesson, all_of(lesson), record.COMPANIES)
    return lesson


def test_a_lesson_without_a_record_is_measured_in_full(faulty):
    assert not record.holds(faulty())


def test_a_record_holds_as_long_as_nothing_changes(recorded):
    assert record.holds(recorded)
    for again in ("98_two_shops.ipynb", "exercises/__pycache__/a.pyc"):
        path = recorded.path.parent / again
        path.parent.mkdir(exist_ok=True)
        path.write_text("built")
    assert record.holds(recorded)


@pytest.mark.parametrize("file", ["98_two_shops.py", "gate.py"])
def test_a_record_ends_with_any_change_of_the_lesson(recorded, file):
    path = recorded.path.parent / file
    path.write_text(path.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    assert not record.holds(read_lesson(recorded.path))


def test_a_new_file_and_new_data_end_it_too(recorded, monkeypatch):
    with monkeypatch.context() as changed:
        changed.setattr(record, "DATA_VERSION", "another")
        assert not record.holds(recorded)
    assert record.holds(recorded)
    (recorded.path.parent / "exercises" / "new.py").write_text("")
    assert not record.holds(recorded)


@pytest.mark.parametrize(
    "change",
    [
        {"companies": 3},
        {"companies": None},
        {"measures": {"load": "one alone"}},
        {"files": "0"},
    ],
)
def test_a_record_of_less_is_none(recorded, change):
    path = recorded.path.parent / record.NAME
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **change}))
    assert not record.holds(recorded)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null"])
def test_a_damaged_record_is_none(recorded, text):
    (recorded.path.parent / record.NAME).write_text(text)
    assert not record.holds(recorded)


def test_nothing_is_recorded_while_a_bar_is_missed(faulty):
    lesson = faulty()
    with pytest.raises(UserError, match="while a bar is missed: load"):
        record.write(lesson, all_of(lesson, "load"), record.COMPANIES)
    assert not (lesson.path.parent / record.NAME).exists()


def test_a_record_of_fewer_companies_or_measures_is_refused_before_the_work(faulty, capsys):
    lesson = faulty()
    with pytest.raises(WrongUse, match="--seeds 20 and no --only"):
        record.write(lesson, all_of(lesson), record.COMPANIES - 1)
    assert main(["measure", str(lesson.path), "--record", "--only", "load", "--seeds", "20"]) == 2
    assert "give --seeds 20 and no --only" in capsys.readouterr().err
