"""Numbers of a company by name, as they stand in its file."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any


class Record(SimpleNamespace):
    """Entries by name, at every depth: `rules.offers.lag`; also `pulls[name]`."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    def __getitem__(self, name: str) -> Any:
        return self.__dict__[name]


def record(value: Any) -> Any:
    """The same value with each mapping in it as a `Record`."""
    if isinstance(value, dict):
        return Record(**{name: record(one) for name, one in value.items()})
    if isinstance(value, list | tuple):
        return [record(one) for one in value]
    return value


def bare(value: Any) -> Any:
    """The same value with each `Record` in it as a mapping."""
    if isinstance(value, Record):
        return {name: bare(one) for name, one in vars(value).items()}
    if isinstance(value, list):
        return [bare(one) for one in value]
    return value
