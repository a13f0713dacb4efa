"""Who the students are outside: names and ids from the roster, else from nbgrader's gradebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from staffroom.grading import gradebook

if TYPE_CHECKING:
    from staffroom.course import Course


@dataclass(frozen=True)
class Person:
    """One student; what is not known is empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    sis_user_id: str = ""
    sis_login_id: str = ""
    section: str = ""

    @property
    def sortable(self) -> str:
        """`Lovelace, Ada`, or the id where no name is known."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part) or self.id


def people_of(course: Course, students: Iterable[str]) -> dict[str, Person]:
    """Each of these students, in order of id. The roster goes before the gradebook."""
    from staffroom.roster import read_roster

    with gradebook.opened(course) as book:
        known = {
            s.id: Person(s.id, s.first_name or "", s.last_name or "", s.email or "", s.lms_user_id or "")
            for s in book.students
        }
    roster = read_roster(course)
    found = {}
    for student in sorted(students):
        person = known.get(student) or Person(student)
        listed = roster.get(student)
        if listed is not None:
            fields = {name: getattr(listed, name) or getattr(person, name) for name in Person.__annotations__}
            person = Person(**fields)
        found[student] = person
    return found
