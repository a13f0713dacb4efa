"""What right code alone earns follows from the points, and is held to the bar when all kinds are there."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from small_lesson import says

from staffroom.lessons.source import Cell, Exercise, Lesson
from staffroom.teaching import assistant
from staffroom.teaching.play import play

CODE = "### BEGIN SOLUTION\nx = len([1])\n### END SOLUTION"
LETTER = 'x = ...\n### BEGIN SOLUTION\nx = "a"\n### END SOLUTION'


def exercise(kind: str, points: float, source: str = CODE, **options: str) -> Exercise:
    return Exercise(kind, points, Cell(kind, kind, 0, "core", source, 1, options), [])


class Made(Lesson):
    """A lesson with the exercises that its header lists."""

    def exercises(self) -> list[Exercise]:
        return self.header["exercises"]


def lesson(shops: Lesson, *exercises: Exercise, memo: float = 0) -> Lesson:
    tests = [Cell("test", e.name, e.points, "core", "", 1) for e in exercises]
    memos = [Cell("written", "memo", memo, "core", "", 1)] if memo else []
    return Made(shops.name, shops.title, {"exercises": list(exercises)}, [*tests, *memos], shops.path)


def test_letters_earn_their_chance_and_judgement_nothing(shops):
    made = lesson(
        shops,
        exercise("answer", 20),
        replace(exercise("answer", 6, LETTER, options="a,b,c"), name="letters"),
        exercise("predict", 1),
        exercise("puzzle", 3),
        exercise("check", 5),
        exercise("audit", 5),
        memo=10,
    )
    assert assistant.points(made) == {
        "code": 20, "choice": 6, "predict": 1, "puzzle": 3, "check": 5, "audit": 5, "memo": 10,
    }  # fmt: skip
    assert assistant.earned(made) == 20 + 6 / 3 + 1
    assert assistant.share([made]) == pytest.approx(23 / 50)
    assert assistant.share([made, lesson(shops, memo=50)]) == pytest.approx(23 / 100)
    assert says(assistant.measure(made)) == [
        "nothing but right code gets 46 % of the course's points; 40 % at most"
    ]


def test_at_the_bar_it_is_met(shops):
    kinds = exercise("answer", 40), exercise("check", 15), exercise("audit", 15)
    assert assistant.measure(lesson(shops, *kinds, memo=30)).passed
    assert not assistant.measure(lesson(shops, *kinds, memo=29)).passed


@pytest.mark.parametrize("without", ["check", "audit", "memo"])
def test_the_bar_waits_until_all_kinds_are_there(shops, without):
    kinds = [exercise(kind, 1) for kind in ("check", "audit") if kind != without]
    made = lesson(shops, exercise("answer", 96), *kinds, memo=0 if without == "memo" else 1)
    found = assistant.measure(made)
    assert found.passed and found.bar.endswith("later")
    assert found.notes[-1] == f"no points yet, so no bar: {without}"


def test_the_course_counts_all_lessons_that_can_be_read(faulty):
    one = faulty()
    folder = one.path.parent.parent
    for number in ("97", "96"):
        shutil.copytree(one.path.parent, folder / f"{number}_other")
        (folder / f"{number}_other" / one.path.name).rename(folder / f"{number}_other" / f"{number}_other.py")
    (folder / "97_other" / "97_other.py").write_text("nothing", encoding="utf-8")
    assert [each.name for each in assistant.course_of(one)] == ["98_two_shops", "96_other"]
    assert assistant.measure(one).value.endswith("in 2 lessons")


def test_who_is_scripted_gets_what_is_said(shops):
    """Played: the code is the reference's, and each choice is blank."""
    blank = {e.name: "right_number = ..." for e in shops.exercises() if e.name == "right_number"}
    assert play(shops, blank).points == assistant.points(shops)["code"] == 8
