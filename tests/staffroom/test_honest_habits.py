"""What honest students do in their notebooks besides answering: none of it may cost a point."""

from __future__ import annotations

import json
from collections.abc import Iterator

import players_of_target as target
import pytest

from staffroom.course import Course
from staffroom.grading import gradebook
from staffroom.grading.run import grade_lesson

pytestmark = pytest.mark.slow
HABITS = {player.name: player for player in target.players("honest")}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Course, dict[str, dict[str, float]]]]:
    course, released = target.make_course(tmp_path_factory.mktemp("habits") / "course")
    for name, habit in HABITS.items():
        place = course.submitted / name / target.LESSON / f"{target.LESSON}.ipynb"
        place.parent.mkdir(parents=True)
        place.write_bytes(target.hand_in(released, target.RIGHT, habit.cells))
    grade_lesson(course, target.LESSON, workers=2)
    with gradebook.opened(course) as book:
        found = gradebook.scores(book, target.LESSON)
    yield (
        course,
        {who: {s.cell.removeprefix("test_"): s.score for s in scores} for who, scores in found.items()},
    )


@pytest.mark.parametrize("name", HABITS)
def test_full_score(graded: tuple[Course, dict[str, dict[str, float]]], name: str) -> None:
    course, scores = graded
    path = course.autograded / name / target.LESSON / f"{target.LESSON}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    errors = [o["evalue"] for cell in cells for o in cell.get("outputs", []) if o["output_type"] == "error"]
    assert scores[name] == target.POINTS, f"{HABITS[name].about} {errors}"


def outputs(course: Course, name: str) -> list[dict]:
    path = course.autograded / name / target.LESSON / f"{target.LESSON}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [output for cell in cells for output in cell.get("outputs", [])]


def test_what_was_put_out_is_there(graded: tuple[Course, dict[str, dict[str, float]]]) -> None:
    """Prints, tables and figures stand in the notebook that the instructor opens."""
    course, _ = graded
    text = "".join("".join(o.get("text", "")) for o in outputs(course, "prints"))
    assert "result: 80.0" in text
    kinds = [set(o.get("data", {})) for o in outputs(course, "plots")]
    assert sum("image/png" in kind for kind in kinds) >= 2
    kinds = [set(o.get("data", {})) for o in outputs(course, "rich_outputs")]
    assert sum("text/html" in kind for kind in kinds) >= 3
    assert any("text/markdown" in kind for kind in kinds)
