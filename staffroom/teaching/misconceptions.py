"""Each misconception fails on every company, and the message names that one and no other.

A check that a student writes has no message for each of its own faults: there, wrong answers only have to
earn less than full points.

A confusion matrix for each code exercise: rows are the misconceptions beside the lesson, columns what the
student is told first. All must fail; at least 95 % must be told what they are; none may be told something
that would fit any error. Two that give the same on the page are told together, and each counts as named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from staffroom.lessons import letters
from staffroom.lessons.source import Lesson
from staffroom.teaching import answers
from staffroom.teaching.finding import Finding, Result, about, at
from staffroom.teaching.trials import Ask, Trials

DIAGONAL = 0.95
AT_LEAST = 3

Matrix = dict[tuple[str, str], Counter[str]]


def asks(trials: Trials, companies: Sequence[Path | None]) -> Iterator[Ask]:
    """What is to be tried: every misconception on every company."""
    for exercise in trials.exercises():
        for answer in answers.wrong(trials.lesson, exercise.name):
            yield from (Ask(exercise.name, answer.source, company) for company in companies)


def matrix(trials: Trials, companies: Sequence[Path | None]) -> Matrix:
    """Count for each (exercise, misconception) what its student is told first, over companies."""
    counts: Matrix = {}
    for exercise in trials.exercises():
        for answer in answers.wrong(trials.lesson, exercise.name):
            told = [trials.outcome(exercise.name, answer.source, company) for company in companies]
            counts[exercise.name, answer.key] = Counter(told)
    return counts


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Hold the confusion matrix against its bars."""
    from classroom.check import GENERIC

    trials = trials or Trials(lesson)
    trials.ahead(asks(trials, companies))
    counts = matrix(trials, companies)
    cells = {e.name: e.answer for e in lesson.exercises()}
    findings: list[Finding] = [
        about(lesson, f"{name}: answers for an exercise that the lesson does not have")
        for name in (answers.strays(lesson) if not trials.only else ())
    ]
    for exercise in trials.exercises("code"):
        found = answers.wrong(lesson, exercise.name)
        if len(found) < AT_LEAST:
            what = f"{exercise.name}: {len(found)} misconceptions beside the lesson; {AT_LEAST} or more"
            findings.append(at(lesson, exercise.answer, what))
        for answer in found:
            if not answer.belief:
                what = f"{exercise.name}: wrong/{answer.name}.py does not say its misconception (docstring)"
                findings.append(at(lesson, exercise.answer, what))
            elif answer.key in GENERIC:
                what = f"{exercise.name}: wrong/{answer.name}.py is named as a mistake that says nothing"
                findings.append(at(lesson, exercise.answer, what))
    checks = {e.name for e in trials.exercises("check")}
    for exercise in trials.exercises("choice"):
        asked = letters.question(exercise)
        silent = asked.without_reason() if asked else []
        if silent:
            which = ", ".join(f"{place} {option}" for place, option in silent[:5])
            what = f"{exercise.name}: {len(silent)} options say nothing to who chose them: {which}"
            findings.append(at(lesson, exercise.answer, what))
    twins = {exercise.name: _twins(lesson, exercise.name) for exercise in trials.exercises("code")}
    for (name, key), told in list(counts.items()):
        total = sum(told.values())
        if told["passed"]:
            what = f"{name}: {key} passes on {told['passed']} of {total} companies"
            findings.append(at(lesson, cells[name], what))
        if name in checks:
            continue
        told = counts[name, key] = _as_named(told, key, twins.get(name, {}))
        generic = sum(told[other] for other in GENERIC)
        if generic:
            which = ", ".join(sorted(set(told) & set(GENERIC)))
            what = f"{name}: {key} is told only {which} on {generic} of {total} companies"
            findings.append(at(lesson, cells[name], what))
        others = {k: n for k, n in told.items() if k not in (key, "passed", *GENERIC)}
        if told[key] < DIAGONAL * total and others:
            which = ", ".join(f"{k} ({n})" for k, n in sorted(others.items()))
            what = f"{name}: {key} is told something else on {sum(others.values())} of {total}: {which}"
            findings.append(at(lesson, cells[name], what))
    all_told = sum((told for told in counts.values()), Counter())
    total = sum(all_told.values())
    named = sum(
        total_of - told["passed"] if name in checks else told[key]
        for (name, key), told in counts.items()
        if (total_of := sum(told.values()))
    )
    caught = total - all_told["passed"]
    value = f"{_share(caught, total)} fail, {_share(named, total)} named ({len(counts)} × {len(companies)})"
    return Result("misconceptions", value, "100 % fail, ≥ 95 % named, none generic", findings)


def _twins(lesson: Lesson, exercise: str) -> dict[str, set[str]]:
    """Mistake → others whose result on the page is the same; a student is told of each of them at once."""
    from classroom.check.compare import alike
    from classroom.errors import Misuse
    from classroom.lessons import page

    try:
        listed = page.page(lesson.name).mistakes(exercise)
    except Misuse:  # the page does not call it
        return {}
    return {
        key: {other for other in listed if other != key and alike(wrong, listed[other][0], exercise)}
        for key, (wrong, _) in listed.items()
    }


def _as_named(told: Counter[str], key: str, twins: dict[str, set[str]]) -> Counter[str]:
    """Who is told of a mistake together with its twin is told what it is."""
    return sum((Counter({key if k in twins.get(key, ()) else k: n}) for k, n in told.items()), Counter())


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "none"
