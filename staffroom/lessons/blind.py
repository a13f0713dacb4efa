"""Audits by people who did not read the report: what they earn, over many reports.

Each strategy gets a report without its key, and chance, and gives rows. Together they are all that a guesser
can do: the same everywhere, coins and dice, the commonest answer, what surprises, a sentence's place, and
figures made of the one that is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classroom.check.audits import Row, share
from classroom.check.cases import lot
from classroom.check.kinds import LETTERS
from classroom.check.reports import RIGHT, SEVERITIES, WRONG

if TYPE_CHECKING:
    import numpy as np

    from classroom.check.reports import Report

#: By what a guesser may multiply the figure in the report.
FACTORS = (0.01, 0.1, 0.5, 0.8, 1.2, 2.0, 10.0, 100.0)
Strategy = Callable[["Report", "np.random.Generator"], Mapping[int, Row]]


@dataclass(frozen=True)
class Common:
    """What is commonest among the flaws of many reports: all that is known to who has seen former ones."""

    kind: str
    severity: str
    sentence: str
    kind_of: Mapping[str, str]


def common(reports: Sequence[Report]) -> Common:
    """The commonest kind, severity and flawed sentence, and each sentence's commonest kind."""
    flawed = [line for report in reports for line in report.flawed]
    kinds = Counter(line.flaw.kind[0] for line in flawed if line.flaw)
    severities = Counter(line.severity for line in flawed)
    there = Counter(line.sentence.name for report in reports for line in report.lines)
    wrong = Counter(line.sentence.name for line in flawed)
    by_name: dict[str, Counter[str]] = {}
    for line in flawed:
        if line.flaw:
            by_name.setdefault(line.sentence.name, Counter())[line.flaw.kind[0]] += 1
    return Common(
        kinds.most_common(1)[0][0], severities.most_common(1)[0][0],
        max(wrong, key=lambda name: wrong[name] / there[name]),
        {name: found.most_common(1)[0][0] for name, found in by_name.items()},
    )  # fmt: skip


def strategies(known: Common) -> dict[str, Strategy]:
    """All of them by name."""

    def guess(chance: np.random.Generator, shown: float) -> Row:
        return Row(
            WRONG, LETTERS[int(chance.integers(len(LETTERS)))],
            SEVERITIES[int(chance.integers(len(SEVERITIES)))], shown * float(chance.choice(FACTORS)),
        )  # fmt: skip

    def usual(line_name: str = "", shown: float = 0.0, by: float = 2.0) -> Row:
        return Row(WRONG, known.kind_of.get(line_name, known.kind), known.severity, shown * by)

    def each(row: Callable[..., Row]) -> Strategy:
        return lambda report, chance: {n: row(line, chance) for n, line in enumerate(report.lines, 1)}

    def so_many(count: int, row: Callable[..., Row]) -> Strategy:
        def rows(report: Report, chance: np.random.Generator) -> dict[int, Row]:
            chosen = set(chance.permutation(len(report.lines))[:count] + 1)
            return {
                n: row(line, chance) if n in chosen else Row(RIGHT) for n, line in enumerate(report.lines, 1)
            }

        return rows

    def where(test: Callable[..., bool], row: Callable[..., Row]) -> Strategy:
        return lambda report, chance: {
            n: row(line, chance) if test(n, line, report) else Row(RIGHT)
            for n, line in enumerate(report.lines, 1)
        }

    def same(line: object, chance: object) -> Row:
        return Row(WRONG, known.kind, known.severity)

    def dice(line: object, chance: np.random.Generator) -> Row:
        return guess(chance, line.shown)  # type: ignore[attr-defined]

    found: dict[str, Strategy] = {
        "all blank": each(lambda line, chance: Row()),
        "all right": each(lambda line, chance: Row(RIGHT)),
        "all wrong": each(lambda line, chance: Row(WRONG)),
        "all wrong, of the commonest kind": each(same),
        "a coin for each": each(
            lambda line, chance: dice(line, chance) if chance.random() < 0.5 else Row(RIGHT)
        ),
        "wrong if surprising": where(lambda n, line, report: line.sentence.surprises, same),
        "wrong if the rule uses it": where(
            lambda n, line, report: line.sentence.name in report.audit.ruled, same
        ),
        "one that the rule uses": where(
            lambda n, line, report: line.sentence.name == report.audit.ruled[0], dice
        ),
        "the sentence that is most often wrong": where(
            lambda n, line, report: line.sentence.name == known.sentence, same
        ),
        "the last sentence": where(lambda n, line, report: n == len(report.lines), same),
    }
    for count in (1, 2, 3):
        found[f"{count} by lot, all by dice"] = so_many(count, dice)
        found[f"{count} by lot, of the commonest kind"] = so_many(count, same)
        for by in FACTORS:
            found[f"{count} by lot, the figure times {by:g}"] = so_many(
                count, lambda line, chance, by=by: Row(WRONG, known.kind, known.severity, line.shown * by)
            )
    return found


def earned(reports: Sequence[Report], known: Common | None = None) -> dict[str, float]:
    """What each strategy earns on average, as part of the points."""
    known = known or common(reports)
    chance = lot("blind", len(reports))
    return {
        name: sum(share(report, rows(report, chance)) for report in reports) / len(reports)
        for name, rows in strategies(known).items()
    }
