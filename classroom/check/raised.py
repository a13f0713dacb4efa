"""What an error in a student's function means, in which of their lines it arose, and what was in it."""

from __future__ import annotations

import ast
import difflib
import inspect
import linecache
import re
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np
import pandas as pd

from classroom.check.forms import in_words, label_text, numbered_only
from classroom.check.plain import kind_of
from classroom.words import say

_SEVERAL = re.compile(r"\[(?P<some>.+?)\] not (?:found )?in (?:index|axis)|None of .*\[(?P<all>'.*')\]")
LONGEST_LINE = 76
MOST_NAMES = 4
"""So many names of a line are told of."""
MOST_NEAR = 200
"""Among so many columns or labels the one is sought that was meant."""
MOST_LABELS = 8
"""So many of a table's columns, or of a column's row labels, are told."""
LONGEST_TEXT = 40
"""Characters of a text that is told."""
KNOWN = {
    "truth value of a": "raised.whole-column",
    "trying to merge on": "raised.merge-kinds",
    "not supported between": "raised.kinds",
    "unsupported operand": "raised.kinds",
    "did not contain a loop": "raised.kinds",
    "boolean subtract": "raised.minus-truths",
    "boolean negative": "raised.minus-truths",
    "not callable": "raised.not-callable",
    "not subscriptable": "raised.no-parts",
    "ength mismatch": "raised.lengths",
    "does not match length": "raised.lengths",
}
"""What stands in the text of a TypeError or ValueError -> the sentence for it."""


@dataclass(frozen=True)
class Line:
    """A line of a student's cell: its number there, the function around it, its text, what its names hold."""

    number: int
    inside: str
    text: str
    names: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()  # of the tables in that line, and the labels of its columns


def files_of(fn: Any) -> set[str]:
    """The names under which the student's cells are compiled: the function's own, and all of this kernel."""
    found = set()
    with suppress(Exception):
        found.add(inspect.unwrap(fn).__code__.co_filename)
    with suppress(Exception):
        shell: Any = sys.modules["IPython"].get_ipython()
        found |= set(shell.compile._filename_map)
    return found


def line_of(error: BaseException, files: set[str]) -> Line | None:
    """The last line of the student's own that the error went through; None if there is none.

    `files` are the names under which their cells are compiled.
    """
    own = [
        (frame, number)
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename in files
    ]
    return line_at(*own[-1]) if own else None


def line_at(frame: FrameType, number: int) -> Line:
    """A line of a running function. Nothing in it, however odd, is an error here."""
    code = frame.f_code
    text, names, columns = "", [], []
    with suppress(Exception):
        lines = linecache.getlines(code.co_filename)
        text = " ".join(lines[number - 1].split()) if number <= len(lines) else ""
        for name in _names("".join(lines), number):
            held = frame.f_locals if name in frame.f_locals else frame.f_globals
            what = value_in_words(held[name]) if name in held else ""
            if what and len(names) < MOST_NAMES:
                names.append(say("raised.name-holds", name=name, what=what))
            if what and isinstance(held[name], pd.DataFrame):
                columns += [str(column) for column in held[name].columns[:MOST_NEAR]]
            if what and isinstance(held[name], pd.Series):
                columns += [label_text(label) for label in held[name].index[:MOST_NEAR]]
    if len(text) > LONGEST_LINE:
        text = f"{text[:LONGEST_LINE]} …"
    return Line(number, code.co_name, text, tuple(names), tuple(columns))


def _names(source: str, number: int) -> list[str]:
    """The names that the statement at a line reads, those of the line first."""
    statements = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and node.lineno <= number <= (node.end_lineno or node.lineno)
    ]
    if not statements:
        return []
    smallest = min(statements, key=lambda node: (node.end_lineno or 0) - node.lineno)
    read = [
        node for node in ast.walk(smallest) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    ]
    if hasattr(smallest, "body"):  # of a loop or a condition only its own line
        read = [node for node in read if node.lineno == number]
    read.sort(key=lambda node: (node.lineno != number, node.lineno, node.col_offset))
    return list(dict.fromkeys(node.id for node in read))


