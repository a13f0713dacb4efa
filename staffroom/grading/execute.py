"""Run a student's notebook cell by cell, and never wait for ever."""

from __future__ import annotations

import time
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader.preprocessors import Execute
from traitlets import Float, Integer

#: The name of the error that stands in a cell which was interrupted.
TIMED_OUT = "CellTimeoutError"


class KernelTrouble(Exception):
    """The notebook could not be run to its end: `key` says in what way, `cell` in which code cell."""

    def __init__(self, key: str, cell: int) -> None:
        """Keep the key (kernel-ended, does-not-stop, too-slow, too-much-output) and the cell's number."""
        super().__init__(f"{key} in cell {cell}")
        self.key = key
        self.cell = cell


class BoundedExecute(Execute):
    """nbgrader's step that runs a notebook, with a limit for the whole of it.

    A cell that runs too long is interrupted, and the rest is run: what it calls may loop again, so the
    patience with later cells is less. If the interrupt is ignored, the kernel dies, or the time for the
    notebook is up, `KernelTrouble` is raised; the kernel is killed in any case.
    """

    submission_timeout = Integer(300, help="Seconds for the whole notebook.").tag(config=True)
    timeout_after_timeout = Integer(10, help="Seconds for a cell after one had to be stopped.").tag(
        config=True
    )
    grace = Float(5.0, help="Seconds within which an interrupted kernel must answer.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any = None, km: Any = None) -> Any:
        """Run all cells within the time for the notebook."""
        self._until = time.monotonic() + self.submission_timeout
        self._patience = self.timeout
        self._number = 0
        return super().preprocess(nb, resources, km)

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> Any:
        """Run one cell within what is left of the time."""
        if cell.cell_type != "code" or not cell.source.strip():
            return cell, resources
        self._number += 1
        left = self._until - time.monotonic()
        if left <= 0:
            raise KernelTrouble("too-slow", self._number)
        self.timeout = max(1, int(min(self._patience, left + 1)))
        start = time.monotonic()
        try:
            done = super().preprocess_cell(cell, resources, index)
        except DeadKernelError:
            raise KernelTrouble("kernel-ended", self._number) from None
        except CellTimeoutError:
            # the outputs did not come to an end: because the cell did not, or because there are too many
            endless = time.monotonic() - start >= self.timeout
            raise KernelTrouble("does-not-stop" if endless else "too-much-output", self._number) from None
        if any(output.get("ename") == TIMED_OUT for output in cell.get("outputs", [])):
            self._patience = min(self._patience, self.timeout_after_timeout)
            if not self._answers():
                raise KernelTrouble("does-not-stop", self._number)
        return done

    def _answers(self) -> bool:
        """Whether the kernel takes up work again after it was interrupted."""
        self.timeout = max(1, int(self.grace))
        try:
            return self.wait_for_reply(self.kc.kernel_info()) is not None
        except DeadKernelError:
            raise KernelTrouble("kernel-ended", self._number) from None
