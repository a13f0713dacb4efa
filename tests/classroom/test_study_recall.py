"""Recall: the right questions at the right distance, answers as letters, feedback for each option."""

from __future__ import annotations

import pytest
from lesson_files import write_help

from classroom import study
from classroom.lessons import bank
from classroom.study import place, remember

NAMES = ["00_zero", "01_one", "02_two", "03_three", "04_four", "05_five", "06_six"]


def write_bank(folder, name: str, count: int = 9) -> None:
    questions = "".join(
        f'  - {{key: q{i}, question: "What is {i}?", options: {{a: this, b: that}}, answer: {"ab"[i % 2]}, '
        f"says: {{a: About a., b: About b.}}, see: the start}}\n"
        for i in range(count)
    )
    write_help(folder, name, f"title: T\nrecall:\n{questions}")


@pytest.fixture
def banks(bank_folder):
    for name in NAMES:
        write_bank(bank_folder, name)
    return bank_folder


def test_questions_come_from_one_three_and_five_lessons_before(banks):
    assert [lesson for lesson, _ in remember.choose("06_six", 3)] == ["05_five", "03_three", "01_one"]
    assert [lesson for lesson, _ in remember.choose("04_four", 3)] == ["03_three", "01_one", "02_two"]
    assert [lesson for lesson, _ in remember.choose("01_one", 3)] == ["00_zero"] * 3
    assert remember.choose("00_zero", 3) == []
    assert remember.choose("practice", 3) == []


def test_each_distance_asks_other_questions(banks):
    asked = [
        {key for lesson, key in remember.choose(name, 3) if lesson == "00_zero"}
        for name in ("01_one", "03_three", "05_five")
    ]
    assert asked[0].isdisjoint(asked[1])
    assert asked[1].isdisjoint(asked[2])


def test_a_small_bank_gives_what_it_has(bank_folder):
    write_bank(bank_folder, "00_zero", count=2)
    assert len(remember.choose("01_one", 3)) == 2


def test_a_missed_question_comes_back_first(banks):
    study.begin("01_one")
    study.recall()
    study.recall_answer("a", "a", "a")  # q1 wants b
    assert ("00_zero", "q1") in remember.choose("03_three", 6)
    first = next(key for lesson, key in remember.choose("03_three", 6) if lesson == "00_zero")
    assert first == "q1"


class TestAskAndAnswer:
    @pytest.fixture(autouse=True)
    def start(self, banks, capsys):
        study.begin("01_one")
        study.recall()
        self.asked = capsys.readouterr().out

    def test_the_questions_are_printed_with_their_options(self):
        for part in ("1. What is 0?", "2. What is 1?", "3. What is 2?", "   a) this", "   b) that"):
            assert part in self.asked
        assert "About" not in self.asked

    @pytest.mark.parametrize(
        "form", [("a", "b", "a"), ("A", " b ", "(a)"), ("aba",), ("a b a",), ("a, b, a",)]
    )
    def test_right_answers_in_any_form(self, form, capsys):
        study.recall_answer(*form)
        out = capsys.readouterr().out
        assert out.count("Right.") == 3
        assert "Read again" not in out

    def test_a_wrong_one_says_why_and_where_to_read(self, capsys):
        study.recall_answer("b", "b", "a")
        out = capsys.readouterr().out
        assert "1. Not quite. About b. Read again: the start." in out
        assert out.count("Right.") == 2

    def test_by_key(self, capsys):
        study.recall_answer(q1="b")
        assert capsys.readouterr().out == "2. Right. About b.\n"

    @pytest.mark.parametrize("form", [(..., ..., ...), (None, 3, "z")])
    def test_no_answer(self, form, capsys):
        study.recall_answer(*form)
        assert capsys.readouterr().out.count("Not answered yet. Choose one of a, b.") == 3
        assert place.load_notes("01_one")["recall"]["answers"] == {}

    def test_the_first_answer_is_kept(self):
        study.recall_answer("b", "b", "a")
        study.recall_answer("a", "b", "a")
        assert place.load_notes("01_one")["recall"]["answers"]["q0"]["right"] is False
        assert "2 of 3" in str(study.progress())

    def test_asking_again_asks_the_same(self, capsys):
        study.recall_answer("b", "a", "b")
        study.recall()
        assert self.asked in capsys.readouterr().out

    def test_answers_without_asking_first(self, here, capsys):
        place.save_notes("01_one", place.blank("01_one"))
        study.recall_answer("a", "b", "a")
        assert capsys.readouterr().out.count("Right.") == 3

    def test_too_many_answers_are_no_matter(self, capsys):
        study.recall_answer("a", "b", "a", "a", "b")
        assert capsys.readouterr().out.count("Right.") == 3


def test_nothing_to_recall_is_said(bank_folder, capsys):
    study.begin("00_zero")
    study.recall()
    study.recall_answer("a")
    assert "nothing to recall yet" in capsys.readouterr().out


def test_a_damaged_bank_is_said_and_passed_by(banks, capsys):
    (banks / "00_zero" / "help.yaml").write_text("title: [", encoding="utf-8")
    bank.forget()
    study.begin("02_two")
    study.recall()
    out = capsys.readouterr().out
    assert "00_zero/help.yaml" in out
    assert "3. What is" in out


class TestTheShippedBank:
    words = bank.read("00_meet_fernhill")

    def test_it_covers_what_the_course_builds_on(self):
        text = " ".join(question.question for question in self.words.recall).lower()
        for topic in ("merge", "mean", "groupby", "account", "survey", "missing"):
            assert topic in text

    def test_guessing_one_letter_does_not_pay(self):
        answers = [question.answer for question in self.words.recall]
        assert len(answers) >= 9
        for letter in "abc":
            assert answers.count(letter) <= len(answers) / 2

    def test_no_option_stands_out_by_its_length(self):
        longest = [max(q.options, key=lambda o: len(q.options[o])) == q.answer for q in self.words.recall]
        assert sum(longest) <= 0.6 * len(longest)

    def test_sentences_are_short(self):
        import re

        for question in self.words.recall:
            for text in [question.question, *question.options.values(), *question.says.values()]:
                for sentence in re.split(r"(?<=[.!?:,])\s+", text):
                    assert len(sentence.split()) <= 18, sentence
