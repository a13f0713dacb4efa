"""Audits by people who did not read the report: what they earn, over many reports.

Each strategy gets a report without its key, and chance, and gives rows. Together they are all that a guesser
can do: the same everywhere, coins and dice, the commonest answer, what surprises, a sentence's place, and
figures made of the one that is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classroom.check.audits import Row, share
from classroom.check.cases import lot
from classroom.check.kinds import LETTERS
from classroom.check.reports import RIGHT, SEVERITIES, WRONG

if TYPE_CHECKING:
    import numpy as np

    from classroom.check.reports import Line, Report

    Saying = Callable[[Line, np.random.Generator], Row]
    Strategy = Callable[[Report, np.random.Generator], Mapping[int, Row]]

#: Each report is guessed at so often.
DRAWS = 3
#: By what a guesser may multiply the figure in the report.
FACTORS = (0.01, 0.1, 0.5, 0.8, 1.2, 2.0, 10.0, 100.0)


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

    def same(line: Line, chance: np.random.Generator) -> Row:
        return Row(WRONG, known.kind, known.severity)

    def usual(line: Line, chance: np.random.Generator) -> Row:
        return Row(WRONG, known.kind_of.get(line.sentence.name, known.kind), known.severity)

    def dice(line: Line, chance: np.random.Generator) -> Row:
        kind, severity = LETTERS[chance.integers(len(LETTERS))], SEVERITIES[chance.integers(len(SEVERITIES))]
        return Row(WRONG, kind, severity, line.shown * float(chance.choice(FACTORS)))

    found: dict[str, Strategy] = {
        "all blank": _where(lambda n, line, report: True, lambda line, chance: Row()),
        "all right": _where(lambda n, line, report: False, same),
        "all wrong": _where(lambda n, line, report: True, lambda line, chance: Row(WRONG)),
        "all wrong, of the commonest kind": _where(lambda n, line, report: True, same),
        "a coin for each": _where(
            lambda n, line, report: True,
            lambda line, chance: dice(line, chance) if chance.random() < 0.5 else Row(RIGHT),
        ),
        "wrong if surprising": _where(lambda n, line, report: line.sentence.surprises, usual),
        "wrong unless surprising": _where(lambda n, line, report: not line.sentence.surprises, usual),
        "wrong if the rule uses it": _where(
            lambda n, line, report: line.sentence.name in report.audit.ruled, usual
        ),
        "the sentence that is most often wrong": _where(
            lambda n, line, report: line.sentence.name == known.sentence, usual
        ),
        "the first sentence": _where(lambda n, line, report: n == 1, same),
        "the last sentence": _where(lambda n, line, report: n == len(report.lines), same),
    }
    for count in (1, 2, 3):
        found[f"{count} by lot, all by dice"] = _so_many(count, dice)
        found[f"{count} by lot, of the sentence's commonest kind"] = _so_many(count, usual)
        for by in FACTORS:
            found[f"{count} by lot, the figure times {by:g}"] = _so_many(
                count, lambda line, chance, by=by: replace(usual(line, chance), figure=line.shown * by)
            )
    return found


def _where(test: Callable[[int, Line, Report], bool], row: Saying) -> Strategy:
    """Wrong, as `row` says, where the test holds; right elsewhere."""
    return lambda report, chance: {
        n: row(line, chance) if test(n, line, report) else Row(RIGHT)
        for n, line in enumerate(report.lines, 1)
    }


def _so_many(count: int, row: Saying) -> Strategy:
    """So many sentences by lot are wrong, as `row` says; the others are right."""

    def rows(report: Report, chance: np.random.Generator) -> dict[int, Row]:
        chosen = set(chance.permutation(len(report.lines))[:count] + 1)
        return _where(lambda n, line, report: n in chosen, row)(report, chance)

    return rows


def earned(reports: Sequence[Report], known: Common | None = None) -> dict[str, float]:
    """What each strategy earns on average, as part of the points."""
    known = known or common(reports)
    chance = lot("blind", len(reports))
    again = [report for report in reports for _ in range(DRAWS)]
    return {
        name: sum(share(report, rows(report, chance)) for report in again) / len(again)
        for name, rows in strategies(known).items()
    }
