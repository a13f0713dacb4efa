"""Recall questions from earlier lessons: asked from memory, answered with letters, open feedback."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from classroom import lessons
from classroom.errors import Trouble
from classroom.pages import WIDTH
from classroom.study import place
from classroom.words import say

if TYPE_CHECKING:
    from classroom.lessons.schema import LessonWords, Question

SPACING = (1, 3, 5)
"""Questions come from the lesson one, three and five before; from others where these do not exist."""


def _readable(lesson: str) -> LessonWords | None:
    try:
        return lessons.read(lesson)
    except Trouble as error:
        print(error)
        return None


def earlier(lesson: str) -> list[LessonWords]:
    """Earlier lessons that have questions, those at the right distance first."""
    if not lesson[:2].isdigit():
        return []
    here = int(lesson[:2])
    banks = [bank for name in lessons.names() if name[:2] < lesson[:2] and (bank := _readable(name))]
    banks = [bank for bank in banks if bank.recall]
    distance = {bank.lesson: here - bank.number for bank in banks}
    spaced = [bank for step in SPACING for bank in banks if distance[bank.lesson] == step]
    rest = [bank for bank in banks if bank not in spaced]
    return spaced + sorted(rest, key=lambda bank: distance[bank.lesson])


def choose(lesson: str, k: int = 3) -> list[tuple[str, str]]:
    """(lesson, key) of the k questions for a lesson, one bank after the other in turn.

    A question missed when it was last asked comes first; then those that this distance has not asked before:
    the bank's first questions one lesson later, the next ones three lessons later, and so on.
    """
    queues = []
    for bank in earlier(lesson):
        step = int(lesson[:2]) - bank.number
        turn = SPACING.index(step) if step in SPACING else step
        keys = [question.key for question in bank.recall]
        start = turn * k % len(keys)
        missed = _missed(bank.lesson, keys)
        order = [*missed, *(key for key in keys[start:] + keys[:start] if key not in missed)]
        queues.append([(bank.lesson, key) for key in order])
    chosen: list[tuple[str, str]] = []
    while len(chosen) < k and any(queues):
        for queue in queues:
            if queue and len(chosen) < k:
                chosen.append(queue.pop(0))
    return chosen


def _missed(bank: str, keys: list[str]) -> list[str]:
    """Keys of the bank that the learner answered wrongly the last time, in any lesson's notes."""
    last: dict[str, bool] = {}
    for name in lessons.names():
        answers = place.load_notes(name)["recall"]["answers"] if name > bank else {}
        for key, note in answers.items():
            if note.get("lesson") == bank and key in keys:
                last[key] = bool(note.get("right"))
    return [key for key, right in last.items() if not right]


def _question(lesson: str, key: str) -> Question | None:
    bank = _readable(lesson)
    return next((question for question in bank.recall if question.key == key), None) if bank else None


def _asked(notes: dict[str, Any], lesson: str, k: int) -> list[tuple[str, Question]]:
    """The questions of this lesson; chosen once, then kept, so that a second run asks the same ones."""
    kept = [tuple(pair) for pair in notes["recall"]["asked"]]
    if len(kept) != k or not all(_question(*pair) for pair in kept):
        kept = choose(lesson, k)
        notes["recall"]["asked"] = [list(pair) for pair in kept]
    return [(name, question) for name, key in kept if (question := _question(name, key))]


def recall(lesson: str | None = None, k: int = 3) -> None:
    """Ask k questions from earlier lessons. Answer with `study.recall_answer("b", "a", "c")`.

    Parameters
    ----------
    lesson : the present lesson; by default the one of this notebook
    k : how many questions
    """
    lesson = lesson or place.lesson_here()
    with place.notes_of(lesson) as notes:
        asked = _asked(notes, lesson, k)
    if not asked:
        print(say("recall.none"))
        return
    print(say("recall.intro", count=len(asked)))
    for number, (_, question) in enumerate(asked, start=1):
        print("\n" + textwrap.fill(f"{number}. {question.question}", WIDTH, subsequent_indent="   "))
        for letter, option in question.options.items():
            print(textwrap.fill(f"   {letter}) {option}", WIDTH, subsequent_indent="      "))


def recall_answer(*answers: Any, lesson: str | None = None, **by_key: Any) -> None:
    """Answer the recall questions: one letter each in their order, or by key (`merge_rows="b"`).

    Each answer gets its feedback at once. The first answer to a question is the one that is kept.
    """
    lesson = lesson or place.lesson_here()
    with place.notes_of(lesson) as notes:
        asked = _asked(notes, lesson, len(notes["recall"]["asked"]) or 3)
        if len(answers) == 1 and isinstance(answers[0], str) and len(answers[0].strip()) > 1:
            answers = tuple(letter for letter in answers[0] if letter.isalnum())
        given: dict[str, Any] = dict(zip([question.key for _, question in asked], answers, strict=False))
        given.update({key.replace("_", "-"): answer for key, answer in by_key.items()})
        for number, (bank, question) in enumerate(asked, start=1):
            if question.key in given:
                print(_feedback(notes, number, bank, question, given[question.key]))


def _feedback(notes: dict[str, Any], number: int, bank: str, question: Question, answer: Any) -> str:
    letter = answer.strip().strip(".()").lower() if isinstance(answer, str) else ""
    if letter not in question.options:
        choices = ", ".join(question.options)
        return say("recall.unanswered", number=number, options=choices)
    right = letter == question.answer
    first = {"lesson": bank, "answer": letter, "right": right}
    notes["recall"]["answers"].setdefault(question.key, first)
    key = "recall.right" if right else "recall.wrong"
    sentence = say(key, number=number, says=question.says[letter])
    if not right and question.see:
        sentence += " " + say("recall.see", see=question.see)
    return textwrap.fill(sentence, WIDTH, subsequent_indent="   ")
