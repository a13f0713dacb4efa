"""A Dask cluster: one that is running (`--scheduler`), or one of this machine's processes.

The scheduler sees one small task per block and pass, with no dependencies: 5,000 of them make a company of a
billion orders. Only a few per worker are submitted at a time, so neither the scheduler nor the driver holds
a long list. A worker that dies gives its tasks back to the scheduler, which tries each three times.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from generator.errors import UserError

REACH_SECONDS = 5
WORKER_SECONDS = 10
AT_ONCE = 3  # tasks per thread that the scheduler holds: enough that no worker waits for the driver
KEPT = "What is done is kept: the same command goes on from there."


class Cluster:
    """Map on a Dask cluster."""

    def __init__(self, workers: int, scheduler: str | None = None):
        self.workers, self.scheduler = workers, scheduler
        self._client: Any = None
        self._own: Any = None

    def map(self, work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Yield (index, result) as they are finished.

        Raises `UserError` when a task's workers died again and again, or the scheduler went away.
        """
        from concurrent.futures import CancelledError

        from distributed import as_completed
        from distributed.comm.core import CommClosedError
        from distributed.scheduler import KilledWorker

        waiting = iter(enumerate(items))
        places: dict[str, int] = {}

        def submit() -> Any:
            for index, item in waiting:
                future = self._client.submit(work, item, pure=False)
                places[future.key] = index
                return future
            return None

        try:
            first = [submit() for _ in range(min(len(items), AT_ONCE * self._threads()))]
            started = [future for future in first if future is not None]
            running = as_completed(started, loop=self._client.loop)
            for future in running:
                result = future.result()
                yield places.pop(future.key), result
                future.release()
                following = submit()
                if following is not None:
                    running.add(following)
        except KilledWorker as error:
            raise UserError(
                f"The same piece of work lost its worker four times, perhaps for want of memory; give the "
                f"workers more memory, or fewer threads each. {KEPT}"
            ) from error
        except (CommClosedError, CancelledError) as error:
            raise UserError(f"The scheduler {self._name()} went away. {KEPT}") from error

    def check(self, work: Callable[[], Any]) -> list[tuple[str, Any]]:
        """Ask every worker once. Raises `UserError` if a worker lacks this software."""
        try:
            return sorted(self._client.run(work).items())
        except (ModuleNotFoundError, AttributeError) as error:
            raise UserError(
                f"A worker of {self._name()} cannot load this software ({error}); install the same version "
                f"of centric on every worker."
            ) from error

    def _threads(self) -> int:
        return max(1, sum(self._client.nthreads().values()))

    def _name(self) -> str:
        return self.scheduler or "on this machine"

    def __enter__(self) -> Cluster:
        from distributed import Client, LocalCluster

        if self.scheduler is None:
            # Workers of one thread each: most of the work holds the interpreter's lock.
            self._own = LocalCluster(
                n_workers=self.workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )
            self._client = Client(self._own)
            return self
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = Client(self.scheduler, timeout=REACH_SECONDS, set_as_default=False)
        except (OSError, TimeoutError) as error:
            raise UserError(
                f"No scheduler answers at {self.scheduler} within {REACH_SECONDS} seconds; start one "
                f"(`dask scheduler`), or leave --scheduler out for workers on this machine."
            ) from error
        try:
            self._client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except TimeoutError as error:
            self._close()
            raise UserError(
                f"The scheduler {self.scheduler} has no workers after {WORKER_SECONDS} seconds; start some "
                f"(`dask worker {self.scheduler}`)."
            ) from error
        return self

    def _close(self) -> None:
        for thing in (self._client, self._own):
            if thing is not None:
                with contextlib.suppress(OSError, TimeoutError, RuntimeError):
                    thing.close()
        self._client = self._own = None

    def __exit__(self, *_: object) -> None:
        self._close()
