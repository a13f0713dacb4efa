"""One item after another, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any


class Serial:
    """Map in this process."""

    def map(self, work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Yield (index, result) in order."""
        for index, item in enumerate(items):
            yield index, work(item)

    def check(self, work: Callable[[], Any]) -> list[tuple[str, Any]]:
        """Nobody else is there to be asked."""
        return []

    def __enter__(self) -> Serial:
        return self

    def __exit__(self, *_: object) -> None:
        pass
