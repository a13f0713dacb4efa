"""Questions of letters: what is noted, what each place earns, and what is said of it."""

from __future__ import annotations

import itertools

import pytest

from classroom import check
from classroom.check.letters import price, share

KEY = {
    "demand": ("b", {"a": "Look at who is asked.", "c": "That is supply."}),
    "supply": ("c", {"a": "Look at who is asked.", "b": "That is demand."}),
    "law": ("n", {"a": "No column speaks of it.", "b": "No law here."}),
}
ASK = {"options": "abcn", "points": 3}


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.strip().split("\n")


def test_what_is_noted_is_said_and_nothing_on_what_fits(capsys):
    check.letters({"demand": " A. ", "supply": ..., "law": "n"}, "forces", options="abcn")
    lines = said(capsys)
    assert lines[0] == "2 of 3 letters are noted. Still open: `supply`."
    assert "comes with your feedback" in lines[1] and len(lines) == 2


def test_a_question_without_any_letter_is_unanswered():
    with pytest.raises(check.Mistake) as caught:
        check.letters({"demand": ..., "supply": None, "law": ""}, "forces", options="abcn")
    assert caught.value.key == "unanswered" and "`demand`" in caught.value.sentence


@pytest.mark.parametrize(("odd", "words"), [("x", 'is "x". Choose one of'), (3, "is a number"), ("ab", "ab")])
def test_what_is_no_option_is_said_and_costs_nothing(odd, words, capsys):
    given = {"demand": "b", "supply": odd, "law": "n"}
    check.letters(given, "forces", options="abcn")
    assert words in said(capsys)[0]
    assert check.fitting(given, KEY, "forces", **ASK) == 2.0


def test_each_place_counts_for_itself_and_says_why_not(capsys):
    given = {"demand": "b", "supply": "a", "law": ...}
    assert check.fitting(given, KEY, "forces", **ASK) == 0.5  # one fits, half of one is taken off
    assert said(capsys) == [
        "1 of 3 letters fit.",
        '✓ demand "b": fits.',
        '✗ supply "a": does not fit. Look at who is asked.',
        "– law: left open.",
    ]


def test_an_answer_cannot_forge_a_line(capsys):
    check.fitting({"demand": 'q\n✓ supply "c": fits.', "supply": "a", "law": "n"}, KEY, "forces", **ASK)
    assert sum(line.startswith("✓") for line in said(capsys)) == 1


def test_all_right_is_full_marks_and_a_plain_number():
    points = check.fitting({place: right for place, (right, _) in KEY.items()}, KEY, "forces", **ASK)
    assert repr(points) == "3.0"  # what nbgrader reads is the value as it is shown


@pytest.mark.parametrize("right", ["bn", ("b", "n")])
def test_several_letters_may_fit_one_place(right, capsys):
    key = KEY | {"demand": (right, {"a": "Look at who is asked.", "n": "So it is, if nobody was asked."})}
    for letter in "bn":
        assert check.fitting({"demand": letter, "supply": "c", "law": "n"}, key, "forces", **ASK) == 3.0
    assert '✓ demand "n": fits. So it is, if nobody was asked.' in said(capsys)
    assert check.fitting({"demand": "a", "supply": "c", "law": "n"}, key, "forces", **ASK) == 1.5


@pytest.mark.parametrize("options", [2, 3, 4, 7])
def test_guessing_does_not_pay(options):
    """One letter everywhere earns nothing where each letter is right in a third of the places at most."""
    letters = "abcdefg"[:options]
    for places in (6, 9):
        fits = places // max(3, options)
        assert share(fits, places - fits, places, options) == 0
    places = 4
    drawn = [
        share(n := sum(a == b for a, b in zip(guess, "abab", strict=True)), places - n, places, options)
        for guess in itertools.product(letters, repeat=places)
    ]
    assert sum(drawn) / len(drawn) <= {2: 0.19, 3: 0.15, 4: 0.09, 7: 0.03}[options]


def test_a_wrong_letter_never_costs_more_than_a_right_one_earns():
    assert [price(options) for options in (1, 2, 3, 7)] == [1, 1, 0.5, 0.5]
    assert share(0, 3, 3, 4) == 0
