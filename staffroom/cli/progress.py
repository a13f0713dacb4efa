"""A bar for long work: how far, how many rows, how fast, how long still."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def seen_running(what: str, quiet: bool) -> Iterator[tuple[Callable, Callable[[str], None]]]:
    """Give (what to call with each `Progress`, what to call with a sentence) while work runs.

    The bar goes to the error stream, so a pipe gets the result alone; `quiet`: no bar, as if nobody looked.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TextColumn("{task.fields[speed]:,} rows/s"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=console,
        disable=quiet or not console.is_terminal,
        transient=True,
        speed_estimate_period=600,
    )
    began = time.perf_counter()
    with bar:
        task = bar.add_task(what, total=None, rows=0, speed=0)

        def seen(step) -> None:
            speed = (step.rows - step.found) / max(time.perf_counter() - began, 1e-3)
            bar.update(task, total=step.total, completed=step.done, rows=step.rows, speed=round(speed))

        def tell(sentence: str) -> None:
            if bar.disable:
                print(sentence, file=sys.stderr)
            else:
                console.print(sentence, markup=False, highlight=False)

        yield seen, tell


@contextlib.contextmanager
def counted(what: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Give what to call with (done, all) while one thing after another is made: a bar with the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def duration(seconds: float) -> str:
    """`40 seconds`, `3 minutes`, `2.5 hours`."""
    if seconds < 90:
        return f"{max(1, round(seconds))} seconds" if seconds >= 1.5 else "a second"
    if seconds < 5400:
        return f"{round(seconds / 60)} minutes"
    return f"{seconds / 3600:.1f} hours"


def size(count: float) -> str:
    """Bytes as kB, MB, GB or TB."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" or count >= 10 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:,.1f} TB"
