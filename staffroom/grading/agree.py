"""What counts as done: the journal, the gradebook and `autograded/` must tell the same of a hand-in.

None of them is believed alone, since each can be put back, emptied or lost without the others. What a person
gave (scores by hand, extra credit, comments) is no part of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from staffroom.grading import gradebook
from staffroom.grading.verdict import GRADED, NOT_GRADABLE

if TYPE_CHECKING:
    from pathlib import Path

    from staffroom.course import Course
    from staffroom.grading.gradebook import Held
    from staffroom.grading.journal import Journal

#: Why something is graded again: what was found, by key.
WHY = {
    "no-rows": "the gradebook had no scores of this hand-in",
    "other-scores": "the gradebook had other scores than were given",
    "no-student": "the gradebook did not know the student",
    "no-entry": "the gradebook had scores of which the journal knew nothing",
    "no-file": "the notebook that was run was gone from autograded",
    "other-file": "another notebook lay in autograded than was run",
}


@dataclass(frozen=True)
class Agreement:
    """Compares a lesson's journal with the rows of the gradebook and the files, student by student."""

    course: Course
    lesson: str
    journal: Journal
    held: dict[str, Held] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    @classmethod
    def of(cls, course: Course, book: Any, lesson: str, journal: Journal) -> Agreement:
        """Read what the gradebook holds now."""
        known = frozenset(gradebook.students(book))
        return cls(course, lesson, journal, gradebook.held(book, lesson), known)

    def odds(self, student: str) -> str:
        """At what journal and gradebook are at odds over a student: a key of `WHY`, empty if at nothing."""
        entry, held = self.journal.entries.get(student), self.held.get(student)
        if entry is None:
            return "no-entry" if held else ""
        if entry["state"] == NOT_GRADABLE:
            named = entry.get("reason", {}).get("key") != "bad-student-id"
            if named and student not in self.known:
                return "no-student"
            if "marks" not in entry:  # of a version that did not note which scores still stand
                return ""
        marks = {mark["cell"]: mark["score"] for mark in entry.get("marks", ())}
        if held is None:
            return "no-rows" if marks else ""
        same = marks and all(cell in held.scores and held.scores[cell] == marks[cell] for cell in marks)
        when = entry.get("timestamp")
        if when is not None and (held.timestamp is None or held.timestamp.isoformat() != when):
            same = False
        return "" if same else "other-scores"

    def doubt(self, student: str) -> str:
        """Like `odds`, and the executed notebook must be there as it was graded."""
        entry = self.journal.entries.get(student)
        odds = self.odds(student)
        if odds or entry is None or entry["state"] != GRADED:
            return odds
        try:
            content = executed_path(self.course, student, self.lesson).read_bytes()
        except OSError:
            return "no-file"
        return "" if entry.get("executed") in (None, print_of(content)) else "other-file"

    def standing(self, student: str) -> dict[str, Any]:
        """What an entry that refuses later work says of the scores that are in the gradebook already.

        `stands`: whether they are what was graded last, and not merely what lay there.
        """
        earlier, held = self.journal.entries.get(student, {}), self.held.get(student)
        if held is None:
            return {"marks": []}
        stands = self.odds(student) in ("", "no-entry") and earlier.get("stands", True)
        return {
            "marks": [{"cell": cell, "score": score} for cell, score in held.scores.items()],
            "timestamp": None if held.timestamp is None else held.timestamp.isoformat(),
            "stands": stands,
            "unsandboxed": bool(stands and earlier.get("unsandboxed")),
        }


def executed_path(course: Course, student: str, lesson: str) -> Path:
    """Where a student's executed notebook lies, as nbgrader has it."""
    return course.autograded / student / lesson / f"{lesson}.ipynb"


def print_of(content: bytes) -> str:
    """A fingerprint of an executed notebook."""
    return hashlib.sha256(content).hexdigest()[:20]
