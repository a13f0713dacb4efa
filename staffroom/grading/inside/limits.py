"""All limits of grading in one place: what one student's code may use, and how long anything may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

MB = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Limits for one submission; times in seconds, sizes in bytes.

    An instructor sets them in `nbgrader_config.py`, for instance `c.Grading.cell_seconds = 60`.
    """

    #: One cell of the student, and one after an earlier cell had to be stopped.
    cell_seconds: float = 30
    cell_seconds_after: float = 10
    #: Patience after an interrupt, before the process is killed.
    grace_seconds: float = 2
    #: One call of a student's function by a test; one test cell; the whole submission.
    call_seconds: float = 10
    test_seconds: float = 30
    submission_seconds: float = 180
    #: How many times as long each of these may take by the clock, where the code waits for a processor.
    patience: float = 10
    #: Processor time of all processes of one student together.
    cpu_seconds: int = 120
    #: Memory of all processes of one student together (anonymous, beyond the warm process's own).
    memory: int = 1_500 * MB
    #: Address space of one process.
    address_space: int = 4_000 * MB
    processes: int = 64
    open_files: int = 256
    file_size: int = 64 * MB
    #: Each of the student's private folders.
    disk: int = 64 * MB
    files: int = 10_000
    #: Text and pictures that one cell may put out; the rest is cut off.
    output_text: int = 200_000
    output_pictures: int = 4 * MB
    outputs: int = 200
    #: One value between a student's process and the tests.
    value: int = 64 * MB
    elements: int = 5_000_000
    depth: int = 50
    #: How often a student's process is started anew after it died.
    restarts: int = 3

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Limits:
        """Limits with some replaced; unknown names are passed over, and types are kept."""
        known = {field.name: field for field in fields(cls)}
        return cls(
            **{name: type(known[name].default)(value) for name, value in given.items() if name in known}
        )
