"""What has been graded already: one line per verdict, so that a run can be killed and started again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import Any

from staffroom.grading.verdict import GRADED, NOT_GRADABLE
from staffroom.place import write_atomically

Holds = Callable[[Any], bool]
_HALF = re.compile("[\ud800-\udfff]")


class Journal:
    """Entries by student; the last one of a student counts.

    A line that is no entry (damaged, or cut off by a kill) is passed over, and so is what was said before of
    a student whom it names. `unreadable` counts such lines, `mend` takes them out.
    """

    def __init__(self, path: Path) -> None:
        """Read what is there. An entry has what `ENTRY` says, each value of its kind."""
        self.path = path
        self.entries: dict[str, dict[str, Any]] = {}
        self.unreadable = 0
        content = path.read_bytes() if path.is_file() else b""
        self._lines: list[tuple[str, bytes]] = []
        for line in filter(bytes.strip, content.split(b"\n")):
            said = _read(line)
            student = said.get("student") if isinstance(said, dict) else None
            if _fits(said, ENTRY, "student", "state"):
                self._lines.append((student, line))
                self.entries[student] = said
                continue
            self.unreadable += 1
            if isinstance(student, str) and self.entries.pop(student, None):
                # whatever it said, what was said before of this student does not hold any more
                self._lines = [pair for pair in self._lines if pair[0] != student]
        # a line that was cut off must not swallow the next one
        self._cut = bool(content) and not content.endswith(b"\n")

    def mend(self) -> None:
        """Take the lines out that could not be read, so that they are told of once."""
        if self.unreadable:
            write_atomically(self.path, b"".join(line + b"\n" for _, line in self._lines))
            self._cut = False

    def add(self, *entries: dict[str, Any]) -> None:
        """Add entries and bring them to the disk, all at once."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace") for entry in entries]
        with self.path.open("ab") as file:
            file.write(b"\n" * self._cut + b"".join(line + b"\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        self._cut = False
        self._lines += zip((entry["student"] for entry in entries), lines, strict=True)
        self.entries |= {entry["student"]: entry for entry in entries}


def _read(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _fits(value: Any, kinds: dict[str, Holds], *needed: str) -> bool:
    """Whether a value is an object with the needed keys, and whatever `kinds` knows is of its kind."""
    return (
        isinstance(value, dict)
        and all(key in value for key in needed)
        and all(holds(value[key]) for key, holds in kinds.items() if key in value)
    )


def _text(value: Any) -> bool:
    """Text that a file can hold: no half of a pair of surrogates."""
    return isinstance(value, str) and not _HALF.search(value)


def _number(value: Any) -> bool:
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    except OverflowError:
        return False


def _score(value: Any) -> bool:
    return value is None or _number(value)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _list_of(holds: Holds) -> Holds:
    return lambda value: isinstance(value, list) and all(map(holds, value))


_SENTENCES: dict[str, Holds] = {"key": _text, "to_student": _text, "to_instructor": _text}
_MARK: dict[str, Holds] = {
    "cell": _text, "points": _number, "score": _score, "message": _text, "mistake": _text,
    "also": _list_of(_text),
}  # fmt: skip

#: What an entry may have, and of which kind it is.
ENTRY: dict[str, Holds] = {
    "student": lambda value: _text(value) and value != "",
    "state": lambda value: value in (GRADED, NOT_GRADABLE),
    "seal": _text,
    "lesson": _text,
    "seconds": _number,
    "phases": lambda value: isinstance(value, dict) and all(map(_number, value.values())),
    "marks": _list_of(lambda value: _fits(value, _MARK, "cell", "score")),
    "notes": _list_of(lambda value: _fits(value, _SENTENCES)),
    "open": _list_of(_text),
    "reason": lambda value: _fits(value, _SENTENCES),
    "unsandboxed": _flag,
    "executed": _text,
    "timestamp": lambda value: value is None or _text(value),
    "stands": _flag,
    "answers": lambda value: isinstance(value, dict) and all(map(_text, value.values())),
    "said": lambda value: isinstance(value, dict),
    "earlier_comments": lambda value: isinstance(value, dict) and all(map(_text, value.values())),
}
