"""One process of a submission, and the manner in which it is talked to: never without a deadline."""

from __future__ import annotations

import secrets
from typing import Any

from staffroom.grading.inside.channel import ChannelError, ChannelTimeout
from staffroom.grading.sandbox.house import Seat
from staffroom.grading.split.deadline import Deadline

#: Messages to somebody else that a process may send before it counts as out of order.
STRAY = 1_000
#: Seconds after which a wait looks at what the process had of the processor.
SLICE = 0.5


class Gone(Exception):
    """The process is dead or out of order: `why` is "memory", "cpu", "ended", "time" or "protocol"."""

    def __init__(self, why: str) -> None:
        """Keep why."""
        super().__init__(why)
        self.why = why


class Late(Exception):
    """The deadline passed. The process still runs."""


class Line:
    """The way to a student's process, or to the tests'."""

    def __init__(self, seat: Seat) -> None:
        """Talk to the process of `seat`."""
        self.seat = seat
        self.alive = True
        #: Digests of the tests' large arguments that were lent to it.
        self.lent: set[str] = set()

    def send(self, head: dict[str, Any], body: bytes = b"", seconds: float = 10.0) -> int:
        """Send a message with a number that nobody can foresee; gives the number."""
        number = secrets.randbits(52)
        self.reply({**head, "n": number}, body, seconds)
        return number

    def reply(self, head: dict[str, Any], body: bytes = b"", seconds: float = 10.0) -> None:
        """Send a message whose number is there already."""
        try:
            self.seat.channel.send(head, body, seconds)
        except (ChannelError, ChannelTimeout):
            raise self.gone() from None

    def receive(self, until: Deadline) -> tuple[dict[str, Any], bytes]:
        """The next message. Raises Late once `until` has passed, Gone."""
        usage = self.seat.usage
        waited = usage.waited
        while not until.passed:  # whatever waits to be read: who sends without end wins no time
            try:
                return self.seat.channel.receive(max(0.0, min(until.left(), SLICE)))
            except ChannelTimeout:
                usage.look()
            except ChannelError:
                raise self.gone() from None
            finally:
                until.give(usage.waited - waited)
                waited = usage.waited
        raise Late

    def answer(self, number: int, until: Deadline, says: tuple[str, ...]) -> tuple[dict[str, Any], bytes]:
        """Wait for what answers message `number`; passes over all else, up to a limit."""
        for _ in range(STRAY):
            head, body = self.receive(until)
            if head.get("n") == number and head.get("say") in says:
                return head, body
            if head.get("say") == "back" and "back" in says:
                return head, body
        raise self.gone("protocol")

    def interrupted(
        self, number: int, grace: Deadline, says: tuple[str, ...]
    ) -> tuple[dict[str, Any], bytes] | None:
        """Interrupt what runs; gives the answer that comes then, or None if none came.

        The process is ended if it does not answer, and if others are there that it started: no interrupt
        reaches those.
        """
        self.seat.interrupt()
        try:
            while True:
                head, body = self.answer(number, grace, says)
                if head.get("say") != "back":
                    break
        except (Late, Gone):
            self.end()
            return None
        self.seat.usage.look()
        if self.seat.usage.others:
            self.end()
        return head, body

    def gone(self, why: str = "") -> Gone:
        """End the process, and say in an exception why it is gone."""
        return Gone(self.end() or why or "ended")

    def end(self) -> str:
        """End the process; gives why it had died before, if it had."""
        if not self.alive:
            return ""
        self.alive = False
        return self.seat.end()
