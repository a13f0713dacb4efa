"""How far a learner has come: objectives, predictions beside results, and whether confidence was earned."""

from __future__ import annotations

import math
from typing import Any

from classroom import lessons
from classroom.errors import Trouble
from classroom.pages import Page
from classroom.study import place
from classroom.study.predictions import in_words
from classroom.words import say

ENOUGH = 25
"""So many sure and so many unsure guesses are looked at before anything is said of confidence.

Who is right in 80 of 100 sure guesses and in 40 of 100 unsure ones is then told so with a chance of 86 %.
Who is right as often in both is told so wrongly with one of 3 % (one-sided Fisher test at 5 %).
"""
LEVEL = 0.05


def _objectives(lesson: str, notes: dict[str, Any]) -> tuple[list[dict[str, str]], list[str], list[str]]:
    """Rows of the table, the exercises that nobody has tried, and those that wait for feedback.

    What can wait keeps no objective open, unless the objective has nothing else.
    """
    try:
        words = lessons.read(lesson)
        known, checked, can_wait = words.objectives, set(words.exercises), set(words.can_wait)
    except Trouble:
        known, checked, can_wait = [], set(), set()
    rows, untried, waiting = [], [], []
    for objective in known:
        # What is marked by hand has no visible check, and so no say here.
        seen = [n for n in objective.exercises if n in checked or n in notes["exercises"]]
        by_hand = [n for n in objective.exercises if n not in seen]
        looked = {name: notes["exercises"].get(name, {}) for name in seen}
        done = {name: note.get("passed") or note.get("noted") for name, note in looked.items()}
        tried = {name: bool(note.get("attempts")) or done[name] for name, note in looked.items()}
        untried += [name for name, was in tried.items() if not was]
        needed = [name for name in seen if name not in can_wait] or seen
        if not seen:
            own = _own_mark(by_hand, notes)
            state = say("progress.own-mark", **own) if own else say("progress.by-hand")
        elif all(done[name] for name in needed):
            noted = [name for name in looked if done[name] and not looked[name].get("passed")]
            waiting += noted
            state = say("progress.noted", names=", ".join(noted)) if noted else say("progress.met")
            if by_hand:
                state = _with_memo(state, by_hand, notes)
        else:
            state = say("progress.tried") if any(tried.values()) else say("progress.open")
        heads = say("progress.objective"), say("progress.exercise"), say("progress.state")
        named = [
            say("progress.may-wait", name=name) if name in can_wait else name for name in objective.exercises
        ]
        rows.append(dict(zip(heads, (objective.text, ", ".join(named), state), strict=True)))
    return rows, list(dict.fromkeys(untried)), list(dict.fromkeys(waiting))


def _own_mark(names: list[str], notes: dict[str, Any]) -> dict[str, int]:
    """The points that somebody gave their own memo, of how many; empty if there is no such mark."""
    kept = notes["memos"].get(names[0], {}) if len(names) == 1 else {}
    return {"points": sum(kept["now"].values()), "most": kept["most"]} if kept.get("now") else {}


def _with_memo(state: str, by_hand: list[str], notes: dict[str, Any]) -> str:
    own = _own_mark(by_hand, notes)
    if own:
        return say("progress.but-own-mark", state=state, name=by_hand[0], **own)
    return say("progress.but-by-hand", state=state, names=", ".join(by_hand))


def _untried(lesson: str, untried: list[str]) -> str:
    """Which exercises nobody has tried, and which of them can wait."""
    can_wait = [name for name in untried if name in lessons.read(lesson).can_wait]
    sentence = say("progress.untried", names=_quoted(untried))
    if not can_wait:
        return sentence
    one = say("progress.can-wait-one", name=_quoted(can_wait))
    return f"{sentence} {one if len(can_wait) == 1 else say('progress.can-wait', names=_quoted(can_wait))}"


