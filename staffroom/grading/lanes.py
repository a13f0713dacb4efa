"""Lanes: some submissions at a time, each in a thread that takes the next one as soon as it is free."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from staffroom.grading.verdict import Job, Verdict

#: Makes what one lane grades with; the event says that all is to stop.
Opened = Callable[[threading.Event], AbstractContextManager[Callable[[Job], Verdict]]]


def in_lanes(jobs: Iterable[Job], lanes: int, opened: Opened) -> Iterator[Verdict]:
    """Grade all jobs in this many lanes; verdicts come as they are ready, jobs are taken as lanes get free.

    An error in a lane is raised here. Closing the iterator ends the lanes, each after the job that it has. A
    source of jobs with the attribute `shared` may be asked by several lanes at once.
    """
    source = iter(jobs)
    lock = contextlib.nullcontext() if getattr(jobs, "shared", False) else threading.Lock()
    ready: queue.Queue[Verdict | BaseException | None] = queue.Queue(maxsize=2 * lanes)
    stop = threading.Event()
    threads = [
        threading.Thread(target=_lane, args=(source, lock, ready, stop, opened), daemon=True)
        for _ in range(lanes)
    ]
    for thread in threads:
        thread.start()
    left = lanes
    try:
        while left:
            verdict = ready.get()
            if isinstance(verdict, BaseException):
                raise verdict
            if verdict is None:
                left -= 1
            else:
                yield verdict
    finally:
        stop.set()
        while any(thread.is_alive() for thread in threads):  # none may wait for room in the queue
            with contextlib.suppress(queue.Empty):
                ready.get(timeout=0.05)


def _lane(source: Iterator[Job], lock: Any, ready: Any, stop: threading.Event, opened: Opened) -> None:
    """Take jobs until there are none."""
    try:
        with opened(stop) as grade:
            while not stop.is_set():
                with lock:
                    job = next(source, None)
                if job is None:
                    break
                ready.put(grade(job))
        ready.put(None)
    except BaseException as error:
        ready.put(error)
