"""A company of one's own for each student: the roster, the secret, giving out, and grading.

`students` keeps who is in the course, `key` the course's secret and what follows from it, `register` which
lessons were given out with own companies, `giving` makes the folders and zips, `companies` regenerates a
student's company with its truth for grading. `exchange` and `autograde` are for nbgrader's own commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from staffroom.roster.companies import Companies, companies_of, company_for
    from staffroom.roster.students import Student, read_roster

__all__ = ["Companies", "Student", "companies_of", "company_for", "read_roster"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'staffroom.roster' has no attribute {name!r}")
    # opened when first used: the list of students needs nothing of what makes companies
    from importlib import import_module

    room = "students" if name in ("Student", "read_roster") else "companies"
    return getattr(import_module(f"staffroom.roster.{room}"), name)