def _quoted(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _predictions(notes: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for name, kept in notes["predictions"].items():
        if "value" not in kept:
            continue
        result = in_words(kept["result"]) if "result" in kept else say("word.missing")
        verdict = say("word.missing")
        if kept.get("seen_before"):
            verdict = say("progress.seen-before")
        elif "right" in kept:
            verdict = say("progress.near") if kept["right"] else say("progress.off")
        rows.append(
            {
                say("progress.prediction"): name,
                say("progress.said"): in_words(kept["value"]),
                say("progress.confidence"): str(kept["confidence"]),
                say("progress.result"): result,
                say("progress.verdict"): verdict,
            }
        )
    return rows


def _all_judged(lesson: str) -> list[tuple[int, bool]]:
    """(confidence, right) of every prediction with a result, in this and all other lessons."""
    judged = []
    for name in sorted({*lessons.names(), lesson}):
        for kept in place.load_notes(name)["predictions"].values():
            if "right" in kept and "confidence" in kept:
                judged.append((int(kept["confidence"]), bool(kept["right"])))
    return judged


def progress(lesson: str | None = None) -> Page:
    """Objectives met, predictions beside results, and how often you were right at each confidence.

    "Met" means that the visible checks passed when they last ran; it is not a grade.
    """
    import pandas as pd

    lesson = lesson or place.lesson_here()
    notes = place.load_notes(lesson)
    (objectives, untried, waiting), predictions = _objectives(lesson, notes), _predictions(notes)
    met = sum(row[say("progress.state")].startswith(say("progress.met")) for row in objectives)
    sentences = []
    captioned: list[tuple[str, Any]] = []
    if objectives:
        sentences.append(say("progress.summary", met=met, all=len(objectives)))
        if waiting:
            sentences.append(say("progress.waiting", names=_quoted(waiting)))
        if untried:
            sentences.append(_untried(lesson, untried))
        captioned.append((say("progress.caption-objectives"), _table(objectives)))
    if predictions:
        captioned.append((say("progress.caption-predictions"), _table(predictions)))
    judged = _all_judged(lesson)
    if judged:
        levels = sorted({sure for sure, _ in judged})
        counts = [[right for sure, right in judged if sure == level] for level in levels]
        rows = [
            {
                say("progress.confidence"): level,
                say("progress.count"): len(rights),
                say("progress.right"): sum(rights),
            }
            for level, rights in zip(levels, counts, strict=True)
        ]
        captioned.append((say("progress.caption-calibration"), _table(rows)))
        sentences.append(_calibration(judged))
    answers = notes["recall"]["answers"]
    if answers:
        right = sum(bool(note.get("right")) for note in answers.values())
        sentences.append(say("progress.recall", right=right, all=len(answers)))
    if not sentences and not captioned:
        sentences.append(say("progress.nothing"))
    frames = [(caption, frame) for caption, frame in captioned if isinstance(frame, pd.DataFrame)]
    return Page(say("progress.heading", lesson=lesson), sentences, frames)


def _table(rows: list[dict[str, Any]]) -> Any:
    import pandas as pd

    frame = pd.DataFrame(rows)
    return frame.set_index(frame.columns[0])


def _calibration(judged: list[tuple[int, bool]]) -> str:
    """One sentence: were you more often right where you were surer? Only once that can be told."""
    sure = [right for level, right in judged if level >= 4]
    unsure = [right for level, right in judged if level <= 2]
    counts = {"sure": len(sure), "unsure": len(unsure)}
    if min(counts.values()) < ENOUGH:
        return say("progress.too-few", enough=ENOUGH, **counts)
    counts |= {"sure_right": sum(sure), "unsure_right": sum(unsure)}
    if by_chance(sum(sure), len(sure), sum(unsure), len(unsure)) <= LEVEL:
        return say("progress.calibrated", **counts)
    return say("progress.not-calibrated", **counts)


def by_chance(right: int, of: int, other_right: int, other_of: int) -> float:
    """The chance of so many right ones or more among the first, if both are right equally often (Fisher)."""
    all_right, everything = right + other_right, of + other_of
    ways = sum(
        math.comb(of, n) * math.comb(other_of, all_right - n) for n in range(right, min(of, all_right) + 1)
    )
    return ways / math.comb(everything, all_right)
