"""One answer at a time: is it there, and has it the form that was asked for?

These functions print nothing. They return the answer in plain form, so that a test can go on with it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NoReturn

import pandas as pd

from classroom.check import forms, plain
from classroom.check.mistakes import fail, heard
from classroom.words import say


def subject(name: str, on: str = "") -> str:
    """What a sentence is about: "`line_pnl`" or "`line_pnl` on the small table"."""
    return say("subject.on", name=name, on=on) if on else say("subject", name=name)


def unfit(error: plain.Unfit, name: str, on: str = "") -> NoReturn:
    """Raise the Mistake for a value that has not the form asked for."""
    fail(error.key, say("check.unfit", subject=subject(name, on), sentence=error.sentence))


def require_answered(value: Any, name: str) -> None:
    """Raise the Mistake `unanswered` if the value is a stub."""
    if plain.is_blank(value):
        fail("unanswered", say("check.none" if value is None else "check.unanswered", name=name))


@heard
def answered(value: Any, name: str) -> Any:
    """The value itself, unless it is still a stub.

    Raises
    ------
    Mistake
        unanswered: the value is `...`, None, or empty text
    """
    require_answered(value, name)
    return value


@heard
def number(
    value: Any, name: str, *, unit: str = "", low: float | None = None, high: float | None = None
) -> float:
    """One number, as a float. int, float, Decimal, NumPy scalar and a Series of one element are all fine.

    Parameters
    ----------
    unit : the unit asked for, for the sentence ("EUR", "share (0-1)")
    low, high : what is possible at all, both included; a value outside that would fit at a hundredth or a
        thousandth is called a matter of unit

    Raises
    ------
    Mistake
        unanswered, wrong-type, wrong-shape, wrong-value (missing or infinite), wrong-unit (out of range)
    """
    require_answered(value, name)
    try:
        plain_value = plain.plain_number(value)
    except plain.Unfit as error:
        unfit(error, name)
    who = subject(name)
    if math.isnan(plain_value):
        fail("wrong-value", say("number.nan", subject=who))
    if math.isinf(plain_value):
        fail("wrong-value", say("number.infinite", subject=who))
    below, above = low is not None and plain_value < low, high is not None and plain_value > high
    if below or above:
        in_unit = say("number.unit", unit=unit) if unit else ""
        sentence = say(
            "number.too-high" if above else "number.too-low", subject=who, value=f"{plain_value:,.6g}"
        )
        for factor in (100, 1000, -1):
            there = plain_value / factor
            if (low is None or there >= low) and (high is None or there <= high):
                hint = "unit.sign" if factor < 0 else "unit.hundred" if factor == 100 else "unit.thousand"
                sentence = f"{sentence} {say(hint)}"
                break
        fail("wrong-unit", f"{sentence} {in_unit}".strip())
    return plain_value


@heard
def table(
    value: Any,
    name: str,
    *,
    index: forms.Names = None,
    columns: forms.Names = None,
    labels: Sequence[object] | None = None,
) -> pd.DataFrame:
    """A table with the given row labels and columns, labels in the index, one row per label.

    The labels may stand in the index or in columns, rows and columns in any order, more columns may be there.
    A table of another library comes back as a pandas frame. Where `labels` gives all the rows' labels, an
    index that has exactly these may go by another name; it comes back as `index`.

    Raises
    ------
    Mistake
        unanswered, wrong-type, wrong-names (a column or the labels are missing), wrong-shape (no rows, or a
        label more than once)
    """
    require_answered(value, name)
    try:
        frame = forms.as_table(value, index, columns, None if labels is None else pd.Index(labels))
    except plain.Unfit as error:
        unfit(error, name)
    if frame.empty and len(frame) == 0:
        fail("wrong-shape", say("table.no-rows", subject=subject(name)))
    if index is not None:
        once_each(frame.index, name)
    return frame


@heard
def series(value: Any, name: str, *, index: forms.Names = None) -> pd.Series:
    """One value per label: a Series, dict or one-column table. Without `index` also a list or array.

    Raises
    ------
    Mistake
        unanswered, wrong-type, wrong-names (no labels), wrong-shape (several columns, no rows, or a label
        more than once)
    """
    require_answered(value, name)
    try:
        column = forms.as_column(value, name, index)
    except plain.Unfit as error:
        unfit(error, name)
    if column.empty:
        fail("wrong-shape", say("table.no-rows", subject=subject(name)))
    if index is not None:
        once_each(column.index, name)
    return column


def once_each(labels: pd.Index, name: str, on: str = "", why: str = "") -> None:
    """Raise wrong-shape if a label stands in more than one row; `why` is a sentence that goes with it."""
    twice = labels[labels.duplicated()]
    if len(twice):
        first = twice[0]
        label = forms.label_text(first)
        by = ", ".join(str(level) for level in labels.names if level is not None) or say("word.label")
        count = int((labels == first).sum())
        sentence = say("table.twice", subject=subject(name, on), label=label, count=count, by=by)
        fail("wrong-shape", f"{sentence} {why}".strip())


@heard
def text(value: Any, name: str, *, options: str | Sequence[str] = "", many: bool = False) -> str:
    """A plain text answer in small letters without blanks around it, such as "b".

    Parameters
    ----------
    options : the letters or words to choose from; empty: any text will do
    many : several options may be given ("bd", "b, d"); they come back sorted, each once, joined by nothing
        (letters) or a comma (words)

    Raises
    ------
    Mistake
        unanswered, wrong-type (not text), wrong-value (not one of the options)
    """
    require_answered(value, name)
    if not isinstance(value, str):
        fail(
            "wrong-type",
            say("text.not-text", subject=subject(name), kind=plain.type_in_words(value)),
        )
    given = " ".join(value.split()).casefold().strip(" .()\"'`")
    if not options:
        return given
    choices = [choice.casefold() for choice in options]
    letters = all(len(choice) == 1 for choice in choices)
    if many:
        apart = "".join(c if c.isalnum() else " " for c in given).split() if letters else given.split(",")
        parts = list("".join(apart)) if letters else [part.strip() for part in apart if part.strip()]
    else:
        parts = [given]
    strange = [part for part in parts if part not in choices]
    if strange or not parts:
        shown = ", ".join(f'"{choice}"' for choice in options)
        key = "text.not-options" if many else "text.not-option"
        fail("wrong-value", say(key, subject=subject(name), value=value.strip(), options=shown))
    return ("" if letters else ",").join(sorted(set(parts))) if many else parts[0]
