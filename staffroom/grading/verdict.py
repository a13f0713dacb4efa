"""What goes into a runner and what comes out: the seam between grading and how code is run.

A runner is anything that turns jobs into verdicts. It gets bytes and gives bytes; it knows no gradebook and
no other student. Whoever replaces the one in `runner` (by a sandbox, by many machines) keeps to this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

GRADED = "graded"
NOT_GRADABLE = "not gradable"
NOT_HANDED_IN = "not handed in"
#: Journal and gradebook tell different scores, so that none is told.
AGAIN = "to be graded again"
STATES = (GRADED, NOT_GRADABLE, NOT_HANDED_IN, AGAIN)

#: Reasons that may lie with the machine or the class list and not with the work: the next run tries again.
PASSING = ("grader-failed", "worker-lost", "unreadable", "unknown-student")


@dataclass(frozen=True)
class Note:
    """What was repaired in a submission: a key to count by, and a sentence for each reader."""

    key: str
    to_student: str
    to_instructor: str


@dataclass(frozen=True)
class Company:
    """A student's own company, as files: `tables` for student and tests, `truth` for the tests alone.

    Paths are relative to the company's folder. `others` seeds the further companies on which tests try an
    answer, and `lot` decides which report this student audits; neither may reach a student's code.
    """

    tables: dict[str, bytes] = field(default_factory=dict)
    truth: dict[str, bytes] = field(default_factory=dict)
    others: int | None = None
    lot: int | None = None


@dataclass(frozen=True)
class Job:
    """One submission that passed the preflight, in good repair: all graded cells there, each once.

    `extras` are the student's other files, by relative path. `notes` say what was mended. `company` is None
    where the whole class has the same.
    """

    student: str
    lesson: str
    notebook: bytes
    extras: dict[str, bytes] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    company: Company | None = None


@dataclass(frozen=True)
class Reason:
    """Why a submission is not gradable: a key to count by, and a sentence for each reader."""

    key: str
    to_student: str
    to_instructor: str


@dataclass(frozen=True)
class Verdict:
    """What became of one job.

    `notebook` is the executed notebook (nbgrader's format; the outputs of its test cells are what counts),
    or None together with a `reason`. `notes` say what the student should know besides (a cell that had to be
    stopped, a process that died), `open` names the test cells whose score is not protected, `phases` splits
    the seconds by what they went into. `unsandboxed`: the code ran without walls, so that no score of it is
    protected. `said` is what the notebook says where the lesson's debrief asks: cleaned, and never trusted.
    """

    student: str
    seconds: float
    notebook: bytes | None = None
    reason: Reason | None = None
    notes: tuple[Note, ...] = ()
    open: tuple[str, ...] = ()
    phases: dict[str, float] = field(default_factory=dict)
    unsandboxed: bool = False
    said: dict[str, Any] = field(default_factory=dict)


class Runner(Protocol):
    """Turns jobs into verdicts, one for each, in any order. It never raises because of a submission."""

    def run(self, jobs: Iterable[Job]) -> Iterator[Verdict]:
        """Grade all jobs."""
        ...
