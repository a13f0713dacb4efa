"""What is still to be written in a lesson: every place in its two folders that says `TODO:`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from classroom.lessons import bank
from staffroom.lessons.source import Lesson

MARK = "TODO:"
#: What is built carries the marks of what it was built from.
BUILT = (bank.BUILT, ".ipynb")


@dataclass(frozen=True)
class Todo:
    """One place: the file, seen from above the lesson's folder, its line, and what to write there."""

    file: Path
    line: int
    what: str

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file.as_posix()}:{self.line}"


def left(lesson: Lesson) -> list[Todo]:
    """All places of a lesson, file by file; the lesson's text comes first."""
    own, lent = lesson.path.parent, bank.folder_of(lesson.name)
    return [*_in(own, [lesson.path]), *_in(own, _others(own, lesson.path)), *_in(lent, _others(lent))]


def count(found: list[Todo]) -> str:
    """`1 place still says TODO:`, for a sentence."""
    places = "1 place still says" if len(found) == 1 else f"{len(found)} places still say"
    return f"{places} `{MARK}`"


def _others(folder: Path, *but: Path) -> list[Path]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path not in but)
    return [
        p for p in files if not p.name.endswith(BUILT) and not any(n[0] in "._" for n in _inside(p, folder))
    ]


def _inside(path: Path, folder: Path) -> tuple[str, ...]:
    return path.relative_to(folder).parts


def _in(folder: Path, files: list[Path]) -> Iterator[Todo]:
    for path in files:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if MARK in line:
                what = line.partition(MARK)[2].strip(" \"'*|")
                yield Todo(Path(folder.name, *_inside(path, folder)), number, what)
