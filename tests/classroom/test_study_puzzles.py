"""Ordering puzzles: judged by what the lines do, on several inputs; every order that passes is known."""

from __future__ import annotations

import itertools

import pytest
from lesson_files import write_help

from classroom import study
from classroom.errors import Misuse
from classroom.lessons import bank
from classroom.study import place, puzzles

LINES = {
    "A": 'rated = orders.merge(rates, on="channel", how="left")',
    "B": 'rated["rate_eur"] = rated["rate_eur"].fillna(0)',
    "C": 'cost = rated.groupby("customer_id")["rate_eur"].sum()',
    "D": 'cost = rated.groupby("customer_id")["rate_eur"].mean()',
    "E": 'seen = orders["channel"].nunique()',
}
FILE = """
title: A
puzzles:
  cost:
    result: cost
    why: Why must the merge come before the sum?
    cases:
      - inputs:
          orders: |
            order_id, customer_id, channel
            1, 7, web
            2, 7, store
            3, 8, web
          rates: |
            channel, rate_eur
            web, 7
            store, 4
        expected: |
          customer_id, cost_eur
          7, 11
          8, 7
      - inputs:
          orders: |
            order_id, customer_id, channel
            1, 7, web
            2, 7, web
            3, 9, phone
          rates: |
            channel, rate_eur
            web, 5
        expected: |
          customer_id, cost_eur
          7, 10
          9, 0
"""


@pytest.fixture(autouse=True)
def puzzle(bank_folder):
    write_help(bank_folder, "01_a", FILE)
    study.begin("01_a")


def said(capsys, answer, lines=None, **kwargs) -> str:
    study.order(lines or LINES, answer, **kwargs)
    return capsys.readouterr().out


class TestOrder:
    @pytest.mark.parametrize("answer", ["AC", "ac", "A, C", "a-c", ["A", "C"], ("a", "c")])
    def test_a_right_order_in_any_form(self, answer, capsys):
        out = said(capsys, answer)
        assert "Right" in out
        assert "Why must the merge come before the sum?" in out
        assert place.load_notes("01_a")["puzzles"]["cost"]["solved"] is True

    @pytest.mark.parametrize(
        ("answer", "says"),
        [
            ("CA", "stops at line C"),
            ("AD", "small example 1 of the puzzle"),
            ("A", "none of them makes `cost`"),
            ("E", "none of them makes `cost`"),
            ("AEC", "Line E is not needed"),
            ("ACE", "Line E is not needed"),
            ("ABC", "Line B is not needed"),
            ("AX", "no line X"),
            ("ACA", "twice"),
            (..., "Not answered yet"),
            (None, "Not answered yet"),
            ("...", "Not answered yet"),
            ("", "Not answered yet"),
            (5, "Not answered yet"),
            (..., 'such as order = "'),
        ],
    )
    def test_what_is_wrong_is_said(self, answer, says, capsys):
        out = said(capsys, answer)
        assert says in out
        assert "Right" not in out
        assert "mistake:" not in out

    def test_a_wrong_order_is_told_what_the_lesson_says_of_it(self, bank_folder, capsys):
        slips = '    slips: {"D(?!.*C)": "A mean is not what somebody costs.", "A": "Never told."}\n    why:'
        write_help(bank_folder, "01_a", FILE.replace("    why:", slips))
        bank.forget()
        out = said(capsys, "AD")
        assert "A mean is not what somebody costs." in out and "Never told" not in out
        assert "A mean" not in said(capsys, "ADC")

    def test_the_message_does_not_show_the_result(self, capsys):
        assert "11" not in said(capsys, "AD")

    def test_a_solved_puzzle_stays_solved(self, capsys):
        said(capsys, "AC")
        said(capsys, "CA")
        note = place.load_notes("01_a")["puzzles"]["cost"]
        assert note["solved"] is True
        assert note["tries"] == ["AC", "CA"]

    def test_what_the_lines_print_is_held_back(self, capsys):
        assert "noise" not in said(capsys, "FAC", lines={**LINES, "F": 'print("noise")'})

    def test_indented_lines_are_put_together(self, capsys):
        lines = {
            "A": "cost = {}",
            "B": "for row in orders.merge(rates, how='left').fillna(0).itertuples():",
            "C": "    cost[row.customer_id] = cost.get(row.customer_id, 0) + row.rate_eur",
        }
        assert "Right" in said(capsys, "ABC", lines=lines)
        assert "not Python" in said(capsys, "ACB", lines=lines)

    def test_lines_that_change_an_input_spoil_no_other_run(self, capsys):
        lines = dict(LINES)
        lines["A"] = 'rated = orders.assign(customer_id=orders.pop("customer_id")).merge(rates, how="left")'
        for _ in range(2):
            assert "Right" in said(capsys, "AC", lines=lines)

    def test_which_puzzle(self, capsys):
        assert "Right" in said(capsys, "AC", puzzle="cost")
        assert "Its puzzles: cost" in said(capsys, "AC", puzzle="other")
        assert "no such ordering puzzle" in said(capsys, "AC", lesson="99_none")


class TestEnumerate:
    def test_it_finds_what_trying_everything_finds(self):
        _, about = puzzles.find_puzzle("cost")
        bench = puzzles.Bench(about, LINES)
        everything = [
            "".join(order)
            for n in range(1, 6)
            for order in itertools.permutations(LINES, n)
            if bench.look("".join(order)).solved
        ]
        assert sorted(study.enumerate_puzzle("cost", LINES, minimal=False)) == sorted(everything)
        assert len(everything) > 5

    def test_only_orders_in_which_each_line_is_needed(self):
        assert study.enumerate_puzzle("cost", LINES) == ["AC"]

    def test_it_names_a_line_that_the_author_thought_was_needed(self):
        """`fillna` before a sum is not: sum leaves gaps out by itself."""
        assert "ABC" in study.enumerate_puzzle("cost", LINES, minimal=False)

    def test_indented_lines(self):
        lines = {"A": "cost = {}", "B": "for row in orders.merge(rates, how='left').fillna(0).itertuples():"}
        lines["C"] = "    cost[row.customer_id] = cost.get(row.customer_id, 0) + row.rate_eur"
        assert study.enumerate_puzzle("cost", lines) == ["ABC"]

    def test_lines_may_stand_in_the_lessons_file(self, bank_folder):
        with pytest.raises(Misuse, match="no lines"):
            study.enumerate_puzzle("cost")
        text = FILE.replace(
            "    why:", "    lines: {A: 'cost = orders.groupby(\"customer_id\").size()'}\n    why:"
        )
        write_help(bank_folder, "01_a", text)
        bank.forget()
        assert study.enumerate_puzzle("cost") == []
