"""What a lesson was measured at last, on many companies, and whether it is still that lesson.

Twenty companies take minutes, for each lesson. So who changes one measures it once (`centric measure LESSON
--seeds 20 --record`), and tests measure in full what has no record, or one of other files; of the rest they
look at what a change elsewhere could break.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from pathlib import Path

from classroom.lessons import bank
from generator.errors import UserError, WrongUse
from generator.storage.manifest import DATA_VERSION
from staffroom.lessons.source import Lesson
from staffroom.teaching import report
from staffroom.teaching.finding import Result

NAME = "measured.json"
#: Companies besides the embedded one on which a recorded lesson was tried.
COMPANIES = 20


def fingerprint(lesson: Lesson) -> str:
    """SHA-256 of the data's version and of both folders of the lesson, notebooks and records left out."""
    digest = hashlib.sha256(DATA_VERSION.encode())
    for folder in (lesson.path.parent, bank.folder_of(lesson.name)):
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and _counts(p)):
            text = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"\n{path.relative_to(folder).as_posix()} {len(text)}\n".encode() + text)
    return digest.hexdigest()


def check(lesson: Lesson, measures: Collection[str], companies: int) -> None:
    """Raise `WrongUse` if so many companies besides the embedded one, or these measures, are no record."""
    if companies < COMPANIES or set(measures) != set(report.NAMES):
        raise WrongUse(
            f"A record of {lesson.name} is of all measures on {COMPANIES} companies: "
            f"give --seeds {COMPANIES} and no --only."
        )


def write(lesson: Lesson, found: Sequence[Result], companies: int) -> Path:
    """Put the results of all measures beside the lesson, and give the file.

    Raises `UserError`, and writes nothing, if one of them missed its bar; `WrongUse` as `check` does.
    """
    check(lesson, [result.measure for result in found], companies)
    missed = [result.measure for result in found if not result.passed]
    if missed:
        raise UserError(f"{lesson.name}: nothing is recorded while a bar is missed: {', '.join(missed)}.")
    path = lesson.path.parent / NAME
    values = {result.measure: result.value for result in found}
    record = {"files": fingerprint(lesson), "companies": companies, "measures": values}
    path.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def holds(lesson: Lesson) -> bool:
    """Whether the lesson's record is of the lesson as it is, by all measures of today."""
    try:
        record = json.loads((lesson.path.parent / NAME).read_text(encoding="utf-8"))
        return (
            record["files"] == fingerprint(lesson)
            and record["companies"] >= COMPANIES
            and set(record["measures"]) == set(report.NAMES)
        )
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _counts(path: Path) -> bool:
    return path.suffix not in {".ipynb", ".pyc"} and path.name != NAME
