"""From the bytes of a file to cells: encodings, versions of the format, damage. Nothing of it is trusted."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field
from typing import Any

from staffroom.grading.preflight.budget import Budget
from staffroom.grading.preflight.lean import without_outputs
from staffroom.grading.preflight.say import AGAIN, note, refuse
from staffroom.grading.verdict import Note, Reason

#: A file of more bytes than this is not looked into.
LARGEST = 200_000_000
#: What is parsed, once outputs are out of it.
LARGEST_LEAN = 16_000_000
MOST_CELLS = 3_000
#: All cells' text and pictures together.
LARGEST_TEXT = 5_000_000
LARGEST_PICTURES = 12_000_000

_MARKS_OF_ORDER = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_CONFLICT = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)


@dataclass
class Cell:
    """One cell as it was handed in. `name` is the grade id that it claims, empty if none."""

    kind: str
    source: str
    id: str = ""
    name: str = ""
    mark: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A notebook's cells and metadata, and what was mended while reading."""

    cells: list[Cell]
    metadata: dict[str, Any]
    notes: tuple[Note, ...]


def read_notebook(content: bytes, name: str, budget: Budget | None = None) -> Reading | Reason:
    """Read a notebook's bytes; `name` is for the sentences. Gives a `Reason` where nothing can be read.

    Raises `OverBudget` if the hand-in that it is part of is too large with it.
    """
    budget = Budget() if budget is None else budget
    if not content.strip(b"\0 \t\r\n"):
        return refuse(
            "empty-file",
            f"Your file {name} is empty; save the notebook in Jupyter, then hand it in again.",
            f"{name} is empty.",
        )
    if len(content) > LARGEST:
        return too_large(name, len(content))
    other = _other_kind(content, name)
    if other is not None:
        return other
    text, notes = _decode(content, name)
    if len(text) > LARGEST_LEAN:
        size = len(text)
        lean = without_outputs(text, budget)
        if lean is None:
            return _damaged(text, name, "its brackets or quotes do not match")
        if len(lean) > LARGEST_LEAN:
            return too_large(name, size)
        text = lean
        notes.append(
            note(
                "outputs-dropped",
                f"Your notebook has {size / 1e6:.0f} MB of output, which was left out; print less.",
                f"{name} has {size / 1e6:.0f} MB of output; it was read without.",
            )
        )
    budget.take("letters", len(text))
    try:
        notebook = json.loads(text.rstrip("\0 \t\r\n"), strict=False)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        return _damaged(text, name, where)
    found = _structure(notebook, name, notes)
    if isinstance(found, Reading):
        budget.take("cells", len(found.cells))
    return found


def too_large(name: str, size: int) -> Reason:
    """Say that a notebook of `size` bytes is not read."""
    return refuse(
        "too-large",
        "Your notebook is too large; choose Edit › Clear Outputs of All Cells, save it, "
        "and hand it in again.",
        f"{name} has {size / 1e6:.0f} MB.",
    )


def _other_kind(content: bytes, name: str) -> Reason | None:
    """Say what a file is that is no JSON text at all."""
    head = content[:512].lstrip()
    kinds = {
        b"%PDF": "a PDF file", b"\x1f\x8b": "a packed file (gzip)", b"Rar!": "a packed file (RAR)",
        b"7z\xbc\xaf": "a packed file (7z)", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture",
    }  # fmt: skip
    kind = next((words for start, words in kinds.items() if content.startswith(start)), "")
    if not kind and head[:15].lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        kind = "a web page"
    if not kind:
        return None
    return refuse(
        "not-a-notebook",
        f"Your file {name} is {kind}, not a notebook; in Jupyter choose File › Download, "
        "and hand in that file.",
        f"{name} is {kind}.",
    )


def _decode(content: bytes, name: str) -> tuple[str, list[Note]]:
    """Bytes to text: UTF-8 as Jupyter writes it, else what an editor may have made of it."""
    for mark, encoding in _MARKS_OF_ORDER:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), [_encoding(name, encoding.upper())]
    if content[:4].count(b"\0") == 2:
        encoding = "utf-16-be" if content[0] == 0 else "utf-16-le"
        return content.decode(encoding, "replace"), [_encoding(name, "UTF-16")]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), [_encoding(name, "Windows-1252")]
    except UnicodeDecodeError:
        return content.decode("latin-1"), [_encoding(name, "Latin-1")]


def _encoding(name: str, encoding: str) -> Note:
    return note(
        "wrong-encoding",
        f"Your file is not UTF-8 text, as Jupyter writes it, and was read as {encoding}: letters with "
        "accents may have changed. Was it opened in another program?",
        f"{name} is not UTF-8; it was read as {encoding}.",
    )


