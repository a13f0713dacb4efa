"""Students with a habit lose marks for it: the reference beats each persona by 15 points of 100.

Built in: *blank* writes nothing; *guesses* chooses at random and writes no code; *habit 1, 2, ...* knows the
choices and carries, in each exercise, one of the misconceptions beside the lesson. A lesson adds its own in
`personas.yaml`: `{plays product: {says: ..., answers: {line_pnl: refunds-left-out}}}`; exercises that
a persona does not name are right.

A persona loses points only where its habit applies: no exercise's test may need another exercise's answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from staffroom.lessons.source import Lesson
from staffroom.teaching import answers, guessing
from staffroom.teaching.finding import Finding, Result, about, at
from staffroom.teaching.play import Bench
from staffroom.teaching.trials import Ask, Trials

APART = 15.0


def personas(lesson: Lesson) -> dict[str, dict[str, str]]:
    """Persona -> exercise -> key of the mistake it makes there."""
    by_exercise = {e.name: [a.key for a in answers.wrong(lesson, e.name)] for e in lesson.exercises()}
    most = max((len(keys) for keys in by_exercise.values()), default=0)
    found = {
        f"habit {i + 1}": {name: keys[i % len(keys)] for name, keys in by_exercise.items() if keys}
        for i in range(most)
    }
    for name, about_it in answers.read_yaml(lesson.path.parent / "personas.yaml").items():
        found[str(name)] = {str(k): str(v) for k, v in (about_it or {}).get("answers", {}).items()}
    return found


def entangled(lesson: Lesson) -> list[tuple[str, str]]:
    """Pairs (exercise, other) in which an exercise's tests need the answer to another one."""
    answer_of = {id(e.answer): e.name for e in lesson.exercises()}
    pairs = []
    for exercise in lesson.exercises():
        for place in Bench(lesson, exercise.name).cells():
            other = answer_of.get(id(lesson.cells[place]))
            if other and other != exercise.name:
                pairs.append((exercise.name, other))
    return pairs


def asks(trials: Trials, companies: Sequence[Path | None]) -> Iterator[Ask]:
    """What is to be tried: guesses, and every misconception on the first company."""
    yield from guessing.asks(trials, companies)
    for exercise in trials.exercises():
        for answer in answers.wrong(trials.lesson, exercise.name):
            yield Ask(exercise.name, answer.source, companies[0])


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Score each persona on the autograded points, out of 100, on the first company."""
    trials = trials or Trials(lesson)
    company = companies[0]
    findings: list[Finding] = []
    exercises = {e.name: e for e in lesson.exercises()}
    total = sum(e.points for e in exercises.values())
    for name, other in entangled(lesson):
        what = f"{name}: its tests need the answer to {other}, so one mistake costs twice"
        findings.append(at(lesson, exercises[name].answer, what))
    scores = {"blank": 0.0}
    lucky = [(e, guessing.worth(trials, e, company)) for e in trials.exercises("choice")]
    scores["guesses"] = sum(e.points * (share or 0.0) for e, share in lucky)
    earned = _earned(trials, company)
    for persona, habits in personas(lesson).items():
        score = 0.0
        for name, exercise in exercises.items():
            key = habits.get(name)
            if key is not None and (name, key) not in earned:
                findings.append(about(lesson, f"persona '{persona}': {name} has no misconception {key}"))
            score += exercise.points if key is None else earned.get((name, key), 0.0)
        for name in habits.keys() - exercises.keys():
            findings.append(about(lesson, f"persona '{persona}': there is no exercise {name}"))
        scores[persona] = score
    closest = 0.0
    for persona, score in scores.items():
        share = 100 * score / total if total else 100.0
        closest = max(closest, share)
        if share > 100 - APART:
            what = f"persona '{persona}' gets {share:.0f} of 100; {100 - APART:.0f} at most"
            findings.append(about(lesson, what))
    by_score: dict[str, list[str]] = {}
    for persona, score in sorted(scores.items(), key=lambda pair: -pair[1]):
        by_score.setdefault(f"{100 * score / total:.0f}" if total else "0", []).append(persona)
    notes = [f"{points} of 100: {', '.join(who)}" for points, who in by_score.items()]
    return Result("personas", f"best persona {closest:.0f} of 100", "≤ 85", findings, notes)


def _earned(trials: Trials, company: Path | None) -> dict[tuple[str, str], float]:
    """Points that each misconception still earns, by (exercise, key)."""
    found = {}
    for exercise in trials.lesson.exercises():
        for answer in answers.wrong(trials.lesson, exercise.name):
            ran = trials.attempt(exercise.name, answer.source, company)
            found[exercise.name, answer.key] = float(sum(r.earned for r in ran))
    return found
