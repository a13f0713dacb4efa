"""Which secret the course has, and which lessons were given out with own companies: `roster/personal.json`.

The file tells no secret. It makes sure that a student meets at grading the company that was given out.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.place import write_atomically

if TYPE_CHECKING:
    from staffroom.course import Course


@dataclass(frozen=True)
class Given:
    """What a lesson's companies are made from, apart from the seeds."""

    scenario: dict[str, Any]
    customers: int
    data_version: str


@dataclass(frozen=True)
class Register:
    """The file's content. `course` is the name that goes into the seeds, as it was at the beginning."""

    course: str
    secret: str
    lessons: dict[str, Given] = field(default_factory=dict)

    def as_json(self) -> bytes:
        """The file's text."""
        return (json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n").encode()


def folder(course: Course) -> Path:
    """Where the roster lies."""
    return course.root / "roster"


def register_path(course: Course) -> Path:
    """The file."""
    return folder(course) / "personal.json"


def read_register(course: Course) -> Register | None:
    """What the course has noted; None if it has no secret yet. Raises `UserError` for a damaged file."""
    path = register_path(course)
    try:
        data = json.loads(path.read_bytes())
        lessons = {name: Given(**given) for name, given in data["lessons"].items()}
        return Register(str(data["course"]), str(data["secret"]), lessons)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise UserError(f"{path} is damaged; put a copy back in its place.") from None


def write_register(course: Course, register: Register) -> None:
    """Write the file."""
    write_atomically(register_path(course), register.as_json())


def begin_register(course: Course, register: Register) -> bool:
    """Write the file if there is none; False if somebody else was quicker."""
    path = register_path(course)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(register.as_json())
        Path(name).chmod(0o644)
        os.link(name, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        try:
            with path.open("xb") as file:
                file.write(register.as_json())
        except FileExistsError:
            return False
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink()
    return True
