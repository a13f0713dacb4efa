"""Who runs the submissions: the sandbox on this machine, a cluster, or, if asked for, no sandbox at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.grading.inside.limits import Limits

if TYPE_CHECKING:
    from staffroom.course import Course
    from staffroom.grading.verdict import Runner


@dataclass(frozen=True)
class Wish:
    """How submissions are to be run. `template` is a scratch gradebook that knows the lesson's cells.

    `asks` are the names whose values the lesson's debrief wants, None if it has none.
    """

    course: Course
    lesson: str
    source: bytes
    template: str
    workers: int = 1
    scheduler: str | None = None
    allow_unsandboxed: bool = False
    every_cell: bool = False
    own: Any = None
    asks: tuple[str, ...] | None = None


@contextlib.contextmanager
def usual_runner(wish: Wish) -> Iterator[Runner]:
    """The runner for a lesson; its processes end with the context. Raises `UserError` without a sandbox."""
    if wish.scheduler:
        from staffroom.grading.cluster import ClusterRunner

        with ClusterRunner(wish.scheduler, blueprint_of(wish), wish.course.company) as cluster:
            yield cluster
    elif os.name == "nt":
        if not wish.allow_unsandboxed:
            raise UserError(
                "There is no sandbox on Windows: grade in WSL, or type --allow-unsandboxed, "
                "and students' code runs with your rights."
            )
        yield kernel_runner(wish)
    else:
        with blueprint_of(wish).runner(wish.workers, wish.course.company) as runner:
            yield runner


def kernel_runner(wish: Wish) -> Runner:
    """Kernels in child processes, without a sandbox."""
    from staffroom.grading.runner import KernelRunner

    course = wish.course
    limit = int(course.config.BoundedExecute.get("submission_timeout", 300))
    return KernelRunner(course.root, wish.template, course.company, limit, wish.workers)


@dataclass(frozen=True)
class LessonToRun:
    """All that a machine must know of a lesson to grade it; plain data, so that it can be sent."""

    lesson: str
    source: bytes
    limits: dict[str, Any]
    allow_unsandboxed: bool = False
    every_cell: bool = False
    others: int | None = None
    calibration: Any = None
    files: dict[str, bytes] = field(default_factory=dict)
    asks: tuple[str, ...] | None = None

    def runner(self, lanes: int, company: Path | None) -> Any:
        """The sandbox's runner, to be used in a `with` statement."""
        from staffroom.grading.split.runner import SandboxRunner

        return SandboxRunner(
            self.lesson,
            self.source,
            limits=Limits.of(self.limits),
            lanes=lanes,
            company=company,
            allow_unsandboxed=self.allow_unsandboxed,
            every_cell=self.every_cell,
            others=self.others,
            calibration=self.calibration,
            files=self.files,
            asks=self.asks,
        )


def blueprint_of(wish: Wish) -> LessonToRun:
    """What a wish comes to, without the course's folder."""
    from staffroom.grading.split.beside import files_beside

    own = wish.own
    return LessonToRun(
        wish.lesson,
        wish.source,
        limits_of(wish.course).as_dict(),
        wish.allow_unsandboxed,
        wish.every_cell,
        None if own is None else own.others,
        None if own is None else own.calibration(),
        files_beside(wish.course.source / wish.lesson, wish.course.config.CourseDirectory.get("ignore", [])),
        wish.asks,
    )


def limits_of(course: Course) -> Limits:
    """The limits of a course: `c.Grading.cell_seconds = 60` and the like in its settings."""
    given = dict(course.config.get("Grading", {}))
    unknown = sorted(set(given) - set(Limits().as_dict()))
    if unknown:
        raise UserError(f"nbgrader_config.py sets c.Grading.{unknown[0]}, but there is no such limit.")
    try:
        return Limits.of(given)
    except (TypeError, ValueError):
        raise UserError("nbgrader_config.py gives c.Grading a limit that is no number.") from None
