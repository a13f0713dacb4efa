"""Each audit is tried when a lesson is built, and its report written on the course's own company.

The answer made from the key must earn every point; to say the same of all sentences, or nothing, must earn
none, and guessing next to none. What was tried is kept with the lesson and not tried again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.lessons import audits, blind
from staffroom.lessons.calibrated import on_company

if TYPE_CHECKING:
    from classroom.check.reports import Report
    from staffroom.lessons.source import Lesson

#: So many reports are drawn to see what guessing earns, and so much it may earn on average.
DRAWN, CHANCE = 300, 0.05


def worked_out(lesson: Lesson, company: Path | None) -> dict[str, Any]:
    """Audit → {report, held}: its text on the course's company, and what that and the trial stand on.

    `company` is the folder of the course's company, if it has one of its own. Raises `UserError` where an
    audit cannot be made there, or does not earn what it should.
    """
    names = _names(lesson)
    before = audits.built(lesson.path.parent)
    found: dict[str, Any] = {}
    for name in names:
        with on_company(company):
            held = _held(lesson, name)
            if before.get(name, {}).get("held") == held:
                found[name] = before[name]
            else:
                found[name] = {"report": _try(lesson, name).prose(), "held": held}
    return found


def is_stale(lesson: Lesson, company: Path | None) -> bool:
    """Whether a report was built on another company than the course has now, or from other sentences."""
    before = audits.built(lesson.path.parent)
    with on_company(company):
        return any(before.get(name, {}).get("held") != _held(lesson, name) for name in _names(lesson))


def answers(lesson: Lesson, company: Path | None) -> dict[str, list[list[Any]]]:
    """Audit → the rows that earn every point on a company.

    `company` is its folder, or None for the one that a notebook finds here. Raises `UserError` where a report
    cannot be made of it.
    """
    from classroom.check.own_report import report_here

    folder = lesson.path.parent
    with on_company(company):
        return {
            name: report_here(audits.load(folder, name), audits.salt_of(folder, name)).answer()
            for name in _names(lesson)
        }


def _names(lesson: Lesson) -> list[str]:
    return list(dict.fromkeys(cell.audits for cell in lesson.cells if cell.audits))


def _held(lesson: Lesson, name: str) -> str:
    from classroom.check.reports import FORM
    from classroom.data import MANIFEST, find

    company = (find() / MANIFEST).read_text(encoding="utf-8")
    return audits.digest([FORM, audits.salt_of(lesson.path.parent, name), company])


def _try(lesson: Lesson, name: str) -> Report:
    """Try one audit; gives the report of the company that is set."""
    from classroom import load
    from classroom.check.own_report import report_here
    from classroom.check.reports import drawn_up, figures

    folder = lesson.path.parent
    place = f"{audits.file_of(folder, name)}"
    audit, salt = audits.load(folder, name), audits.salt_of(folder, name)
    companies = {"the course's company": load.all(), "another company": load.other(1)}
    for where, tables in companies.items():
        try:
            found = figures(audit, tables, strictly=True)
        except Exception as error:
            raise UserError(f"{place}: on {where} it stops with {type(error).__name__}: {error}.") from error
        try:
            reports = [drawn_up(audit, found, salt, "tried", n) for n in range(DRAWN)]
        except UserError as error:
            raise UserError(f"{place}: on {where}, {error}") from None
        if trouble := trouble_with(reports):
            raise UserError(f"{place}: on {where}, {trouble}")
    return report_here(audit, salt)


def trouble_with(reports: list[Report]) -> str:
    """What is wrong with what these reports earn; empty if nothing is."""
    from classroom.check.audits import read_rows, share

    for report in reports:
        if share(report, read_rows(report.answer(), "answer", len(report.lines))) < 1 - 1e-9:
            return "the answer made from the key does not earn every point."
    gains = blind.earned(reports)
    for what in ("all blank", "all right", "all wrong"):
        if gains[what]:
            return f"who says {what} earns {gains[what]:.1%} of the points."
    worst = max(gains, key=gains.__getitem__)
    if gains[worst] > CHANCE:
        return f"guessing earns {gains[worst]:.1%} of the points ({worst}); {CHANCE:.0%} at most."
    return ""
