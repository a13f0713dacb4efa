"""What has been graded already: one line per verdict, so that a run can be killed and started again."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from staffroom.grading.verdict import Job, Reason


def digest(job: Job) -> str:
    """A fingerprint of all that a student handed in."""
    seal = hashlib.sha256(job.notebook)
    for name, content in sorted(job.extras.items()):
        seal.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return seal.hexdigest()[:16]


def digest_refused(folder: Path, reason: Reason) -> str:
    """A fingerprint of a refusal: the same as long as the folder's files are."""
    seal = hashlib.sha256(reason.key.encode())
    for path in sorted(folder.rglob("*")):
        size = path.lstat().st_size
        seal.update(f"{path.relative_to(folder).as_posix()} {size}".encode())
        if path.is_file() and not path.is_symlink():
            seal.update(path.read_bytes())
    return seal.hexdigest()[:16]


class Journal:
    """Entries by student; the last one of a student counts. A line cut off by a kill is passed over."""

    def __init__(self, path: Path) -> None:
        """Read what is there."""
        self.path = path
        self.entries: dict[str, dict[str, Any]] = {}
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        for line in text.split("\n"):
            try:
                entry = json.loads(line)
                self.entries[entry["student"]] = entry
            except (ValueError, TypeError, KeyError):
                continue
        # a line that was cut off must not swallow the next one
        self._cut = bool(text) and not text.endswith("\n")

    def add(self, entry: dict[str, Any]) -> None:
        """Add an entry and bring it to the disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(("\n" if self._cut else "") + json.dumps(entry, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._cut = False
        self.entries[entry["student"]] = entry
