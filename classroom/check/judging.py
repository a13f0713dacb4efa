"""Try a check that a student wrote: does it turn away what is wrong, and accept what is right?

A check is a function of a result and some data beside it. It gives empty text to accept, and the reason if it
does not. In a lesson's text `# %% [check] line_pnl 4` makes the cells; the tests in them are these calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from classroom.check import student
from classroom.check.answers import subject
from classroom.check.calls import is_written, verdict
from classroom.check.exactness import asks_for_equality, asks_names, bounds_a_share, uses_equals
from classroom.check.mistakes import Mistake, fail, passed, tell
from classroom.check.plain import type_in_words
from classroom.words import say

if TYPE_CHECKING:
    from classroom.check.cases import Case

#: What became of one result.
ACCEPTED, TURNED_AWAY, NO_ANSWER = "accepted", "turned-away", "no-answer"
#: So many kinds of slip that got through are told.
TOLD = 3
#: A longer reason is cut where it is printed.
LONGEST = 80


def on_shown(answer: Any, exercise: str) -> None:
    """Say of each result that the lesson shows whether the student's check accepts it.

    Nothing fails because of what it accepts: that is for the student to read.

    Parameters
    ----------
    answer : the student's check
    exercise : lesson and name of the exercise whose results are checked, "01/customer_pnl"

    Raises
    ------
    Mistake
        as `call` does, and wrong-type if the check gives anything but text, or nothing
    """
    from classroom.lessons import page

    held, exercise_name = page.find(exercise)
    name = f"check_{exercise_name}"
    good, alarms, missed, written = True, 0, 0, is_written(name)
    reasons, in_order = set(), True
    for shown in held.shown(exercise_name):
        said = verdict(answer, name, shown.result, shown.data, written=written)
        if not isinstance(said, str):
            fail("wrong-type", say("judge.no-text", subject=subject(name), kind=type_in_words(said)))
        fits = (said.strip() == "") == shown.right
        good = good and fits
        alarms += shown.right and not fits
        missed += not shown.right and not fits
        if shown.right and not fits:
            sorted_ = _in_order_of_its_data(shown.result, shown.data)
            in_order = (
                in_order and sorted_ is not None and not _says(answer, name, sorted_, shown.data, written)
            )
        reasons.add(" ".join(said.split()))
        print(
            say(
                "judge.shown" if fits else "judge.shown-not",
                letter=shown.letter,
                kind=say("judge.right" if shown.right else "judge.wrong"),
                verdict=say("judge.turned-away", reason=_short(said))
                if said.strip()
                else say("judge.accepted"),
            )
        )
    if good:
        passed(name, say("judge.on-shown"))
        if _is_share(exercise) and bounds_a_share(student.nodes(name)):
            print(say("judge.also", advice=say("judge.bound")))
        return
    tell(name, "shown-misjudged", answer)
    if alarms and in_order:
        print(say("judge.order"))
    elif alarms and (advice := _exactness(name, exercise, held.shown(exercise_name))):
        print(advice)
    elif alarms and len(reasons) == 1 and (reason := reasons.pop()):
        print(say("judge.one-reason", reason=_short(reason)))
    if missed and asks_names(student.nodes(name)):
        print(say("judge.names"))
    print(say("judge.not-yet"))


def on_results(
    answer: Any,
    exercise: str,
    cases: Callable[[Any], Sequence[Case]],
    beliefs: Mapping[str, str],
    *,
    points: float,
    salt: str = "",
) -> float:
    """Points for a check, tried on results of the student's company and of another one.

    A kind of slip is caught if each result with it is turned away. The score is the share of kinds caught,
    less the share of right results turned away: a check that gives the same to all, or that tosses a coin,
    earns nothing.

    Parameters
    ----------
    answer : the student's check
    exercise : lesson and name of the exercise whose results are checked, "01/customer_pnl"
    cases : a company's tables → its results
    beliefs : kind of slip → what somebody believes who makes it
    points : what a check earns that is never wrong
    salt : with the check's own text it decides in which order the results come

    Raises
    ------
    Mistake
        where nothing is earned
    """
    from classroom.check.cases import lot
    from classroom.data import load

    name = f"check_{exercise.partition('/')[2]}"
    # all is worked out before the first question, so that no pause tells what comes next
    tried = [case for company in (load.all(), load.other(1)) for case in cases(company)]
    became: dict[int, str] = {}
    written = is_written(name)
    for place in lot(salt, "order", student.source(name)).permutation(len(tried)):
        became[int(place)] = _judged(answer, name, tried[place], written=written)
    kinds = dict.fromkeys(case.kind for case in tried if case.kind)
    missed = [
        kind
        for kind in kinds
        if any(became[n] != TURNED_AWAY for n, case in enumerate(tried) if case.kind == kind)
    ]
    right = [n for n, case in enumerate(tried) if not case.kind]
    alarms = [n for n in right if became[n] != ACCEPTED]
    share = max(0.0, (len(kinds) - len(missed)) / max(1, len(kinds)) - len(alarms) / max(1, len(right)))
    silent = sum(one == NO_ANSWER for one in became.values())
    if not missed and not alarms:
        passed(name, say("judge.on-hidden"))
        return float(points)
    key = "accepts-all" if set(became.values()) == {ACCEPTED} else missed[0] if missed else "turns-right-away"
    sentence = _sentence(name, missed, len(kinds), len(alarms), len(right), silent, beliefs)
    if alarms and (advice := _exactness(name, exercise, tried)):
        sentence = f"{sentence} {advice}"
    earned = round(points * share, 2)
    if not earned:
        fail("turns-all-away" if len(alarms) == len(right) and not missed else key, sentence)
    tell(name, key, answer)
    print(str(Mistake(key, sentence)))
    return earned


def _judged(answer: Any, name: str, case: Case, *, written: bool) -> str:
    """What the student's check makes of a result."""
    try:
        said = verdict(answer, name, case.result, case.data, written=written)
    except Mistake:
        return NO_ANSWER
    if not isinstance(said, str):
        return NO_ANSWER
    return TURNED_AWAY if said.strip() else ACCEPTED


