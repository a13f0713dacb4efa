"""Try a lesson before anybody hands it in: its own solution must earn every point."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffroom.course import Course


def try_lesson(course: Course, lesson: str) -> float:
    """Grade the lesson's own solution as a submission would be graded; gives the points of its tests.

    Raises `UserError` if it misses one, or if there is no sandbox.
    """
    from staffroom.grading.runners import limits_of
    from staffroom.grading.split.beside import files_beside
    from staffroom.grading.split.runner import SandboxRunner
    from staffroom.lessons.give import source_bytes
    from staffroom.roster import companies_of

    own = companies_of(course, lesson)
    runner = SandboxRunner(
        lesson,
        source_bytes(course, lesson),
        limits=limits_of(course),
        company=course.company,
        others=None if own is None else own.others,
        calibration=None if own is None else own.calibration(),
        files=files_beside(course.source / lesson, course.config.CourseDirectory.get("ignore", [])),
    )
    with runner:
        return sum(test.points for test in runner.paper.tests.values())
