"""Tests notice small faults: mutants of the reference answers are killed, and survivors are explained.

A mutant that stops with an error is killed by any test at all, so it is counted apart and not in the rate.
A mutant that gives the same result as the reference on every possible input cannot be killed; its name and
the reason then stand in `exercises/<exercise>/survivors.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from staffroom.lessons.source import Lesson
from staffroom.teaching import answers
from staffroom.teaching.finding import Finding, Result, at
from staffroom.teaching.mutate import mutants
from staffroom.teaching.trials import Ask, Trials

KILLED = 0.90


@dataclass
class Tally:
    """What became of one exercise's mutants, by name."""

    crashed: list[str] = field(default_factory=list)
    killed: list[str] = field(default_factory=list)
    survived: list[str] = field(default_factory=list)


def asks(trials: Trials, companies: Sequence[Path | None]) -> Iterator[Ask]:
    """What is to be tried in any case: every mutant on the first company."""
    for exercise in trials.exercises("code"):
        for mutant in mutants(exercise.answer.source):
            yield Ask(exercise.name, mutant.source, companies[0], stop=True)


def hunt(
    lesson: Lesson,
    exercise: str,
    companies: Sequence[Path | None] = (None,),
    trials: Trials | None = None,
) -> Tally:
    """Try all mutants of one exercise; one that survives on a company is tried on the next."""
    trials = trials or Trials(lesson)
    tally = Tally()
    reference = next(e for e in lesson.exercises() if e.name == exercise).answer.source
    left = mutants(reference)
    for company in companies:
        survivors = []
        for mutant in left:
            ran = trials.attempt(exercise, mutant.source, company, stop=True)
            told = next((r.key for r in ran if r.cell.kind == "test" and not r.passed), "")
            if not told:
                survivors.append(mutant)
            elif told == "raised" or told.startswith("!") or ran[0].key:
                tally.crashed.append(mutant.name)
            else:
                tally.killed.append(mutant.name)
        left = survivors
    tally.survived = [mutant.name for mutant in left]
    return tally


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Hold the share of killed mutants against its bar, and each survivor against its explanation."""
    trials = trials or Trials(lesson)
    trials.ahead(asks(trials, companies))
    findings: list[Finding] = []
    notes: list[str] = []
    killed = tried = crashed = explained_total = 0
    for exercise in trials.exercises("code"):
        tally = hunt(lesson, exercise.name, companies, trials)
        explained = answers.survivors(lesson, exercise.name)
        for name in tally.survived:
            if not str(explained.get(name) or "").strip():
                what = f"{exercise.name}: no test notices the fault '{name}'"
                findings.append(at(lesson, exercise.answer, what))
        for name in explained:
            if name not in tally.survived:
                state = "is noticed" if name in tally.killed + tally.crashed else "does not exist"
                what = f"{exercise.name}: survivors.yaml explains '{name}', which {state}"
                findings.append(at(lesson, exercise.answer, what))
        ours = len(tally.killed) + len([n for n in tally.survived if n not in explained])
        if ours and len(tally.killed) < KILLED * ours:
            rate = len(tally.killed) / ours
            findings.append(at(lesson, exercise.answer, f"{exercise.name}: only {rate:.0%} are noticed"))
        notes.append(
            f"{exercise.name}: {len(tally.killed)} noticed, {len(tally.crashed)} stop by themselves, "
            f"{len(tally.survived)} survive"
        )
        killed += len(tally.killed)
        tried += ours
        crashed += len(tally.crashed)
        explained_total += len(tally.killed) + len(tally.survived) - ours
    rate = f"{100 * killed / tried:.0f} %" if tried else "none"
    value = f"{rate} of {tried} ({crashed} stop by themselves, {explained_total} explained)"
    return Result("mutants", value, "≥ 90 % noticed, survivors explained", findings, notes)
