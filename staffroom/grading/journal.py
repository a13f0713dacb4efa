"""What has been graded already: one line per verdict, so that a run can be killed and started again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


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

    def add(self, *entries: dict[str, Any]) -> None:
        """Add entries and bring them to the disk, all at once."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
        with self.path.open("a", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(("\n" if self._cut else "") + lines)
            file.flush()
            os.fsync(file.fileno())
        self._cut = False
        self.entries |= {entry["student"]: entry for entry in entries}
