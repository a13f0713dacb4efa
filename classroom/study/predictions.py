"""Predictions: said before the result is known, with a confidence, and shown beside the result later."""

from __future__ import annotations

import difflib
import math
import re
from typing import TYPE_CHECKING, Any

from classroom.pages import in_figures
from classroom.study import place
from classroom.words import say

if TYPE_CHECKING:
    from classroom.lessons.schema import Prediction

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


def _asked() -> dict[str, Prediction]:
    """The predictions that the present lesson's file lists; none if it cannot be read."""
    from classroom import lessons
    from generator.errors import UserError

    try:
        return lessons.read(place.lesson_here()).predictions
    except UserError:
        return {}


def _refused(name: str, asked: dict[str, Prediction]) -> str:
    """The sentence for a name that the lesson does not ask about; "" if it does, or lists nothing."""
    if not asked or name in asked:
        return ""
    near = difflib.get_close_matches(str(name).strip().lower(), asked, n=1, cutoff=0.5)
    if near:
        return say("predict.unknown-near", name=name, near=near[0])
    return say("predict.unknown", name=name, names=", ".join(asked))


def _fitting(name: str, note: Any, about: Prediction | None) -> tuple[Any, str]:
    """(the note as the question wants it, ""), or (None, the sentence that says what it wants)."""
    if about is not None and about.options:
        for option in about.options:
            if str(note).casefold() == option.casefold():
                return option, ""
        return None, say("predict.option", name=name, options=", ".join(about.options))
    if about is None or not about.unit:
        return note, ""
    number, percent = _number_of(note, about.unit)
    if not re.search(r"\bof 100\b", about.unit):
        unfit = number is None or percent
        return (None, say("predict.number", name=name, unit=about.unit)) if unfit else (number, "")
    if number is None or not 0 <= number <= 100:
        return None, say("predict.of-hundred", name=name, unit=about.unit)
    if 0 < number < 1 and not percent:
        return None, say("predict.of-hundred-share", name=name, hundred=in_words(round(100 * number, 6)))
    return number, ""


#: Number, perhaps with its unit before or behind it.
COUNTED = re.compile(r"(?:€ ?)?([-−]?\d[\d.,]*)(.*)")
PERCENT = {"%", "percent", "per cent"}
#: A unit's word -> how else people write it.
ALSO = {"euros": ("euro", "eur", "€"), "times": ("time", "x", "×")}


def _number_of(note: Any, unit: str) -> tuple[float | None, bool]:
    """(the number that was said, whether in per cent); None if words stand there that are not of its unit."""
    if isinstance(note, float):
        return note, False
    found = COUNTED.fullmatch(note) if isinstance(note, str) else None
    if found is None:
        return None, False
    try:
        number = float(_plain(found[1]))
    except ValueError:
        return None, False
    rest = found[2].strip().casefold()
    if rest in PERCENT:
        return number, True
    fit = set(unit.casefold().split())
    fit |= {other for word in fit for other in ALSO.get(word, ())}
    return (number if fit.issuperset(rest.split()) else None), False


