"""How far a learner has come: objectives, predictions beside results, and whether confidence was earned."""

from __future__ import annotations

from typing import Any

from classroom import lessons
from classroom.errors import Trouble
from classroom.pages import Page
from classroom.study import place
from classroom.study.predictions import in_words
from classroom.words import say


def _objectives(lesson: str, notes: dict[str, Any]) -> list[dict[str, str]]:
    try:
        words = lessons.read(lesson)
        known, checked = words.objectives, set(words.exercises)
    except Trouble:
        known, checked = [], set()
    rows = []
    for objective in known:
        # What is marked by hand has no visible check, and so no say here.
        seen = [n for n in objective.exercises if n in checked or n in notes["exercises"]]
        looked = [notes["exercises"].get(name, {}) for name in seen]
        if not seen:
            state = say("progress.by-hand")
        elif all(note.get("passed") for note in looked):
            state = say("progress.met")
        elif any(note.get("attempts") or note.get("passed") for note in looked):
            state = say("progress.tried")
        else:
            state = say("progress.open")
        heads = say("progress.objective"), say("progress.exercise"), say("progress.state")
        rows.append(dict(zip(heads, (objective.text, ", ".join(objective.exercises), state), strict=True)))
    return rows


def _predictions(notes: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for name, kept in notes["predictions"].items():
        if "value" not in kept:
            continue
        result = in_words(kept["result"]) if "result" in kept else say("word.missing")
        verdict = say("word.missing")
        if "right" in kept:
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
    objectives, predictions = _objectives(lesson, notes), _predictions(notes)
    met = sum(row[say("progress.state")] == say("progress.met") for row in objectives)
    sentences = []
    captioned: list[tuple[str, Any]] = []
    if objectives:
        sentences.append(say("progress.summary", met=met, all=len(objectives)))
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
    """One sentence: were you more often right where you were surer? Only once there is something to say."""
    sure = [right for level, right in judged if level >= 4]
    unsure = [right for level, right in judged if level <= 2]
    if len(judged) < 5 or not sure or not unsure:
        return say("progress.too-few")
    better = sum(sure) / len(sure) > sum(unsure) / len(unsure)
    return say("progress.calibrated") if better else say("progress.not-calibrated")
