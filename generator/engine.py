"""Engines: how blocks are mapped. None of them knows what a block is.

An engine is a context manager with `map(work, items) -> iterator of (index, result)`, in any order. A worker
process that dies gives its unfinished items back to the queue.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from generator.errors import UserError

TRIES = 3


class Serial:
    """Map in this process, one item after another."""

    def map(self, work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Yield (index, result) in order."""
        for index, item in enumerate(items):
            yield index, work(item)

    def __enter__(self) -> Serial:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Processes:
    """Map in processes of its own; survives killed workers up to three times in a row."""

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
                    index = futures[future]
                    del left[index]
                    yield index, result
                return
            except BrokenProcessPool:
                self._close()
        raise UserError(
            f"Worker processes were killed {TRIES} times, perhaps for want of memory; give fewer --workers. "
            f"What is done is kept: the same command goes on from there."
        )

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()


def engine_for(workers: int) -> Serial | Processes:
    """Serial for one worker, processes for more."""
    return Serial() if workers == 1 else Processes(workers)
