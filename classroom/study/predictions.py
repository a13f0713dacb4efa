"""Predictions: said before the result is known, with a confidence, and shown beside the result later."""

from __future__ import annotations

import math
from typing import Any

from classroom.pages import in_figures
from classroom.study import place
from classroom.words import say

NEAR = 0.10
"""A prediction within this part of the result counts as right, unless the lesson's file says otherwise."""


def as_note(value: Any) -> Any:
    """The value as JSON can hold it: a number, text, or a list of these; None if it is neither."""
    if value is None or value is Ellipsis:
        return None
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, (list, tuple)):
        return [as_note(item) for item in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    try:
        number = float(value.item() if hasattr(value, "item") else value)
    except (TypeError, ValueError):
        return str(value)[:200]
    return number if math.isfinite(number) else None


def in_words(note: Any) -> str:
    """A noted value for a sentence."""
    if isinstance(note, list):
        return ", ".join(in_words(item) for item in note)
    return in_figures(note)


def predict(name: str, value: Any, confidence: int | None = None) -> None:
    """Write down what you expect, before you look. The first answer stays.

    Parameters
    ----------
    name : what the prediction is about
    value : a number, a word, or a list (an order)
    confidence : from 1 (a guess) to 5 (sure)
    """
    note = as_note(value)
    if note is None:
        print(say("predict.unanswered", name=name))
        return
    sure = as_note(confidence)
    if sure not in (1, 2, 3, 4, 5):
        print(say("predict.confidence", name=name))
        return
    with place.notes_of() as notes:
        kept = notes["predictions"].setdefault(name, {})
        if "value" not in kept:
            kept.update(value=note, confidence=int(sure))
            print(say("predict.kept", name=name, value=in_words(note), confidence=int(sure)))
        elif (kept["value"], kept["confidence"]) == (note, int(sure)):
            print(say("predict.kept", name=name, value=in_words(note), confidence=int(sure)))
        else:
            kept["later"] = {"value": note, "confidence": int(sure)}
            first = {"value": in_words(kept["value"]), "confidence": kept["confidence"]}
            print(say("predict.first-stays", name=name, now=in_words(note), **first))


def _about(name: str) -> tuple[str, float | None]:
    """Unit and tolerance of a prediction from the lesson's file, if it is there."""
    from classroom import lessons
    from generator.errors import UserError

    try:
        about = lessons.read(place.lesson_here()).predictions.get(name)
    except UserError:
        about = None
    return (about.unit, about.close) if about else ("", None)


def compare(name: str, result: Any, unit: str | None = None, close: float | None = None) -> None:
    """Show the prediction beside the result, in a sentence.

    Parameters
    ----------
    result : what came out: a number, a word or a list, as the prediction
    unit : shown after both numbers; by default the lesson's own
    close : how near counts as right, in the result's unit; by default the lesson's own, else 10 %
    """
    found = as_note(result)
    if found is None:
        print(say("compare.no-result", name=name))
        return
    own_unit, own_close = _about(name)
    unit = own_unit if unit is None else unit
    close = own_close if close is None else close
    shown = f"{in_words(found)} {unit}".strip()
    with place.notes_of() as notes:
        kept = notes["predictions"].get(name)
        if kept is None or "value" not in kept:
            print(say("compare.no-prediction", name=name, result=shown))
            return
        said, sure = kept["value"], kept["confidence"]
        numbers = isinstance(found, float) and isinstance(said, float)
        if numbers:
            right = abs(said - found) <= (NEAR * abs(found) if close is None else close)
        else:
            right = str(said).casefold() == str(found).casefold()
        kept.update(result=found, right=right)
        parts = [
            say("compare.beside", said=f"{in_words(said)} {unit}".strip(), confidence=sure, result=shown)
        ]
        if numbers and not right:
            key = "compare.more" if found > said else "compare.less"
            parts.append(say(key, by=in_words(abs(found - said))))
        if right:
            parts.append(say("compare.right-unsure") if sure <= 2 else say("compare.right"))
        else:
            parts.append(say("compare.wrong-sure") if sure >= 4 else say("compare.wrong"))
        if "later" in kept:
            parts.append(say("compare.later", value=in_words(kept["later"]["value"])))
    print(" ".join(parts))


def revise(name: str, value: Any, confidence: int | None = None) -> None:
    """At the end of a lesson: what you would say now, and how sure you are; the first answer stays."""
    note, sure = as_note(value), as_note(confidence)
    if note is None or sure not in (1, 2, 3, 4, 5):
        print(say("predict.unanswered", name=name) if note is None else say("predict.confidence", name=name))
        return
    with place.notes_of() as notes:
        kept = notes["predictions"].setdefault(name, {})
        kept["revised"] = {"value": note, "confidence": int(sure)}
        if "value" not in kept:
            print(say("revise.alone", value=in_words(note), confidence=int(sure)))
            return
        first = {"first": in_words(kept["value"]), "before": kept["confidence"]}
        print(say("revise.beside", value=in_words(note), confidence=int(sure), **first))
