"""A small course with a small lesson, and what students may hand in for it."""

from __future__ import annotations

import json
import shutil
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat
from nbformat import v4

from staffroom.course import Course, find_course
from staffroom.grading.verdict import Job, Verdict
from staffroom.lessons.build import build

ROOT = Path(__file__).parents[2]
FIXTURES = Path(__file__).parent / "fixtures"
LESSON = "00_small"

RIGHT = "def total(lines):\n    return lines.loc[~lines['back'], 'paid'].sum()"
RETURNS_LEFT_IN = "def total(lines):\n    return lines['paid'].sum()"
FAILS_ON_EMPTY = "def total(lines):\n    return lines.loc[~lines['back'], 'paid'].iloc[0]"


def make_course(root: Path, *, settings: str = "") -> Path:
    """Lay a course folder with the small lesson's text in it, not yet built."""
    root.mkdir(parents=True, exist_ok=True)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(f"{config}\n{settings}\n", encoding="utf-8")
    shutil.copytree(FIXTURES / LESSON, root / "solutions" / LESSON)
    return root


def make_class(root: Path, *, settings: str = "") -> tuple[Course, bytes]:
    """Lay a course and build its lesson; gives the course and the released notebook."""
    course = find_course(make_course(root, settings=settings))
    build(course, [LESSON])
    return course, (course.release / LESSON / f"{LESSON}.ipynb").read_bytes()


def submit(root: Path, student: str, notebook: dict | bytes | str, name: str = f"{LESSON}.ipynb") -> Path:
    """Put a file into a student's folder as if it had been handed in."""
    path = root / "submitted" / student / LESSON / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, dict):
        notebook = json.dumps(notebook)
    path.write_bytes(notebook.encode("utf-8") if isinstance(notebook, str) else notebook)
    return path


def answered(released: bytes, **answers: str) -> dict:
    """A student's notebook: the released one with cells filled in, named by their id."""
    notebook = json.loads(released)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    for name, text in answers.items():
        cells[name]["source"] = text
    return notebook


class PlainRunner:
    """A runner without kernels: cells are run by `exec`, here and now. Quick, and fit for harmless code only.

    It overwrites test cells with the source's, as nbgrader does. `stop_after` makes it break off, as a kill.
    """

    def __init__(self, course: Course, stop_after: int | None = None) -> None:
        source = (course.source / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")
        self.source = {cell.id: cell for cell in nbformat.reads(source, 4).cells}
        self.stop_after = stop_after
        self.seen: list[str] = []

    def run(self, jobs: Iterable[Job]) -> Iterator[Verdict]:
        for n, job in enumerate(jobs):
            if n == self.stop_after:
                raise KeyboardInterrupt
            self.seen.append(job.student)
            yield Verdict(job.student, 0.01, notebook=self._run(job))

    def _run(self, job: Job) -> bytes:
        notebook = nbformat.reads(job.notebook.decode(), 4)
        names: dict = {}
        for cell in notebook.cells:
            if cell.get("metadata", {}).get("nbgrader", {}).get("locked"):
                cell.source = self.source[cell.id].source
            if cell.cell_type == "code":
                cell.outputs = []
                try:
                    exec(compile(cell.source, cell.id, "exec"), names)
                except Exception as error:
                    frames = traceback.format_exc().split("\n")
                    frames.append(cell.source)  # IPython shows the source in its tracebacks
                    output = v4.new_output(
                        "error", ename=type(error).__name__, evalue=str(error), traceback=frames
                    )
                    cell.outputs.append(output)
        return nbformat.writes(notebook, version=4).encode()
