"""A lesson's file: every mistake in it is named with file and key."""

from __future__ import annotations

import textwrap

import pandas as pd
import pytest
import yaml
from lesson_files import write_help

from classroom import lessons
from classroom.errors import Trouble
from classroom.lessons import bank
from classroom.lessons.schema import LessonWords

GOOD = yaml.safe_load(
    textwrap.dedent("""
    title: A
    objectives: [{id: first-one, text: Do it., exercise: line_pnl}]
    glossary: {margin: What is left.}
    predictions: {share: {question: "How many?", unit: of 100, close: 5}}
    recall:
      - {key: merge-rows, question: "Why?", options: {a: x, b: y}, answer: b, says: {a: No., b: Yes.}}
    exercises:
      line_pnl: {reread: r, concept: c, toy: t, twin: {task: t, solution: s, why: w}}
    puzzles:
      cost: {result: cost, cases: [{inputs: {n: 1}, expected: 1}, {inputs: {n: 2}, expected: 2}]}
    """)
)


def changed(path: str, value) -> dict:
    content = yaml.safe_load(yaml.safe_dump(GOOD))
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = content
    for part in way:
        place = place[part]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return content


def read(tmp_path, content, name: str = "01_a") -> LessonWords:
    text = content if isinstance(content, str) else yaml.safe_dump(content)
    return bank.read_words(write_help(tmp_path, name, text))


def test_a_good_file_is_read(tmp_path):
    words = read(tmp_path, GOOD)
    assert words.number == 1
    assert words.objectives[0].exercises == ["line_pnl"]
    assert words.exercises["line_pnl"].twin.solution == "s"


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("title", "", "title"),
        ("titel", "x", "titel"),
        ("lesson", "01_a", "lesson"),
        ("objectives.0.text", None, "objectives.0.text"),
        ("objectives.0.exercise", "Line PnL", "objectives.0.exercise"),
        ("objectives.0.exercise", ["ok", "not ok"], "objectives.0.exercise"),
        ("recall.0.answer", "z", "recall.0"),
        ("recall.0.options", {"a": "x", "c": "y"}, "recall.0"),
        ("recall.0.says", {"a": "x"}, "recall.0"),
        ("recall.0.key", "Merge rows", "recall.0.key"),
        ("exercises.line_pnl.toy", "", "exercises.line_pnl.toy"),
        ("exercises.line_pnl.twin.solution", None, "exercises.line_pnl.twin.solution"),
        ("exercises.line_pnl.solution", "x = 1", "exercises.line_pnl.solution"),
        ("predictions.share.close", -1, "predictions.share.close"),
        ("puzzles.cost.cases", [{"inputs": {"n": 1}, "expected": 1}], "puzzles.cost.cases"),
        ("puzzles.cost.cases.0.inputs", {"not a name": 1}, "puzzles.cost.cases.0.inputs"),
        ("puzzles.cost.cases.0.inputs", {}, "puzzles.cost.cases.0.inputs"),
        ("puzzles.cost.result", None, "puzzles.cost.result"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tmp_path, path, value, place):
    with pytest.raises(Trouble) as caught:
        read(tmp_path, changed(path, value))
    assert str(caught.value).startswith(f"classroom/lessons/01_a/help.yaml, {place}: ")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("what", ["recall", "objectives"])
def test_a_key_given_twice_in_a_list(tmp_path, what):
    content = changed(what, GOOD[what] * 2)
    with pytest.raises(Trouble, match="twice"):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title: [", "line "),
        ("a: 1\nb: c: d", "line 2"),
        ("title: a\ntitle: b", "'title' is there twice"),
        ("", "holds no keys"),
        ("- a\n- b", "holds no keys"),
    ],
)
def test_what_is_not_a_lessons_file(tmp_path, text, says):
    with pytest.raises(Trouble) as caught:
        read(tmp_path, text)
    assert says in str(caught.value)


def test_text_that_is_not_utf8(tmp_path):
    folder = write_help(tmp_path, "01_a", "")
    (folder / bank.HELP).write_bytes("title: Größe".encode("latin-1"))
    with pytest.raises(Trouble, match="UTF-8"):
        bank.read_words(folder)


def test_what_is_built_is_not_written_by_hand(tmp_path):
    folder = write_help(tmp_path, "01_a", "recall: []\n")
    (folder / bank.BUILT).write_text('{"title": "A", "glossary": {"margin": "What is left."}}')
    assert bank.read_words(folder).glossary == {"margin": "What is left."}
    (folder / bank.HELP).write_text("title: A\n")
    with pytest.raises(Trouble, match=r"01_a/help\.yaml, title: it is in the lesson's text; delete it here"):
        bank.read_words(folder)


def test_a_damaged_built_file_is_said(tmp_path):
    folder = write_help(tmp_path, "01_a", "recall: []\n")
    (folder / bank.BUILT).write_text('{"title": ')
    with pytest.raises(Trouble, match=r"01_a/built\.json, .*: it is damaged; `centric build` makes it anew"):
        bank.read_words(folder)


def test_a_lesson_without_a_file_has_nothing_to_say(bank_folder):
    words = lessons.read("07_none")
    assert not words.exercises
    assert not words.recall


def test_every_shipped_file_is_right_and_in_the_order_of_the_course():
    names = lessons.names()
    assert names == sorted(names)
    assert "00_meet_fernhill" in names
    for name in names:
        assert lessons.read(name).lesson == name


class TestSmallTables:
    def test_lines_with_commas_become_a_table(self):
        frame = lessons.table_of(
            "order_id , ordered_at,  launched_on, line\n1, 2025-01-02, 2025-02-03, Brio\n"
        )
        assert list(frame.columns) == ["order_id", "ordered_at", "launched_on", "line"]
        assert str(frame["ordered_at"].dt.tz) == "UTC"
        assert frame["launched_on"].iloc[0] == pd.Timestamp("2025-02-03")
        assert frame["line"].iloc[0] == "Brio"

    @pytest.mark.parametrize("value", [3, "a word", "a, b", "two\nlines", [1, 2], None])
    def test_anything_else_stays(self, value):
        assert lessons.table_of(value) is value
