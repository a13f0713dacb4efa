"""Sentences, for the student and the instructor: why a submission is refused, and what was mended in it."""

from __future__ import annotations

from collections.abc import Sequence

from staffroom.grading.verdict import Note, Reason

AGAIN = "download it from Jupyter once more and hand it in again."


def refuse(key: str, to_student: str, to_instructor: str) -> Reason:
    """A refusal, on one line for each reader."""
    return Reason(key, _line(to_student), _line(to_instructor))


def note(key: str, to_student: str, to_instructor: str) -> Note:
    """Something that was mended, on one line for each reader."""
    return Note(key, _line(to_student), _line(to_instructor))


def listed(names: Sequence[str], most: int = 4) -> str:
    """`a`, `a and b`, `a, b, c and 3 more`; names of files and cells, which a student can choose, are cut."""
    short = [shown(name) for name in names[:most]]
    if len(names) > most:
        return f"{', '.join(short)} and {len(names) - most} more"
    return short[0] if len(short) == 1 else f"{', '.join(short[:-1])} and {short[-1]}"


def shown(name: str, longest: int = 60) -> str:
    """A name that can be printed anywhere: no line ends, no control characters, not too long."""
    text = "".join(c if c.isprintable() else "?" for c in name)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def cells(names: Sequence[str]) -> str:
    """`The cell x is` or `The cells x and y are`."""
    return f"The cell {names[0]} is" if len(names) == 1 else f"The cells {listed(names)} are"


def _line(text: str) -> str:
    return " ".join(text.split())
