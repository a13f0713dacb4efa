"""Predictions: the first stays, the result stands beside it, confidence is weighed."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest
from lesson_files import write_help

from classroom import study
from classroom.study import overview, place


@pytest.fixture(autouse=True)
def quiet(here):
    study.begin("01_a")


def kept(name: str = "share") -> dict:
    return place.load_notes("01_a")["predictions"].get(name, {})


class TestPredict:
    def test_it_is_kept_and_said(self, capsys):
        study.predict("share", 30, confidence=3)
        assert kept() == {"value": 30.0, "confidence": 3}
        assert capsys.readouterr().out.startswith("share: your prediction is 30, with confidence 3 of 5.")

    def test_a_word_is_quoted_so_that_it_is_no_verdict(self, capsys):
        study.predict("two", "right", confidence=2)
        study.predict("two", "wrong", confidence=2)
        said = capsys.readouterr().out
        assert "two: your prediction is “right”, with confidence 2 of 5." in said
        assert "stays: “right”" in said and "Now you say “wrong”" in said

    def test_the_first_answer_stays(self, capsys):
        study.predict("share", 30, 3)
        study.predict("share", 55, 5)
        assert (kept()["value"], kept()["confidence"]) == (30.0, 3)
        assert kept()["later"] == {"value": 55.0, "confidence": 5}
        assert "first prediction stays: 30" in capsys.readouterr().out

    def test_running_the_cell_again_changes_nothing(self):
        study.predict("share", 30, 3)
        before = kept()
        study.predict("share", 30, 3)
        assert kept() == before

    @pytest.mark.parametrize(
        ("value", "note"),
        [
            (30, 30.0),
            (np.int64(30), 30.0),
            (pd.Series([30]).sum(), 30.0),
            ("More ", "More"),
            (["b", "a"], ["b", "a"]),
            (("b", 1), ["b", 1.0]),
            (True, "yes"),
        ],
    )
    def test_numbers_words_and_orders(self, value, note):
        study.predict("share", value, 2)
        assert kept()["value"] == note

    @pytest.mark.parametrize("value", [..., None, "", float("nan")])
    def test_no_answer_is_said_and_not_kept(self, value, capsys):
        study.predict("share", value, 3)
        assert kept() == {}
        assert "no prediction yet" in capsys.readouterr().out

    @pytest.mark.parametrize("confidence", [..., None, 0, 6, 2.5, "high", [3]])
    def test_confidence_is_asked_for(self, confidence, capsys):
        study.predict("share", 30, confidence)
        assert kept() == {}
        assert "from 1 (a guess) to 5 (sure)" in capsys.readouterr().out


ASKED = """
title: A
predictions:
  unprofitable: {question: How many?, unit: of 100 customers, close: 5}
  lamps: {question: "Less, the same or more?", options: [less, the same, more]}
  worth: {question: How much?, unit: euros}
  dearer: {question: How much dearer?, unit: times the usual average}
  free: {question: What will you see?}
