"""`nbgrader release_feedback` for a class of which not everybody handed in through nbgrader's exchange.

nbgrader itself stops at the first page whose submission brought no secret, and whoever comes after gets none.
The course's settings name this in its place (`c.ExchangeFactory.release_feedback`).
"""

from __future__ import annotations

import glob
import shutil
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

from staffroom.grading.feedback import NOT_GRADED
from staffroom.grading.preflight.receipt import NAMES, SECRET, read_receipt


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Releases the pages of those who can fetch them, and says whose cannot be released."""

    def copy_files(self) -> None:
        """Copy the pages that have a receipt, and the page of who could not be graded at all."""
        lesson = self.coursedir.assignment_id
        found = map(Path, sorted(glob.glob(self.src_path)))  # noqa: PTH207 (a whole path with a star in it)
        folders = [folder for folder in found if any(folder.glob("*.html"))]
        without = [folder for folder in folders if set(read_receipt(folder)) != set(NAMES)]
        if without:
            names = [folder.parent.name for folder in without]
            self.log.warning(
                "Not released, since this work did not come through nbgrader's exchange (or was graded by an "
                "earlier version of Centric, then `centric grade %s --regrade` helps): %s. Give these pages "
                "out from %s by hand.",
                lesson, ", ".join(names), self.coursedir.feedback_directory,
            )  # fmt: skip
            excluded = [*filter(None, self.coursedir.student_id_exclude.split(",")), *names]
            self.coursedir.student_id_exclude = ",".join(excluded)
        super().copy_files()
        left_out = set(self.coursedir.student_id_exclude.split(","))
        for folder in folders:
            if folder.parent.name not in left_out and not (folder / f"{lesson}.html").is_file():
                self._release_refusal(folder, lesson)

    def _release_refusal(self, folder: Path, lesson: str) -> None:
        """Let a student who has no graded page fetch the one that says why, in that page's place."""
        if not (folder / NOT_GRADED).is_file():
            return
        secret = read_receipt(folder)[SECRET].decode("utf-8", "replace")
        to = Path(self.dest_path, f"{notebook_hash(secret=secret, notebook_id=lesson)}.html")
        beside = to.with_name(f"{to.stem}-tmp.html")
        shutil.copy(folder / NOT_GRADED, beside)
        beside.replace(to)
