"""What was found and mended in a notebook, and the sentences that tell it to student and instructor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from staffroom.grading.preflight.say import cells, listed, note
from staffroom.grading.verdict import Note

#: By key, in the order in which they are told: to the student, to the instructor. In them `{names}` are the
#: cells, `{cells_are}` is `The cell x is` or `The cells x and y are`; the verbs go with the number of cells.
SENTENCES: dict[str, tuple[str, str]] = {
    "tests-put-back": (
        "{cells_are} no longer in your notebook and {was} put back.",
        "Deleted test cells were put back: {names}.",
    ),
    "answers-missing": (
        "{cells_are} no longer in your notebook. If you answered elsewhere in it, the checks see that; "
        "otherwise hand in the notebook again with the answer in its cell.",
        "Answer cells are missing: {names}.",
    ),
    "written-missing": (
        "{cells_are} no longer in your notebook, and no text was found in its place; a person will look. "
        "If you wrote an answer, hand in the notebook again with the answer in its cell.",
        "Nothing in its place: the cell of a written answer was deleted, and no text was found for it "
        "({names}); look before you give a score.",
    ),
    "written-elsewhere": (
        "You did not write into the cell of {names}: what was found {where} was put there, and a person "
        "reads it. Next time write into the cell itself.",
        "The cell of a written answer was left empty or deleted ({names}); what was found {where} was put "
        "into it: see whether it is the answer.",
    ),
    "tests-edited": (
        "You changed the text of the test {names}; it was graded with the original.",
        "Edited test cells were replaced by the original: {names}.",
    ),
    "cells-twice": (
        "{cells_are} in your notebook more than once; one of each counts, and the copies were run as plain "
        "cells.",
        "Copied cells lost their marks: {names}.",
    ),
    "marks-restored": (
        "The marks by which your answers are found were gone from your notebook (some programs drop them), "
        "and were put back for {names}: make sure that these are your answers.",
        "nbgrader's metadata were gone and were restored for {names}, {by_id} by cell id, {by_text} by text "
        "and place.",
    ),
    "earlier-release": (
        "Your notebook is from an earlier release of this lesson; the present tests and points count.",
        "The notebook is from an earlier release of the lesson, and the present one counts: {names}.",
    ),
    "marks-altered": (
        "The marks of {names} were altered; the original ones count.",
        "nbgrader's metadata were altered and were restored: {names}.",
    ),
    "other-schema": (
        "Your notebook was made for another version of the course software, and was brought up to date.",
        "nbgrader's metadata are of schema {names}; brought up to date.",
    ),
    "kind-changed": (
        "The type (code or text) of the cell {names} was changed; it was put back.",
        "The cell type was changed and put back: {names}.",
    ),
    "marks-foreign": (
        "Your notebook has cells marked for grading that this lesson does not have; they count as your own.",
        "Marks of cells that the lesson does not have were dropped: {names}.",
    ),
    "given-cells-missing": (
        "{code_cells} that you were given {is} no longer in your notebook: if your answers need what was "
        "defined there, they fail.",
        "{code_cells} of the author's {is} gone (not put back).",
    ),
    "order-changed": (
        "The exercises of your notebook are not in their original order; a check sees only what stands above "
        "it.",
        "Graded cells were moved; no test was run before what comes before it in the lesson.",
    ),
    "kernel-changed": (
        "Your notebook was set to the kernel {names}; it was run with {right}.",
        "The kernel {names} was replaced by {right}.",
    ),
}


@dataclass
class Findings:
    """Cells by what was found, and how many answers were touched. `more` are further words, by key."""

    answered: int = 0
    of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    more: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, key: str, name: str = "", **more: object) -> None:
        """Note something of a cell; `key` is one of `SENTENCES`."""
        if name not in self.of[key] or not name:
            self.of[key].append(name)
        self.more.setdefault(key, {}).update((word, str(value)) for word, value in more.items())

    def notes(self) -> list[Note]:
        """Put what was found into sentences."""
        return [self._note(key) for key in SENTENCES if self.of.get(key)]

    def _note(self, key: str) -> Note:
        names = self.of[key]
        one = len(names) == 1
        words = {
            "names": listed(names),
            "cells_are": cells(names),
            "is": "is" if one else "are",
            "was": "was" if one else "were",
            "code_cells": "A code cell" if one else f"{len(names)} code cells",
            **self.more.get(key, {}),
        }
        to_student, to_instructor = SENTENCES[key]
        return note(key, to_student.format_map(words), to_instructor.format_map(words))
