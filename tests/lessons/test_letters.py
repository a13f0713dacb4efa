"""Questions of letters in a lesson: reasons for each option, points as the marker says, and guessing."""

from __future__ import annotations

import textwrap

import pytest
from small_lesson import says

from generator.errors import UserError
from staffroom.lessons import letters
from staffroom.lessons.build import require_tests_that_can_work
from staffroom.teaching import guessing, misconceptions
from staffroom.teaching.trials import Trials

REASONS = """
# Per place: what fits, and why the others do not.
PLACES = {
    "first": ("a", {"b": "Look at the first row.", "n": "There is a row for it."}),
    "second": ("b", {"a": "Look at the second row.", "n": "There is a row for it."}),
    "third": ("n", {"a": "No row has it.", "b": "No row has it."}),
}
"""
CELLS = textwrap.dedent(
    """
    # %% [answer] places options=a,b,n
    first = ...
    second = ...
    third = ...
    ### BEGIN SOLUTION
    first, second, third = "a", "b", "n"
    ### END SOLUTION

    # %% [test] places 3
    from classroom import check

    letters = {"first": first, "second": second, "third": third}
    check.letters(letters, "places", options="abn")
    ### BEGIN HIDDEN TESTS
    check.fitting(letters, reference.PLACES, "places", options="abn", points=3)
    ### END HIDDEN TESTS
    """
)


@pytest.fixture
def asking(faulty):
    """The small lesson with a question of three letters; a fault may be put into it."""

    def make(old="", new="", file=""):
        faulty("", REASONS.replace(old, new) if file == "reference.py" else REASONS, "reference.py")
        cells = CELLS.replace(old, new) if not file else CELLS
        return faulty("\n# %% [markdown]\n# ## A claim", f"{cells}\n# %% [markdown]\n# ## A claim")

    return make


def test_a_question_of_letters_is_read_from_its_test(asking):
    exercise = next(e for e in asking().exercises() if e.name == "places")
    asked = letters.question(exercise)
    assert asked is not None
    assert asked.options == ("a", "b", "n") and asked.points == 3 and list(asked.trouble()) == []
    assert asked.key["third"] == ("n", {"a": "No row has it.", "b": "No row has it."})
    assert asked.without_reason() == []


def test_an_option_without_a_reason_is_found(asking):
    lesson = asking(', "n": "There is a row for it."}),\n    "second"', '}),\n    "second"', "reference.py")
    found = says(misconceptions.measure(lesson, trials=Trials(lesson, only=["places"])))
    assert found == ["places: 1 options say nothing to who chose them: first n"]


@pytest.mark.parametrize(
    ("said", "old", "new", "file"),
    [
        ("says points=2, and the marker says 3", "points=3", "points=2", ""),
        ("the letter that fits is 'x'", '("a", {"b"', '("x", {"b"', "reference.py"),
        ("a reason for 'q'", '"n": "There', '"q": "There', "reference.py"),
    ],
)
def test_a_test_that_cannot_be_meant_is_refused(asking, said, old, new, file):
    with pytest.raises(UserError, match=said):
        require_tests_that_can_work(asking(old, new, file))


def test_points_in_part_are_neither_passed_nor_lost(asking):
    lesson = asking()
    trials = Trials(lesson, only=["places"])
    ran = trials.attempt("places", 'first, second, third = "a", "a", ...')
    assert [(one.key, one.earned) for one in ran if one.cell.kind == "test"] == [("in-part", 0.5)]
    assert trials.outcome("places", 'first, second, third = "a", "b", "n"') == "passed"
    assert trials.outcome("places", "first = second = third = ...") == "unanswered"


def test_a_letter_that_fits_too_often_is_found(asking):
    """Several letters may fit a place, until one of them everywhere earns more than a guess should."""
    lesson = asking('"first": ("a"', '"first": ("an"', "reference.py")
    asked = letters.question(next(e for e in lesson.exercises() if e.name == "places"))
    assert guessing.by_one_letter(asked) == ("n", pytest.approx(0.5))
    assert any('50.0% by "n" everywhere' in what for what in says(guessing.measure(lesson)))


def test_what_guessing_earns_is_worked_out(asking):
    lesson = asking()
    exercise = next(e for e in lesson.exercises() if e.name == "places")
    asked = letters.question(exercise)
    assert guessing.by_one_letter(asked) == ("a", 0.0)
    trials = Trials(lesson, only=["places"])
    tried = [
        sum(r.earned for r in trials.attempt("places", source) if r.cell.kind == "test") / 3
        for source in guessing.guesses(exercise.answer, guessing.options(exercise))
    ]
    assert len(tried) == 27 and guessing.by_chance(asked) == pytest.approx(sum(tried) / 27, abs=1e-6)
    found = says(guessing.measure(lesson, trials=trials))
    assert found == [
        'places: 14.8% of the points by lot, 0.0% by "a" everywhere'
    ]  # three letters are too few


def test_one_letter_everywhere_is_found(asking):
    lesson = asking('"b", {"a": "Look at the second row.", ', '"a", {"b": "No.", ', "reference.py")
    asked = letters.question(next(e for e in lesson.exercises() if e.name == "places"))
    assert guessing.by_one_letter(asked) == ("a", pytest.approx(0.5))
