"""Tasks dealt to processes of their own, and none of these left behind.

Each process is a fresh interpreter (`spawn`), as on Windows and macOS. It ends with the one that started it,
however that one ends, and what it laid down for the time being goes with it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import tempfile
import threading
import traceback
from collections.abc import Callable, Hashable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from generator.errors import UserError


def deal(
    tasks: Sequence[Any],
    start: Callable[..., Callable[[Any], Any]],
    given: tuple[Any, ...],
    workers: int,
    home: Callable[[Any], Hashable],
) -> Iterator[tuple[int, Any]]:
    """Do all tasks in up to `workers` processes; yield (index of the task, result) as they are done.

    In each process `start(*given)` gives the function that does a task. Tasks with the same `home` go to the
    same process where that keeps nobody waiting. What a task raises is raised here; `UserError` if a process
    was killed.
    """
    left = list(enumerate(tasks))
    busy: dict[Connection, tuple[int, Hashable]] = {}
    crew: list[tuple[BaseProcess, Connection]] = []

    def hand(tube: Connection, last: Hashable) -> None:
        taken = {where for _, where in busy.values()}
        homes = [home(task) for _, task in left]
        pick = next((n for n, where in enumerate(homes) if where == last), None)
        if pick is None:
            pick = next((n for n, where in enumerate(homes) if where not in taken), 0)
        index, task = left.pop(pick)
        busy[tube] = index, home(task)
        with _alive():
            tube.send(task)

    with tempfile.TemporaryDirectory(prefix="centric-crew-", ignore_cleanup_errors=True) as scratch:
        try:
            for _ in range(min(workers, len(tasks))):
                crew.append(_hire(scratch, start, given))
            for _, tube in crew:  # once all are on their way: a long task waits until it is read
                hand(tube, _NOWHERE)
            while busy:
                for tube in wait(list(busy)):
                    index, last = busy.pop(tube)
                    result = _received(tube)
                    if left:
                        hand(tube, last)
                    yield index, result
        finally:
            _dismiss(crew)


def each(
    tasks: Sequence[Any], start: Callable[..., Callable[[Any], Any]], given: tuple[Any, ...], workers: int
) -> Iterator[tuple[Any, Any]]:
    """Do tasks of which none helps another, here if one process is enough; yield (task, result).

    They come in any order. `start` and `given` as for `deal`, and so is what is raised.
    """
    if workers == 1 or len(tasks) == 1:
        do = start(*given)
        yield from ((task, do(task)) for task in tasks)
        return
    with contextlib.closing(deal(tasks, start, given, workers, lambda task: task)) as dealt:
        yield from ((tasks[index], result) for index, result in dealt)


_NOWHERE = object()


def _hire(
    scratch: str, start: Callable[..., Callable[[Any], Any]], given: tuple[Any, ...]
) -> tuple[BaseProcess, Connection]:
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, scratch, start, given), daemon=True)
    with _deaf():
        process.start()
    theirs.close()  # or its end would not be noticed
    return process, mine


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Who is born meanwhile hears no Ctrl-C: it reaches all at once, and who started them says stop."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _alive() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError):
        raise UserError(
            "A process that tried answers was killed, perhaps for want of memory; give fewer --workers."
        ) from None


def _received(tube: Connection) -> Any:
    with _alive():
        fine, result = tube.recv()
    if fine:
        return result
    raise result


def _dismiss(crew: list[tuple[BaseProcess, Connection]]) -> None:
    for process, tube in crew:
        tube.close()
        process.terminate()
    for process, _ in crew:
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join()


# -------------------------------------------------------------------------------- in a process of the crew


def _serve(
    tube: Connection, scratch: str, start: Callable[..., Callable[[Any], Any]], given: tuple[Any, ...]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # on Windows it is not inherited
    threading.Thread(target=_end_with_parent, daemon=True).start()
    tempfile.tempdir = scratch
    do = start(*given)
    while True:
        try:
            task = tube.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, do(task)
        except UserError as error:
            answer = False, error
        except Exception:
            answer = False, RuntimeError(traceback.format_exc())
        tube.send(answer)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
