"""Help with an exercise: a ladder of hints, and the worked twin after an honest try."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from classroom import lessons
from classroom.check.mistakes import NOTED
from classroom.errors import Trouble, wrapped
from classroom.study import place
from classroom.words import say

if TYPE_CHECKING:
    from classroom.lessons.schema import Exercise

HONEST_TRIES = 3
"""Different attempts that open `reveal` for an exercise that does not pass."""
MOST_KEPT = 50
RUNGS = 4
"""Hints of each exercise; the last one is the worked twin."""

_offers: list[Callable[[str], str]] = []


def after_the_last(offer: Callable[[str], str]) -> None:
    """Ask `offer(exercise)` what else there is after the last hint; it may have nothing to say."""
    _offers[:] = [offer]


def note_of(notes: dict[str, Any], exercise: str) -> dict[str, Any]:
    """The notes on one exercise, begun if there are none."""
    blank = {"rung": 0, "tried": [], "passed": False, "noted": False, "attempts": [], "mistakes": {}}
    note = notes["exercises"].setdefault(exercise, blank)
    for key, value in blank.items():
        note.setdefault(key, value)
    return note


def hear(name: str, key: str, fingerprint: str) -> None:
    """Keep how a check ended: a pass, or one more different attempt. Never disturbs the check."""
    with suppress(Exception), place.notes_of() as notes:
        note = note_of(notes, name)
        note["passed"], note["noted"] = key == "", key == NOTED
        if key in ("", NOTED, "unanswered"):
            return
        note["mistakes"][key] = note["mistakes"].get(key, 0) + 1
        if fingerprint not in note["attempts"]:
            note["attempts"] = [*note["attempts"], fingerprint][-MOST_KEPT:]


def _broken(text: object) -> str:
    """A text with breaks between its words."""
    return "\n".join(wrapped(str(text)))


def _tell(text: object) -> None:
    print(_broken(text))


def _ladders(lesson: str) -> dict[str, Exercise]:
    """Each exercise's hints in a lesson; an audit without its own gets those that help with any audit."""
    from classroom.lessons.schema import Exercise, Twin

    words = lessons.read(lesson)
    if not words.audits:
        return words.exercises
    usual = Exercise(
        reread=say("audit-help.reread"),
        concept=say("audit-help.concept"),
        toy=say("audit-help.toy"),
        twin=Twin(
            task=say("audit-help.task"), solution=say("audit-help.solution"), why=say("audit-help.why")
        ),
    )
    return {**dict.fromkeys(words.audits, usual), **words.exercises}


def _find(exercise: str) -> tuple[str, Exercise] | None:
    """(lesson, ladder) of an exercise: in the present lesson, else in any other; None with a sentence."""
    here = place.lesson_here()
    known: list[str] = []
    of_this: list[str] = []
    for lesson in [here, *(name for name in lessons.names() if name != here)]:
        try:
            ladders = _ladders(lesson)
        except Trouble as error:
            _tell(error)
            continue
        if exercise in ladders:
            return lesson, ladders[exercise]
        known += ladders
        if lesson == here:
            of_this = list(ladders)
    # what belongs to no exercise, such as a report or a memo, must not be taken for another lesson's exercise
    near = difflib.get_close_matches(str(exercise), of_this, n=1, cutoff=0.5)
    near = near or difflib.get_close_matches(str(exercise), known, n=1, cutoff=0.8)
    if near:
        _tell(say("help.unknown-near", exercise=exercise, near=near[0]))
    else:
        _tell(say("help.unknown", exercise=exercise, names=", ".join(of_this) or "–"))
    return None


def _rungs(about: Exercise) -> list[str]:
    """The hints as they are printed; the twin's solution is code that may be copied, and stays as it is."""
    twin = about.twin
    reread, concept, toy, task, why = map(
        _broken, (about.reread, about.concept, about.toy, twin.task, twin.why)
    )
    return [reread, concept, toy, say("help.twin", task=task, solution=twin.solution, why=why)]


def hint(exercise: str, tried: str | None = None) -> None:
    """A first hint; then, after each further try, one more.

    Parameters
    ----------
    exercise : its name, such as "line_pnl"
    tried : one line on what you tried since the last hint; it opens the next one
    """
    found = _find(exercise)
    if found is None:
        return
    lesson, about = found
    rungs = _rungs(about)
    with place.notes_of(lesson) as notes:
        note = note_of(notes, exercise)
        line = " ".join(tried.split()) if isinstance(tried, str) else ""
        words = any(sign.isalnum() for sign in line)
        told = words and line.casefold() not in [old.casefold() for old in note["tried"]]
        opens_nothing = not told and 0 < note["rung"] < len(rungs)
        if note["rung"] == 0:
            note["rung"] = 1
        elif told and note["rung"] < len(rungs):
            note["rung"] += 1
        if told:
            note["tried"].append(line)
        rung = note["rung"]
    print(rungs[rung - 1])
    print()
    if rung == len(rungs):
        _tell("\n".join([say("help.last"), *filter(None, (offer(exercise) for offer in _offers))]))
    elif not opens_nothing:
        _tell(say("help.next", exercise=exercise))
    elif tried is None:
        _tell(say("help.same-hint", exercise=exercise))
    else:
        _tell(say("help.said-before" if words else "help.no-words", exercise=exercise))


def next_hint(exercise: str) -> str:
    """The command for an exercise's next hint, or nothing if none is left. Never disturbs a check."""
    with suppress(Exception):
        lesson = place.lesson_here()
        rungs = _rungs(_ladders(lesson)[exercise])
        rung = note_of(place.load_notes(lesson), exercise)["rung"]
        if rung == 0:
            return say("help.first-hint", exercise=exercise)
        if rung < len(rungs):
            return say("help.next-hint", exercise=exercise)
    return ""


def reveal(exercise: str) -> None:
    """For those who learn on their own: a worked twin of the exercise, once you passed it or tried honestly.

    It never shows a graded solution.
    """
    found = _find(exercise)
    if found is None:
        return
    lesson, about = found
    note = note_of(place.load_notes(lesson), exercise)
    if not note["passed"] and len(note["attempts"]) < HONEST_TRIES:
        _tell(say("reveal.not-yet", exercise=exercise))
        return
    _tell(about.concept)
    print()
    print(_rungs(about)[-1])
