"""Compare an answer with the right one, and name what is wrong without giving the right value away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from classroom.check import forms, plain
from classroom.check.agreement import agreement
from classroom.check.alike import matches
from classroom.check.answers import require_answered, subject, unfit
from classroom.check.clues import Clues
from classroom.check.explain import explain
from classroom.check.labels import labels_lost
from classroom.check.mistakes import fail, heard, passed
from classroom.check.shapes import plain_like
from classroom.words import say


def _is_mistake(got: Any, wrong: Any, want: Any, name: str, unit: str, tol: float | None) -> bool:
    """Whether the answer equals a listed wrong value (which may have only some of the columns)."""
    if isinstance(wrong, Callable) and not isinstance(wrong, type):
        try:
            wrong = wrong()
        except Exception:
            return False
    if wrong is None:
        return False
    try:
        wrong_plain = plain_like(wrong, wrong, name)
        if not matches(plain_like(got, wrong, name), wrong_plain, unit, tol):
            return False
    except (plain.Unfit, ValueError, TypeError, KeyError):
        return False
    try:  # a wrong value that is right on this table says nothing about the answer
        return not matches(plain_like(want, wrong, name), wrong_plain, unit, tol)
    except (plain.Unfit, ValueError, TypeError, KeyError):
        return True


def _mistaken(
    got: Any, want: Any, name: str, unit: str, tol: float | None, mistakes: Mapping[str, Any]
) -> dict[str, str]:
    """The listed mistake that an answer makes, and those that give the same here: key -> sentence.

    Empty if it makes none. One that shows elsewhere in the answer is told once this one is mended.
    """
    found: dict[str, str] = {}
    first = None
    for key, listed in mistakes.items():
        told = isinstance(listed, tuple) and len(listed) == 2 and isinstance(listed[1], str)
        wrong, sentence = listed if told else (listed, say("check.listed", mistake=key.replace("-", " ")))
        if not _is_mistake(got, wrong, want, name, unit, tol):
            continue
        if not found:
            first = wrong
        elif not alike(first, wrong, name, unit, tol):
            continue
        found[key] = sentence
    return found


def alike(one: Any, other: Any, name: str, unit: str = "", tol: float | None = None) -> bool:
    """Whether two wrong values, or their parts that tell, are the same: nobody can tell them apart."""
    one, other = (
        value() if callable(value) and not isinstance(value, type) else value for value in (one, other)
    )
    try:
        return all(
            matches(plain_like(mine, its, name), plain_like(its, its, name), unit, tol)
            for mine, its in ((one, other), (other, one))
        )
    except (plain.Unfit, ValueError, TypeError, KeyError):
        return False


def _either(listed: Mapping[str, str]) -> str:
    """One sentence as it is; several as so many ways to come to the same."""
    first, *others = listed.values()
    if not others:
        return first
    count = say("word.cardinals").split()[min(len(listed), 6) - 1]
    return "\n".join(
        [say("check.either", count=count, first=first), *(say("check.or", other=other) for other in others)]
    )


@heard
def same(
    got: Any,
    want: Any,
    name: str,
    *,
    unit: str = "",
    tol: float | None = None,
    mistakes: Mapping[str, Any] | None = None,
    on: str = "",
    ordered: bool = False,
    clues: Clues | None = None,
) -> None:
    """Pass if the answer is the wanted value in any equivalent form; prints one line then.

    `want` says the form: a frame (labels from its named index, else rows by position), a Series or dict (by
    label), a list or array (by position), a set, or one number, text, yes/no or time. Missing (NaN) is equal
    to missing and to nothing else.

    Parameters
    ----------
    name : the answer's name in the notebook, which is also the exercise's
    unit : the unit, for the sentence; with "EUR" in it half a cent of difference is allowed
    tol : allowed difference, if another than half a cent (EUR) or a millionth (else)
    mistakes : key -> wrong value, or (wrong value, sentence for the student). The wrong value may be a
        function without arguments, and may be a table with only the columns that tell the mistake
    on : where the answer was tried, for the sentence: "the small table"
    ordered : rows must stand in the wanted order too
    clues : what is known of how the answer came about, for the sentence; `on_page` gives them

    Raises
    ------
    Mistake
        a key of `mistakes`, or a generic one: unanswered, wrong-type, wrong-names, wrong-shape, wrong-unit,
        wrong-value
    """
    how: dict[str, Any] = {"unit": unit, "tol": tol, "mistakes": mistakes, "on": on, "ordered": ordered}
    require_same(got, want, name, clues=clues, **how)
    passed(name, on)


def require_same(
    got: Any,
    want: Any,
    name: str,
    *,
    unit: str = "",
    tol: float | None = None,
    mistakes: Mapping[str, Any] | None = None,
    on: str = "",
    ordered: bool = False,
    clues: Clues | None = None,
) -> None:
    """As `same`, without a word on success and without telling a listener."""
    require_answered(got, name)
    wanted = plain_like(want, want, name)
    problem, found = None, None
    try:
        found = plain_like(got, want, name)
        if matches(found, wanted, unit, tol, ordered):
            return
    except plain.Unfit as error:
        problem = error
    clues = clues or Clues()
    if listed := _mistaken(got, want, name, unit, tol, mistakes or {}):
        right = agreement(found, wanted, unit, tol) if found is not None else ""
        further = "\n".join(filter(None, (right, clues.multiplied())))
        first, *others = listed
        sentence = say("check.unfit", subject=subject(name, on), sentence=_either(listed))
        fail(first, sentence, further, others)
    if problem is not None:
        if problem.key in ("wrong-names", "wrong-type") and labels_lost(got, want, name, unit, tol):
            index = forms.in_words([level for level in wanted.labels.names if level is not None])
            problem = plain.Unfit(problem.key, say("labels.lost", index=index or say("word.label")))
        unfit(problem, name, on)
    explain(found, wanted, name, on, unit, tol, clues)
