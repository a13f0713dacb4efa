"""The report of the company that a notebook means here, and its key: for whoever has the author's file."""

from __future__ import annotations

import os

from classroom.check.reports import Audit, Figure, Report, drawn_up, figures
from classroom.errors import Trouble
from classroom.words import say

#: What decides a report where the company does not tell its own seed. Tests alone have this variable.
LOT = "CENTRIC_LOT"

_worked: dict[tuple[object, ...], dict[str, Figure]] = {}


def report_here(audit: Audit, salt: str) -> Report:
    """The report of the company that a notebook means here, with its key.

    Raises
    ------
    Trouble
        there is no company, or what decides its report is not known here
    """
    from classroom.data import find, load, open_company

    company = open_company(find())
    decides: object = os.environ.get(LOT, "").strip() or company.manifest.seed
    if decides is None:
        raise Trouble(say("audit.no-lot"))
    tables = tuple(str(about.get("logical_digest")) for about in company.manifest.tables.values())
    # a class that shares a company is graded in copies of one process: they find the figures worked out
    if (salt, tables) not in _worked:
        _worked[salt, tables] = figures(audit, load.all())
    return drawn_up(audit, _worked[salt, tables], salt, decides)
