"""Try a check that a student wrote: does it turn away what is wrong, and accept what is right?

A check is a function of a result and some data beside it. It gives empty text to accept, and the reason if it
does not. In a lesson's text `# %% [check] line_pnl 4` makes the cells; the tests in them are these calls.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from classroom.check import student
from classroom.check.answers import subject
from classroom.check.calls import is_written, verdict
from classroom.check.mistakes import Mistake, fail, passed, tell
from classroom.check.plain import type_in_words
from classroom.words import say

if TYPE_CHECKING:
    from classroom.check.cases import Case

#: What became of one result.
ACCEPTED, TURNED_AWAY, NO_ANSWER = "accepted", "turned-away", "no-answer"
#: So many kinds of slip that got through are told.
TOLD = 3
#: Methods and functions that take two numbers for different however near they are.
EXACTLY = {"equals", "eq", "ne", "array_equal"}
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
    good, alarms, written = True, 0, is_written(name)
    for shown in held.shown(exercise_name):
        said = verdict(answer, name, shown.result, shown.data, written=written)
        if not isinstance(said, str):
            fail("wrong-type", say("judge.no-text", subject=subject(name), kind=type_in_words(said)))
        fits = (said.strip() == "") == shown.right
        good = good and fits
        alarms += shown.right and not fits
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
    else:
        tell(name, "shown-misjudged", answer)
        if alarms and (advice := _exactness(name, exercise)):
            print(advice)
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
    if alarms and (advice := _exactness(name, exercise)):
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


def _exactness(name: str, exercise: str) -> str:
    """The sentence for a check that bears no float's last digit: at a bound of 0 or 1, or between numbers."""
    from classroom.lessons import page

    nodes = student.nodes(name)
    told = [say("judge.bound")] if _bounds_a_share(nodes) else []
    if _asks_for_equality(nodes):
        held, exercise_name = page.find(exercise)
        told.append(say("judge.exact-eur" if "EUR" in held.call(exercise_name).unit else "judge.exact"))
    if any(isinstance(node, ast.Attribute) and node.attr == "equals" for node in nodes):
        told.append(say("judge.equals"))
    return " ".join(told)


def _bounds_a_share(nodes: list[ast.AST]) -> bool:
    """Whether a check turns away what lies above 1: by `between(0, 1)`, or by `<`, `>` and the like.

    A count, or a difference, is no share.
    """
    for node in nodes:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "between"
        ):
            if any(_is_one(value) for value in (*node.args, *(word.value for word in node.keywords))):
                return True
        elif isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            ordered = any(isinstance(one, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for one in node.ops)
            if ordered and any(map(_is_one, sides)) and not any(_calls(side, "len", "abs") for side in sides):
                return True
    return False


def _calls(node: ast.expr, *names: str) -> bool:
    return any(isinstance(one, ast.Call) and ast.unparse(one.func).endswith(names) for one in ast.walk(node))


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not isinstance(node.value, bool) and node.value == 1


def _asks_for_equality(nodes: list[ast.AST]) -> bool:
    """Whether a check compares by `==`, `.equals` or the like, or asks a difference to be 0.

    Equality with a text, with None, or with a count asks nothing of such numbers.
    """
    called = {
        node.func.attr
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    return bool(called & EXACTLY) or any(
        _is_exact(operator, left, right)
        for node in nodes
        if isinstance(node, ast.Compare)
        for operator, left, right in zip(
            node.ops, [node.left, *node.comparators], node.comparators, strict=False
        )
    )


def _is_exact(operator: ast.cmpop, left: ast.expr, right: ast.expr) -> bool:
    if isinstance(operator, (ast.Eq, ast.NotEq)):
        if _calls(left, "len") or _calls(right, "len"):  # rows are counted, and counts are exact
            return False
        texts = (str, bytes, bool, type(None))
        return not any(isinstance(e, ast.Constant) and isinstance(e.value, texts) for e in (left, right))
    distance = any(isinstance(n, ast.Call) and "abs" in ast.unparse(n.func) for n in ast.walk(left))
    return distance and isinstance(right, ast.Constant) and right.value == 0


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
