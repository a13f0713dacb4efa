"""Which lesson and which company a note belongs to, and the file in which it is kept.

Notes are a small JSON file per lesson, company and course folder in the user's own data folder, or in the
folder that the environment variable CENTRIC_STUDY names. `CENTRIC_STUDY=off`, autograding, and a folder
that cannot be written to, all mean: notes live until the kernel ends, and nothing complains.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from classroom.notebook import named
from classroom.words import say

VERSION = 1
PRACTICE = "practice"
LESSON_FOLDER = re.compile(r"\d\d_[a-z][a-z0-9_]*")
"""What the folder of a lesson is called."""
_memory: dict[str, dict[str, Any]] = {}
_unkept: set[Path] = set()  # files that could not be written: from then on memory holds the notes


def begin(lesson: str) -> None:
    """Say which lesson this notebook is; its set-up cell does so.

    Without it, the lesson is the folder that the notebook lies in, if that is called like one.

    Raises
    ------
    Trouble
        the notebook was given with a company of one's own, and that is not there: every answer would be wrong
    """
    from classroom import data, unmade

    named[:] = [str(lesson)]
    unmade.watch()
    data.expect_own()


def lesson_here() -> str:
    """The lesson that the notebook belongs to, or "practice"."""
    if named:
        return named[0]
    from classroom.lessons import bank

    known = bank.names()
    for folder in (Path.cwd(), *Path.cwd().parents):
        if folder.name in known or LESSON_FOLDER.fullmatch(folder.name):
            return folder.name
    return PRACTICE


def company_here() -> str:
    """A short name for the company's content: two companies have two sets of notes."""
    from classroom import data
    from generator.errors import UserError

    try:
        text = (data.find() / data.MANIFEST).read_text(encoding="utf-8")
    except (UserError, OSError, UnicodeDecodeError):
        return "none"
    with suppress(ValueError, AttributeError, TypeError):
        tables = json.loads(text)["tables"]
        seen = {name: about["logical_digest"] for name, about in tables.items() if "truth" not in name}
        text = json.dumps(seen, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def course_here() -> str:
    """A short name for the folder that the lessons lie in: a second copy of a course has notes of its own.

    Who shares a login with somebody else works in another folder, and would else find their guesses.
    """
    here = Path.cwd()
    inside = next((at for at in (here, *here.parents) if LESSON_FOLDER.fullmatch(at.name)), None)
    return hashlib.sha256(str(inside.parent if inside else here).encode()).hexdigest()[:8]


def folder() -> Path | None:
    """The folder of the notes, or None if they are not to be kept."""
    named = os.environ.get("CENTRIC_STUDY", "").strip()
    if named.lower() == "off" or os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return None
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("centric", appauthor=False) / "study"


def blank(lesson: str) -> dict[str, Any]:
    """Notes with nothing in them."""
    return {
        "version": VERSION,
        "lesson": lesson,
        "predictions": {},
        "shown": [],  # names of results that were shown before there was a prediction
        "recall": {"asked": [], "answers": {}},
        "exercises": {},
        "puzzles": {},
        "memos": {},
    }


def _file(lesson: str) -> Path | None:
    where = folder()
    safe = re.sub(r"[^A-Za-z0-9_-]", "_", lesson)[:60]
    return where / f"{safe}--{company_here()}-{course_here()}.json" if where else None


def load_notes(lesson: str) -> dict[str, Any]:
    """The notes of a lesson. A damaged file is set aside under another name, and a sentence says so."""
    path = _file(lesson)
    if path is None or path in _unkept:
        return _memory.setdefault(lesson, blank(lesson))
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return blank(lesson)
    except (OSError, UnicodeDecodeError):
        text = ""
    try:
        notes = json.loads(text)
        empty = blank(lesson)
        if isinstance(notes, dict):  # notes of an earlier version had no such keys
            notes.setdefault("shown", [])
            notes.setdefault("memos", {})
        if not isinstance(notes, dict) or any(type(notes[k]) is not type(v) for k, v in empty.items()):
            raise ValueError
        return notes
    except (ValueError, KeyError):
        aside = path.with_suffix(".damaged.json")
        with suppress(OSError):
            path.replace(aside)
        print(say("study.damaged", path=path.name, aside=aside))
        return blank(lesson)


def save_notes(lesson: str, notes: dict[str, Any]) -> None:
    """Write the notes in one step, so that a killed kernel leaves the old ones or the new ones."""
    path = _file(lesson)
    _memory[lesson] = notes
    if path is None:
        return
    unfinished = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".notes-", suffix=".json")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(notes, file, indent=1, ensure_ascii=False)
        Path(unfinished).replace(path)
    except OSError:
        _unkept.add(path)
        if unfinished:
            with suppress(OSError):
                Path(unfinished).unlink()


@contextmanager
def notes_of(lesson: str | None = None) -> Iterator[dict[str, Any]]:
    """The notes of a lesson (or of the present one) to read and change; written at the end."""
    lesson = lesson or lesson_here()
    notes = load_notes(lesson)
    before = json.dumps(notes, sort_keys=True)
    yield notes
    if json.dumps(notes, sort_keys=True) != before:
        save_notes(lesson, notes)
