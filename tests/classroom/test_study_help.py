"""Hints climb one rung per honest try; the worked twin opens after a pass or three different tries."""

from __future__ import annotations

import pandas as pd
import pytest
from lesson_files import write_help

from classroom import check, study
from classroom.lessons import bank
from classroom.study import place
from classroom.words import say

FILE = """
title: A
exercises:
  line_pnl:
    reread: Rung one, the question again.
    concept: Rung two, the concept.
    toy: Rung three, the toy table.
    twin: {task: A twin task., solution: 'twin = 1', why: Because.}
"""
RUNGS = ["Rung one", "Rung two", "Rung three", "twin = 1"]


@pytest.fixture(autouse=True)
def lesson(bank_folder):
    write_help(bank_folder, "01_a", FILE)
    study.begin("01_a")


def said(capsys, *args, **kwargs) -> str:
    study.hint(*args, **kwargs)
    return capsys.readouterr().out


def wrong(value) -> None:
    with pytest.raises(check.Mistake):
        check.same(value, 1, "line_pnl")


class TestAnAudit:
    def test_without_hints_of_its_own_it_has_those_for_any_audit(self, bank_folder, capsys):
        (bank_folder / "01_a" / bank.BUILT).write_text('{"audits": ["the_report"]}', encoding="utf-8")
        bank.forget()
        out = [" ".join(said(capsys, "the_report", tried=f"way {n}").split()) for n in range(4)]
        assert "look up each figure" in out[0] and "exactly the figure" in out[1]
        assert "orders_of.median()" in out[2] and "severity" in out[3]
        assert "line_pnl" in said(capsys, "of_no_lesson") and "the_report" in said(capsys, "of_no_lesson")

    def test_its_own_hints_come_first(self, bank_folder, capsys):
        (bank_folder / "01_a" / bank.BUILT).write_text('{"audits": ["line_pnl"]}', encoding="utf-8")
        bank.forget()
        assert RUNGS[0] in said(capsys, "line_pnl")

    def test_what_the_solved_twin_says_is_so(self):
        space = {}
        exec(say("audit-help.solution"), space)
        assert space["by_report"] == space["put_right"] and space["severity"] == "cosmetic"
        orders_of = pd.Series([1, 1, 2, 4])
        assert (orders_of.mean(), orders_of.median(), orders_of[orders_of > 1].mean()) == (2.0, 1.5, 3.0)


class TestHint:
    def test_each_try_opens_one_more(self, capsys):
        out = said(capsys, "line_pnl")
        assert RUNGS[0] in out
        for rung in (1, 2, 3):
            out = said(capsys, "line_pnl", tried=f"I tried way number {rung}")
            assert RUNGS[rung] in out
            assert not any(other in out for other in RUNGS if other != RUNGS[rung])
        assert "in the same way" in out

    def test_lines_break_between_words_and_code_stays_whole(self, bank_folder, capsys):
        task, long = "word " * 40, f"twin = {list(range(40))}"
        write_help(bank_folder, "01_a", FILE.replace("A twin task.", task).replace("twin = 1", long))
        for number in range(4):
            out = said(capsys, "line_pnl", tried=f"way {number}")
        lines = out.splitlines()
        assert long in lines and "word word" in out
        assert all(len(line) <= 88 for line in lines if "twin" not in line)

    def test_there_is_no_end_after_the_last(self, capsys):
        for number in range(8):
            out = said(capsys, "line_pnl", tried=f"try number {number}")
        assert RUNGS[3] in out

    @pytest.mark.parametrize("tried", [None, "", "...", "…", ..., 5, "   "])
    def test_without_a_line_on_what_was_tried_it_stays(self, tried, capsys):
        said(capsys, "line_pnl")
        for _ in range(3):
            out = said(capsys, "line_pnl", tried=tried)
        assert RUNGS[0] in out
        assert 'study.hint("line_pnl", tried="…")' in out

    def test_one_word_is_a_try(self, capsys):
        said(capsys, "line_pnl")
        assert RUNGS[1] in said(capsys, "line_pnl", tried="merge")

    @pytest.mark.parametrize(
        ("tried", "asks"),
        [
            ("merge", "You have said that before."),
            (" Merge", "You have said that before."),
            ("…", "in place of the dots"),
            ("", "in place of the dots"),
            (None, "the hint you have seen already"),
        ],
    )
    def test_what_opens_the_next_is_said_once(self, tried, asks, capsys):
        assert asks not in said(capsys, "line_pnl")
        assert asks not in said(capsys, "line_pnl", tried="merge")
        out = said(capsys, "line_pnl", tried=tried)
        assert asks in out and RUNGS[1] in out
        assert out.count("study.hint(") == 1
        assert RUNGS[2] in said(capsys, "line_pnl", tried="a groupby")

    def test_after_the_last_nothing_is_asked_for(self, capsys):
        for number in range(4):
            said(capsys, "line_pnl", tried=f"way {number}")
        assert "study.hint(" not in said(capsys, "line_pnl")

    def test_the_same_line_twice_opens_nothing(self, capsys):
        said(capsys, "line_pnl")
        said(capsys, "line_pnl", tried="I merged first")
        assert RUNGS[1] in said(capsys, "line_pnl", tried="i  MERGED first")

    def test_nothing_counts_what_is_left(self, capsys):
        out = said(capsys, "line_pnl")
        assert not any(word in out for word in ("left", "remain", "of 4", "1/4"))

    def test_an_unknown_exercise(self, capsys):
        assert "Did you mean `line_pnl`?" in said(capsys, "line_pl")
        assert "There are no hints" in said(capsys, "zzz")
        assert place.load_notes("01_a")["exercises"] == {}

    def test_what_only_resembles_another_lessons_exercise_is_not_taken_for_it(self, capsys):
        study.begin("02_b")
        out = said(capsys, "line_report")
        assert "There are no hints" in out and "line_pnl" not in out

    def test_from_another_lesson_it_is_found_too(self, capsys):
        study.begin("02_b")
        assert RUNGS[0] in said(capsys, "line_pnl")
        assert place.load_notes("01_a")["exercises"]["line_pnl"]["rung"] == 1

    def test_a_damaged_file_is_said(self, bank_folder, capsys):
        write_help(bank_folder, "00_b", "titel: x\n")
        assert "00_b/help.yaml" in said(capsys, "nothing")


class TestReveal:
    def revealed(self, capsys) -> bool:
        capsys.readouterr()
        study.reveal("line_pnl")
        return "twin = 1" in capsys.readouterr().out

    def test_not_before_a_try(self, capsys):
        assert not self.revealed(capsys)

    def test_after_a_pass(self, capsys):
        check.same(1, 1, "line_pnl")
        assert self.revealed(capsys)

    def test_after_three_different_tries(self, capsys):
        for value in (2, 3, 3, 3, ...):
            wrong(value)
        assert not self.revealed(capsys)
        wrong(4)
        assert self.revealed(capsys)

    def test_an_unknown_exercise(self, capsys):
        study.reveal("zzz")
        assert "There are no hints" in capsys.readouterr().out
