"""A lesson graded on each rung by itself: the author's own solution has full marks on all of them."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import determine_grade, is_grade
from sandbox_parts import put_docker
from small_course import LESSON, make_class

from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox import bwrap
from staffroom.grading.sandbox.ladder import best
from staffroom.grading.split.runner import SandboxRunner
from staffroom.grading.verdict import Job
from staffroom.lessons.give import source_bytes


@pytest.mark.slow
@pytest.mark.parametrize("rung", ["bare", "nested", "landlock", "cold", "container"])
def test_a_lesson_on_each_rung(rung: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if rung == "container":
        if bwrap.find() is None:
            pytest.skip("the stand-in for Docker needs bubblewrap")
        put_docker(tmp_path, monkeypatch)
    if rung != "bare" and (why := best([rung], Limits())[1]):
        pytest.skip(why[rung])
    course, _ = make_class(tmp_path / "course")
    source = source_bytes(course, LESSON)
    with SandboxRunner(LESSON, source, company=course.company, rung=rung, allow_unsandboxed=True) as runner:
        assert runner.rung == rung
        verdict = runner.grade(Job("ada", LESSON, source))
    assert verdict.notebook is not None, verdict.reason
    assert verdict.unsandboxed is (rung == "bare")
    notebook = nbformat.reads(verdict.notebook.decode(), as_version=4)
    marks = [determine_grade(cell) for cell in notebook.cells if is_grade(cell)]
    by_hand = [most for got, most in marks if got is None]
    assert len(marks) > len(by_hand)
    assert all(got == most for got, most in marks if got is not None)
