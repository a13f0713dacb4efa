"""The student's version of a lesson, made by nbgrader's own `generate_assignment`."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions

from generator.errors import UserError
from staffroom.lessons.source import CODE_STUB, TEXT_STUB, without_solution
from staffroom.mend import know_schema_version
from staffroom.scratch import temporary_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from traitlets.config import Config


class ClearOwnSolutions(ClearSolutions):
    """nbgrader's step that clears solutions, with the course's stubs.

    A solution region below a line `name = ...` leaves nothing behind, since that line is the stub. A
    prediction or a puzzle without a region is what the student starts from, and stays.
    """

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        """Replace the regions of one cell; True if there was one or the cell must stay as it is."""
        before = cell.source
        cell.source = without_solution(before, stub=CODE_STUB if cell.cell_type == "code" else TEXT_STUB)
        given = cell.metadata.get("centric", {}).get("kind") in ("predict", "puzzle")
        return given or cell.source != before


@contextlib.contextmanager
def quiet() -> Iterator[list[str]]:
    """Keep nbgrader's log off the screen; gives the list into which its error lines go."""
    from traitlets.log import get_logger

    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.ERROR:
                lines.append(record.getMessage())

    log: Any = get_logger()
    handlers, propagate = list(log.handlers), log.propagate
    keep = Keep()
    log.handlers, log.propagate = [keep], False
    try:
        yield lines
    finally:
        log.handlers, log.propagate = handlers, propagate


def generate_assignment(root: Path, lesson: str, config: Config, *, db_url: str | None) -> None:
    """Run nbgrader's `generate_assignment` for one lesson of the course in `root`.

    With `db_url` the lesson's graded cells are also recorded in that gradebook; None leaves no record.
    Raises `UserError` with nbgrader's own words if it refuses.
    """
    config = deepcopy(config)
    config.BaseConverter.force = True
    if db_url is None:
        config.SaveCells.enabled = False
        config.GenerateAssignment.no_database = True
    else:
        know_schema_version()
        config.CourseDirectory.db_url = db_url
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.assignment_id = lesson
    with quiet() as said:
        converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
        try:
            converter.start()
        except (NbGraderException, SystemExit):
            raise UserError(f"nbgrader could not release {lesson}: {_reason(said)}") from None


def release_bytes(source: bytes, lesson: str, config: Config, *, db_url: str | None = None) -> bytes:
    """Give the released notebook of a source notebook, in a scratch folder that is gone afterwards.

    `config` is the course's; only its names of folders are replaced.
    """
    config = deepcopy(config)
    config.CourseDirectory.source_directory = "source"
    config.CourseDirectory.release_directory = "release"
    with temporary_folder("release") as scratch:
        root = Path(scratch).resolve()
        (root / "source" / lesson).mkdir(parents=True)
        (root / "source" / lesson / f"{lesson}.ipynb").write_bytes(source)
        generate_assignment(root, lesson, config, db_url=db_url)
        # nbgrader writes with the platform's line ends; a released lesson has the same bytes everywhere
        text = (root / "release" / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8")
    return text.encode("utf-8")


def _reason(said: list[str]) -> str:
    lines = [line.strip() for text in said for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if ": " in line and not line.startswith(("File ", "There was"))]
    return (errors or lines or ["it gave no reason"])[0].rstrip(".") + "."
