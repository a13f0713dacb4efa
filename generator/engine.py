"""Engines: how blocks are mapped. None of them knows what a block is.

An engine is a function `(work, items) -> iterator of (index, result)` in any order. A worker process that
dies takes its unfinished blocks back into the queue.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from generator.errors import UserError

Work = Callable[[Any], Any]
Engine = Callable[[Work, Sequence[Any]], Iterator[tuple[int, Any]]]
TRIES = 3


def serial(work: Work, items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Map in this process, one item after another."""
    for index, item in enumerate(items):
        yield index, work(item)


def processes(workers: int) -> Engine:
    """An engine with `workers` processes of its own; survives a killed worker up to three times."""

    def run(work: Work, items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        left = dict(enumerate(items))
        for _ in range(TRIES):
            # A fresh interpreter for each worker: forking would copy the threads of Arrow.
            context = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(min(workers, max(1, len(left))), mp_context=context) as pool:
                futures = {pool.submit(work, item): index for index, item in left.items()}
                try:
                    for future in as_completed(futures):
                        result = future.result()
                        index = futures[future]
                        del left[index]
                        yield index, result
                except BrokenProcessPool:
                    continue
                except BaseException:
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
            if not left:
                return
        raise UserError(
            f"Worker processes were killed {TRIES} times, perhaps for want of memory; give fewer --workers. "
            f"What is done is kept: the same command goes on from there."
        )

    return run


def engine_for(workers: int) -> Engine:
    """Serial for one worker, processes for more."""
    return serial if workers == 1 else processes(workers)