def value_in_words(value: Any) -> str:
    """What a name holds, in a few words; empty for a function, a module, or what cannot be told shortly."""
    if isinstance(value, pd.DataFrame):
        columns = in_words([str(column) for column in value.columns], MOST_LABELS)
        rows = say("holds.row") if len(value) == 1 else say("holds.rows", count=f"{len(value):,}")
        return say("holds.table" if len(value.columns) else "holds.no-columns", rows=rows, columns=columns)
    if isinstance(value, (pd.Series, pd.Index)):
        kind = kind_of(value)
        key = {"number": "holds.numbers", "time": "holds.times", "truth": "holds.truths"}.get(kind)
        values = say(key) if key else say("holds.texts")
        named = "type.series" if isinstance(value, pd.Series) else "type.index"
        said = say("holds.values", kind=say(named), count=f"{len(value):,}", values=values)
        if isinstance(value, pd.Series) and len(value) and not numbered_only(value.index):
            return say("holds.labelled", values=said, labels=in_words(value.index, MOST_LABELS))
        return said
    if isinstance(value, np.ndarray):
        return say("holds.items", kind=say("type.array"), count=value.size)
    if isinstance(value, dict):
        return say("holds.dict", count=len(value), keys=in_words([_short(key) for key in list(value)[:5]], 4))
    if isinstance(value, (list, tuple, set, frozenset)):
        key = (
            "holds.list"
            if isinstance(value, list)
            else "holds.tuple"
            if isinstance(value, tuple)
            else "holds.set"
        )
        return say(key, count=len(value))
    if "GroupBy" in type(value).__name__:
        return say("type.groupby")
    if value is None or isinstance(value, (bool, int, float, str, np.generic, pd.Timestamp, pd.Timedelta)):
        return _short(value)
    return ""


def _short(value: Any) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]} …"


def raised_in_words(error: BaseException, who: str, name: str, line: Line | None) -> str:
    """The sentences for an error: in which line, what is wrong there, what the line's names hold.

    `who` is the subject, `name` the exercise's function.
    """
    words = error_in_words(error)
    if line is None:
        return say("call.raised", subject=who, error=words)
    key = "call.raised-here" if line.inside == name or line.inside.startswith("<") else "call.raised-in"
    head = say(key, subject=who, line=line.number, inside=line.inside)
    parts = [f"{head}\n    {line.text}" if line.text else head]
    near = near_column(error, line.columns) or empty_rows(error, line.text)
    parts.append(f"{words[:1].upper()}{words[1:]} {near}".strip())
    if line.names:
        parts.append(say("raised.there", names="; ".join(line.names)))
    return "\n".join(parts)


def near_column(error: BaseException, columns: tuple[str, ...]) -> str:
    """For a column that is not there: what a merge made of it, or one of nearly that name; else nothing."""
    if not isinstance(error, KeyError):
        return ""
    wanted = _missing(error)
    twins = [f"{wanted}{end}" for end in ("_x", "_y")]
    if set(twins) <= set(columns):
        return say("column.two-of-them", column=wanted, left=twins[0], right=twins[1])
    # another table of this line may have the very name: that helps nobody
    others = [column for column in columns if column != wanted]
    near = difflib.get_close_matches(wanted, others, n=1, cutoff=0.6)
    return say("raised.near", near=near[0]) if near else ""


def empty_rows(error: BaseException, text: str) -> str:
    """For rows asked for by label that are not there: perhaps nothing fell into them; else nothing."""
    rows = isinstance(error, KeyError) and ".loc[[" in text and _SEVERAL.search(str(error))
    return say("raised.empty-rows") if rows else ""


def _missing(error: KeyError) -> str:
    """What a KeyError looked for: pandas says it in several ways."""
    text = str(error.args[0]) if error.args else ""
    text = text.strip().strip("'\"").removeprefix("Column not found: ")
    listed = _SEVERAL.match(text)
    found = (listed["some"] or listed["all"]) if listed else text
    return " ".join(found.replace("'", "").split())[:200]


def error_in_words(error: BaseException) -> str:
    """What an error means for the one who wrote the function: "it asks for `paid`, which is not there"."""
    kind = type(error).__name__
    text = str(error).strip()
    # A KeyError puts its whole message in quotes; other quotes belong to the words inside.
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" and text.count(text[0]) == 2:
        text = text[1:-1]
    first_line = text.splitlines()[0][:200] if text else ""
    if isinstance(error, KeyError):
        return say("raised.key", what=_missing(error))
    if isinstance(error, NameError):
        return say("raised.name", what=getattr(error, "name", None) or first_line)
    if isinstance(error, AttributeError):
        return say("raised.attribute", what=first_line)
    if isinstance(error, ZeroDivisionError):
        return say("raised.zero")
    if isinstance(error, IndexError):
        return say("raised.index", what=first_line)
    if isinstance(error, RecursionError):
        return say("raised.recursion")
    if isinstance(error, TypeError) and "positional argument" in text:
        return say("raised.arguments", what=first_line)
    if isinstance(error, TypeError) and "unexpected keyword" in text:
        return say("raised.arguments", what=first_line)
    if isinstance(error, TypeError) and "NoneType" in text:
        return say("raised.none", what=first_line)
    if isinstance(error, MemoryError):
        return text if kind == "TooManyRows" else say("raised.memory")
    if isinstance(error, SystemExit):
        return say("raised.exit")
    if isinstance(error, (TypeError, ValueError)):
        for part, key in KNOWN.items():
            if part in text:
                return say(key, what=first_line)
    return say("raised.other", kind=kind, what=first_line or kind)
