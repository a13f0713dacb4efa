"""What a measure says: a value, a bar, and the places that miss it."""

from __future__ import annotations

from dataclasses import dataclass, field

from staffroom.lessons.source import Cell, Lesson


@dataclass(frozen=True)
class Finding:
    """One place that misses a bar. `cell` counts from 1, `line` is the cell's marker in the lesson's text."""

    lesson: str
    what: str
    cell: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        """Say it in one line, the place first, as compilers do."""
        place = self.lesson if self.line is None else f"{self.lesson}:{self.line} (cell {self.cell})"
        return f"{place}: {self.what}"


@dataclass(frozen=True)
class Result:
    """The outcome of one measure: it passes when nothing was found.

    `notes` are worth reading but miss no bar (the hardest cells, the mutants explained).
    """

    measure: str
    value: str
    bar: str
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether the bar is met everywhere."""
        return not self.findings

    def as_dict(self) -> dict[str, object]:
        """Plain data for `--json`."""
        return {
            "measure": self.measure,
            "value": self.value,
            "bar": self.bar,
            "passed": self.passed,
            "findings": [vars(finding) for finding in self.findings],
            "notes": self.notes,
        }


def at(lesson: Lesson, cell: Cell, what: str) -> Finding:
    """Make a finding about one cell."""
    place = next(i for i, other in enumerate(lesson.cells, 1) if other is cell)
    return Finding(lesson.name, what, place, cell.line_no)


def about(lesson: Lesson, what: str) -> Finding:
    """Make a finding about the lesson as a whole."""
    return Finding(lesson.name, what)
