"""nbgrader's exchange with a folder for each student.

Beside `outbound/LESSON`, which everybody sees in the list, lies `personalized-outbound/STUDENT/LESSON` with
the student's own company. `ReleaseOwn` puts it there, `FetchOwn` takes it from there; the hub's settings name
them as `c.ExchangeFactory.release_assignment` and `c.ExchangeFactory.fetch_assignment`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeReleaseAssignment
from nbgrader.utils import get_username

from generator.errors import UserError
from staffroom.roster.giving import given_folder
from staffroom.roster.register import read_register
from staffroom.roster.students import read_roster

if TYPE_CHECKING:
    from staffroom.course import Course

FOLDER = "personalized-outbound"
#: Nobody lists the folder, everybody reaches a folder in it by its name.
SHUT = 0o711


class ReleaseOwn(ExchangeReleaseAssignment):
    """`nbgrader release_assignment` that also gives every student the folder made for them."""

    def copy_files(self) -> None:
        """Copy the notebook for all, then each student's folder."""
        super().copy_files()
        from staffroom.course import find_course

        course, lesson = find_course(self.coursedir.root), self.coursedir.assignment_id
        register = read_register(course)
        if register is None or lesson not in register.lessons:
            return
        to = Path(self.course_path, FOLDER)
        self.ensure_directory(str(to), SHUT)
        to.chmod(SHUT)
        _marker(to, lesson).write_text("Everybody has a folder of their own.\n", encoding="utf-8")
        for student in read_roster(course):
            own = given_folder(course, lesson) / student
            if own.is_dir():
                _put(own, to / student / lesson)
            else:
                self.log.warning("Nothing was made for %s: centric release %s --personal", student, lesson)


class FetchOwn(ExchangeFetchAssignment):
    """`nbgrader fetch_assignment` that takes the folder made for the student, where there is one."""

    def init_src(self) -> None:
        """Find what is to be fetched."""
        super().init_src()
        student = self.coursedir.student_id
        student = get_username() if student in ("", "*") else student
        lesson = self.coursedir.assignment_id
        place = Path(self.course_path, FOLDER)
        if (place / student / lesson).is_dir():
            self.src_path = str(place / student / lesson)
            self.coursedir.ignore = []  # made for this student, file by file: all of it is wanted
        elif _marker(place, lesson).is_file():
            self.fail(
                f"In {lesson} everybody has a company of their own, and none was made for {student}: "
                "ask your instructor."
            )


def _marker(place: Path, lesson: str) -> Path:
    return place / f"{lesson}.personal"


def _put(own: Path, to: Path) -> None:
    """Copy one student's folder, whole or not at all; the student's account gets it where we may do that."""
    beside = to.with_name(f".{to.name}.partial")
    shutil.rmtree(beside, ignore_errors=True)
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(own, beside)
    owner = _account(to.parent.name)
    for path in (beside, *beside.rglob("*")):
        path.chmod((0o755 if path.is_dir() else 0o644) & (0o755 if owner is None else 0o700))
        if owner is not None:
            os.chown(path, *owner)
    if owner is not None:
        os.chown(to.parent, *owner)
    to.parent.chmod(0o755 if owner is None else 0o700)
    shutil.rmtree(to, ignore_errors=True)
    beside.replace(to)


def _account(student: str) -> tuple[int, int] | None:
    """The account of this name, if we may give files to it."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    import pwd

    with contextlib.suppress(KeyError):
        found = pwd.getpwnam(student)
        return found.pw_uid, found.pw_gid
    return None


def serve(course: Course, lesson: str) -> Path:
    """Put a lesson that was given out into the exchange; gives its folder there. Raises `UserError`."""
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory

    from staffroom.lessons.release import quiet

    config = deepcopy(course.config)
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.assignment_id = lesson
    config.ExchangeReleaseAssignment.force = True
    with quiet() as said:
        release = ReleaseOwn(
            coursedir=CourseDirectory(config=config),
            authenticator=Authenticator(config=config),
            config=config,
        )
        try:
            release.start()
        except (ExchangeError, OSError) as error:
            why = next((line for line in said if line.strip()), str(error))
            raise UserError(f"nbgrader's exchange did not take {lesson}: {why.rstrip('.')}.") from None
    return Path(release.course_path, FOLDER)
