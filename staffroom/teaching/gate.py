"""What a lesson decides stands up to the truth: its intervals cover it, and what it recommends is right.

`gate.py` beside the lesson (`staffroom.lessons.gates`) is tried on twenty companies that are made with their
truth, as large as those that students get. A 95 % interval has to cover in 17 of 20 (85 %): an honest one
misses that by chance once in sixty times. How often the recommendation has to be right, the author says
there, and why. A lesson that is finished must have a gate.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from generator.errors import UserError
from staffroom.lessons import gates, todo
from staffroom.lessons.gates import Estimate, Gate, Outcome
from staffroom.lessons.source import Lesson
from staffroom.teaching import crew
from staffroom.teaching.finding import Finding, Result, about
from staffroom.teaching.trials import Trials

SEEDS = range(3001, 3021)
COVERS = 0.85


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Hold the lesson's decision against the truth of companies made for it."""
    try:
        gate = gates.load(lesson.path.parent)
    except UserError as error:
        return Result("gate", "it cannot be read", _bar(1.0), [about(lesson, str(error))])
    left = todo.left(lesson)
    if any(one.file.name == gates.FILE for one in left):  # no time is spent on a template
        return Result("gate", "still to write", _bar(1.0))
    if gate is None:
        what = f"there is no {gates.FILE}: hold the numbers that carry its decision against the truth"
        return Result("gate", f"no {gates.FILE}", _bar(1.0), [] if left else [about(lesson, what)])
    return held(lesson, gate, trials.workers if trials else 1)


def held(lesson: Lesson, gate: Gate, workers: int = 1) -> Result:
    """Hold what `gate` decides against the truth of twenty companies, as large as `gate.customers` says."""
    found: dict[int, Outcome | str] = dict(
        crew.each(SEEDS, _start, (lesson.path.parent, gate.customers), workers)
    )
    stopped = {seed: why for seed, why in found.items() if isinstance(why, str)}
    if stopped:
        findings = [
            about(lesson, f"{gates.FILE} stops on company {seed}: {why}") for seed, why in stopped.items()
        ]
        return Result("gate", f"stops on {len(stopped)} of {len(SEEDS)}", _bar(gate.right), findings)
    return _result(lesson, gate, [found[seed] for seed in SEEDS])


def _start(lesson: Path, customers: int) -> Callable[[int], Outcome | str]:
    """What a process of the crew does with a seed."""
    gate = gates.load(lesson)
    assert gate is not None
    return lambda seed: _try(replace(gate, customers=customers), seed)


def _try(gate: Gate, seed: int) -> Outcome | str:
    from generator import make_company

    company = make_company(customers=gate.customers, seed=seed, truth=True)
    try:
        return gate.outcome(company)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _result(lesson: Lesson, gate: Gate, outcomes: list[Outcome]) -> Result:
    findings: list[Finding] = []
    notes: list[str] = []
    by_name: dict[str, list[Estimate]] = {}
    for outcome in outcomes:
        for estimate in outcome.estimates:
            by_name.setdefault(estimate.name, []).append(estimate)
    covers = {name: sum(one.covers for one in every) for name, every in by_name.items()}
    total = len(outcomes)
    for name, times in covers.items():
        notes.append(f"{name}: {_middle(by_name[name])}; covers in {times} of {total}")
        if times < _least(COVERS):
            what = f"{name}: the 95 % interval covers the truth in {times} of {total} companies"
            findings.append(about(lesson, f"{what}; {_least(COVERS)} at least"))
    if not covers:
        findings.append(about(lesson, f"{gates.FILE} gives no estimate"))
    right = sum(outcome.recommended == outcome.right for outcome in outcomes)
    pairs = Counter((outcome.recommended, outcome.right) for outcome in outcomes)
    told = (f"says {said}, right is {best}: {times}" for (said, best), times in pairs.most_common())
    notes.append("; ".join(told))
    if right < _least(gate.right):
        what = f"the recommendation is right in {right} of {total} companies; {_least(gate.right)} at least"
        findings.append(about(lesson, f"{what} ({gate.why})"))
    value = f"covers in {min(covers.values(), default=0)}, right in {right} of {total}"
    return Result("gate", value, _bar(gate.right), findings, notes)


def _middle(every: list[Estimate]) -> str:
    """An estimate, its interval and its truth, in the middle over the companies."""
    names = ("estimate", "low", "high", "truth")
    one, low, high, truth = (f"{median(getattr(e, name) for e in every):,.3g}" for name in names)
    return f"{one} ({low} to {high}), truth {truth}"


def _least(share: float) -> int:
    return math.ceil(share * len(SEEDS) - 1e-9)


def _bar(right: float) -> str:
    return f"≥ {_least(COVERS)}, ≥ {_least(right)} of {len(SEEDS)}"
