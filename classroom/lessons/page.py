"""A lesson's page: small tables, what its exercises are called with, and what should come out.

    page = page("01_product_vs_customer")
    page["order_lines"]               # a small table, in the columns of the real one
    page.arguments("line_pnl")        # what the exercise is called with
    page.right("line_pnl")            # what should come out
    page.mistakes("line_pnl")         # misconception -> (what comes out then, the sentence that helps)
    page.shown("line_pnl")            # results, right and wrong, on which the student's own check is tried

Tables and calls are written by hand, in `<lesson>/page.yaml`. Results are worked out when the lesson is
built, from its reference and its wrong answers, and lie in `<lesson>/built.json`.
"""

from __future__ import annotations

import string
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from classroom.errors import Misuse
from classroom.lessons import bank
from classroom.lessons.results import decode_parts
from classroom.words import say

if TYPE_CHECKING:
    import pandas as pd

    from classroom.lessons.schema import Argument, PageCall, PageFile, Words

WIDTH = 80
"""Characters in a line of a written call."""
GLUE = "\N{NO-BREAK SPACE}"


class Shown(NamedTuple):
    """One result that is shown: its letter, whether it is right, and what a check gets beside it."""

    letter: str
    right: bool
    result: Any
    data: Any


class Page:
    """One lesson's page: small tables by name, and what exercises should make of them."""

    def __init__(self, lesson: str, content: PageFile, results: dict[str, Any]) -> None:
        """Keep what the lesson's files say. `results`: exercise -> {right, mistakes, again}, encoded."""
        self.lesson = lesson
        self._content = content
        self._results = results
        #: Results as they were decoded, by the identity of the data: a test looks at each many times.
        self._decoded: dict[int, Any] = {}

    def __getitem__(self, table: str) -> pd.DataFrame:
        """A fresh copy of a table; times are UTC as in the company's own tables.

        Raises
        ------
        Misuse
            the page has no table of this name
        """
        if table not in self._content.tables:
            known = ", ".join(self.names())
            raise Misuse(say("page.no-table", lesson=self.lesson, table=table, known=known))
        held = self._content.tables[table]
        if isinstance(held, str):
            return bank.table_of(held)
        frame = self.right(held.result_of).reset_index()
        return frame.query(held.where, engine="python").reset_index(drop=True) if held.where else frame

    def names(self) -> list[str]:
        """Names of the page's tables."""
        return list(self._content.tables)

    def exercises(self) -> list[str]:
        """Names of the exercises that the page calls."""
        return list(self._content.exercises)

    def call(self, exercise: str) -> PageCall:
        """How an exercise is called here, in what unit its result is, and what the place is called.

        Raises
        ------
        Misuse
            the page knows no such exercise
        """
        if exercise not in self._content.exercises:
            known = ", ".join(self.exercises())
            raise Misuse(say("page.no-exercise", lesson=self.lesson, exercise=exercise, known=known))
        return self._content.exercises[exercise]

    def arguments(self, exercise: str, turn: int = 0) -> tuple[Any, ...]:
        """What the exercise is called with on the page, the first time or again; tables are fresh copies."""
        return tuple(self._argument(one) for one in self.call(exercise).calls[turn])

    def written_call(self, exercise: str, turn: int = 0) -> str:
        """The exercise's call on the page as code that runs in any cell where the function is defined.

        The page's tables are in one name, `toy`, as in the lessons.
        """
        arguments = [_written(one) for one in self.call(exercise).calls[turn]]
        call = f"{exercise}({', '.join(arguments)})"
        if len(call) > WIDTH:
            kept = [
                one.replace(" ", GLUE) if ".query(" in one else one for one in arguments
            ]  # texts stay whole
            inside = textwrap.fill(", ".join(kept), WIDTH - 4, break_long_words=False, break_on_hyphens=False)
            inside = inside.replace(GLUE, " ")
            call = f"{exercise}(\n{textwrap.indent(inside, '    ')}\n)"
        return f'from classroom import toys\n\ntoy = toys.page("{self.lesson}")\n{call}'

    def right(self, exercise: str, turn: int = 0) -> Any:
        """The right result of an exercise: a table, a Series, a tuple of numbers, a dict, or a number."""
        return self._fresh(self._result(exercise, turn)["right"])

    def mistakes(self, exercise: str, turn: int = 0) -> dict[str, tuple[Any, str]]:
        """Key of each misconception -> (its result, or the part in which it shows; the sentence for it)."""
        found = self._result(exercise, turn)["mistakes"]
        return {key: (self._fresh(mistake["wrong"]), mistake["says"]) for key, mistake in found.items()}

    def shown(self, exercise: str) -> list[Shown]:
        """Results of an exercise, right and wrong, that a check for it is tried on in the open.

        Raises
        ------
        Misuse
            no check is asked for there
        """
        found = self._result(exercise).get("shown")
        if not found:
            raise Misuse(say("page.no-check", lesson=self.lesson, exercise=exercise))
        return [
            Shown(letter, one["right"], self._fresh(one["result"]), self._fresh(one["data"]))
            for letter, one in zip(string.ascii_uppercase, found, strict=False)
        ]

    def _fresh(self, data: Any) -> Any:
        """A part of the results, decoded; as a copy that may be written to."""
        if id(data) not in self._decoded:
            self._decoded[id(data)] = decode_parts(data)
        return _copied(self._decoded[id(data)])

    def _argument(self, one: Argument | Words | Any) -> Any:
        if isinstance(one, str):
            return self[one]
        if hasattr(one, "text"):
            return one.text
        if not hasattr(one, "table"):
            return one
        frame = self[one.table]
        frame = frame if one.where is None else frame.query(one.where).reset_index(drop=True)
        frame = frame if one.index is None else frame.set_index(one.index)
        return frame if one.column is None else frame[one.column]

    def _result(self, exercise: str, turn: int = 0) -> dict[str, Any]:
        self.call(exercise)
        found = self._results.get(exercise)
        turns = [found, *found.get("again", [])] if found else []
        if turn >= len(turns):
            raise Misuse(say("page.not-built", lesson=self.lesson, exercise=exercise))
        return turns[turn]


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(one) for name, one in value.items()}
    # pandas copies when one of the two is written to
    return value.copy(deep=False) if hasattr(value, "iloc") else value


