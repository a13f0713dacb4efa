"""A small course whose lesson was given out with a company for each student."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from small_course import FIXTURES, ROOT

from staffroom.course import Course, find_course
from staffroom.lessons.build import build
from staffroom.roster.giving import Giving, give
from staffroom.roster.students import Student, put

LESSON = "00_own"
CUSTOMERS = 60
SOLVED = {
    "answer_count": "count = len(orders)",
    "answer_ending": "def per_customer(tables):\n    return len(tables('orders')) / len(tables('customers'))",
}


def own_course(root: Path, *, settings: str = "") -> Course:
    """A course with its secret beside it, and nobody on the roster yet."""
    folder = root / "course"
    folder.mkdir(parents=True)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    secret = f"c.Roster.secret = {str(root / 'kept' / 'secret.json')!r}"
    (folder / "nbgrader_config.py").write_text(f"{config}\n{secret}\n{settings}\n", encoding="utf-8")
    shutil.copytree(FIXTURES / LESSON, folder / "solutions" / LESSON)
    course = find_course(folder)
    build(course, [LESSON])
    return course


def enrol(course: Course, *ids: str) -> None:
    """Put students on the roster."""
    put(course, [Student(name) for name in ids])


def given_out(course: Course, **options) -> Giving:
    """Give the lesson out with small companies."""
    return give(course, LESSON, **{"customers": CUSTOMERS, **options})


def notebook_of(course: Course, student: str) -> bytes:
    """The notebook that a student was given."""
    return (course.root / "personal" / LESSON / student / f"{LESSON}.ipynb").read_bytes()


def solved(notebook: bytes, **answers: str) -> bytes:
    """The notebook with right answers, or with these."""
    data = json.loads(notebook)
    for cell in data["cells"]:
        cell["source"] = {**SOLVED, **answers}.get(cell["id"], cell["source"])
    return json.dumps(data).encode()


def hand_in(course: Course, student: str, notebook: bytes) -> Path:
    """Put a notebook where submissions lie."""
    path = course.submitted / student / LESSON / f"{LESSON}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook)
    return path
