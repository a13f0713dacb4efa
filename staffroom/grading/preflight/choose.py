"""Find the notebook among what was handed in, also under another name, in a zip, or among several."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from staffroom.grading.preflight import archive
from staffroom.grading.preflight.files import File, Folder
from staffroom.grading.preflight.read import LARGEST, read_notebook, too_large
from staffroom.grading.preflight.receipt import NAMES
from staffroom.grading.preflight.repair import Repaired, repair
from staffroom.grading.preflight.say import listed, note, refuse, shown
from staffroom.grading.preflight.wanted import Wanted
from staffroom.grading.verdict import Note, Reason

#: Other files of a student, all together; larger ones are left out.
LARGEST_EXTRAS = 25_000_000
MOST_EXTRAS = 500
_DISGUISED = (".ipynb.txt", ".ipynb.json", ".json")
_PACKED = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


@dataclass(frozen=True)
class Chosen:
    """The notebook in good repair, the other files, what was mended, and the metadata as handed in."""

    notebook: bytes
    extras: dict[str, bytes] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Look:
    """One file that may be the notebook, and what came of reading it."""

    file: File
    result: Repaired | Reason


def choose_notebook(folder: Folder, wanted: Wanted) -> Chosen | Reason:
    """Find the one notebook that is to be graded; a `Reason` if there is none, or no telling which.

    Raises `OverBudget` where finding it takes too much.
    """
    name = f"{wanted.lesson}.ipynb"
    if name in folder.links:
        return refuse(
            "link",
            "What you handed in is a link, not a file; hand in the notebook itself.",
            f"{name} is a symbolic link and is not followed.",
        )
    found = _pick(folder, wanted)
    zips = [file for file in folder.files if _is_zip(file)]
    if isinstance(found, Chosen) or (found.key != "no-notebook" and not zips):
        return found
    opened: list[Chosen | Reason] = [_unpack(file, wanted) for file in zips]
    good = [result for result in opened if isinstance(result, Chosen)]
    if len(good) == 1:
        return good[0]
    if good:
        return _several([file.last for file in zips], wanted)
    return opened[0] if opened and found.key == "no-notebook" else found


def _unpack(file: File, wanted: Wanted) -> Chosen | Reason:
    with archive.opened(file) as inside:
        if isinstance(inside, Reason):
            return inside
        found = _pick(inside, wanted)
    if isinstance(found, Reason):
        return found
    words = note(
        "unpacked",
        f"You handed in an archive, {shown(file.last)}, and it was unpacked; hand in the notebook itself.",
        f"The notebook was in the archive {shown(file.last)}.",
    )
    return Chosen(found.notebook, found.extras, (words, *found.notes), found.metadata)


def _pick(folder: Folder, wanted: Wanted) -> Chosen | Reason:
    """Choose among the files of a folder or an archive."""
    name = f"{wanted.lesson}.ipynb"
    files = [file for file in folder.files if file.last not in NAMES]
    notebooks = [file for file in files if file.last.lower().endswith(".ipynb") and not _is_zip(file)]
    disguised = not notebooks
    if disguised:
        notebooks = [file for file in files if file.last.lower().endswith(_DISGUISED)]
    if not notebooks:
        return _nothing(files, folder.odd, name)
    # the right name first, then the right name but for its case, then the rest; what lies deeper comes later
    notebooks.sort(key=lambda file: _rank(file, name))
    first = _look(notebooks[0], wanted)
    looks = [first]
    right = first.file.last == name
    if not (right and isinstance(first.result, Repaired) and first.result.answered):
        rest = notebooks[1:]
        # all of them must fit, before one of them is read
        first.file.budget.must_hold("notebooks", len(rest))
        first.file.budget.must_hold("bytes", sum(file.size for file in rest if file.size <= LARGEST))
        looks += [_look(file, wanted) for file in rest]
    best = _best(looks, right, wanted)
    if isinstance(best, Reason):
        return (
            _nothing(files, folder.odd, name)
            if disguised and not any(".ipynb" in f.last for f in files)
            else best
        )
    assert isinstance(best.result, Repaired)
    notes = list(best.result.notes)
    others = [file.last for file in notebooks if file is not best.file]
    if others:
        notes.append(
            note(
                "several-notebooks",
                f"You handed in several notebooks; {shown(best.file.last)} was graded, "
                f"and not {listed(others)}.",
                f"{shown(best.file.last)} was graded; there is also {listed(others)}.",
            )
        )
    if best.file.last != name:
        notes.append(
            note(
                "renamed",
                f"Your notebook is called {shown(best.file.last)} and was graded as {name}; keep that name.",
                f"{shown(best.file.last)} was taken for {name}.",
            )
        )
    base = best.file.name[: -len(best.file.last)]
    extras, more = _extras([file for file in files if file not in notebooks], base, name)
    return Chosen(best.result.notebook, extras, (*notes, *more), best.result.metadata)


def _rank(file: File, name: str) -> tuple[bool, bool, bool, int, str]:
    last = file.last
    return file.name != name, last != name, last.lower() != name.lower(), file.name.count("/"), file.name


def _best(looks: list[_Look], right: bool, wanted: Wanted) -> _Look | Reason:
    fits = [look for look in looks if isinstance(look.result, Repaired)]
    answered = [look for look in fits if _answers(look)]
    first = looks[0]
    if right and first in answered:
        return first
    if len(answered) == 1:
        return answered[0]
    if answered:
        if len({_body(look) for look in answered}) == 1:
            return answered[0]
        return _several([look.file.last for look in answered], wanted)
    if fits:
        return fits[0]
    assert isinstance(first.result, Reason)
    return first.result


def _answers(look: _Look) -> int:
    return look.result.answered if isinstance(look.result, Repaired) else 0


def _body(look: _Look) -> bytes:
    return look.result.notebook if isinstance(look.result, Repaired) else b""


def _several(names: list[str], wanted: Wanted) -> Reason:
    return refuse(
        "several-notebooks",
        f"You handed in several notebooks ({listed(names)}), and there is no telling which one counts; "
        f"hand in one, called {wanted.lesson}.ipynb.",
        f"Several notebooks with answers: {listed(names)}.",
    )


def _look(file: File, wanted: Wanted) -> _Look:
    file.budget.take("notebooks")
    return _Look(file, _read(file, wanted))


def _read(file: File, wanted: Wanted) -> Repaired | Reason:
    if file.size > LARGEST:
        return too_large(shown(file.last), file.size)
    try:
        content = file.read(LARGEST)
    except OSError as error:
        return refuse(
            "unreadable",
            "Your file could not be read; hand it in again.",
            f"{shown(file.last)} cannot be read: {error.strerror or error}.",
        )
    except archive.TROUBLE:
        return refuse(
            "archive-damaged",
            "Your archive is damaged; hand in the notebook itself.",
            f"{shown(file.last)} cannot be unpacked.",
        )
    reading = read_notebook(content, shown(file.last), file.budget)
    return reading if isinstance(reading, Reason) else repair(reading, wanted)


def _nothing(files: list[File], odd: list[str], name: str) -> Reason:
    names = [file.name for file in files]
    if not names and odd:
        return refuse(
            "no-notebook",
            f"There is no notebook in what you handed in: {listed(odd)} lies too deep in folders, or has a "
            f"name that cannot be used; hand in {name}.",
            f"No notebook, only {listed(odd)}, which was not looked at.",
        )
    if not names:
        return refuse("no-notebook", f"What you handed in is empty; hand in {name}.", "The folder is empty.")
    packed = [file for file in names if file.lower().endswith(_PACKED)]
    nested = [file for file in files if isinstance(file.at, tuple) and file.last.lower().endswith(".zip")]
    more = " (an archive must be a zip)" if packed else ""
    more = " (an archive inside an archive is not opened)" if nested else more
    return refuse(
        "no-notebook",
        f"There is no notebook in what you handed in, only {listed(names)}{more}; hand in {name}.",
        f"No notebook, only {listed(names)}.",
    )


def _is_zip(file: File) -> bool:
    if isinstance(file.at, tuple) or file.size < 22 or not _named(file.last):
        return False
    try:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError:
        return False


def _named(name: str) -> bool:
    # .xlsx, .docx and .whl are zips too
    return name.lower().endswith((".zip", ".ipynb")) or "." not in name


def _extras(files: list[File], base: str, notebook: str) -> tuple[dict[str, bytes], list[Note]]:
    """The student's other files, small ones first, as many as may be; notes name what was left out.

    `base` is the folder of the notebook, from which the student's code reads them. What lies below it goes
    before what would come to lie there.
    """
    kept: dict[str, bytes] = {}
    taken: set[str] = set()
    left: list[str] = []
    in_the_way: list[str] = []
    total = 0
    for file in sorted(files, key=lambda file: (not file.name.startswith(base), file.size, file.name)):
        name = file.name.removeprefix(base)
        above = ["/".join(name.split("/")[:n]) for n in range(1, name.count("/") + 1)]
        if _needed(name, notebook) or name in taken or any(folder in kept for folder in above):
            in_the_way.append(file.name)
            continue
        room = LARGEST_EXTRAS - total
        if len(kept) >= MOST_EXTRAS or file.size > room:
            left.append(file.name)
            continue
        try:
            content = file.read(room)
        except archive.TROUBLE:
            left.append(file.name)
            continue
        total += len(content)
        kept[name] = content
        taken |= {name, *above}
    return kept, [
        note("files-left-out", f"{why}: {listed(names)}.", f"{why}: {listed(names)}.")
        for why, names in (
            ("Files beside the notebook are too large or too many and were left out", left),
            ("Files with a name that the graded notebook or another file needs were left out", in_the_way),
        )
        if names
    ]


def _needed(name: str, notebook: str) -> bool:
    """Whether a name beside the graded notebook is not for other files: nbgrader reads all `.ipynb` there."""
    parts = name.lower().split("/")
    return parts[0] in (notebook.lower(), *NAMES) or any(part.endswith(".ipynb") for part in parts)
