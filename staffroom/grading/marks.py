"""Read an executed notebook: what each graded cell earned, and what its check said."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from classroom.errors import CODE
from staffroom.grading.execute import TIMED_OUT
from staffroom.grading.letters import in_words, letters_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: One key, or several of mistakes that give the same answer.
_KEYS = r"[a-z0-9][a-z0-9_.-]*(?:, [a-z0-9][a-z0-9_.-]*)*"
_KEY = re.compile(rf"^\s*mistake: (?P<key>{_KEYS})\s*$", re.MULTILINE)
#: The last sentence that a test prints before it names a mistake.
_SAID = re.compile(rf"^(.*)\n\s*mistake: ({_KEYS})\s*$", re.MULTILINE)
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
LONGEST_MESSAGE = 1_200


@dataclass(frozen=True)
class Mark:
    """One graded cell of one student. `score` is None while a person still has to read the answer.

    `mistake` is the key of what the check named; `also` are those that give the same answer, so that nobody
    can tell which of them it is.
    """

    cell: str
    points: float
    score: float | None
    message: str = ""
    mistake: str = ""
    also: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def marks_of(notebook: NotebookNode) -> list[Mark]:
    """Give the marks of all graded cells, in the notebook's order, as nbgrader determines them."""
    from nbgrader import utils

    marks = []
    for cell in notebook.cells:
        if not utils.is_grade(cell):
            continue
        score, points = utils.determine_grade(cell)
        message, named = "", ""
        if not utils.is_solution(cell) and score is not None and score < points:
            message, named = what_was_said(cell)
        mistake, *also = named.split(", ")
        marks.append(Mark(cell.metadata.nbgrader.grade_id, points, score, message, mistake, tuple(also)))
    return marks


def what_was_said(cell: NotebookNode) -> tuple[str, str]:
    """The sentence of a test cell without full marks, and the key of the mistake that it names, or keys."""
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    # a cell that was interrupted has a KeyboardInterrupt first, and then what it means
    errors.sort(key=lambda output: output.ename != TIMED_OUT)
    if errors:
        return words_of(errors[0].ename, errors[0].evalue)
    if letters := letters_of(cell):
        return in_words(letters)
    if any(output.get("name") == "stderr" for output in cell.get("outputs", [])):
        return (
            "The check passed, but your code printed a warning, and nbgrader then gives no points.",
            "warning-printed",
        )
    for output in cell.get("outputs", []):
        # a test that gives part of its points says why in what it prints
        said = str(output.get("text", "")) if output.get("name") == "stdout" else ""
        if found := _SAID.findall(said):
            sentence, key = found[-1]
            return sentence.strip()[:LONGEST_MESSAGE], key
    return "", ""


def words_of(name: str, value: str) -> tuple[str, str]:
    """Put an error into words for the student: (sentence, key or keys of the mistake)."""
    value = _ANSI.sub("", str(value))
    # the last one is the check's: a line of the student's own that is quoted may look like it
    found = max(_KEY.finditer(value), key=re.Match.start, default=None)
    if found:
        said = f"{value[: found.start()]}{value[found.end() :]}"
        return in_one_line(said)[:LONGEST_MESSAGE], found["key"]
    sentence = value.strip()[:LONGEST_MESSAGE]
    if name == TIMED_OUT:
        return "This check had to be stopped because your code took too long.", "too-slow"
    if name in ("AssertionError", "Mistake"):
        return sentence or "This check failed.", "unnamed"
    if name == "NameError":
        return f"{sentence[:1].upper()}{sentence[1:]}: did you answer that exercise?", "unanswered"
    return f"Your code stopped with {name}: {sentence}".rstrip(": ") + ".", "raised"


def in_one_line(said: str) -> str:
    """What a check said without breaks; a line of code in it stands between backticks."""
    lines = (
        f"`{line.strip().replace('`', chr(39))}`" if line.startswith(CODE) else line.strip()
        for line in said.splitlines()
    )
    return " ".join(line for line in lines if line)
