"""A student's company at grading: the tables as they were given out, and the truth that belongs to them."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import Company as Tables
from generator import make_company
from generator.errors import UserError
from generator.making.packing import pack
from generator.scenario import Scenario
from generator.storage.manifest import NAME
from staffroom.grading.verdict import Company, Note, Reason
from staffroom.roster.giving import check_version, read_list
from staffroom.roster.key import Key, same_form
from staffroom.roster.making import COMPANY, digest, fits, read_company, scenario_of, scenario_text
from staffroom.roster.register import Given, read_register
from staffroom.roster.secret import open_key
from staffroom.roster.students import Student, read_roster

if TYPE_CHECKING:
    from staffroom.course import Course

ASKS_TRUTH = re.compile(r"\.\s*truth\b")


def companies_of(course: Course, lesson: str) -> Companies | None:
    """The own companies of a lesson's students; None if the lesson was not given out with own companies.

    Raises `UserError` if they cannot be made again: the secret is lost or another course's, or this program
    makes other companies than those that were given out.
    """
    register = read_register(course)
    if register is None or lesson not in register.lessons:
        return None
    given = register.lessons[lesson]
    check_version(lesson, given)
    return Companies(
        course, lesson, open_key(course), given, read_roster(course), _asks_truth(course, lesson)
    )


def company_for(course: Course, lesson: str, student: str) -> Company | Reason | None:
    """One student's company; None where the class shares one. For many students use `companies_of`."""
    own = companies_of(course, lesson)
    return None if own is None else own.of(student)


@dataclass(frozen=True)
class Companies:
    """The own companies of one lesson. May be asked by several threads. `with_truth`: its tests want it."""

    course: Course
    lesson: str
    key: Key
    given: Given
    roster: dict[str, Student]
    with_truth: bool

    @property
    def others(self) -> int:
        """What further companies (`load.other`) start from in the lesson's tests: one for the whole class."""
        return self.key.others(self.lesson)

    def of(self, student: str) -> Company | Reason:
        """A student's company, or why there is none. Takes milliseconds, or .2 s if it must be made anew."""
        name = same_form(student)
        if name not in self.roster:
            return self._unknown(student)
        holder, lot = self.key.holder(name, self.lesson), self.key.lot(name, self.lesson)
        kept = None if self.with_truth else self._as_given_out(name, holder)
        if kept is not None:
            return Company(kept, {}, self.others, lot)
        return self._make(self.key.seed(name, self.lesson), holder, lot)

    def with_its_truth(self, student: str) -> Tables:
        """A student's company with its truth, in memory. Raises `UserError` for who is not on the roster."""
        name = same_form(student)
        if name not in self.roster:
            raise UserError(self._unknown(student).to_instructor)
        seed = self.key.seed(name, self.lesson)
        return make_company(self._scenario, self.given.customers, seed, truth=True)

    def calibration(self) -> Company:
        """A company that belongs to nobody: on it the author's own solution is tried."""
        seed, holder = self.key.nobody(self.lesson), self.key.holder("", self.lesson)
        return self._make(seed, holder, self.key.lot("", self.lesson))

    def note(self, student: str, notebook: bytes, extras: dict[str, bytes] | None = None) -> Note | None:
        """What is to be said of a submission with another student's mark in it, None if there is none.

        `notebook`: the bytes as they were handed in. Grading uses the student's own company in any case.
        """
        own = self.key.holder(student, self.lesson)
        mark = _mark(notebook, "metadata", "centric", "holder")
        if mark not in (None, own):
            return Note(
                "other-notebook",
                "This notebook was given to somebody else. It was graded on the company that is yours: "
                "open the notebook that you were given, and do the work there.",
                f"The notebook bears the mark of {self._whose(mark)}: a copy, or a mix-up of files.",
            )
        for path, content in (extras or {}).items():
            if path == f"{COMPANY}/{NAME}" or path.endswith(f"/{COMPANY}/{NAME}"):
                mark = _mark(content, "holder")
                if mark not in (None, own):
                    return Note(
                        "other-company",
                        "The company beside your notebook is somebody else's. Your work was graded on the "
                        "company that is yours: use the one that you were given.",
                        f"The company beside the notebook bears the mark of {self._whose(mark)}.",
                    )
        return None

    @staticmethod
    def apart(extras: dict[str, bytes]) -> dict[str, bytes]:
        """What was handed in beside the notebook, less the company: grading brings the right one."""
        return {name: content for name, content in extras.items() if COMPANY not in name.split("/")[:-1]}

    def _make(self, seed: int, holder: str, lot: int) -> Company:
        packed = pack(
            self._scenario, self.given.customers, seed, holder=holder, truth=self.with_truth, papers=False
        )
        return Company(packed.tables, packed.truth, self.others, lot)

    def _as_given_out(self, student: str, holder: str) -> dict[str, bytes] | None:
        """The files that were given out, if they lie there unchanged; else they are made again."""
        row = self._listed.get(student)
        if row is None:
            return None
        try:
            path = Path(self.course.root, row["file"])
            files = dict(read_company(path, self.lesson))
            if digest(files[NAME]) != row["manifest_sha256"]:
                return None
            if not fits(files[NAME], scenario_text(self.given.scenario), self.given.customers, holder):
                return None
            tables = {NAME: files[NAME]}
            for table in json.loads(files[NAME])["tables"].values():
                for part, facts in table["files"].items():
                    if digest(files[part]) != facts["sha256"]:
                        return None
                    tables[part] = files[part]
        except (OSError, KeyError, ValueError, TypeError):
            return None
        return tables

    def _unknown(self, student: str) -> Reason:
        near = difflib.get_close_matches(student.casefold(), list(self.roster), 1, 0.7)
        hint = f" Is it {near[0]}?" if near else ""
        return Reason(
            "unknown-student",
            f"Your work came in under the name {student}, which is not on the class list, so that nobody can "
            "tell which company is yours; ask your instructor.",
            f"{student} is not on the roster, and this lesson has a company for each student.{hint} Rename "
            f"the folder, or run `centric roster add {student}`.",
        )

    def _whose(self, mark: Any) -> str:
        if isinstance(mark, str) and mark in self._marks:
            return self._marks[mark]
        return "somebody who is not on the roster, of another lesson, or of an earlier secret"

    @cached_property
    def _marks(self) -> dict[str, str]:
        return {self.key.holder(name, self.lesson): name for name in self.roster}

    @cached_property
    def _listed(self) -> dict[str, dict[str, str]]:
        return read_list(self.course, self.lesson)

    @cached_property
    def _scenario(self) -> Scenario:
        return scenario_of(scenario_text(self.given.scenario))


def _mark(content: bytes, *where: str) -> Any:
    """What stands at a place of a JSON document; None if there is none, or if it is no JSON."""
    try:
        data: Any = json.loads(content)
        for step in where:
            data = data[step]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None
    return data


def _asks_truth(course: Course, lesson: str) -> bool:
    """Whether the lesson's source asks for the truth anywhere."""
    folder = course.source / lesson
    for path in (folder / f"{lesson}.py", folder / f"{lesson}.ipynb"):
        if path.is_file() and ASKS_TRUTH.search(path.read_text(encoding="utf-8", errors="replace")):
            return True
    return False
