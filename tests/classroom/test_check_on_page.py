"""What a failing check on a page says to do next: the next hint, and the call to paste."""

from __future__ import annotations

from pathlib import Path

import pytest
from lesson_files import write_help

from classroom import check, lessons, study, toys
from classroom.check import mistakes
from classroom.errors import WIDTH, Misuse, wrapped
from classroom.lessons import page as pages
from classroom.lessons.schema import PageFile
from staffroom.lessons import reference

LESSON = "01_product_vs_customer"
SOLUTIONS = Path(__file__).parents[2] / "solutions" / LESSON


def failed(answer, exercise: str = "01/would_go") -> check.Mistake:
    with pytest.raises(check.Mistake) as found:
        check.on_page(answer, exercise)
    return found.value


@pytest.fixture
def begun(here):
    study.begin(LESSON)


class TestWrittenIn:
    """A value of the first call is written into the function: which argument it should come from."""

    def test_part_of_a_table(self):
        right = reference.load(SOLUTIONS).customer_pnl

        def packed_at_fixed_rates(lines, returns, orders, tickets, touches, costs):
            pnl = right(lines, returns, orders, tickets, touches, costs)
            packing = orders["channel"].map({"web": 7, "app": 6, "store": 4})
            return pnl.assign(fulfilment_eur=packing.groupby(orders["customer_id"]).sum())

        found = failed(packed_at_fixed_rates, "01/customer_pnl")
        assert "`costs` is not what it was" in found.shown()
        assert "`fulfilment_eur` is still the same" in found.shown()
        assert "tickets_eur` is still" not in found.shown() and "not what it was" not in str(found)

    def test_a_whole_result(self):
        page = toys.page(LESSON)
        found = failed(lambda profit, draws: page.right("likely_range"), "01/likely_range")
        assert "`draws` is not what it was" in found.shown() and "still the first one" in found.shown()

    def test_what_is_wrong_otherwise_is_not_told_of_it(self):
        right = reference.load(SOLUTIONS).would_go
        wrong = failed(lambda ledger, line: right(ledger, line) if line == "Lumen" else ledger["eur"] > 0)
        assert "on a second call" in wrong.shown() and "not what it was" not in wrong.shown()


class TestWhatNext:
    def test_the_first_hint_then_the_next_then_none(self, begun, capsys):
        assert '\nstudy.hint("would_go")\n' in failed(lambda ledger, line: 3).shown()
        study.hint("would_go")
        for turn in range(3):
            assert '\nstudy.hint("would_go", tried="…")\n' in failed(lambda ledger, line: 3).shown()
            study.hint("would_go", tried=f"way {turn}")
        assert "study.hint" not in failed(lambda ledger, line: 3).shown()

    def test_the_call_stands_at_the_end(self, begun):
        found = failed(lambda ledger, line: 3)
        assert found.shown().endswith(
            "To see what your function gives here, run this in a new cell:\n"
            "from classroom import toys\n\n"
            f'toy = toys.page("{LESSON}")\nwould_go(toy["ledger"], \'Lumen\')'
        )
        assert "study" not in found.sentence and "toys" not in str(found)

    def test_an_error_has_it_too_and_a_blank_answer_has_not(self, begun):
        assert "toys.page" in failed(lambda ledger, line: 1 / 0).shown()
        assert failed(...).further == ""
        assert failed(lambda ledger, line: None).further == ""

    def test_no_key_is_shown(self, begun):
        for answer in (
            lambda ledger, line: 3,
            lambda ledger, line: 1 / 0,
            lambda ledger, line: ledger["eur"].sum(),
            ...,
        ):
            found = failed(answer)
            assert "mistake:" not in found.shown() and str(found).endswith(f"\nmistake: {found.key}")

    def test_without_hints_nothing_is_advised(self, bank_folder, monkeypatch):
        write_help(bank_folder, "01_a", "title: A\n")
        study.begin("01_a")
        assert mistakes.advice("line_pnl") == ""
        monkeypatch.setattr(lessons, "read", lambda name: 1 / 0)
        assert mistakes.advice("line_pnl") == ""


@pytest.mark.parametrize("lesson", pages.pages())
def test_every_call_can_be_pasted_and_gives_what_the_page_says(lesson):
    held = toys.page(lesson)
    calls = [(name, turn) for name in held.exercises() for turn in range(len(held.call(name).calls))]
    for exercise, turn in calls:
        text = held.written_call(exercise, turn)
        assert all(len(line) <= pages.WIDTH for line in text.splitlines())
        before, _, call = text.partition("\n" + exercise)
        given = []
        names: dict = {exercise: lambda *arguments, given=given: given.extend(arguments)}
        exec(f"{before}\n{exercise}{call}", names)
        wanted = held.arguments(exercise, turn)
        assert len(given) == len(wanted)
        for mine, right in zip(given, wanted, strict=True):
            assert mine.equals(right) if hasattr(right, "equals") else mine == right


def test_labels_columns_numbers_and_lists_are_written():
    file = PageFile(
        tables={"sales": "shop_id, day, eur\n1, 2, 3"},
        exercises={
            "f": {
                "call": [
                    {"table": "sales", "index": ["shop_id", "day"], "column": "eur"},
                    0.5,
                    True,
                    [1, 2],
                    {"text": "Lumen"},
                ]
            }
        },
    )
    held = pages.Page("98_a", file, {})
    assert held.arguments("f")[1:] == (0.5, True, [1, 2], "Lumen")
    call = held.written_call("f").splitlines()[-1]
    assert call == 'f(toy["sales"].set_index(["shop_id", "day"])["eur"], 0.5, True, [1, 2], \'Lumen\')'


class TestWrapping:
    def test_between_words_and_not_in_a_name(self):
        text = f"{'word ' * 16}`a name of six words here` {'word ' * 30}well-known-words"
        lines = wrapped(text)
        assert " ".join(lines) == text
        assert all(len(line) <= WIDTH for line in lines)
        assert any("`a name of six words here`" in line for line in lines)

    def test_code_and_blank_lines_stay(self):
        text = f"Run this:\n\n    {'x' * 100} = 1\nThen that."
        assert wrapped(text) == text.split("\n")

    def test_a_long_word_stands_alone(self):
        assert wrapped(f"See /{'a' * 100} there.") == ["See", f"/{'a' * 100}", "there."]

    def test_whatever_the_classroom_says_is_wrapped(self):
        lines = Misuse("word " * 40)._render_traceback_()
        assert len(lines) == 3 and all(len(line) <= WIDTH for line in lines)
