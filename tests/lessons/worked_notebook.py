"""A lesson's notebook, worked through with the lesson's own answers up to its audit."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from staffroom.lessons.source import read_lesson
from staffroom.teaching.play import fresh


def names_at_audit(lesson: Path, company: Path, work: Path) -> dict[str, Any]:
    """The names that the notebook holds when a student comes to the audit.

    `lesson`: its folder; `company`: the one that it is worked through on; `work`: an empty folder.
    """
    read = read_lesson(lesson / f"{lesson.name}.py")
    at = next(n for n, cell in enumerate(read.cells) if cell.audits)
    space = fresh()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CENTRIC_COMPANY", str(company))
        patch.chdir(work)
        with redirect_stdout(io.StringIO()):
            for cell in read.cells[:at]:
                if not cell.is_prose and cell.kind != "test":
                    exec(compile(cell.source, cell.name or "cell", "exec"), space)
    return space
