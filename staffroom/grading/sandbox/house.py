"""What every rung of the ladder gives: warm processes, from which a fresh one is had for each student."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from staffroom.grading.inside.channel import Channel
from staffroom.grading.sandbox.usage import Usage


@dataclass(frozen=True)
class Bundle:
    """What the warm processes of a lesson are given once, before the first student.

    `student` and `tester` are JSON-able, handed to `inside.student.warm` and `inside.tester.warm`; the
    sources of tests are in `tester` alone. `company` is a folder that both may read, or None.
    """

    lesson: str
    student: dict[str, Any] = field(default_factory=dict)
    tester: dict[str, Any] = field(default_factory=dict)
    company: str | None = None


class Seat(Protocol):
    """One fresh process, for one submission, and the way to talk to it."""

    channel: Channel
    #: What its processes had of the processor.
    usage: Usage

    def interrupt(self) -> None:
        """Interrupt what runs in it, as a keyboard would."""
        ...

    def end(self) -> str:
        """Kill it and all that it started; gives why it had died before: "", "memory", "cpu" or "ended"."""
        ...


class House(Protocol):
    """Warm processes of one lesson. Seats may be asked for by several threads."""

    rung: str
    #: What `warm` of each side returned.
    said: dict[str, Any]

    def student(self) -> Seat:
        """A process for a student's code, shut in."""
        ...

    def tester(self) -> Seat:
        """A process for tests, which never sees a student's code."""
        ...

    def teach(self, side: str, head: dict[str, Any], body: bytes = b"") -> bool:
        """Have `learn(head, body)` of a side's module called once, for all its processes to come.

        False if that cannot be had, or failed.
        """
        ...

    def close(self) -> None:
        """End all processes."""
        ...
