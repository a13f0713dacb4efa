"""An audit has enough to choose from on every company, cannot be guessed, and some of its flaws are fatal.

On twenty companies some reports are drawn each. Every one must have its flaws and its controls, and earn all
points with the answer made from its key; no guesser may earn much. How many reports a company could have is
counted, without their order and wording, so that no two students need the same.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import UserError
from staffroom.lessons import audits, blind
from staffroom.lessons.audited import trouble_with
from staffroom.lessons.source import Lesson
from staffroom.teaching.companies import company
from staffroom.teaching.finding import Finding, Result, at
from staffroom.teaching.trials import Trials

if TYPE_CHECKING:
    from classroom.check.reports import Audit, Figures, Report
    from staffroom.lessons.source import Cell

FIRST_SEED, COMPANIES, DRAWN = 101, 20, 30
KINDS, DISTINCT = 8, 10_000
#: Of all flaws, so many are fatal at least, and so many cosmetic at most.
FATAL, COSMETIC = 0.05, 0.75
BAR = "≥ 8 kinds, ≥ 10,000 reports, guessing ≤ 5 %, each recommendation flips"


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Draw reports for each audit of a lesson on twenty companies."""
    tests = [cell for cell in lesson.cells if cell.audits and cell.kind == "test"]
    findings: list[Finding] = []
    values: list[str] = []
    notes: list[str] = []
    for test in tests:
        if trials is not None and not trials.concerns(test.audits):
            continue
        trouble, value, noted = _of(lesson, test)
        findings += [at(lesson, test, f"{test.audits}: {what}") for what in trouble]
        values.append(value)
        notes += [f"{test.audits}: {what}" for what in noted]
    return Result("audit", "; ".join(values) or "none", BAR, findings, notes)


def _of(lesson: Lesson, test: Cell) -> tuple[list[str], str, list[str]]:
    """(what is wrong, the value, notes) for one audit."""
    from classroom.check.reports import drawn_up, figures, usable
    from classroom.data import open_tables

    audit = audits.load(lesson.path.parent, test.audits)
    drawn: list[Report] = []
    least, fewest = len(audit.sentences), -1
    unused = Counter({one.name: 0 for one in audit.sentences})
    trouble: list[str] = []
    for seed in range(FIRST_SEED, FIRST_SEED + COMPANIES):
        found = figures(audit, open_tables(company(seed)))
        fit = usable(audit, found)
        least = min(least, len(fit))
        unused.update(name for name in unused if not fit.get(name))
        try:
            drawn += [drawn_up(audit, found, "measured", seed, n) for n in range(DRAWN)]
        except UserError as error:
            trouble.append(f"on the company with seed {seed}, {error}")
            continue
        count = distinct(audit, found)
        fewest = count if fewest < 0 else min(fewest, count)
    if not drawn:
        return trouble, "no report", []
    trouble += faults(audit, drawn)
    if fewest < DISTINCT:
        trouble.append(f"only {fewest:,} different reports on one of the companies; {DISTINCT:,} are wanted")
    gains = blind.earned(drawn)
    best = max(gains, key=gains.__getitem__)
    value = (
        f"{least} of {len(audit.sentences)} sentences, {fewest:.1e} reports, {gains[best]:.1%} by guessing"
    )
    severities = Counter(line.severity for report in drawn for line in report.flawed)
    total = sum(severities.values())
    noted = [
        f"the best guess: {best}",
        ", ".join(f"{name} {severities[name] / total:.0%}" for name in sorted(severities)),
        *(f"{name} has no usable flaw on {n} of {COMPANIES} companies" for name, n in unused.items() if n),
    ]
    return trouble, value, noted


def faults(audit: Audit, drawn: Sequence[Report]) -> list[str]:
    """What is wrong with an audit, by reports drawn on several companies."""
    from classroom.check.reports import CONTROLS, FLAWS, is_plain
    from classroom.check.reports import FATAL as FATAL_ONE

    found: list[str] = []
    if trouble := trouble_with(list(drawn)):
        found.append(trouble)
    lines = [line for report in drawn for line in report.flawed]
    kinds = {letter for line in lines if line.flaw for letter in line.flaw.kind[0]}
    if len(kinds) < KINDS:
        found.append(f"its flaws are of {len(kinds)} kinds; {KINDS} are wanted")
    if any(not is_plain(line.right, line.shown, line.sentence.digits) for line in lines):
        found.append("a flaw changes its figure by less than a tenth")
    if any(len(report.flawed) not in FLAWS for report in drawn):
        found.append("a report has too few flaws, or too many")
    if any(sum(line.is_control for line in report.lines) not in CONTROLS for report in drawn):
        found.append("a report has no sentence that looks wrong and is right, or too many")
    severities = Counter(line.severity for line in lines)
    if severities[FATAL_ONE] < FATAL * len(lines):
        found.append(
            f"{severities[FATAL_ONE] / len(lines):.1%} of its flaws are fatal; {FATAL:.0%} are wanted"
        )
    if severities["cosmetic"] > COSMETIC * len(lines):
        found.append(
            f"{severities['cosmetic'] / len(lines):.0%} of its flaws are cosmetic; let the rule use more"
        )
    for key in audit.recommends:
        flips = [r for r in drawn if r.recommended == key and any(o.severity == FATAL_ONE for o in r.flawed)]
        if not flips:
            found.append(f"no flaw ever turns the recommendation `{key}` round")
    return found


def distinct(audit: Audit, figures: Figures) -> int:
    """How many reports a company could have, their order and wording not counted.

    A report is a choice of sentences, and for each whether it is right or which flaw it has. Counted are
    those that the lot can give: as many flaws and controls as allowed, one flaw of the rule's at least, no
    kind twice.
    """
    from classroom.check import reports as made

    fit = made.usable(audit, figures)
    surprising = [name for name in fit if audit.sentence(name).surprises]
    others = [name for name in fit if name not in (*surprising, *audit.ruled)]
    # (kinds used, plain sentences flawed, surprising ones flawed) -> in how many ways
    ways: Counter[tuple[frozenset[str], int, int]] = Counter({(frozenset(), 0, 0): 1})
    for name in (*others, *surprising):
        more: Counter[tuple[frozenset[str], int, int]] = Counter()
        for (used, plain, odd), count in ways.items():
            for n in fit[name]:
                kind = audit.sentence(name).flaws[n].kind[0]
                if kind not in used and plain + odd < max(made.FLAWS):
                    key = (used | {kind}, plain + (name in others), odd + (name in surprising))
                    more[key] += count
        ways.update(more)
    total = 0
    for chosen in itertools.product(*((None, *fit[name]) for name in audit.ruled)):
        flawed = {name: n for name, n in zip(audit.ruled, chosen, strict=True) if n is not None}
        kinds = [audit.sentence(name).flaws[n].kind[0] for name, n in flawed.items()]
        if not flawed or len(set(kinds)) < len(kinds) or not made.told_apart(audit, figures, flawed):
            continue
        for (used, plain, odd), count in ways.items():
            if used.intersection(kinds) or len(flawed) + plain + odd not in made.FLAWS:
                continue
            for controls in made.CONTROLS:
                fill = made.SIZE - len(audit.ruled) - controls - plain - odd
                if fill >= 0:
                    total += (
                        count
                        * math.comb(len(surprising) - odd, controls)
                        * math.comb(len(others) - plain, fill)
                    )
    return total