"""


class TestWhatTheLessonAsks:
    @pytest.fixture(autouse=True)
    def asked(self, bank_folder):
        write_help(bank_folder, "01_a", ASKED)

    @pytest.mark.parametrize("do", [study.predict, study.revise])
    @pytest.mark.parametrize(
        ("name", "value", "says"),
        [
            ("unprofitabel", 30, "Did you mean `unprofitable`?"),
            ("zzz", 30, "This lesson asks about: unprofitable, lamps, worth, dearer, free."),
            ("unprofitable", 0.2, "do you mean 20 of 100? Write 20."),
            ("unprofitable", 0.29, "do you mean 29 of 100? Write 29."),
            ("unprofitable", "0.2", "do you mean 20 of 100?"),
            ("unprofitable", 101, "one number from 0 to 100, of 100 customers"),
            ("unprofitable", -1, "one number from 0 to 100"),
            ("unprofitable", "many", "one number from 0 to 100"),
            ("unprofitable", [20, 30], "one number from 0 to 100"),
            ("unprofitable", True, "one number from 0 to 100"),
            ("unprofitable", "12 too many", "one number from 0 to 100, of 100 customers"),
            ("unprofitable", "52 euros", "one number from 0 to 100, of 100 customers"),
            ("worth", "much", "worth: give one number (euros), and no other words. Nothing is kept yet."),
            ("worth", "104 or so", "one number (euros)"),
            ("worth", "9 times", "one number (euros)"),
            ("worth", "1.2.3", "one number (euros)"),
            ("worth", "40 %", "one number (euros)"),
            ("worth", [90, 110], "one number (euros)"),
            ("worth", True, "one number (euros)"),
            ("dearer", "900 %", "one number (times the usual average)"),
            ("lamps", "fewer", "choose one of less, the same, more"),
            ("lamps", 3, "choose one of less, the same, more"),
        ],
    )
    def test_what_does_not_fit_is_said_and_not_kept(self, do, name, value, says, capsys):
        do(name, value, 3)
        assert says in capsys.readouterr().out
        assert place.load_notes("01_a")["predictions"] == {}

    @pytest.mark.parametrize(
        ("name", "value", "note"),
        [
            ("unprofitable", "52 %", 52.0),
            ("unprofitable", "52%", 52.0),
            ("unprofitable", "52", 52.0),
            ("unprofitable", "52,5", 52.5),
            ("unprofitable", "0.5 %", 0.5),
            ("unprofitable", 0, 0.0),
            ("unprofitable", 1, 1.0),
            ("unprofitable", 100, 100.0),
            ("lamps", " More", "more"),
            ("lamps", "the  same", "the same"),
            ("unprofitable", "52 customers", 52.0),
            ("unprofitable", "52 of 100", 52.0),
            ("worth", 0.2, 0.2),
            ("worth", "104", 104.0),
            ("worth", "104 euros", 104.0),
            ("worth", "104 EUR", 104.0),
            ("worth", "€104", 104.0),
            ("worth", "104€", 104.0),
            ("worth", "-3.5 euros", -3.5),
            ("worth", "1,200 euros", 1200.0),
            ("dearer", "9 times", 9.0),
            ("dearer", "9x", 9.0),
            ("dearer", "9,5 times the usual", 9.5),
            ("free", 0.2, 0.2),
            ("free", "much", "much"),
        ],
    )
    def test_what_fits_is_kept(self, name, value, note):
        study.predict(name, value, 3)
        assert kept(name)["value"] == note

    def test_a_guess_with_its_unit_is_judged_as_the_number(self, capsys):
        study.predict("worth", "104 euros", 3)
        study.compare("worth", 100)
        said = capsys.readouterr().out
        assert "You predicted 104 euros (confidence 3 of 5)" in said
        assert kept("worth")["right"] is True

    def test_no_answer_is_still_no_answer(self, capsys):
        study.predict("lamps", ..., 3)
        assert "no prediction yet" in capsys.readouterr().out


class TestCompare:
    @pytest.mark.parametrize(
        ("said", "sure", "result", "expected"),
        [
            (
                30,
                3,
                48.2,
                ["You predicted 30 (confidence 3 of 5)", "result is 48.2", "18.2 more", "out of account"],
            ),
            (60, 5, 48.0, ["12 less", "rather sure"]),
            (47, 4, 48.0, ["Well judged."]),
            (47, 1, 48.0, ["you were not sure"]),
            ("more", 3, "More", ["Well judged."]),
            ("less", 4, "as often", ["You predicted “less”", "The result is “as often”.", "rather sure"]),
            (["b", "a"], 2, ["a", "b"], ["You predicted b, a", "result is a, b"]),
        ],
    )
    def test_prediction_beside_result(self, said, sure, result, expected, capsys):
        study.predict("share", said, sure)
        capsys.readouterr()
        study.compare("share", result)
        out = capsys.readouterr().out
        for part in expected:
            assert part in out

    def test_unit_and_tolerance(self, capsys):
        study.predict("share", 30, 3)
        study.compare("share", 34, unit="of 100", close=5)
        assert "34 of 100" in capsys.readouterr().out
        assert kept()["right"] is True
        study.compare("share", 34, close=1)
        assert kept()["right"] is False

    def test_unit_and_tolerance_come_from_the_lessons_file(self, bank_folder, capsys):
        text = "title: A\npredictions:\n  share: {question: How many, unit: of 100, close: 20}\n"
        write_help(bank_folder, "01_a", text)
        study.predict("share", 30, 3)
        study.compare("share", 48)
        assert "48 of 100" in capsys.readouterr().out
        assert kept()["right"] is True

    def test_without_a_prediction(self, capsys):
        study.compare("share", 48)
        assert "You made no prediction" in capsys.readouterr().out
        assert kept() == {}

    def test_a_guess_after_the_result_is_not_praised_and_not_counted(self, capsys):
        study.compare("share", 48)
        study.predict("share", 48, 5)
        study.compare("share", 48)
        said = capsys.readouterr().out
        assert "so this guess is not counted" in said and "Well judged" not in said
        page = study.progress()
        assert list(page.table["how near"]) == ["not counted: the result came first"]
        assert len(page.tables) == 1  # no calibration

    @pytest.mark.parametrize("result", [..., None, float("nan")])
    def test_without_a_result(self, result, capsys):
        study.predict("share", 30, 3)
        study.compare("share", result)
        assert "no result yet" in capsys.readouterr().out
        assert "result" not in kept()

    def test_a_later_guess_is_not_forgotten(self, capsys):
        study.predict("share", 30, 3)
        study.predict("share", 40, 3)
        study.compare("share", 48)
        assert "(Later you said 40.)" in capsys.readouterr().out


class TestRevise:
    def test_beside_the_first(self, capsys):
        study.predict("share", 30, 3)
        study.revise("share", 45, 5)
        assert "First you said 30 (confidence 3 of 5). Now you say 45" in capsys.readouterr().out
        assert kept()["value"] == 30.0

    def test_after_the_result_it_is_not_praised(self, capsys):
        study.predict("share", 30, 3)
        study.revise("share", 45, 5)
        assert "had been shown" not in capsys.readouterr().out
        study.compare("share", 48)
        capsys.readouterr()
        study.revise("share", 48, 5)
        said = capsys.readouterr().out
        assert "That is the result as you saw it, 48." in said
        assert "Your first guess shows how well you judged." in said
        assert "Well judged" not in said
        assert list(study.progress().table["how near"]) == ["off"]

    @pytest.mark.parametrize(
        ("first", "now", "result", "says"),
        [
            (30, 30, 48, "You stay with your guess, though the result is 48."),
            (47, 47, 48, "You stay with your guess, and you were near: the result is 48."),
            (47, 48, 48, "Both are near the result, 48."),
            (30, 48, 48, "That is the result as you saw it, 48."),
            (30, 40, 48, "You moved towards the result, 48."),
            (30, 20, 48, "You moved away from the result, 48."),
            (40, 90, 48, "You moved away from the result, 48."),
            ("less", "more", "more", "That is the result as you saw it, “more”."),
            ("less", "the same", "more", "The result is “more”. What makes you expect something else?"),
        ],
    )
    def test_what_is_said_of_the_way_it_moved(self, first, now, result, says, capsys):
        study.predict("share", first, 3)
        study.compare("share", result)
        capsys.readouterr()
        study.revise("share", now, 4)
        beside, move, last = capsys.readouterr().out.splitlines()
        assert beside.startswith("First you said") and move.startswith(says)
        assert last.startswith("Your first guess shows")

    def test_a_guess_that_came_after_the_result_is_no_test(self, capsys):
        study.compare("share", 48)
        study.predict("share", 48, 5)
        study.compare("share", 48)
        capsys.readouterr()
        study.revise("share", 48, 5)
        said = capsys.readouterr().out
        assert "before your first guess" in said
        assert "you were near" not in said and "how well you judged" not in said

    def test_the_same_again_before_the_result(self, capsys):
        study.predict("share", 30, 3)
        study.revise("share", 30, 5)
        assert "You stay with your guess." in capsys.readouterr().out

    def test_without_a_second_guess_the_first_one_is_shown_again(self, capsys):
        study.predict("share", 30, 2)
        capsys.readouterr()
        study.revise("share", ..., confidence=...)
        out = capsys.readouterr().out
        assert out == "share: no second guess yet. Your first was 30 (confidence 2 of 5).\n"
        assert "revised" not in kept()

    def test_alone_and_missing(self, capsys):
        study.revise("share", 45, 5)
        study.revise("share", ..., 5)
        study.revise("share", 45, ...)
        out = capsys.readouterr().out
        assert "Now you say 45" in out
        assert "no prediction yet" in out
        assert "how sure" in out


class TestProgress:
    def test_nothing_yet(self):
        assert "Nothing noted yet" in str(study.progress())

    def test_predictions_and_calibration(self):
        study.predict("a", 10, 5)
        study.compare("a", 10)
        study.predict("b", 10, 1)
        study.compare("b", 99)
        study.predict("c", 5, 2)
        page = study.progress()
        predictions, calibration = page.tables
        assert list(predictions.index) == ["a", "b", "c"]
        assert list(predictions["how near"]) == ["near", "off", "–"]
        assert calibration.loc[5, "right"] == 1
        assert calibration.loc[1, "right"] == 0
        assert "Too few guesses yet" in str(page)

    @pytest.mark.parametrize(
        ("sure_right", "words"), [(True, "tells you something"), (False, "may be chance")]
    )
    def test_was_confidence_earned(self, sure_right, words):
        for number in range(overview.ENOUGH):
            study.predict(f"s{number}", 10, 5)
            study.compare(f"s{number}", 10 if sure_right else 99)
            study.predict(f"u{number}", 10, 1)
            study.compare(f"u{number}", 99 if sure_right else 10)
        assert words in " ".join(str(study.progress()).split())

    def test_five_guesses_tell_nothing_and_how_many_it_takes_is_said(self):
        for number in range(5):
            study.predict(f"s{number}", 10, 5 if number else 1)
            study.compare(f"s{number}", 10)
        said = " ".join(str(study.progress()).split())
        assert "4 sure ones (4 or 5) and 1 unsure ones (1 or 2), over all lessons." in said
        assert f"It takes about {overview.ENOUGH} of each." in said
        assert "tells you something" not in said

    def test_so_many_guesses_tell_a_real_difference_and_seldom_a_false_one(self):
        def told(sure: float, unsure: float) -> float:
            n = overview.ENOUGH
            chance = [
                [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)] for p in (sure, unsure)
            ]
            return sum(
                chance[0][a] * chance[1][b]
                for a in range(n + 1)
                for b in range(n + 1)
                if overview.by_chance(a, n, b, n) <= overview.LEVEL
            )

        assert told(0.8, 0.4) > 0.8
        assert max(told(p, p) for p in (0.2, 0.5, 0.8)) < overview.LEVEL

    def test_chance_is_fishers(self):
        """The lady tasting tea: three of four cups right, and four of four."""
        assert overview.by_chance(3, 4, 1, 4) == pytest.approx(17 / 70)
        assert overview.by_chance(4, 4, 0, 4) == pytest.approx(1 / 70)

    def test_what_is_untried_is_named_and_what_can_wait(self, bank_folder):
        from classroom import check
        from classroom.lessons import bank

        write_help(bank_folder, "01_a", OBJECTIVES)
        told = bank_folder / "01_a" / bank.BUILT
        told.write_text(json.dumps({"can_wait": ["four"]}), encoding="utf-8")
        bank.forget()
        check.same(1, 1, "one")
        said = " ".join(str(study.progress()).split())
        assert "Not tried yet: `two`, `four`. `four` belongs to a part marked (more) or (deep)" in said
        assert "trying it costs nothing" in said
        check.same(1, 1, "two")
        check.same(1, 1, "four")
        assert "Not tried yet" not in str(study.progress())

    def test_letters_are_answered_and_nothing_is_claimed_of_them(self, bank_folder):
        from classroom import check

        write_help(bank_folder, "01_a", OBJECTIVES)
        check.letters({"p": "a", "q": ...}, "four", options="ab")
        page = study.progress()
        assert list(page.table["state"])[2] == "answered; whether four fits comes with the feedback"
        assert "0 of 4 objectives met" in str(page)
        assert "Answered, and waiting for feedback: `four`." in str(page)

    def test_what_can_wait_is_marked_and_keeps_no_objective_open(self, bank_folder):
        from classroom import check
        from classroom.lessons import bank

        text = OBJECTIVES.replace("exercise: four}", "exercise: [price, four]}")
        write_help(bank_folder, "01_a", text)
        told = bank_folder / "01_a" / bank.BUILT
        told.write_text(json.dumps({"can_wait": ["price"]}), encoding="utf-8")
        bank.forget()
        assert list(study.progress().table["exercise"])[2] == "price (more), four"
        check.same(1, 1, "four")
        assert list(study.progress().table["state"])[2].startswith("met so far")

    def test_a_memo_beside_a_passed_exercise_is_left_to_its_reader(self, bank_folder):
        from classroom import check

        text = OBJECTIVES.replace("exercise: four}", "exercise: [four, memo]}")
        write_help(bank_folder, "01_a", text)
        check.same(1, 1, "four")
        page = study.progress()
        assert list(page.table["state"])[2] == "met so far (memo: read by a person, once written)"
        assert "1 of 4 objectives met" in str(page)

    def test_calibration_is_over_all_lessons(self, bank_folder):
        write_help(bank_folder, "02_b", "title: B\n")
        study.begin("02_b")
        study.predict("a", 10, 4)
        study.compare("a", 10)
        study.begin("01_a")
        (calibration,) = study.progress().tables
        assert calibration.loc[4, "predictions"] == 1

    def test_objectives_follow_the_checks(self, bank_folder):
        from classroom import check

        write_help(bank_folder, "01_a", OBJECTIVES)
        check.same(1, 1, "one")
        for name in ("two", "three"):
            with pytest.raises(check.Mistake):
                check.same(2, 1, name)
        check.same(1, 1, "three")
        with pytest.raises(check.Mistake):
            check.same(2, 1, "three")
        page = study.progress()
        assert list(page.table["state"]) == [
            "met so far",
            "tried",
            "not yet",
            "read by a person, once written",
        ]
        assert "1 of 4 objectives" in str(page)
        assert "<caption>Objectives</caption>" in page._repr_html_()


LADDER = "{reread: r, concept: c, toy: t, twin: {task: a, solution: b, why: c}}"
OBJECTIVES = f"""
title: A
objectives:
  - {{id: first, text: The first., exercise: [one]}}
  - {{id: second, text: The second., exercise: [one, two]}}
  - {{id: third, text: The third., exercise: four}}
  - {{id: fourth, text: The fourth., exercise: memo}}
exercises:
  one: {LADDER}
  two: {LADDER}
  three: {LADDER}
  four: {LADDER}
"""
