"""What a student's notebook says, made into plain data of small size: numbers, short texts, lists of these.

It comes from the student's process and is never trusted. What is no such data is left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LONGEST_TEXT, MOST_ITEMS, LARGEST = 80, 40, 60_000
#: A number beyond this is no answer to anything, and would only spoil sums.
LARGEST_NUMBER = 1e15
_NOTHING = object()


@dataclass(frozen=True)
class Said:
    """A student's answers and first guesses by name; a guess has `value`, and `confidence` from 1 to 5."""

    answers: dict[str, Any] = field(default_factory=dict)
    guesses: dict[str, dict[str, Any]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For the journal."""
        return {"answers": self.answers, "guesses": self.guesses}


def read(content: bytes, names: Sequence[str]) -> Said:
    """What was said, from JSON; nothing where it is not what our own program sends."""
    if len(content) > LARGEST:
        return Said()
    try:
        return of(json.loads(content), names)
    except (ValueError, RecursionError):
        return Said()


def of(given: Any, names: Sequence[str] | None = None) -> Said:
    """The same from data, as a journal keeps it; `names` are the answers that were asked for."""
    if not isinstance(given, Mapping):
        return Said()
    answers = _pairs(given.get("answers"), depth=2)
    guesses = {}
    for name, guess in _mapping(given.get("guesses")).items():
        if not isinstance(guess, Mapping) or (value := cleaned(guess.get("value"))) is _NOTHING:
            continue
        sure = guess.get("confidence")
        kept = {"confidence": sure} if type(sure) is int and 1 <= sure <= 5 else {}
        guesses[name] = {"value": value, **kept}
    return Said({name: v for name, v in answers.items() if names is None or name in names}, guesses)


def cleaned(value: Any, depth: int = 1) -> Any:
    """A finite number, a short printable text, or few of these; else a mark that there is nothing."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return float(value) if _sane(value) else _NOTHING
    if isinstance(value, str):
        return "".join(c if c.isprintable() else " " for c in value[:LONGEST_TEXT]).strip() or _NOTHING
    if depth and isinstance(value, list):
        found = [cleaned(item, depth - 1) for item in value[:MOST_ITEMS]]
        return _NOTHING if any(item is _NOTHING for item in found) else found
    if depth and isinstance(value, Mapping):
        return _pairs(value, depth)
    return _NOTHING


def number(value: Any) -> float | None:
    """The value if it is a number, else None: for a lesson's debrief."""
    return value if isinstance(value, float) else None


def _sane(value: int | float) -> bool:
    try:
        return math.isfinite(value) and abs(value) <= LARGEST_NUMBER
    except OverflowError:
        return False


def _mapping(value: Any) -> dict[str, Any]:
    pairs = list(value.items())[:MOST_ITEMS] if isinstance(value, Mapping) else []
    return {key: item for key, item in pairs if isinstance(key, str) and cleaned(key) == key}


def _pairs(value: Any, depth: int) -> dict[str, Any]:
    found = {key: cleaned(item, depth - 1) for key, item in _mapping(value).items()}
    return {key: item for key, item in found.items() if item is not _NOTHING}
