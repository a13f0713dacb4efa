"""Release one lesson: is it built? Record it in the gradebook, and put the notebook where it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import UserError
from staffroom.lessons.release import release_bytes
from staffroom.place import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from staffroom.course import Course


def source_bytes(course: Course, lesson: str, *, leaks: bool = True) -> bytes:
    """The lesson's source notebook, built from its text where there is one.

    A lesson without text (made in Lab, as nbgrader's users do) is taken as it lies there. Raises `UserError`
    if the notebook beside a text is stale or missing. `leaks`: also look whether what students get gives
    something away, which takes longer; grading gives nothing out.
    """
    folder = course.source / lesson
    notebook = folder / f"{lesson}.ipynb"
    if (folder / f"{lesson}.py").is_file():
        from staffroom.lessons.build import build, is_stale

        if leaks:
            built = build(course, [lesson], write=False)
            stale = any(b.changed for b in built if b.path == notebook)
        else:
            stale = is_stale(course, lesson)
        if stale:
            raise UserError(
                f"{notebook} is not what the lesson's text gives: run `centric build {lesson}` first."
            )
    return notebook.read_bytes()


def require_finished(course: Course, lesson: str) -> None:
    """Raise `UserError` if a lesson with a text says `TODO:` anywhere."""
    from staffroom.lessons import todo
    from staffroom.lessons.source import read_lesson

    text = course.source / lesson / f"{lesson}.py"
    left = todo.left(read_lesson(text)) if text.is_file() else []
    if left:
        raise UserError(
            f"{lesson} is not finished: {todo.count(left)}, the first in {left[0].place}; "
            f"`centric measure {lesson} --only unfinished` lists all."
        )


def release_lesson(course: Course, lesson: str, to: Path | None = None) -> Path:
    """Release a lesson into the course's release folder, or into `to`; gives the notebook's path.

    The lesson's graded cells are recorded in the gradebook, as nbgrader does. Raises `UserError` for a lesson
    in which something is still to be written.
    """
    require_finished(course, lesson)
    content = release_bytes(source_bytes(course, lesson), lesson, course.config, db_url=course.db_url)
    path = (to if to is not None else course.release) / lesson / f"{lesson}.ipynb"
    write_atomically(path, content)
    return path
