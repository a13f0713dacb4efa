"""Where the course's secret is kept: outside the course's folder, readable by its owner alone.

The file is named after the course and the secret's fingerprint, so that two courses never share one, and a
course that is moved finds its own. `c.Roster.secret = "/a/path"` in the settings names another place.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import UserError, WrongUse
from staffroom.roster.key import Key
from staffroom.roster.register import Register, begin_register, read_register, register_path, write_register

if TYPE_CHECKING:
    from staffroom.course import Course

BYTES = 32
KIND = "secret of a course's companies"


def usual_folder() -> Path:
    """Where secrets lie if the settings name no place."""
    from platformdirs import user_data_path

    return user_data_path("centric", appauthor=False) / "secrets"


def secret_path(course: Course, fingerprint: str) -> Path:
    """Where the secret with this fingerprint belongs. Raises `WrongUse` for a place in the repository."""
    named = str(course.config.Roster.get("secret", "")).strip()
    if not named:
        name = re.sub(r"[^A-Za-z0-9_-]+", "_", course.course_id).strip("_") or "course"
        return usual_folder() / f"{name[:40]}-{fingerprint}.json"
    path = Path(named).expanduser()
    path = path if path.is_absolute() else course.root / path
    around = repository(course.root)
    if path.resolve().is_relative_to(around):
        raise WrongUse(
            f"c.Roster.secret names {path}, which lies in {around}: what lies there is handed on one day. "
            "Name a place outside."
        )
    return path


def repository(root: Path) -> Path:
    """The folder that is under version control with the course, or the course's own folder."""
    root = root.resolve()
    return next((place for place in (root, *root.parents) if (place / ".git").exists()), root)


def open_key(course: Course) -> Key:
    """The course's secret. Raises `UserError` if there is none, if it is lost, or of another course."""
    register = read_register(course)
    if register is None:
        raise UserError(
            f"The course in {course.root} has no secret yet, so nobody has a company of their own: "
            "`centric release LESSON --personal` makes one."
        )
    path = secret_path(course, register.secret)
    if not path.is_file():
        raise UserError(
            f"The secret of this course ({register.secret}) is lost: it is not at {path}. Put your copy "
            "there, or name its place with c.Roster.secret in nbgrader_config.py. Without it nobody can tell "
            "what any student's company was; `centric roster secret --new` begins again with other companies."
        )
    key = read_key(path)
    if key.course != register.course or key.fingerprint != register.secret:
        raise UserError(
            f"{path} holds the secret {key.fingerprint} of the course {key.course}; this course "
            f"({register.course}) needs {register.secret}. Put your copy of that one in its place."
        )
    return key


def make_key(course: Course) -> Key:
    """The course's secret, made now if it never had one."""
    if read_register(course) is not None:
        return open_key(course)
    if not course.course_id:
        raise UserError(
            "The course has no name, which goes into every student's seed: set "
            "c.CourseDirectory.course_id in nbgrader_config.py."
        )
    found = _left_by_this_course(course)
    key = found or Key(course.course_id, secrets.token_bytes(BYTES))
    path = secret_path(course, key.fingerprint)
    if found is None:
        write_key(path, key, course.root)
    if begin_register(course, Register(key.course, key.fingerprint)):
        return key
    if found is None:  # somebody else made one at the same moment
        path.unlink(missing_ok=True)
    return open_key(course)


def renew_key(course: Course) -> tuple[Key, Path | None]:
    """Another secret: from now on everybody has another company. Gives it and where the old one lies.

    Raises `WrongUse` where the settings name the file of the secret: that one would be written over.
    """
    register = read_register(course)
    if register is None:
        return make_key(course), None
    old = secret_path(course, register.secret)
    key = Key(register.course, secrets.token_bytes(BYTES))
    path = secret_path(course, key.fingerprint)
    if path.exists():
        raise WrongUse(f"{path} holds a secret already: move it to a safe place first, and keep it.")
    write_key(path, key, course.root)
    write_register(course, Register(register.course, key.fingerprint))
    return key, old if old.is_file() else None


def read_key(path: Path) -> Key:
    """The secret in a file. Raises `UserError` if it is none, or if others may read it."""
    if os.name != "nt" and path.stat().st_mode & 0o077:
        raise UserError(
            f"{path} holds the course's secret, and others may read it: "
            f"`chmod 600 {path}`, and think about who may have."
        )
    try:
        data = json.loads(path.read_bytes())
        key = Key(str(data["course"]), bytes.fromhex(data["secret"]))
    except (ValueError, TypeError, KeyError):
        raise UserError(f"{path} holds no secret of a course, or is damaged: put your copy back.") from None
    if len(key.secret) != BYTES:
        raise UserError(f"{path} holds a secret that is cut off: put your copy back.")
    return key


def write_key(path: Path, key: Key, root: Path) -> None:
    """Write a secret that was not there before, for its owner's eyes alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    data = {"what": KIND, "course": key.course, "folder": str(root.resolve()), "secret": key.secret.hex()}
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def _left_by_this_course(course: Course) -> Key | None:
    """A secret that this very folder made before its register was lost. Raises `UserError` if it has two."""
    if str(course.config.Roster.get("secret", "")).strip():
        path = secret_path(course, "")
        return read_key(path) if path.is_file() else None
    if not usual_folder().is_dir():
        return None
    found = []
    for path in sorted(usual_folder().glob("*.json")):
        with contextlib.suppress(ValueError, OSError, KeyError, TypeError):
            data = json.loads(path.read_bytes())
            if data["folder"] == str(course.root.resolve()) and data["course"] == course.course_id:
                found.append(path)
    if len(found) > 1:
        raise UserError(
            f"{register_path(course)} is gone, and this course has had {len(found)} secrets in "
            f"{usual_folder()}: put a copy of that file back, or name one with c.Roster.secret."
        )
    return read_key(found[0]) if found else None