def _damaged(text: str, name: str, where: str) -> Reason:
    if _CONFLICT.search(text):
        return refuse(
            "merge-conflict",
            "Your file holds the marks of a merge in git (<<<<<<< and >>>>>>>), so that it cannot be opened; "
            "settle the conflict, open the notebook in Jupyter, and hand it in again.",
            f"{name} holds conflict marks of git.",
        )
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return refuse(
            "not-a-notebook",
            f"Your file {name} is not a Jupyter notebook; hand in the notebook itself.",
            f"{name} is no JSON and no notebook.",
        )
    return refuse(
        "not-json",
        f"Your file is damaged or cut off, so that it cannot be opened; {AGAIN}",
        f"{name} is not JSON ({where}): damaged or cut off.",
    )


def _structure(notebook: Any, name: str, notes: list[Note]) -> Reading | Reason:
    found = _cells_of(notebook)
    if found is None:
        return refuse(
            "not-a-notebook",
            f"Your file {name} is not a Jupyter notebook; hand in the notebook itself.",
            f"{name} is JSON, but not a notebook.",
        )
    if len(found) > MOST_CELLS:
        return refuse(
            "too-large",
            "Your notebook has too many cells; put your answers into the notebook that you were given.",
            f"{name} has {len(found):,} cells.",
        )
    if notebook.get("nbformat") != 4:
        notes.append(
            note(
                "other-format",
                "Your notebook is in another version of the format, and was converted.",
                f"{name} is of nbformat {str(notebook.get('nbformat'))[:20]}, read as 4.",
            )
        )
    cells = [cell for entry in found if (cell := _cell(entry)) is not None]
    if len(cells) < len(found):
        notes.append(
            note(
                "damaged-cells",
                "Some cells of your notebook are damaged and were left out.",
                f"{len(found) - len(cells)} entries among the cells of {name} are no cells; left out.",
            )
        )
    if sum(len(cell.source) for cell in cells) > LARGEST_TEXT:
        return too_large(name, sum(len(cell.source) for cell in cells))
    _bound_pictures(cells, name, notes)
    metadata = notebook.get("metadata")
    return Reading(cells, metadata if isinstance(metadata, dict) else {}, tuple(notes))


def _cells_of(notebook: Any) -> list[Any] | None:
    """The list of cells; in format 3 they lie in worksheets."""
    if not isinstance(notebook, dict):
        return None
    cells = notebook.get("cells")
    if isinstance(cells, list):
        # no other JSON has cells with a type
        typed = [cell for cell in cells if isinstance(cell, dict) and isinstance(cell.get("cell_type"), str)]
        return cells if typed and "nbformat" in notebook else None
    sheets = notebook.get("worksheets")
    if not isinstance(sheets, list):
        return None
    pages = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for page in pages if isinstance(page, list) for cell in page]


def _cell(entry: Any) -> Cell | None:
    if not isinstance(entry, dict):
        return None
    kind = entry.get("cell_type")
    source = _text(entry.get("source", entry.get("input", "")))
    if source is None:
        return None
    if kind == "heading":
        level = entry.get("level")
        kind, source = "markdown", f"{'#' * (level if level in (1, 2, 3, 4, 5, 6) else 1)} {source}"
    if kind not in ("code", "markdown", "raw"):
        return None
    metadata = entry.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    mark = mark if isinstance(mark, dict) else {}
    name = mark.get("grade_id")
    given = entry.get("id")
    return Cell(
        kind,
        source,
        given if isinstance(given, str) else "",
        name if isinstance(name, str) else "",
        mark,
        _pictures(entry.get("attachments")) if kind == "markdown" else {},
    )


def _text(source: Any) -> str | None:
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    # a lone half of a surrogate pair is no text and could not be written
    return source.encode("utf-8", "replace").decode("utf-8")


def _pictures(attachments: Any) -> dict[str, dict[str, str]]:
    """The pictures pasted into a written answer."""
    if not isinstance(attachments, dict):
        return {}
    kept = {}
    for name, kinds in attachments.items():
        if isinstance(kinds, dict):
            data = {
                mime: value
                for mime, value in kinds.items()
                if mime in _PICTURES and isinstance(value, str) and value.isascii()
            }
            if data:
                kept[_text(name) or "picture"] = data
    return kept


def _bound_pictures(cells: list[Cell], name: str, notes: list[Note]) -> None:
    total = 0
    dropped = 0
    for cell in cells:
        total += sum(len(value) for kinds in cell.pictures.values() for value in kinds.values())
        if total > LARGEST_PICTURES and cell.pictures:
            cell.pictures = {}
            dropped += 1
    if dropped:
        notes.append(
            note(
                "pictures-dropped",
                "The pictures in your text are too large together; the later ones were left out.",
                f"Pictures in {dropped} cells of {name} were left out: more than "
                f"{LARGEST_PICTURES / 1e6:.0f} MB.",
            )
        )
