"""From an executed notebook to what a student should read, as plain records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, Any

from staffroom.grading.feedback.given import Given
from staffroom.grading.feedback.guide import Guide, Part, bare
from staffroom.grading.feedback.outputs import Outputs
from staffroom.grading.letters import Letter, letters_of
from staffroom.grading.marks import Mark, marks_of
from staffroom.grading.verdict import Note

if TYPE_CHECKING:
    from nbformat import NotebookNode

PASSED, PARTLY, FAILED, BLANK, WAITING, READ = "passed", "partly", "failed", "blank", "waiting", "read"
MOST_STOPPED = 8

#: How the testing functions of pandas and NumPy print what they wanted.
_TELLS_VALUES = re.compile(
    r"\[(left|right)\]|\b(DESIRED|ACTUAL|Mismatched elements)\b|^assert |==", re.MULTILINE
)


@dataclass(frozen=True)
class Row:
    """One graded cell. `says` is the check's sentence, `believes` what this mistake comes from, in words.

    `again`: a person read an earlier version of it; `earlier`: so did who wrote the comment. `letters` are
    the places of a question of letters.
    """

    cell: str
    points: float
    score: float | None
    state: str
    says: str = ""
    key: str = ""
    believes: str = ""
    comment: str = ""
    again: bool = False
    earlier: bool = False
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One cell of the student's own: its code (or text), empty where it is the author's, and its outputs."""

    code: str
    outputs: tuple[str, ...] = ()
    prose: bool = False


@dataclass(frozen=True)
class Section:
    """One exercise on a student's page."""

    part: Part
    rows: tuple[Row, ...]
    cells: tuple[Shown, ...] = ()

    @property
    def points(self) -> float:
        """The most that can be earned."""
        return sum(row.points for row in self.rows)

    @property
    def score(self) -> float | None:
        """What was earned; None while a person must still read the answer."""
        if any(row.score is None for row in self.rows):
            return None
        return sum(row.score or 0 for row in self.rows)

    @property
    def state(self) -> str:
        """One word for the exercise."""
        states = {row.state for row in self.rows}
        if len(states) == 1:
            return states.pop()
        if WAITING in states:
            return WAITING
        return PARTLY if self.score else FAILED


@dataclass(frozen=True)
class Page:
    """All that one student's page tells."""

    student: str
    guide: Guide
    sections: tuple[Section, ...]
    notes: tuple[Note, ...] = ()
    stopped: tuple[Shown, ...] = ()
    penalty: float = 0.0
    late: float = 0.0
    waiting: float = field(default=0.0)
    unsandboxed: bool = False

    @property
    def points(self) -> float:
        """The most that can be earned."""
        return sum(section.points for section in self.sections)

    @property
    def score(self) -> float:
        """What has been earned so far less what lateness costs; never below zero, as nbgrader exports."""
        earned = sum(row.score or 0 for section in self.sections for row in section.rows)
        return max(0.0, earned - self.penalty)


def gather(
    guide: Guide,
    student: str,
    notebook: NotebookNode,
    given: Given | None = None,
    notes: Iterable[Note] = (),
    *,
    unsandboxed: bool = False,
) -> Page:
    """Put together one student's page from the executed notebook.

    `given` brings what people gave: their scores go before the tests', as in nbgrader.
    """
    given = given or Given()
    cells = list(notebook.get("cells", []))
    marks = {mark.cell: mark for mark in marks_of(_graded_cells(cells))}
    places = {name: n for n, cell in reversed(list(enumerate(cells))) if (name := _grade_id(cell))}
    own = {bare(line) for cell in cells if not _is_test(cell) for line in cell.source.split("\n")}
    guard = _Guard(frozenset(guide.hidden - own))
    outputs = Outputs(guard)
    sections, used = [], set()
    for part in guide.parts:
        rows = tuple(
            _row(guide, part, cell, marks[cell], given, cells[places[cell]], guard)
            for cell in part.cells
            if cell in marks
        )
        if not rows:
            continue
        rows = (_with_comment(rows[0], part.answer, given), *rows[1:])
        stretch = _stretch(cells, part, places.get(part.answer))
        used |= {id(cell) for cell in stretch}
        shown = tuple(_shown(cell, guide, outputs) for cell in stretch)
        sections.append(Section(part, rows, tuple(s for s in shown if s.code or s.outputs)))
    stopped = [
        Shown(cell.source, tuple(outputs.of(cell["outputs"])))
        for cell in cells
        if id(cell) not in used and not _is_test(cell) and _stopped(cell)
    ]
    waiting = sum(row.points for s in sections for row in s.rows if row.score is None)
    return Page(
        student, guide, tuple(sections), tuple(notes), tuple(stopped[:MOST_STOPPED]),
        given.penalty, given.late, waiting, unsandboxed,
    )  # fmt: skip


