"""The demo's class, and the demo itself on the real lesson."""

from __future__ import annotations

import html
import json
import re

import pytest
from small_course import ROOT
from spoken import centric

from generator.errors import UserError, WrongUse
from staffroom import demo as demo_module
from staffroom.cli import main
from staffroom.course import find_course
from staffroom.grading.results import read_results
from staffroom.grading.summary import summarise
from staffroom.lessons.leak import secret_lines
from staffroom.lessons.notebook import build_notebook, to_bytes
from staffroom.lessons.release import release_bytes
from staffroom.lessons.source import read_lesson
from staffroom.players import play_class, read_answers

NAME = "01_product_vs_customer"


@pytest.fixture(scope="module")
def lesson():
    return read_lesson(ROOT / "solutions" / NAME / f"{NAME}.py")


@pytest.fixture(scope="module")
def released(lesson) -> bytes:
    return release_bytes(to_bytes(build_notebook(lesson)), NAME, find_course(ROOT).config)


def test_every_listed_misconception_is_carried_by_somebody(lesson, released):
    listed = {(name, key) for name, answers in read_answers(lesson).items() for key in answers.wrong}
    assert len(listed) > 20
    for size in (28, 40):
        players = play_class(lesson, released, size)
        assert len(players) == size == len({p.student for p in players})
        assert {(name, key) for p in players for name, key in p.mistakes.items()} == listed


def test_the_class_has_all_kinds_and_is_the_same_each_time(lesson, released):
    players = play_class(lesson, released, 28)
    kinds = [p.kind for p in players]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "right": 1, "another style": 4, "with misconceptions": 20, "half": 1, "blank": 1, "damaged file": 1,
    }  # fmt: skip
    assert players == play_class(lesson, released, 28)
    blank = next(p for p in players if p.kind == "blank")
    assert blank.content == released
    with pytest.raises(ValueError, match=r"."):
        json.loads(players[-1].content)


def test_the_work_differs_from_the_released_notebook_only_where_students_write(lesson, released):
    given = json.loads(released)["cells"]
    for player in play_class(lesson, released, 28)[:-1]:
        cells = json.loads(player.content)["cells"]
        changed = {new["id"] for new, old in zip(cells, given, strict=True) if new != old}
        assert all(re.match(r"(answer|puzzle|predict|written)_", name) for name in changed)
        assert not any("BEGIN SOLUTION" in "".join(cell["source"]) for cell in cells)


def test_a_class_too_small_is_refused(lesson, released):
    with pytest.raises(WrongUse, match="at least"):
        play_class(lesson, released, 5)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "thesis.txt", ROOT, ROOT.parent):
        with pytest.raises(WrongUse):
            demo_module.play(folder)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_without_the_lesson_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(demo_module, "LESSON", "77")
    with pytest.raises(UserError, match="lesson 77"):
        demo_module.play(tmp_path / "demo")


@pytest.mark.parametrize("words", [("--students", "2"), ("--customers", "100000000000000")])
def test_an_earlier_demo_stays_if_what_is_asked_for_cannot_be(tmp_path, words):
    (tmp_path / demo_module.MARK).write_text("", encoding="utf-8")
    (tmp_path / "report.html").write_text("all done", encoding="utf-8")
    said = centric("demo", "--out", tmp_path, *words)
    assert said.returncode == 2 and said.stderr.count("\n") == 1
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "all done"


@pytest.mark.slow
def test_the_demo_plays_through_and_diagnoses_the_class(tmp_path, capsys):
    """Everybody right gets full points, each carried misconception is named by its own key."""
    out = tmp_path / "demo"
    assert main(["demo", "--out", str(out), "--customers", "2000", "--workers", "2", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    course = find_course(out)
    assert answer["not_gradable"] == ["bruno2"] and answer["graded"] == 27
    results = read_results(course, NAME)
    of = {s.student: s for s in results.students}
    lesson = read_lesson(course.source / NAME / f"{NAME}.py")
    released = (course.release / NAME / f"{NAME}.ipynb").read_bytes()
    players = play_class(lesson, released, 28, course.company)
    for player in players:
        if player.kind in ("right", "another style"):
            assert of[player.student].score == results.auto_points
        if player.kind == "blank":
            assert of[player.student].score == 0
        for name, key in player.mistakes.items():
            cells = [c for c in of[player.student].cells if c.cell.startswith(f"test_{name}")]
            if name.startswith("check_"):  # of a check it is told what it let through
                assert all(c.score < c.points and c.mistake for c in cells) and cells
                continue
            # of two slips that give the same on the page both are named
            assert key in {named for c in cells for named in (c.mistake, *c.also)}, (
                player.student,
                name,
                key,
            )
    summary = summarise(results, course.source / NAME)
    told = {(one.item, key) for one in summary.misconceptions for key in (one.key, *one.also)}
    carried = {pair for player in players for pair in player.mistakes.items()}
    assert {(name, key) for name, key in carried if not name.startswith("check_")} <= told
    assert (course.grades / NAME / "report.html").is_file()
    assert not list(out.rglob("truth*"))
    hidden = {line for line, where in secret_lines(lesson).items() if where.startswith("a region of [test]")}
    assert len(hidden) > 20
    for page in sorted(course.feedback.rglob(f"{NAME}.html")):
        words = html.unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))
        own = (course.submitted / page.parts[-3] / NAME / page.with_suffix(".ipynb").name).read_text(
            encoding="utf-8"
        )
        told = [line for line in hidden if line in words and json.dumps(line)[1:-1] not in own]
        assert told == [], page
    # a second demo takes the place of the first
    assert (out / demo_module.MARK).is_file()
