"""On the student's side: the values of some names and the first guesses, as one line of JSON.

It runs among the student's own things, which may be anything. Whoever reads the line believes nothing of it
(`staffroom.debrief.said`).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any

MOST, DEEPEST = 40, 3


def told(names: list[str], space: Mapping[str, Any]) -> bytes:
    """What these names of the notebook stand for, and what was guessed first."""
    answers = {name: found for name in names if (found := plain(space.get(name))) is not None}
    return json.dumps({"answers": answers, "guesses": _guesses()}).encode("ascii")


def plain(value: Any, depth: int = DEEPEST) -> Any:
    """The value as JSON has it; None where it is no such thing. Series and tables become mappings."""
    with contextlib.suppress(Exception):
        if isinstance(value, (bool, int, float, str)):
            return value
        if hasattr(value, "to_dict"):
            return plain(value.head(MOST).to_dict(), depth)
        if hasattr(value, "item") and not getattr(value, "shape", ()):
            return plain(value.item(), depth)
        if hasattr(value, "tolist"):
            return plain(value[:MOST].tolist(), depth)
        if depth and isinstance(value, Mapping):
            return {str(key): plain(item, depth - 1) for key, item in list(value.items())[:MOST]}
        if depth and isinstance(value, (list, tuple)):
            return [plain(item, depth - 1) for item in value[:MOST]]
    return None


def _guesses() -> dict[str, Any]:
    found: dict[str, Any] = {}
    with contextlib.suppress(Exception):
        from classroom.study import place

        for name, kept in place.load_notes(place.lesson_here())["predictions"].items():
            if "value" in kept:
                found[str(name)] = {"value": plain(kept["value"]), "confidence": kept.get("confidence")}
    return found
