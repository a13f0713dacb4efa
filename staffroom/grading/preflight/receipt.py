"""What nbgrader's exchange puts beside a submission: when it came, and a secret that its sender shares.

`nbgrader release_feedback` wants both in the feedback's folder, and the student's `fetch_feedback` finds the
page by the secret alone. nbgrader's own steps carry them along from `submitted/`, and so do ours.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from staffroom.grading.preflight.files import open_plain
from staffroom.place import write_atomically

STAMP = "timestamp.txt"
SECRET = "submission_secret.txt"
NAMES = (STAMP, SECRET)
#: Bytes; each is a line.
LONGEST = 1_000


def read_receipt(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name, those that are there."""
    found = {}
    for name in NAMES:
        with contextlib.suppress(OSError), open_plain(folder / name) as file:
            found[name] = file.read(LONGEST)
    return found


def write_receipt(folder: Path, receipt: dict[str, bytes]) -> None:
    """Write them into another folder. What an earlier submission left there goes."""
    for name in NAMES:
        if name in receipt:
            write_atomically(folder / name, receipt[name])
        else:
            (folder / name).unlink(missing_ok=True)
