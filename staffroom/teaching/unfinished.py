"""Nothing is left to be written: no place in the lesson's two folders says `TODO:`.

`centric new` marks so what an author has to write.
"""

from __future__ import annotations

from staffroom.lessons import todo
from staffroom.lessons.source import Lesson
from staffroom.teaching.finding import Result, about


def measure(lesson: Lesson) -> Result:
    """List the places, in the order in which one fills them: the text, what lies beside it, its helpers."""
    left = todo.left(lesson)
    files = len({one.file for one in left})
    findings = [about(lesson, f"{one.place}: still to write: {one.what}") for one in left]
    return Result("unfinished", f"{len(left)} places in {files} files", "0", findings)
