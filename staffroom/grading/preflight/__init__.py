"""What can be said and mended of a submission before any of its code is run.

A submission is repaired where that is safe (wrong encoding, another name, a zip, copied cells, test cells
that were deleted or edited, marks that were stripped or altered, an old format), and each repair is noted for
student and instructor. Otherwise it is refused in a sentence that the student can act on.

As it goes: `files` and `archive` list what was handed in, `choose` finds the notebook among it, `read` parses
it, `match` finds the lesson's cells in it, `lesson` sees whether it is another lesson's, `repair` writes it
anew. All of them draw on one `budget` for the whole hand-in. One submission has no effect on another.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from staffroom.grading.preflight.budget import Budget, OverBudget
from staffroom.grading.preflight.choose import choose_notebook
from staffroom.grading.preflight.files import look, seal
from staffroom.grading.preflight.say import listed, note, refuse
from staffroom.grading.preflight.wanted import Given, Known, Wanted, known_of, wanted_of
from staffroom.grading.verdict import Job, Reason

if TYPE_CHECKING:
    from staffroom.roster.companies import Companies

__all__ = ["Given", "Known", "Wanted", "inspect", "known_of", "seal", "wanted_of"]


def inspect(folder: Path, student: str, wanted: Wanted, own: Companies | None = None) -> Job | Reason:
    """Read a student's folder: a job if it can be graded, else the reason why not.

    Links are not followed. No code of the student is run. `own` are the companies of a personal lesson: the
    student's goes into the job, and what was made for somebody else is noted.
    """
    try:
        return _inspect(folder, student, wanted, own)
    except OverBudget as over:
        return over.reason


def _inspect(folder: Path, student: str, wanted: Wanted, own: Companies | None) -> Job | Reason:
    if folder.is_symlink() or folder.parent.is_symlink():
        return refuse(
            "link",
            "What you handed in is a link, not a folder; hand in the notebook itself.",
            f"{folder} or its parent is a symbolic link and is not followed.",
        )
    found = look(folder, Budget())
    chosen = choose_notebook(found, wanted)
    if isinstance(chosen, Reason):
        return chosen
    notes = list(chosen.notes)
    if found.links:
        notes.append(
            note(
                "links-left-out",
                f"Links among your files were left out: {listed(found.links)}.",
                f"Symbolic links were not followed: {listed(found.links)}.",
            )
        )
    if found.odd:
        notes.append(
            note(
                "files-left-out",
                f"Files with names that cannot be used were left out: {listed(found.odd)}.",
                f"Files with unusable names, or no plain files, were left out: {listed(found.odd)}.",
            )
        )
    company, extras = None, chosen.extras
    if own is not None:
        company = own.of(student)
        if isinstance(company, Reason):
            return company
        marks = json.dumps({"metadata": chosen.metadata}).encode()
        notes += [more] if (more := own.note(student, marks, extras)) is not None else []
        extras = own.apart(extras)
    return Job(student, wanted.lesson, chosen.notebook, extras, tuple(notes), company)
