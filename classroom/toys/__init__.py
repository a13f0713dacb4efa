"""The company on one page: a made-up ledger, small enough to check by hand, for each lesson.

    toy = toys.page("01_product_vs_customer")
    toy["order_lines"]                # a small table, in the columns of the real one
    toy.right("line_pnl")             # what the exercise's text says should come out
    toy.mistakes("line_pnl")          # misconception -> (what comes out then, the sentence that helps)

A lesson shows the page, its worked examples run on it, and each visible test calls the student's function on
it, so that an answer that goes wrong in a known way is told so at once. Every right and wrong result is kept
beside the tables as data (`<lesson>.yaml`), and tests hold them against the lesson's runnable answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from classroom.errors import Misuse
from classroom.lessons.bank import table_of


class Page:
    """One lesson's page: small tables by name, and what exercises should make of them."""

    def __init__(self, lesson: str, content: Mapping[str, Any]) -> None:
        """Keep the content of a lesson's file, `tables` and `exercises`."""
        self.lesson = lesson
        self._tables: Mapping[str, str] = content["tables"]
        self._exercises: Mapping[str, Mapping[str, Any]] = content["exercises"]

    def __getitem__(self, table: str) -> pd.DataFrame:
        """A fresh copy of a table; times are UTC as in the company's own tables.

        Raises
        ------
        Misuse
            the page has no table of this name
        """
        if table not in self._tables:
            known = ", ".join(self.names())
            raise Misuse(f"The page of {self.lesson} has no table `{table}`; it has {known}.")
        return table_of(self._tables[table])

    def names(self) -> list[str]:
        """Names of the page's tables."""
        return list(self._tables)

    def right(self, exercise: str) -> Any:
        """The right result of an exercise: a table, a Series, a tuple of numbers, or a number."""
        about = self._exercise(exercise)
        return _value(about["right"], about.get("index"))

    def mistakes(self, exercise: str) -> dict[str, tuple[Any, str]]:
        """Key of each misconception -> (its result, or the part in which it shows; the sentence for it)."""
        about = self._exercise(exercise)
        return {
            key: (_value(mistake["wrong"], about.get("index")), mistake["says"].strip())
            for key, mistake in about.get("mistakes", {}).items()
        }

    def exercises(self) -> list[str]:
        """Names of the exercises that the page knows."""
        return list(self._exercises)

    def _exercise(self, name: str) -> Mapping[str, Any]:
        if name not in self._exercises:
            known = ", ".join(self._exercises)
            raise Misuse(f"The page of {self.lesson} knows no exercise `{name}`; it knows {known}.")
        return self._exercises[name]


@cache
def page(lesson: str) -> Page:
    """The page of a lesson.

    Raises
    ------
    Misuse
        the lesson has none
    """
    import yaml

    path = Path(__file__).with_name(f"{lesson}.yaml")
    if not path.is_file():
        known = ", ".join(lessons()) or "none yet"
        raise Misuse(f"There is no page for a lesson `{lesson}`; lessons with a page: {known}.")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Page(lesson, yaml.load(path.read_text(encoding="utf-8"), Loader=loader))


def lessons() -> list[str]:
    """Names of the lessons that have a page."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.yaml"))


def _value(value: Any, index: str | list[str] | None) -> Any:
    if isinstance(value, str):
        frame = table_of(value)
        return frame.set_index(index) if index is not None else frame
    if isinstance(value, Mapping):
        series = pd.Series(dict(value), dtype=float)
        series.index.name = index
        return series
    if isinstance(value, list):
        return tuple(value)
    return value