@bank.kept
def page(lesson: str) -> Page:
    """The page of a lesson.

    Raises
    ------
    Misuse
        the lesson has none
    """
    content = bank.read_page(lesson)
    if content is None:
        known = ", ".join(pages()) or say("page.none-yet")
        raise Misuse(say("page.no-page", lesson=lesson, known=known))
    return Page(lesson, content, bank.built(lesson).get("results", {}))


def pages() -> list[str]:
    """The lessons that have a page."""
    return [name for name in bank.names() if (bank.folder_of(name) / bank.PAGE).is_file()]


def find(exercise: str) -> tuple[Page, str]:
    """The page and the exercise's own name of `01/line_pnl`: the lesson by its number or name.

    Raises
    ------
    Misuse
        it has not this form, or there is no such page or exercise
    """
    which, slash, name = str(exercise).partition("/")
    found = [lesson for lesson in pages() if which in (lesson, lesson[:2])]
    if not (slash and name):
        raise Misuse(say("page.not-named", exercise=exercise))
    held = page(_only(found, which))
    held.call(name)
    return held, name


def _written(one: Argument | Words | Any) -> str:
    """An argument of a call, as code."""
    if hasattr(one, "text"):
        return repr(one.text)
    if isinstance(one, str):
        return f'toy["{one}"]'
    if not hasattr(one, "table"):
        return repr(one)
    code = f'toy["{one.table}"]'
    if one.where is not None:
        code += f".query({one.where!r}).reset_index(drop=True)"
    if one.index is not None:
        code += f".set_index({_quoted(one.index)})"
    return code if one.column is None else f'{code}["{one.column}"]'


def _quoted(names: str | list[str]) -> str:
    return f'"{names}"' if isinstance(names, str) else f"[{', '.join(map(_quoted, names))}]"


def _only(found: Iterable[str], which: str) -> str:
    return next(iter(found), which)
