"""Files that belong to a lesson besides its notebook, and companies without their truth."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from generator.errors import UserError

#: Bytes of all files beside a notebook.
LARGEST = 50_000_000
#: What building and measuring leave beside a lesson: none of it is for students, whatever a course ignores.
#: (A lesson with files beside it is not rehearsed: each of its submissions takes several times as long.)
BUILT = ("audits", "measured.json")
TRUTH = "truth"


def files_beside(folder: Path, ignore: Iterable[str]) -> dict[str, bytes]:
    """A lesson's files that nbgrader would give out with the notebook (data, helpers), by relative path.

    `ignore` are the patterns of nbgrader's `CourseDirectory.ignore`. Raises `UserError` if it is too much.
    """
    ignore = [*BUILT, *ignore]
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        left_out = any(fnmatch(part, pattern) for part in inside.parts for pattern in ignore)
        if left_out or path.is_symlink() or not path.is_file() or path.suffix == ".ipynb":
            continue
        found[inside.as_posix()] = path.read_bytes()
        if sum(map(len, found.values())) > LARGEST:
            raise UserError(
                f"The files beside the notebook in {folder} have more than {LARGEST // 1_000_000} MB; "
                "put large data into the course's company."
            )
    return found


def has_truth(company: Path) -> bool:
    """Whether a company's folder holds its truth, which no student's code may see."""
    return (company / TRUTH).exists()


def without_truth(company: Path, to: Path) -> Path:
    """The company in the folder `to`, without its truth: the same files if that can be, else copies."""
    for path in sorted(company.rglob("*")):
        inside = path.relative_to(company)
        if TRUTH in inside.parts or path.is_dir():
            continue
        there = to / inside
        there.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, there)
        except OSError:
            shutil.copyfile(path, there)
    with contextlib.suppress(OSError):
        to.chmod(0o755)
    return to
