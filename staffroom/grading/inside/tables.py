"""Tables that tests load are read once for the class: each test gets a lazy copy of its own.

pandas copies on write, so what a test does to its copy stays its own.
"""

from __future__ import annotations

from typing import Any

_kept: dict[tuple[str, str], Any] = {}


def keep() -> None:
    """Make `classroom.load` keep what it has read. Companies in a submission's own folder are read anew."""
    from classroom import data

    read = data.Tables.__getitem__

    def kept(self: Any, table: str) -> Any:
        key = (self._where, str(table))
        if key not in _kept:
            _kept[key] = read(self, table)
        return _kept[key].copy(deep=False)

    data.Tables.__getitem__ = kept  # type: ignore[method-assign]


def held() -> list[Any]:
    """All tables that were read so far."""
    return list(_kept.values())
