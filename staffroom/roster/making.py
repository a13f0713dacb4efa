"""One student's folder or zip: the notebook with the student's mark, and the company beside it."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.errors import UserError
from generator.making.packing import pack
from generator.scenario import Scenario
from generator.storage.folder import swap_in
from generator.storage.manifest import DATA_VERSION, NAME
from staffroom.place import write_atomically
from staffroom.scratch import temporary_folder

COMPANY = "company"
#: Files in a zip have no time of their own: the same content gives the same bytes.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Making:
    """What is the same for a whole class; it travels to worker processes.

    `source` is the folder of the lesson's text, where its audits lie.
    """

    lesson: str
    out: Path
    scenario: str
    customers: int
    notebook: bytes
    zipped: bool
    source: Path


@dataclass(frozen=True)
class One:
    """A student's part. `seed` and `lot` never get into a file."""

    student: str
    seed: int
    holder: str
    lot: int


@dataclass(frozen=True)
class Made:
    """What came out: where it is, how large, the digest of the company's manifest, and whether it is new."""

    student: str
    path: Path
    bytes: int
    manifest: str
    new: bool


@lru_cache(maxsize=2)
def scenario_of(text: str) -> Scenario:
    """The scenario of its JSON text, read once."""
    return Scenario.model_validate_json(text)


def scenario_text(scenario: dict[str, Any]) -> str:
    """A scenario's data as JSON text. The order of its names stays: lots are drawn in it."""
    return json.dumps(scenario)


def marked(notebook: bytes, holder: str) -> bytes:
    """The notebook with the student's mark in its metadata."""
    data = json.loads(notebook)
    data["metadata"].setdefault("centric", {})["holder"] = holder
    return (json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def make_one(making: Making, one: One) -> Made:
    """Make what one student gets. What is there already and still right is kept."""
    path = making.out / (f"{one.student}.zip" if making.zipped else one.student)
    kept = (_kept_zip if making.zipped else _kept_folder)(path, making, one)
    if kept is not None:
        return Made(one.student, path, _size(path), kept, new=False)
    packed = pack(scenario_of(making.scenario), making.customers, one.seed, holder=one.holder)
    files = {f"{COMPANY}/{part}": content for part, content in packed.tables.items()}
    files[f"{making.lesson}.ipynb"] = _own_notebook(making, one, lambda: packed.tables)
    (_write_zip if making.zipped else _write_folder)(path, making.lesson, files)
    return Made(one.student, path, _size(path), digest(packed.tables[NAME]), new=True)


def _own_notebook(making: Making, one: One, tables: Callable[[], Mapping[str, bytes]]) -> bytes:
    """The student's notebook: with the student's mark, and with reports on the student's own company."""
    from staffroom.lessons.audits import names_in, with_own_reports

    notebook = json.loads(making.notebook)
    if not names_in(notebook):
        return marked(making.notebook, one.holder)
    from classroom.data import open_tables

    with temporary_folder("company") as folder:
        for part, content in tables().items():
            place = Path(folder, part)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        with_own_reports(notebook, making.source, open_tables(Path(folder)), one.lot)
    return marked(json.dumps(notebook).encode(), one.holder)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def _kept_folder(path: Path, making: Making, one: One) -> str | None:
    """The digest of the manifest there if the company is the right one; the notebook is renewed."""
    try:
        content = (path / COMPANY / NAME).read_bytes()
    except OSError:
        return None
    if not fits(content, making.scenario, making.customers, one.holder):
        return None
    notebook = _notebook_beside(path, making, one)
    if notebook is None:
        return None
    lesson = path / f"{making.lesson}.ipynb"
    if not lesson.is_file() or lesson.read_bytes() != notebook:
        write_atomically(lesson, notebook)
    return digest(content)


def _notebook_beside(path: Path, making: Making, one: One) -> bytes | None:
    """The notebook that belongs to the company that lies there; None if that cannot be read."""
    try:
        return _own_notebook(making, one, lambda: dict(read_company(path, making.lesson)))
    except (OSError, UserError, zipfile.BadZipFile):
        return None


def _kept_zip(path: Path, making: Making, one: One) -> str | None:
    """The digest of the manifest in the zip there if all in it is still right."""
    try:
        with zipfile.ZipFile(path) as file:
            content = file.read(f"{making.lesson}/{COMPANY}/{NAME}")
            there = file.read(f"{making.lesson}/{making.lesson}.ipynb")
    except (OSError, KeyError, zipfile.BadZipFile):
        return None
    if not fits(content, making.scenario, making.customers, one.holder):
        return None
    return digest(content) if there == _notebook_beside(path, making, one) else None


def fits(manifest: bytes, scenario: str, customers: int, holder: str) -> bool:
    """Whether this is the manifest of this student's company as it would be made now."""
    try:
        data = json.loads(manifest)
        made = (data["holder"], data["customers"], data["data_version"], scenario_text(data["scenario"]))
    except (ValueError, KeyError, TypeError):
        return False
    return made == (holder, customers, DATA_VERSION, scenario)


def _write_folder(path: Path, lesson: str, files: dict[str, bytes]) -> None:
    beside = path.with_name(f".{path.name}.partial")
    shutil.rmtree(beside, ignore_errors=True)
    for name, content in files.items():
        place = beside / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    path.parent.mkdir(parents=True, exist_ok=True)
    swap_in(beside, path)


def _write_zip(path: Path, lesson: str, files: dict[str, bytes]) -> None:
    beside = path.with_name(f".{path.name}.partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(beside, "w") as file:
        for name, content in sorted(files.items()):
            about = zipfile.ZipInfo(f"{lesson}/{name}", LONG_AGO)
            about.external_attr = 0o644 << 16
            kind = zipfile.ZIP_DEFLATED if _shrinks(content) else zipfile.ZIP_STORED
            file.writestr(about, content, kind, 1)
    beside.replace(path)


def _shrinks(content: bytes) -> bool:
    """Whether packing pays, by the beginning: most of a table's bytes are packed as well as can be."""
    head = content[:20_000]
    return len(zlib.compress(head, 1)) < 0.85 * len(head)


def read_company(path: Path, lesson: str) -> Iterator[tuple[str, bytes]]:
    """The files of the company in a student's folder or zip, by their paths in it."""
    if path.suffix == ".zip" and path.is_file():
        start = f"{lesson}/{COMPANY}/"
        with zipfile.ZipFile(path) as file:
            for name in file.namelist():
                if name.startswith(start):
                    yield name.removeprefix(start), file.read(name)
        return
    for place in sorted((path / COMPANY).rglob("*")):
        if place.is_file():
            yield place.relative_to(path / COMPANY).as_posix(), place.read_bytes()
