"""What an answer is still the same in, although an argument is another one: a value is written into it."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

import numpy as np

from classroom.check import forms, plain
from classroom.check.agreement import off_by_column
from classroom.check.shapes import Plain, plain_like
from classroom.words import say


def as_before(
    fn: Any,
    got: Any,
    before: Any,
    want: Any,
    name: str,
    unit: str,
    other: Sequence[int],
    tables: Sequence[str],
) -> str:
    """The sentence for a result on a further call that is, in part, the one of the first; empty if it is not.

    Parameters
    ----------
    fn : the student's function
    got : what it gave on this call
    before, want : what is right on the first call, and on this one
    other : the places of the arguments that are not those of the first call
    tables : what each argument is called on the page, where the function does not tell
    """
    try:
        now, then, right = (plain_like(one, want, name) for one in (got, before, want))
        kept = _kept(now, then, right, unit)
    except (plain.Unfit, ValueError, TypeError, KeyError, AttributeError):
        return ""
    if kept is None or not other:
        return ""
    arguments = forms.in_words([f"`{_parameter(fn, place, tables)}`" for place in other])
    if not kept:
        return say("ignored.whole", arguments=arguments)
    return say("ignored.columns", arguments=arguments, columns=forms.in_words([f"`{one}`" for one in kept]))


def _kept(now: Plain, then: Plain, right: Plain, unit: str) -> list[str] | None:
    """The columns of a table that wrongly are what they were; [] for another form; None if there are none."""
    if right.labels is not None:
        if any(set(one.labels) != set(right.labels) or one.labels.has_duplicates for one in (now, then)):
            return None
        now, then = now.ordered_as(right.labels), then.ordered_as(right.labels)
    should, does = off_by_column(then, right, unit, None), off_by_column(now, then, unit, None)
    kept = [column for column, other in should.items() if other.any() and not np.any(does[column])]
    if not kept:
        return None
    return kept if right.form == "table" else []


def _parameter(fn: Any, place: int, tables: Sequence[str]) -> str:
    """The name of a parameter as the student wrote it; of a function that runs elsewhere, the page's."""
    try:
        parameters = list(inspect.signature(fn).parameters.values())
        one = parameters[place]
    except (ValueError, TypeError, IndexError):
        return tables[place]
    return one.name if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD) else tables[place]