def _plain(digits: str) -> str:
    """A number as Python reads it: 1,200 is a thousand and more, and 52,5 has a half."""
    digits = digits.replace("−", "-")
    if re.fullmatch(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", digits):
        return digits.replace(",", "")
    return digits.replace(",", ".")


def predict(name: str, value: Any, confidence: int | None = None) -> None:
    """Write down what you expect, before you look. The first answer stays.

    Parameters
    ----------
    name : what the prediction is about
    value : a number, a word, or a list (an order)
    confidence : from 1 (a guess) to 5 (sure)
    """
    asked = _asked()
    if refused := _refused(name, asked):
        print(refused)
        return
    note = as_note(value)
    if note is None:
        print(say("predict.unanswered", name=name))
        return
    note, unfit = _fitting(name, note, asked.get(name))
    if unfit:
        print(unfit)
        return
    sure = as_note(confidence)
    if sure not in (1, 2, 3, 4, 5):
        print(say("predict.confidence", name=name))
        return
    with place.notes_of() as notes:
        kept = notes["predictions"].setdefault(name, {})
        if "value" not in kept:
            kept.update(value=note, confidence=int(sure))
            if name in notes["shown"]:
                kept["seen_before"] = True
            print(say("predict.kept", name=name, value=_told(note, ""), confidence=int(sure)))
        elif (kept["value"], kept["confidence"]) == (note, int(sure)):
            print(say("predict.kept", name=name, value=_told(note, ""), confidence=int(sure)))
        else:
            kept["later"] = {"value": note, "confidence": int(sure)}
            first = {"value": _told(kept["value"], ""), "confidence": kept["confidence"]}
            print(say("predict.first-stays", name=name, now=_told(note, ""), **first))


def _about(name: str) -> tuple[str, float | None]:
    """Unit and tolerance of a prediction from the lesson's file, if it is there."""
    about = _asked().get(name)
    return (about.unit, about.close) if about else ("", None)


def _told(value: Any, unit: str) -> str:
    """A guess or a result in a sentence: words in quotation marks, or a number with its unit."""
    return f"“{value}”" if isinstance(value, str) else f"{in_words(value)} {unit}".strip()


def _near(said: Any, found: Any, close: float | None) -> bool:
    """Whether a noted guess counts as right beside a noted result; words and orders must be the same."""
    if isinstance(found, float) and isinstance(said, float):
        return abs(said - found) <= (NEAR * abs(found) if close is None else close)
    return str(said).casefold() == str(found).casefold()


def compare(name: str, result: Any, unit: str | None = None, close: float | None = None) -> None:
    """Show the prediction beside the result, in a sentence. A guess made after that is not judged.

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
    shown = _told(found, unit)
    with place.notes_of() as notes:
        kept = notes["predictions"].get(name)
        if kept is None or "value" not in kept:
            if name not in notes["shown"]:
                notes["shown"].append(name)
            print(say("compare.no-prediction", name=name, result=shown))
            return
        said, sure = kept["value"], kept["confidence"]
        numbers = isinstance(found, float) and isinstance(said, float)
        right = _near(said, found, close)
        kept["result"] = found
        if kept.get("seen_before"):
            print(say("compare.seen-before", said=_told(said, unit), result=shown))
            return
        kept["right"] = right
        parts = [say("compare.beside", said=_told(said, unit), confidence=sure, result=shown)]
        if numbers and not right:
            key = "compare.more" if found > said else "compare.less"
            parts.append(say(key, by=in_words(abs(found - said))))
        if right:
            parts.append(say("compare.right-unsure") if sure <= 2 else say("compare.right"))
        else:
            parts.append(say("compare.wrong-sure") if sure >= 4 else say("compare.wrong"))
        if "later" in kept:
            parts.append(say("compare.later", value=_told(kept["later"]["value"], "")))
    print(" ".join(parts))


def revise(name: str, value: Any, confidence: int | None = None) -> None:
    """At the end of a lesson: what you would say now, and how sure you are; the first answer stays."""
    asked = _asked()
    if refused := _refused(name, asked):
        print(refused)
        return
    note, sure = as_note(value), as_note(confidence)
    if note is not None:
        note, unfit = _fitting(name, note, asked.get(name))
        if unfit:
            print(unfit)
            return
    if note is None:
        print(_nothing_new(name))
        return
    if sure not in (1, 2, 3, 4, 5):
        print(say("predict.confidence", name=name))
        return
    with place.notes_of() as notes:
        kept = notes["predictions"].setdefault(name, {})
        kept["revised"] = {"value": note, "confidence": int(sure)}
        if "value" not in kept:
            print(say("revise.alone", value=_told(note, ""), confidence=int(sure)))
            return
        first = {"first": _told(kept["value"], ""), "before": kept["confidence"]}
        print(say("revise.beside", value=_told(note, ""), confidence=int(sure), **first))
        if "result" in kept:
            unit, close = _about(name)
            seen = kept.get("seen_before")
            key = "revise.seen-before" if seen else _move(kept["value"], note, kept["result"], close)
            print(say(key, result=_told(kept["result"], unit)))
            if not seen:
                print(say("revise.what-for"))
        elif note == kept["value"]:
            print(say("revise.same"))


def _nothing_new(name: str) -> str:
    """The sentence for a second guess that is not made: with the first one, if there is one."""
    kept = place.load_notes(place.lesson_here())["predictions"].get(name, {})
    if "value" not in kept:
        return say("predict.unanswered", name=name)
    first = _told(kept["value"], "")
    return say("revise.unanswered", name=name, first=first, before=kept["confidence"])


def _move(first: Any, now: Any, result: Any, close: float | None) -> str:
    """The key of what is said where a guess is made anew after the result was shown; it is never praised."""
    was_near, is_near = _near(first, result, close), _near(now, result, close)
    if now == first:
        return "revise.same-right" if was_near else "revise.same-wrong"
    if is_near:
        return "revise.still-near" if was_near else "revise.as-shown"
    if not all(isinstance(one, float) for one in (first, now, result)):
        return "revise.other"
    return "revise.towards" if abs(now - result) < abs(first - result) else "revise.away"
