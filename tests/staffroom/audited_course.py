"""A small course whose lesson asks to audit a report, with the sentences that `centric new audit` writes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from small_course import FIXTURES, ROOT

from classroom.check.reports import Report, drawn_up, figures
from classroom.data import open_tables
from staffroom.course import Course, find_course
from staffroom.lessons import audits
from staffroom.lessons.new import SKELETON
from staffroom.roster.giving import Giving, give
from staffroom.roster.secret import open_key
from staffroom.roster.students import Student, put

LESSON, NAME, POINTS = "00_audited", "board_report", 10.0
TEST, ANSWER = f"test_{NAME}", f"answer_{NAME}"
CUSTOMERS = 400


def make_course(root: Path, *, settings: str = "") -> Course:
    """Lay the course, not yet built; its secret lies beside it."""
    folder = root / "course"
    folder.mkdir(parents=True)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    secret = f"c.Roster.secret = {str(root / 'kept' / 'secret.json')!r}"
    (folder / "nbgrader_config.py").write_text(f"{config}\n{secret}\n{settings}\n", encoding="utf-8")
    shutil.copytree(FIXTURES / LESSON, folder / "solutions" / LESSON)
    own = folder / "classroom" / "lessons" / LESSON
    own.mkdir(parents=True)
    (own / "page.yaml").write_text("{}\n", encoding="utf-8")
    path = audits.file_of(folder / "solutions" / LESSON, NAME)
    path.parent.mkdir()
    text = (SKELETON / "audit" / "audit.py.txt").read_text(encoding="utf-8")
    path.write_text(text.replace("TODO: ", ""), encoding="utf-8")
    return find_course(folder)


def enrol(course: Course, *ids: str) -> None:
    """Put students on the roster."""
    put(course, [Student(name) for name in ids])


def given_out(course: Course, **options: Any) -> Giving:
    """Give the lesson out with small companies."""
    return give(course, LESSON, **{"customers": CUSTOMERS, **options})


def notebook_of(course: Course, student: str) -> dict[str, Any]:
    """The notebook that a student was given."""
    path = course.root / "personal" / LESSON / student / f"{LESSON}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))


def report_of(course: Course, student: str) -> Report:
    """The report that a student was given, with its key."""
    folder = course.source / LESSON
    company = open_tables(course.root / "personal" / LESSON / student / "company")
    audit = audits.load(folder, NAME)
    lot = open_key(course).lot(student, LESSON)
    return drawn_up(audit, figures(audit, company), audits.salt_of(folder, NAME), lot)


def text_in(notebook: dict[str, Any]) -> str:
    """The report as it stands in a notebook."""
    (cell,) = [cell for cell in notebook["cells"] if cell["metadata"].get("centric", {}).get("report")]
    return "".join(cell["source"])


def hand_in(course: Course, student: str, notebook: dict[str, Any], answer: str, last: str = "") -> None:
    """A notebook with this answer, and with a cell of the student's own behind the test."""
    notebook = json.loads(json.dumps(notebook))
    for cell in notebook["cells"]:
        if cell["id"] == ANSWER:
            cell["source"] = answer
    if last:
        own = {"cell_type": "code", "execution_count": None, "id": "own", "metadata": {}, "outputs": []}
        notebook["cells"].append({**own, "source": last})
    place = course.submitted / student / LESSON / f"{LESSON}.ipynb"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(notebook), encoding="utf-8")
