"""The end of each student's page in one run: what the truth of the company tells, or when it will be told.

What is so in a company is worked out once for all who share it. A debrief that cannot be made costs nobody
the page: it ends without it, and the instructor is told why.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.debrief import said
from staffroom.debrief.draw import closed, section
from staffroom.debrief.opening import Opening
from staffroom.debrief.script import Facts, Script, load

if TYPE_CHECKING:
    from staffroom.course import Course
    from staffroom.roster.companies import Companies


class Endings:
    """Makes the ends of pages for a lesson. `failed` says for whom none could be made, and why."""

    def __init__(
        self, course: Course, lesson: str, opening: Opening, own: Callable[[], Companies | None]
    ) -> None:
        """`own` gives the companies of a personal lesson, None where the class shares one.

        Raises `UserError` if the lesson's `debrief.py` cannot be read.
        """
        self.course, self.opening = course, opening
        self.script: Script | None = load(course.source / lesson)
        self.failed: dict[str, str] = {}
        self._open_own = own
        self._trouble: Exception | None = None  # of the whole class: not tried again for each student

    def of(self, student: str, kept: Any) -> str:
        """The end of one student's page, as HTML. `kept` is what the journal has of the student's answers."""
        if self.script is None:
            return ""
        if not self.opening.is_open:
            sentence = self.opening.sentence()
            return closed(sentence) if sentence else ""
        try:
            facts = self._facts(self.script, student)
            return section(self.script.blocks(facts, said.of(kept, self.script.asks)))
        except Exception as error:
            kind = "" if isinstance(error, UserError) else f"{type(error).__name__}: "
            self.failed[student] = kind + " ".join(str(error).split())
            return ""

    def _facts(self, script: Script, student: str) -> Facts:
        if self._trouble is not None:
            raise self._trouble
        try:
            own = self._own
            shared = self._shared if own is None else {}
        except Exception as error:
            self._trouble = error
            raise
        return shared if own is None else script.facts(own.with_its_truth(student))

    @cached_property
    def _own(self) -> Companies | None:
        return self._open_own()

    @cached_property
    def _shared(self) -> Facts:
        from classroom.data import find
        from staffroom.debrief.truth import with_truth

        assert self.script is not None
        return self.script.facts(with_truth(self.course.company or find()))
