"""The measure of audits finds each fault, and the small audit that has none passes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from classroom.check.reports import Flaw, Sentence, audit_from, drawn_up, figures
from staffroom.lessons import blind
from staffroom.lessons.audited import trouble_with
from staffroom.teaching import audits

KINDS = "abcdefghkl"
PLAIN = tuple(f"plain_{n}" for n in range(10))
ODD = ("odd_0", "odd_1", "odd_2")


def sentence(name: str, right: float, kinds: str, **more: Any) -> Sentence:
    """A sentence whose first flaw makes its figure larger, and whose others make it smaller."""
    flaws = tuple(
        Flaw(kind, lambda facts, by=1.7 if n == 0 else 0.63 - 0.1 * n: right * by, "Why.")
        for n, kind in enumerate(kinds)
    )
    return Sentence(name, f"The {name} is {{}}.", lambda facts: right, flaws, **more)


def made(**changes: Any) -> Any:
    """An audit without a fault."""
    names: dict[str, Any] = {
        "SENTENCES": (
            sentence("gain", 1000, "cd"),
            sentence("cost", 900, "ab"),
            *(sentence(name, 100 + n, KINDS[n] + KINDS[n - 3]) for n, name in enumerate(PLAIN)),
            *(sentence(name, 300, "gh", surprises=True, why="So it is.") for name in ODD),
        ),
        "facts": lambda company: None,
        "rule": lambda gain, cost: "go" if gain > cost else "stop",
        "RECOMMENDS": {"go": "Go.", "stop": "Stop."},
        "OPENING": "To the board.",
        "RULE": "Go if the gain is more than the cost.",
    }
    return audit_from(names | changes)


def drawn(audit: Any, count: int = 200) -> list[Any]:
    found = figures(audit, {}, strictly=True)
    return [drawn_up(audit, found, "drawn", n) for n in range(count)]


def with_sentences(change: Any) -> Any:
    """The audit with each sentence changed."""
    audit = made()
    return replace(audit, sentences=tuple(change(one) for one in audit.sentences))


def test_without_a_fault_there_is_nothing_to_find():
    audit = made()
    assert audits.faults(audit, drawn(audit)) == []
    assert audits.distinct(audit, figures(audit, {})) > audits.DISTINCT


@pytest.mark.parametrize(
    ("audit", "says"),
    [
        (made(rule=lambda gain, cost: "go"), "0.0% of its flaws are fatal"),
        (made(rule=lambda gain, cost: "go"), "no flaw ever turns the recommendation `go` round"),
        (
            with_sentences(
                lambda s: replace(s, flaws=tuple(replace(f, kind="abcdef"[ord(f.kind) % 6]) for f in s.flaws))
            ),
            "its flaws are of 6 kinds",
        ),
    ],
)
def test_each_fault_is_found(audit, says):
    assert any(says in one for one in audits.faults(audit, drawn(audit)))


def test_reports_that_break_the_rules_are_found():
    reports = drawn(made(), 30)
    report = reports[0]
    right = tuple(line for line in report.lines if not line.flaw and not line.is_control)
    bare = replace(report, lines=(*report.flawed, *right))
    assert any("looks wrong and is right" in one for one in audits.faults(made(), [*reports, bare]))
    few = replace(report, lines=(*(one for one in report.lines if not one.flaw), report.flawed[0]))
    assert any("too few flaws" in one for one in audits.faults(made(), [*reports, few]))
    line = replace(report.flawed[0], shown=report.flawed[0].right * 1.01)
    near = replace(report, lines=(line, *(one for one in report.lines if one is not report.flawed[0])))
    assert any("less than a tenth" in one for one in audits.faults(made(), [*reports, near]))


def test_what_guessing_earns_is_found():
    """Where one sentence is always wrong in the same way, who knows that need not read the report."""
    flaws = {one.name: one.flaws[:1] for one in made().sentences} | {"cost": ()}
    audit = with_sentences(lambda one: replace(one, flaws=flaws[one.name]))
    reports = drawn(audit)
    assert "guessing earns" in trouble_with(reports)
    gains = blind.earned(reports)
    assert gains["all right"] == gains["all blank"] == gains["all wrong"] == 0


def small() -> Any:
    """An audit with few sentences."""
    kept = ("gain", "cost", *PLAIN[:3], *ODD[:2])
    return replace(made(), sentences=tuple(one for one in made().sentences if one.name in kept))


def test_few_reports_are_found():
    assert audits.distinct(small(), figures(small(), {})) < audits.DISTINCT


def test_the_count_is_that_of_reports_drawn():
    """On an audit with few reports, nearly all that are counted are met sooner or later, and no others."""
    met = {
        frozenset((line.sentence.name, line.flaw.kind if line.flaw else "") for line in report.lines)
        for report in drawn(small(), 3000)
    }
    count = audits.distinct(small(), figures(small(), {}))
    assert 0.9 * count <= len(met) <= count
