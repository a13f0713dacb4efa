"""A course folder: where lessons, submissions, grades and the company lie."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import UserError, WrongUse

if TYPE_CHECKING:
    from traitlets.config import Config

CONFIG_NAME = "nbgrader_config.py"
_STUDENT = re.compile(r"^[^/\\+\s][^/\\+]*$")


@dataclass(frozen=True)
class Course:
    """A folder with an `nbgrader_config.py`, and the folders that it names."""

    root: Path
    config: Config

    def _step(self, name: str, default: str) -> Path:
        return self.root / str(self.config.CourseDirectory.get(f"{name}_directory", default))

    @property
    def source(self) -> Path:
        """Lessons with their solutions."""
        return self._step("source", "source")

    @property
    def release(self) -> Path:
        """Lessons as students get them."""
        return self._step("release", "release")

    @property
    def lent(self) -> Path:
        """What of each lesson its students' notebooks read: `classroom/lessons/<lesson>/`."""
        from classroom.lessons import bank

        return self.root / bank.INSIDE

    @property
    def submitted(self) -> Path:
        """`submitted/<student>/<lesson>/<lesson>.ipynb`."""
        return self._step("submitted", "submitted")

    @property
    def autograded(self) -> Path:
        """The executed notebooks, for the instructor."""
        return self._step("autograded", "autograded")

    @property
    def feedback(self) -> Path:
        """The pages for the students."""
        return self._step("feedback", "feedback")

    @property
    def grades(self) -> Path:
        """What `centric grade` writes beside nbgrader's own files."""
        return self.root / "grades"

    def journal(self, lesson: str) -> Path:
        """Where grading notes what it has done."""
        return self.grades / lesson / "journal.jsonl"

    @property
    def course_id(self) -> str:
        """nbgrader's name of the course."""
        return str(self.config.CourseDirectory.get("course_id", ""))

    @property
    def db_url(self) -> str:
        """Where the gradebook is, as nbgrader writes it."""
        given = self.config.CourseDirectory.get("db_url", "")
        return str(given) or f"sqlite:///{self.root / 'gradebook.db'}"

    @property
    def company(self) -> Path | None:
        """The company that the course's notebooks load, or None if the embedded one serves."""
        for folder in (self.root / "company", self.root / "datasets" / "fernhill"):
            if (folder / "manifest.json").is_file():
                return folder
        return None

    def lessons(self) -> list[str]:
        """Names of all lessons: the folders of the source that hold a text or a notebook of their name."""
        if not self.source.is_dir():
            return []
        return sorted(
            folder.name
            for folder in self.source.iterdir()
            if any((folder / f"{folder.name}{end}").is_file() for end in (".py", ".ipynb"))
        )

    def lesson(self, word: str) -> str:
        """Find a lesson by its name or by the beginning of it (`01`); raises `WrongUse` if there is none."""
        names = self.lessons()
        if word in names:
            return word
        found = [name for name in names if name.startswith(word)]
        if len(found) == 1:
            return found[0]
        have = ", ".join(names) or "none"
        if found:
            raise WrongUse(f"`{word}` may be {' or '.join(found)}; write more of the name.")
        raise WrongUse(f"There is no lesson `{word}` in {self.source}; the lessons are: {have}.")

    def with_text(self) -> list[str]:
        """Names of the lessons that are built from a text."""
        return [name for name in self.lessons() if (self.source / name / f"{name}.py").is_file()]

    def students_with_work(self, lesson: str) -> list[str]:
        """Ids of the students who have a folder for the lesson among the submissions."""
        if not self.submitted.is_dir():
            return []
        return sorted(
            folder.name
            for folder in self.submitted.iterdir()
            if not folder.name.startswith(".") and (folder / lesson).is_dir()
        )

    def chosen(
        self, lesson: str, students: Iterable[str] | None, known: Collection[str] | None = None
    ) -> list[str]:
        """Ids of the students asked for, each once, or of all who have work there.

        Raises `UserError` if nobody has, or somebody among `known` has none, and `WrongUse` for any other who
        has none. `known` are the names in the gradebook; None where it has not been looked into.
        """
        with_work = self.students_with_work(lesson)
        if students is None:
            if not with_work:
                place = self.submitted / "<student>" / lesson
                raise UserError(f"Nobody has handed in {lesson}: there is no {place}.")
            return with_work
        chosen = list(dict.fromkeys(students))
        for student in chosen:
            if student in with_work:
                continue
            place = self.submitted / student / lesson
            nothing = f"The student {student} has handed in nothing for {lesson}: there is no {place}."
            if known is None:
                raise WrongUse(nothing)
            if student in known:
                raise UserError(nothing)
            raise WrongUse(
                f"There is no student {student}: neither the gradebook nor {self.submitted} knows that name."
            )
        return chosen


def find_course(folder: str | Path | None = None, *, else_own: bool = False) -> Course:
    """Open the course in `folder`, else in the working folder or the nearest one above it.

    With `else_own` the course that came with this program serves where there is no other. Raises `WrongUse`
    if there is no `nbgrader_config.py`, and `UserError` if it cannot be run.
    """
    if folder is not None:
        root = Path(folder).resolve()
        if not (root / CONFIG_NAME).is_file():
            raise WrongUse(f"There is no {CONFIG_NAME} in {root}; --course-dir must name a course's folder.")
        return _opened(root)
    here = Path.cwd()
    places = [here, *here.parents, *([Path(__file__).resolve().parents[1]] if else_own else [])]
    root = next((place for place in places if (place / CONFIG_NAME).is_file()), None)
    if root is None:
        raise WrongUse(
            f"There is no {CONFIG_NAME} in {here} or above it; go to the course's folder, "
            "or name it with --course-dir."
        )
    return _opened(root)


def _opened(root: Path) -> Course:
    """The course, with its lessons' own folders known here and in every process that is started from here."""
    from classroom.lessons import bank

    course = Course(root, _load_config(root))
    if os.environ.get(bank.VARIABLE) != str(course.lent):
        os.environ[bank.VARIABLE] = str(course.lent)
        bank.forget()
    return course


def _load_config(root: Path) -> Config:
    from traitlets.config.loader import PyFileConfigLoader

    try:
        return PyFileConfigLoader(CONFIG_NAME, path=str(root)).load_config()
    except Exception as error:
        raise UserError(f"{root / CONFIG_NAME} cannot be read: {error}.") from None


def is_student_id(name: str) -> bool:
    """Whether nbgrader can use this as a student's id and a folder can bear it."""
    return (
        name.isprintable()
        and bool(_STUDENT.match(name))
        and name not in (".", "..")
        and not name.endswith((".", " "))
    )
