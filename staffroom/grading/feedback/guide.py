"""What a lesson says of its exercises: read once for a class, used on every student's page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from staffroom.grading.summary import words_of_mistakes
from staffroom.lessons.leak import SHORTEST
from staffroom.lessons.source import without_hidden_tests

if TYPE_CHECKING:
    from staffroom.course import Course

_HEADING = re.compile(r"^(#{1,4}) +(.+?)\s*$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```\s*$", re.MULTILINE | re.DOTALL)
#: Words in brackets at the end of a heading, such as "(more)", say who may skip it and not what it is about.
_ASIDE = re.compile(r"\s*\((?:more|deep)\)$")


@dataclass(frozen=True)
class Part:
    """One exercise: where it stands in the lesson, what it asks, what to look at again.

    `cells` are the ids of its graded cells, `answer` the id of the cell that the student fills in. For a
    written answer both are the same.
    """

    name: str
    heading: str
    section: str
    asked: str = ""
    look: str = ""
    answer: str = ""
    cells: tuple[str, ...] = ()
    written: bool = False


@dataclass(frozen=True)
class Guide:
    """A lesson's title, its exercises in order, its misconceptions in words, and what its tests hide.

    `hidden` are telling lines of hidden tests without their blanks, `given` the texts of the author's cells.
    """

    lesson: str
    title: str
    parts: tuple[Part, ...]
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()

    def misconception(self, exercise: str, key: str) -> str:
        """What somebody believes who makes this mistake; empty if the lesson does not say."""
        return self.words.get((exercise, key), "")


def read_guide(course: Course, lesson: str, source: bytes | None = None) -> Guide:
    """Read a lesson's built notebook, its misconceptions and its hints.

    `source` is the notebook's bytes, read from the course if not given. A lesson made in Jupyter, without a
    text, has a guide too: headings and exercises come from the notebook alone.
    """
    path = course.source / lesson / f"{lesson}.ipynb"
    notebook = json.loads(source if source is not None else path.read_bytes())
    title = lesson
    parts: dict[str, Part] = {}
    hidden: set[str] = set()
    shown: set[str] = set()
    given: set[str] = set()
    asked, look = _hints(lesson)
    section = heading = ""
    fresh = False
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        meta = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "markdown" and not meta.get("solution"):
            for level, words in _headings(text):
                if level == 1 and title == lesson:
                    title = words
                elif level <= 2:
                    section, heading, fresh = words, words, level == 2
                else:
                    heading, fresh = words, True
        seen = without_hidden_tests(text)
        shown |= {bare(line) for line in seen.split("\n")}
        hidden |= {bare(line) for line in text.split("\n")} - {bare(line) for line in seen.split("\n")}
        if not meta.get("solution"):
            given.add(text.strip())
        if not meta.get("grade_id"):
            continue
        grade_id = str(meta["grade_id"])
        if meta.get("solution"):
            name = exercise_name(grade_id)
            # a written answer is the end of its whole section; without a heading of its own, a name will do
            own = section if meta.get("grade") else heading if fresh else ""
            if not own or own in {part.heading for part in parts.values()}:
                own = name.replace("_", " ")
            parts[name] = Part(
                name, own, section, asked.get(name, ""), look.get(name, ""), grade_id,
                (grade_id,) if meta.get("grade") else (), bool(meta.get("grade")),
            )  # fmt: skip
            fresh = fresh and not meta.get("grade")
        elif meta.get("grade"):
            name = _exercise_of(grade_id, parts)
            part = parts.get(name) or Part(name, name.replace("_", " "), section)
            parts[name] = replace(part, cells=(*part.cells, grade_id))
    graded = tuple(part for part in parts.values() if part.cells)
    return Guide(
        lesson,
        title,
        graded,
        words_of_mistakes(course.source / lesson),
        frozenset(line for line in hidden - shown if len(line) >= SHORTEST),
        frozenset(given),
    )


def exercise_name(grade_id: str) -> str:
    """`line_pnl` of `answer_line_pnl` or `test_line_pnl`; another id stays as it is."""
    kind, _, name = grade_id.partition("_")
    return name if name and kind in ("answer", "test", "written", "predict", "puzzle") else grade_id


def bare(text: str) -> str:
    """Text without blanks, so that a line is found however it is laid out."""
    return "".join(text.split())


def _headings(text: str) -> list[tuple[int, str]]:
    found = _HEADING.findall(_FENCE.sub("", text))
    return [(len(marks), _ASIDE.sub("", _plain(words))) for marks, words in found]


def _plain(words: str) -> str:
    """A heading without Markdown's marks."""
    return re.sub(r"[*`]|\\(?=\W)", "", words).strip()


def _exercise_of(grade_id: str, parts: dict[str, Part]) -> str:
    """The exercise that a test belongs to: the longest name that its own begins with, else the last one."""
    name = exercise_name(grade_id)
    words = name.split("_")
    for n in range(len(words), 0, -1):
        if (start := "_".join(words[:n])) in parts:
            return start
    open_ones = [part.name for part in parts.values() if not part.written]
    return open_ones[-1] if open_ones and not grade_id.startswith("test_") else name


def _hints(lesson: str) -> tuple[dict[str, str], dict[str, str]]:
    """What each exercise is for, and the hint that says where in the lesson to look again."""
    from classroom.errors import Trouble
    from classroom.lessons import bank

    try:
        words: Any = bank.read(lesson)
    except (Trouble, OSError, ValueError):
        return {}, {}
    asked: dict[str, str] = {}
    for objective in words.objectives:
        given = getattr(objective, "exercise", None) or []
        for name in [given] if isinstance(given, str) else given:
            asked.setdefault(name, objective.text)
    look = {name: " ".join(exercise.concept.split()) for name, exercise in words.exercises.items()}
    return asked, look
