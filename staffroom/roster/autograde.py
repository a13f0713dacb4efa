"""nbgrader's own `autograde`, also from formgrader: each student's code meets the student's own company.

The course's settings put this step before the one that runs the notebook.
"""

from __future__ import annotations

import atexit
import contextlib
from pathlib import Path
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

from generator.errors import UserError
from staffroom.course import CONFIG_NAME, Course, find_course
from staffroom.grading.verdict import Reason

_open = contextlib.ExitStack()
atexit.register(_open.close)


class OwnCompany(NbGraderPreprocessor):
    """Lay out the company of the student whose notebook comes next; nothing for a lesson without own ones."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Set what `load` looks for. Raises `UserError` for who has no company, and for a lost secret."""
        from staffroom.roster.companies import company_for
        from staffroom.roster.laid import laid

        _open.close()  # what was laid out for the notebook before
        about = resources.get("nbgrader", {})
        if not about.get("student") or not about.get("assignment"):
            return nb, resources
        found = company_for(self._course(resources), about["assignment"], about["student"])
        if isinstance(found, Reason):
            raise UserError(found.to_instructor)
        _open.enter_context(laid(found))
        return nb, resources

    def _course(self, resources: dict[str, Any]) -> Course:
        """The course in whose folder the notebook lies, as nbgrader has it."""
        named = str(self.config.CourseDirectory.get("root", "") or "")
        here = Path(named or resources.get("metadata", {}).get("path", "") or ".").resolve()
        return find_course(next((p for p in (here, *here.parents) if (p / CONFIG_NAME).is_file()), None))
