"""Who the students are outside: names and ids from the roster, else from nbgrader's gradebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from staffroom.grading import gradebook
from staffroom.roster.students import COLUMNS, Student, read_roster

if TYPE_CHECKING:
    from staffroom.course import Course


def people_of(course: Course, students: Iterable[str]) -> dict[str, Student]:
    """Each of these students, in order of id. The roster goes before the gradebook."""
    with gradebook.opened(course) as book:
        known = {
            s.id: Student(s.id, s.first_name or "", s.last_name or "", s.email or "", s.lms_user_id or "")
            for s in book.students
        }
    roster = read_roster(course)
    found = {}
    for student in sorted(students):
        person = known.get(student) or Student(student)
        listed = roster.get(student)
        if listed is not None:
            fields = {name: getattr(listed, name) or getattr(person, name) for name in COLUMNS}
            person = Student(**fields)
        found[student] = person
    return found
