"""Small words of the report: numbers, counts and text made safe for HTML."""

from __future__ import annotations

import html


def e(text: str) -> str:
    """Text as text, whatever is in it."""
    return html.escape(str(text), quote=True)


def percent(share: float | None) -> str:
    """`40 %`, or a dash."""
    return "–" if share is None else f"{100 * share:.0f}\u202f%"


def count_of(count: int, noun: str) -> str:
    """`1 student`, `2 students`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def stop(sentence: str) -> str:
    """A sentence without its full stop."""
    return sentence.rstrip(". ")


def seconds(value: float) -> str:
    """`0.31 s`, `4.2 s`, `75 s`."""
    return (
        f"{value:.2f}\u202fs" if value < 1 else f"{value:.1f}\u202fs" if value < 20 else f"{value:.0f}\u202fs"
    )


def names(students: tuple[str, ...] | list[str], most: int = 6) -> str:
    """Some names, and how many more there are."""
    shown = ", ".join(e(name) for name in students[:most])
    return shown + (f" and {len(students) - most} more" if len(students) > most else "")
