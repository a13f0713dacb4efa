"""Who is stuck goes on with what is right in the exercise's place: late, and for no points."""

from __future__ import annotations

import pytest
from lesson_files import write_help

from classroom import check, study
from classroom.errors import Misuse, Trouble
from classroom.study import help, place

HELP = """
title: A
exercises:
  double:
    reread: Again.
    concept: Twice.
    toy: 2 and 4.
    twin: {task: Thrice., solution: 'three = 3', why: Because.}
  letters_only:
    reread: Again.
    concept: Letters.
    toy: a or b.
    twin: {task: Another., solution: 'b = 1', why: Because.}
"""
REFERENCE = "def double(value):\n    return 2 * value\n"


@pytest.fixture(autouse=True)
def lesson(bank_folder, tmp_path, monkeypatch):
    write_help(bank_folder, "01_a", HELP)
    study.begin("01_a")
    notebooks = tmp_path / "course" / "01_a"
    notebooks.mkdir(parents=True)
    monkeypatch.chdir(notebooks)


@pytest.fixture
def solutions(tmp_path):
    folder = tmp_path / "solutions" / "01_a"
    folder.mkdir(parents=True)
    (folder / "reference.py").write_text(REFERENCE, encoding="utf-8")
    return folder


def all_hints(exercise: str, capsys) -> str:
    for number in range(5):
        study.hint(exercise, tried=f"way {number}")
    return capsys.readouterr().out


def test_after_the_last_hint_it_does_what_is_right(solutions, capsys):
    with pytest.raises(Trouble, match="still yours to try"):
        study.stand_in("double")
    assert 'study.stand_in("double")' in all_hints("double", capsys)
    double = study.stand_in("double")
    assert "no points" in capsys.readouterr().out
    assert double(4) == 8 and check.call(double, "double", 5) == 10


def test_after_three_different_tries_too(solutions):
    for value in (1, 2, 3):
        with pytest.raises(check.Mistake):
            check.same(value, 8, "double")
    assert study.stand_in("double")(4) == 8


def test_no_check_passes_it_and_on_the_page_it_stops_nobody(solutions, capsys, monkeypatch):
    from classroom.lessons import page

    class Held:
        def call(self, name):
            raise AssertionError("the page was asked")

    monkeypatch.setattr(page, "find", lambda exercise: (Held(), "double"))
    all_hints("double", capsys)
    standing = study.stand_in("double")
    capsys.readouterr()
    check.on_page(standing, "01/double")
    told = capsys.readouterr().out
    assert "not yours" in told and "looks right" not in told
    assert not help.note_of(place.load_notes("01_a"), "double")["passed"]
    for graded in (check.on_companies, check.on_inputs):
        more = ([(1,)],) if graded is check.on_inputs else ()
        with pytest.raises(AssertionError):
            graded(standing, lambda value: 2 * value, "01/double", *more)


def test_what_hangs_on_an_unanswered_exercise_tells_of_it(solutions, capsys):
    for look in (lambda: check.call(lambda value: None, "double", 4), lambda: check.series(None, "double")):
        with pytest.raises(check.Mistake) as raised:
            look()
        assert 'double = study.stand_in("double")' in raised.value.shown()
        assert "stand_in" not in str(raised.value)
    with pytest.raises(check.Mistake) as raised:
        check.series(None, "letters_only")
    assert "stand_in" not in raised.value.shown()


def test_without_solutions_it_says_so_and_is_not_offered(capsys):
    told = all_hints("double", capsys)
    assert "stand_in" not in told and "ask your instructor" in told
    with pytest.raises(check.Mistake) as raised:
        check.series(None, "double")
    assert "stand_in" not in raised.value.shown()
    with pytest.raises(Trouble, match="Ask your instructor"):
        study.stand_in("double")


def test_nothing_stands_in_while_a_notebook_is_graded(solutions, capsys, monkeypatch):
    all_hints("double", capsys)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    double = study.stand_in("double")
    assert "left open" in capsys.readouterr().out
    with pytest.raises(Trouble, match="left open"):
        double(4)


@pytest.mark.parametrize("name", ["dubble", "letters_only"])
def test_what_is_no_function_of_the_lesson_is_told_with_those_that_are(solutions, name):
    with pytest.raises(Misuse, match="It works for: double"):
        study.stand_in(name)
