"""Processes on this machine."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from generator.errors import UserError

TRIES = 3


class Processes:
    """Map in processes of its own; a killed one gives its unfinished items back, up to three times."""

    def __init__(self, workers: int):
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def map(self, work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Yield (index, result) as they are finished.

        Raises `UserError` when workers were killed again and again.
        """
        left = dict(enumerate(items))
        for _ in range(TRIES):
            if self._pool is None:
                # A fresh interpreter for each worker: forking would copy the threads of Arrow.
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self.workers, mp_context=context)
            try:
                futures = {self._pool.submit(work, item): index for index, item in left.items()}
                for future in as_completed(futures):
                    result = future.result()
                    index = futures.pop(future)
                    del left[index]
                    yield index, result
                return
            except BrokenProcessPool:
                self._close()
        raise UserError(
            f"Worker processes were killed {TRIES} times, perhaps for want of memory; give fewer --workers. "
            f"What is done is kept: the same command goes on from there."
        )

    def check(self, work: Callable[[], Any]) -> list[tuple[str, Any]]:
        """All processes are on this machine: nobody is to be asked."""
        return []

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
