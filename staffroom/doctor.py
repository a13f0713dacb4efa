"""What is there on this machine, in words."""

from __future__ import annotations

import platform
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffroom.course import Course

PACKAGES = ("jupyterlab", "nbgrader", "pandas", "pyarrow", "seaborn", "ipywidgets")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ROOM_NEEDED = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `needed` says whether the course works without it."""

    what: str
    good: bool
    needed: bool
    words: str


def examine(folder: Path) -> list[Finding]:
    """Look at Python, the packages, the course, the company, the sandbox, and the system's tools."""
    return [
        _python(),
        *(_package(name) for name in PACKAGES),
        *_course(folder),
        _room(folder),
        _tool(
            "Chromium",
            BROWSERS,
            "used by the browser tests only",
            "the browser tests are skipped without it; on Debian: apt install chromium",
        ),
        *_sandbox(),
    ]


def _python() -> Finding:
    words = f"{platform.python_version()} on {platform.system()} {platform.machine()}, {sys.executable}"
    return Finding("Python", sys.version_info >= (3, 11), True, words)


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, True, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(name, False, True, "not installed; start with `python3 centric.py`, which installs it")


def _course(folder: Path) -> list[Finding]:
    from generator.errors import UserError
    from staffroom.course import find_course

    try:
        course = find_course(else_own=True) if folder == Path.cwd() else find_course(folder)
    except UserError as error:
        return [Finding("course", False, False, str(error))]
    lessons = course.lessons()
    company = course.company
    return [
        Finding("course", True, False, f"{course.root}, lessons: {', '.join(lessons) or 'none'}"),
        Finding(
            "company",
            company is not None,
            False,
            str(company)
            if company
            else "neither `company` nor `datasets/fernhill` lies in the course's folder",
        ),
        *_own_companies(course),
    ]


def _own_companies(course: Course) -> list[Finding]:
    """The secret, where a lesson was given out with a company for each student."""
    from generator.errors import UserError
    from staffroom.roster.register import read_register
    from staffroom.roster.secret import open_key, secret_path

    try:
        register = read_register(course)
        if register is None:
            return []
        key = open_key(course)
    except UserError as error:
        return [Finding("the course's secret", False, True, str(error))]
    words = f"{secret_path(course, key.fingerprint)}: keep a copy; own companies in: "
    return [Finding("the course's secret", True, True, words + (", ".join(register.lessons) or "no lesson"))]


def _sandbox() -> list[Finding]:
    from staffroom.grading.sandbox.survey import survey

    return [Finding(found.what, found.good, False, found.words) for found in survey()]


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    return Finding("room on the disk", free > ROOM_NEEDED, True, f"{free / 1e9:.1f} GB free")


def _tool(what: str, names: tuple[str, ...], there: str, absent: str) -> Finding:
    path = next((found for name in names if (found := shutil.which(name))), None)
    return Finding(what, path is not None, False, f"{path} ({there})" if path else f"not found; {absent}")
