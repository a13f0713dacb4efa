"""Which of its arguments a student's function changed, and what is different in it."""

from __future__ import annotations

import inspect
import re
from typing import Any

import numpy as np
import pandas as pd

from classroom.check.forms import in_words
from classroom.words import say

_PLACE = re.compile(r"args\[(?P<number>\d+)\]|kwargs\['(?P<name>\w+)'\]")

Arguments = tuple[tuple[Any, ...], dict[str, Any]]


def changes(before: Arguments, after: Arguments) -> list[str]:
    """The places of arguments that are not what they were: "args[0]", "kwargs['orders']"."""
    found = [f"args[{i}]" for i, one in enumerate(before[0]) if not _unchanged(one, after[0][i])]
    return found + [
        f"kwargs[{name!r}]" for name, one in before[1].items() if not _unchanged(one, after[1][name])
    ]


def changed_in_words(fn: Any, who: str, place: str, before: Arguments, after: Arguments) -> str:
    """The sentence on a change: which argument, what is different in it, and what to do.

    Of a function that runs elsewhere both arguments are as they were, and only the place is known.
    """
    found = _PLACE.match(place)
    name = _name(fn, found) if found else ""
    if not name:
        return say("call.changed-something", subject=who)
    number = int(found["number"]) if found["number"] else None
    pair = (before[0][number], after[0][number]) if number is not None else (before[1][name], after[1][name])
    what = _difference(*pair)
    return say("call.changed-input", subject=who, name=name, what=f" ({what})" if what else "")


def _name(fn: Any, place: re.Match[str]) -> str:
    """The parameter at a place, as the student calls it."""
    if place["name"]:
        return place["name"]
    try:
        parameters = list(inspect.signature(fn).parameters.values())
        one = parameters[int(place["number"])]
    except (ValueError, TypeError, IndexError):
        return ""
    return one.name if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD) else ""


def _difference(before: Any, after: Any) -> str:
    """What is different in a table; empty for anything else, or where nothing is."""
    if not isinstance(before, pd.DataFrame) or not isinstance(after, pd.DataFrame):
        return ""
    new = [column for column in after.columns if column not in before.columns]
    gone = [column for column in before.columns if column not in after.columns]
    if new and not gone:
        return say("changed.new", columns=in_words(new))
    if gone:
        return say("changed.gone", columns=in_words(gone))
    if len(before) != len(after) or not before.index.equals(after.index):
        return say("changed.rows")
    other = [c for c in before.columns if before.columns.is_unique and not before[c].equals(after[c])]
    return say("changed.values", columns=in_words(other)) if other else ""


def _unchanged(before: Any, after: Any) -> bool:
    if isinstance(before, pd.DataFrame):
        same_names = list(before.columns) == list(after.columns) if hasattr(after, "columns") else False
        return same_names and before.equals(after)
    if isinstance(before, pd.Series):
        return before.equals(after)
    if isinstance(before, np.ndarray):
        return before.shape == after.shape and bool(
            pd.Series(before.ravel()).equals(pd.Series(after.ravel()))
        )
    if isinstance(before, dict):
        return list(before) == list(after) and all(_unchanged(before[key], after[key]) for key in before)
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    try:
        return bool(before == after) or before is after or type(before).__eq__ is object.__eq__
    except Exception:
        return True
