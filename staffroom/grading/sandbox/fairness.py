"""How many processes of one student come to weigh as much as one, where no control group sees to that."""

from __future__ import annotations

import contextlib
import math
import os

from staffroom.grading.sandbox.usage import Usage

#: By how much one more of niceness lessens what a process weighs with the kernel.
STEP = 1.25
NICEST = 19


def niceness(running: int) -> int:
    """With which so many processes that want a processor at once weigh no more together than one."""
    return min(NICEST, math.ceil(math.log(max(1, running), STEP)))


class Fairness:
    """Makes the processes and threads of one seat the nicer the more of them run; they never get it back.

    What they start from then on is as nice as they are, and nobody but root can take niceness back.
    """

    def __init__(self, usage: Usage) -> None:
        """Go by what `usage` saw last."""
        self.usage = usage
        self._running = 1
        self._nice = 0

    def see_to_it(self) -> None:
        """After a look: lay down the niceness of all that is there."""
        before, self._running = self._running, sum(task.running for task in self.usage.tasks)
        # Of a process that has just started another, both run for a moment: two looks must agree.
        self._nice = max(self._nice, niceness(min(before, self._running)))
        for task in self.usage.tasks:
            if task.nice < self._nice:
                with contextlib.suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, task.number, self._nice)