def _row(
    guide: Guide, part: Part, name: str, mark: Mark, given: Given, cell: Mapping[str, Any], guard: _Guard
) -> Row:
    held = given.scores.get(name)
    score = held.score if held is not None else mark.score
    comment = given.comments.get(name, "")
    if held is not None and held.earlier is not None:
        return Row(name, mark.points, None, WAITING, comment=comment, again=True)
    if part.written and name == part.answer:
        if _untouched(cell):
            return Row(name, mark.points, score or 0.0, BLANK, comment=comment)
        return Row(name, mark.points, score, WAITING if score is None else READ, comment=comment)
    if score is None:
        return Row(name, mark.points, None, WAITING, comment=comment)
    says, key = mark.message, mark.mistake
    if (key == "unnamed" and _TELLS_VALUES.search(says)) or guard([says]):
        says = "What your code gives is not what is asked for."
    letters = letters_of(cell)
    if guard([letter.says for letter in letters]):
        letters = ()
    if score >= mark.points:
        return Row(name, mark.points, score, PASSED, comment=comment, letters=letters)
    state = PARTLY if score else BLANK if key == "unanswered" else FAILED
    thoughts = [guide.misconception(part.name, one) for one in (key, *mark.also)]
    believes = "” or “".join(thought.rstrip(".") for thought in thoughts if thought)
    return Row(name, mark.points, score, state, says, key, believes, comment, letters=letters)


def _with_comment(row: Row, answer: str, given: Given) -> Row:
    """The first row of an exercise with the comment on its answer, which nbgrader keeps under that name."""
    comment = row.comment or given.by_hand.get(answer, "")
    return replace(row, comment=comment, earlier=bool(comment) and given.is_earlier(answer))


class _Guard:
    """Says whether texts repeat a hidden line, also escaped as in HTML or in a repr."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.hidden = hidden

    def __call__(self, texts: list[str]) -> bool:
        if not self.hidden:
            return False
        text = "\n".join(texts)
        variants = {bare(text)}
        if "<" in text or "&" in text:
            variants.add(bare(unescape(re.sub(r"<[^>]{0,2000}>", "", text))))
        if "\\" in text:
            variants.add(bare(text.replace("\\n", "\n").replace("\\'", "'").replace('\\"', '"')))
        return any(line in variant for variant in variants for line in self.hidden)


def _stretch(cells: list[Any], part: Part, at: int | None) -> list[Any]:
    """The answer's cell and the code cells right behind it, up to the next text or graded answer."""
    if at is None:
        return []
    found = [cells[at]]
    for cell in () if part.written else cells[at + 1 :]:
        if cell.get("cell_type") != "code" or (_meta(cell).get("solution")):
            break
        if not _is_test(cell):
            found.append(cell)
    return found


def _shown(cell: Any, guide: Guide, outputs: Outputs) -> Shown:
    prose = cell.get("cell_type") != "code"
    text = "" if cell.source.strip() in guide.given or _untouched(cell) else cell.source.rstrip()
    return Shown(text, () if prose else tuple(outputs.of(cell.get("outputs", []))), prose)


def _graded_cells(cells: list[Any]) -> Any:
    from nbformat import NotebookNode

    return NotebookNode(cells=[cell for cell in cells if _meta(cell).get("grade")])


def _untouched(cell: Any) -> bool:
    from nbgrader.utils import compute_checksum

    checksum = _meta(cell).get("checksum")
    return bool(checksum) and compute_checksum(cell) == checksum


def _meta(cell: Any) -> Mapping[str, Any]:
    meta = cell.get("metadata", {}).get("nbgrader", {})
    return meta if isinstance(meta, Mapping) else {}


def _grade_id(cell: Any) -> str:
    return str(_meta(cell).get("grade_id", ""))


def _is_test(cell: Any) -> bool:
    meta = _meta(cell)
    return bool(meta.get("grade")) and not meta.get("solution")


def _stopped(cell: Any) -> bool:
    return any(output.get("output_type") == "error" for output in cell.get("outputs") or [])