def _sentence(
    name: str, missed: list[str], kinds: int, alarms: int, right: int, silent: int, beliefs: Mapping[str, str]
) -> str:
    parts = []
    if missed:
        told = " ".join(f"“{beliefs.get(kind, kind)}”" for kind in missed[:TOLD])
        one = len(missed) == 1
        parts.append(say("judge.missed-one" if one else "judge.missed", missed=len(missed), kinds=kinds))
        parts.append(say("judge.believes", told=told))
    if alarms:
        parts.append(say("judge.alarms", alarms=alarms, right=right))
    if silent:
        parts.append(say("judge.silent", silent=silent))
    return f"{subject(name)}: {' '.join(parts)}"


def _in_order_of_its_data(result: Any, data: Any) -> Any:
    """A result, its rows in the order of data with the same labels; None if no data have another order."""
    if not isinstance(data, Mapping) or not hasattr(result, "reindex") or not result.index.is_unique:
        return None
    for one in data.values():
        labels = list(one.index) if hasattr(one, "reindex") else []
        if labels != list(result.index) and sorted(map(str, labels)) == sorted(map(str, result.index)):
            return result.reindex(labels)
    return None


def _says(answer: Any, name: str, result: Any, data: Any, written: bool) -> str:
    """The reason that a check gives; "?" if it does not run."""
    try:
        return str(verdict(answer, name, result, data, written=written)).strip()
    except Mistake:
        return "?"


def _whole_names(cases: Iterable[Any]) -> set[str]:
    """Columns of results, and data beside them, that hold whole numbers alone wherever they occur."""
    found: dict[str, bool] = {}
    for case in cases:
        data = case.data if isinstance(case.data, Mapping) else {}
        parts = [(str(key), value) for key, value in data.items()]
        for table in (case.result, *data.values()):
            if hasattr(table, "columns"):
                parts += [(str(column), table[column]) for column in dict.fromkeys(table.columns)]
        for key, part in parts:
            kind = getattr(getattr(part, "dtype", None), "kind", "")
            is_whole = kind in "iu" if kind else isinstance(part, int) and not isinstance(part, bool)
            found[key] = found.get(key, True) and is_whole
    return {key for key, is_whole in found.items() if is_whole}


def _exactness(name: str, exercise: str, cases: Iterable[Any]) -> str:
    """The sentence for a check that bears no float's last digit: at a bound of 0 or 1, or between numbers."""
    from classroom.lessons import page

    nodes = student.nodes(name)
    told = [say("judge.bound")] if bounds_a_share(nodes) else []
    if asks_for_equality(nodes, _whole_names(cases)):
        held, exercise_name = page.find(exercise)
        told.append(say("judge.exact-eur" if "EUR" in held.call(exercise_name).unit else "judge.exact"))
    if uses_equals(nodes):
        told.append(say("judge.equals"))
    return " ".join(told)


def _is_share(exercise: str) -> bool:
    """Whether an exercise's result is told in shares: then a bound of 1 is no amount and no count."""
    from classroom.lessons import page

    held, name = page.find(exercise)
    return "share" in held.call(name).unit


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
