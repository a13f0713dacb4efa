"""A bar for long work: how far, how many rows, how fast, how long still."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from staffroom.cli.say import above, say

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn, Task
    from rich.text import Text


#: The longest that a bar itself is drawn, and the shortest.
LONGEST, SHORTEST = 40, 6


def bar_of(*parts: tuple[int, str | ProgressColumn], quiet: bool, **more: Any) -> Progress:
    """A bar on the error stream, from parts with the columns that each needs, the most important one first.

    A narrow terminal has as many parts as fit whole, and what is left is the bar's: no text is cut. Nothing
    moves if `quiet`, or where nobody looks. What is printed meanwhile stays on its own stream; `say` puts
    sentences above the bar.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    left, columns = console.width, []
    for needed, part in parts:
        if needed > left:
            continue
        left -= needed + 1
        columns.append(TextColumn(part, markup=False) if isinstance(part, str) else part)
    if left > SHORTEST:
        columns.insert(1, BarColumn(bar_width=min(LONGEST, left - 1)))
    return Progress(
        *columns, console=console, disable=quiet or not console.is_terminal, redirect_stdout=False, **more
    )


def time_left() -> tuple[int, ProgressColumn]:
    """The part that says how long it still takes."""
    from rich.progress import TimeRemainingColumn

    class Left(TimeRemainingColumn):
        def render(self, task: Task) -> Text:
            return super().render(task).append(" left")

    return len("0:00:00 left"), Left()


@contextlib.contextmanager
def moving(bar: Progress) -> Iterator[None]:
    """Let a bar move; what is said meanwhile stands above it."""
    with bar, contextlib.nullcontext() if bar.disable else above(bar.console):
        yield


@contextlib.contextmanager
def seen_running(what: str, quiet: bool) -> Iterator[tuple[Callable, Callable[[str], None]]]:
    """Give (what to call with each `Progress`, what to call with a sentence) while work runs.

    The bar goes to the error stream, so a pipe gets the result alone; `quiet`: no bar, as if nobody looked.
    """
    bar = bar_of(
        (len(what), "{task.description}"),
        time_left(),
        (len("100,000,000 rows"), "{task.fields[rows]:,} rows"),
        (len("10,000,000 rows/s"), "{task.fields[speed]:,} rows/s"),
        quiet=quiet,
        transient=True,
        speed_estimate_period=600,
    )
    began = time.perf_counter()
    with moving(bar):
        task = bar.add_task(what, total=None, rows=0, speed=0)

        def seen(step) -> None:
            speed = (step.rows - step.found) / max(time.perf_counter() - began, 1e-3)
            bar.update(task, total=step.total, completed=step.done, rows=step.rows, speed=round(speed))

        yield seen, lambda sentence: say(sentence, err=True)


@contextlib.contextmanager
def counted(what: str, quiet: bool, *, seconds: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Give what to call with (done, all) while one thing after another is made: a bar with the time left.

    With `seconds` it also says how long it has taken.
    """
    from rich.progress import MofNCompleteColumn, TimeElapsedColumn

    parts = [(len(what), "{task.description}"), (len("999/999"), MofNCompleteColumn()), time_left()]
    if seconds:
        parts.append((len("0:00:00"), TimeElapsedColumn()))
    # the speed is that of the last minutes: what warms up at the start does not count for ever
    bar = bar_of(*parts, quiet=quiet, speed_estimate_period=300)
    with moving(bar):
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
