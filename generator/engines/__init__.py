"""Engines: how blocks are mapped. None of them knows what a block is.

An engine is a context manager with `map(work, items) -> iterator of (index, result)`, in any order, and
`check(work) -> list of (worker, result)`, which asks every machine once. Whatever the engine, only small
things travel: items on the way out, records on the way back. What is made is written by the worker that
made it, straight to its place; so the driver is no bottleneck, and every worker must be able to write there.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from generator.errors import WrongUse

NAMES = ("serial", "processes", "dask")
ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://[^/\s]+(:\d+)?/?")


class Engine(Protocol):
    """What every engine can do."""

    def map(self, work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Yield (index, result) as they are finished."""

    def check(self, work: Callable[[], Any]) -> list[tuple[str, Any]]:
        """Ask every machine once: (its name, what it answered); empty if there is only this machine."""

    def __enter__(self) -> Engine: ...

    def __exit__(self, *_: object) -> None: ...


def check_engine(name: str | None, workers: int, scheduler: str | None) -> str:
    """The engine's name, chosen if none is given. Raises `WrongUse` for what does not go together."""
    if not isinstance(workers, int) or not 1 <= workers <= 1024:
        raise WrongUse(f"workers must be at least 1 and at most 1,024; found {workers}.")
    if name is None:
        name = "dask" if scheduler else "serial" if workers == 1 else "processes"
    if name not in NAMES:
        near = difflib.get_close_matches(str(name), NAMES, 1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        raise WrongUse(f"There is no engine `{name}`.{hint} Give one of {', '.join(NAMES)}.")
    if scheduler and name != "dask":
        raise WrongUse(f"A scheduler is for the engine dask; leave it out, or give dask instead of {name}.")
    if scheduler and not ADDRESS.fullmatch(scheduler):
        raise WrongUse(
            f"`{scheduler}` is not the address of a scheduler; give it as tcp://host:port, for example "
            f"tcp://127.0.0.1:8786."
        )
    if name == "serial" and workers > 1:
        raise WrongUse(f"The engine serial has one worker; found {workers}. Give processes or dask.")
    return name


def engine_for(name: str | None, workers: int, scheduler: str | None = None) -> Engine:
    """The engine of this name: serial for one worker and processes for more, if none is given."""
    name = check_engine(name, workers, scheduler)
    if name == "serial":
        from generator.engines.serial import Serial

        return Serial()
    if name == "processes":
        from generator.engines.processes import Processes

        return Processes(workers)
    from generator.engines.cluster import Cluster

    return Cluster(workers, scheduler)
