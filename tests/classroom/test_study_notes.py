"""Where notes are kept: per lesson and company, written whole or not at all, and never in the way."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from classroom import check, study
from classroom.study import place
from generator.making.generating import generate


def note_files(here: Path) -> list[Path]:
    return sorted((here / "notes").glob("*.json")) if (here / "notes").is_dir() else []


def the_notes(here: Path) -> dict:
    (file,) = note_files(here)
    return json.loads(file.read_text(encoding="utf-8"))


class TestWhichLesson:
    def test_as_the_notebook_says(self, here):
        study.begin("01_product_vs_customer")
        assert place.lesson_here() == "01_product_vs_customer"

    def test_else_the_folder_it_lies_in(self, here, monkeypatch):
        inner = here / "02_customer_base_audit" / "deeper"
        inner.mkdir(parents=True)
        monkeypatch.chdir(inner)
        assert place.lesson_here() == "02_customer_base_audit"

    def test_else_practice(self, here):
        assert place.lesson_here() == place.PRACTICE


class TestWhere:
    def test_one_file_per_lesson_and_company(self, here, tmp_path, monkeypatch):
        study.begin("01_a")
        study.predict("x", 1, 3)
        study.begin("02_b")
        study.predict("x", 1, 3)
        assert len(note_files(here)) == 2
        generate(tmp_path / "second", customers=20, seed=5)
        monkeypatch.setenv("CENTRIC_COMPANY", str(tmp_path / "second"))
        study.predict("x", 9, 3)
        assert len(note_files(here)) == 3

    def test_a_second_copy_of_the_course_has_notes_of_its_own(self, here, monkeypatch):
        study.begin("01_a")
        for number, copy in enumerate(("mine", "yours"), 1):
            for lesson in ("01_a", "02_b/deeper"):
                (here / copy / lesson).mkdir(parents=True)
            monkeypatch.chdir(here / copy / "01_a")
            study.predict("x", number, 3)
            assert len(note_files(here)) == number
            monkeypatch.chdir(
                here / copy / "02_b" / "deeper"
            )  # another lesson of the same course asks for it
            assert place.load_notes("01_a")["predictions"]["x"]["value"] == number

    def test_a_company_made_again_keeps_its_notes(self, here, tmp_path, monkeypatch):
        names = []
        for folder in ("a", "b"):
            generate(tmp_path / folder, customers=20, seed=5, truth=folder == "b")
            monkeypatch.setenv("CENTRIC_COMPANY", str(tmp_path / folder))
            names.append(place.company_here())
        assert names[0] == names[1]

    def test_the_users_own_folder_unless_named(self, here, monkeypatch):
        import platformdirs

        monkeypatch.delenv("CENTRIC_STUDY")
        assert place.folder() == Path(platformdirs.user_data_dir("centric", appauthor=False)) / "study"

    def test_without_a_company_too(self, here, monkeypatch):
        monkeypatch.setenv("CENTRIC_COMPANY", str(here / "gone"))
        study.predict("x", 1, 3)
        assert the_notes(here)["predictions"]["x"]["value"] == 1

    def test_a_strange_lesson_name_stays_inside_the_folder(self, here):
        study.begin("../../oops")
        study.predict("x", 1, 3)
        assert [file.parent for file in note_files(here)] == [here / "notes"]

    @pytest.mark.parametrize("how", ["off", "autograde"])
    def test_not_at_all_where_it_is_switched_off(self, here, monkeypatch, how, capsys):
        if how == "off":
            monkeypatch.setenv("CENTRIC_STUDY", "off")
        else:
            monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
        study.predict("x", 1, 3)
        study.compare("x", 1)
        assert "You predicted 1" in capsys.readouterr().out  # in memory it goes on
        assert note_files(here) == []


class TestWriting:
    def test_nothing_is_left_beside_the_notes(self, here):
        study.predict("x", 1, 3)
        assert [file.name[0] for file in (here / "notes").iterdir()] == ["p"]

    def test_a_write_that_fails_leaves_the_old_notes(self, here, monkeypatch):
        study.predict("x", 1, 3)
        before = note_files(here)[0].read_bytes()

        def full(*_, **__):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(json, "dump", full)
        study.predict("y", 2, 3)
        assert note_files(here)[0].read_bytes() == before
        assert len(list((here / "notes").iterdir())) == 1

    def test_a_folder_that_cannot_be_written_to_is_no_matter(self, here, monkeypatch, capsys):
        (here / "notes").write_text("a file where the folder should be", encoding="utf-8")
        study.predict("x", 30, 3)
        study.predict("y", 4, 5)
        study.compare("x", 30)
        assert "You predicted 30" in capsys.readouterr().out
        assert str(study.progress()).count("near") >= 1

    def test_a_read_only_folder_with_old_notes_in_it(self, here, monkeypatch, capsys):
        study.predict("x", 1, 3)

        def refused(*_, **__):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(place.tempfile, "mkstemp", refused)
        study.predict("y", 2, 4)
        study.compare("y", 2)
        study.compare("x", 1)
        out = capsys.readouterr().out
        assert "You predicted 2" in out
        assert "You predicted 1" in out

    @pytest.mark.parametrize(
        "text", ["", "{", "[]", "3", '{"version": 1}', '{"predictions": []}', "\x00\xff"]
    )
    def test_damaged_notes_are_set_aside_with_a_sentence(self, here, capsys, text):
        study.predict("x", 1, 3)
        (file,) = note_files(here)
        file.write_bytes(text.encode("latin-1"))
        capsys.readouterr()
        study.predict("x", 7, 2)
        out = capsys.readouterr().out
        assert "set aside" in out
        assert file.name in out
        aside = file.with_suffix(".damaged.json")
        assert aside.read_bytes() == text.encode("latin-1")
        assert json.loads(file.read_text(encoding="utf-8"))["predictions"]["x"]["value"] == 7

    def test_notes_of_two_kernels_are_not_mixed_up(self, here):
        study.begin("01_a")
        study.predict("x", 1, 3)
        (file,) = note_files(here)
        os.utime(file)
        study.predict("y", 2, 3)
        assert set(the_notes(here)["predictions"]) == {"x", "y"}


class TestChecksAreNoted:
    def wrong(self, value) -> None:
        with pytest.raises(check.Mistake):
            check.same(value, 1, "line_pnl", mistakes={"half": (0.5, "Half.")})

    def test_passes_and_different_attempts(self, here):
        for value in (2, 2, 0.5):
            self.wrong(value)
        note = the_notes(here)["exercises"]["line_pnl"]
        assert len(note["attempts"]) == 2
        assert note["mistakes"] == {"wrong-value": 2, "half": 1}
        assert note["passed"] is False
        check.same(1, 1, "line_pnl")
        assert the_notes(here)["exercises"]["line_pnl"]["passed"] is True
        self.wrong(3)
        assert the_notes(here)["exercises"]["line_pnl"]["passed"] is False

    def test_a_blank_is_no_attempt(self, here):
        self.wrong(...)
        assert the_notes(here)["exercises"]["line_pnl"]["attempts"] == []

    def test_the_check_does_not_mind_when_notes_fail(self, here, monkeypatch):
        def broken(*_, **__):
            raise RuntimeError

        monkeypatch.setattr(place, "load_notes", broken)
        check.same(1, 1, "line_pnl")
        self.wrong(2)
