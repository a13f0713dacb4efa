"""Call a student's function on copies of its arguments, and put into words what goes wrong."""

from __future__ import annotations

import ast
import contextlib
import copy
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from classroom.check import student
from classroom.check.answers import subject
from classroom.check.changed import changed_in_words, changes
from classroom.check.merges import Merge, watched
from classroom.check.mistakes import Mistake, fail, heard
from classroom.check.plain import is_blank, type_in_words
from classroom.check.raised import files_of, line_of, raised_in_words
from classroom.words import say


def _copied(value: Any) -> Any:
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return value.copy(deep=True)
    try:
        return copy.deepcopy(value)
    except Exception:
        return value


@dataclass(frozen=True)
class Called:
    """What a student's function returned, and the merges that it made on the way."""

    result: Any
    merges: Sequence[Merge] = ()


def call(fn: Any, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """What the student's function returns for these arguments.

    The function gets copies, so that nothing it does can reach the test's own tables. What it prints is held
    back, and a merge that would fill the memory is stopped. Arguments of the student's function come after
    `name`, by position or by keyword.

    Raises
    ------
    Mistake
        unanswered (no function yet, or it returns nothing), wrong-type (not a function; prints instead of
        returning), raised (it stops with an error), changed-input (it changes what it was given)
    """
    return called(fn, name, *args, **kwargs).result


@heard
def called(fn: Any, name: str, /, *args: Any, **kwargs: Any) -> Called:
    """As `call`, with the merges that the function made."""
    return _ran(fn, name, args, kwargs, ("unanswered", "call.returns-nothing"))


def is_written(name: str) -> bool:
    """Whether no `...` is left in what the student wrote under a name."""
    return not any(isinstance(node, ast.Constant) and node.value is ... for node in student.nodes(name))


@heard
def verdict(fn: Any, name: str, /, *args: Any, written: bool) -> Any:
    """As `call`, for a check that a student writes: if it `is_written`, it gave nothing for a result."""
    if not written:
        return call(fn, name, *args)
    return _ran(fn, name, args, {}, ("wrong-type", "judge.nothing")).result


def _ran(
    fn: Any, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], nothing: tuple[str, str]
) -> Called:
    """`nothing`: the mistake's key, and the sentence's, where the function gives None."""
    who = subject(name)
    if is_blank(fn):
        fail("unanswered", say("call.unwritten", subject=who))
    if not callable(fn):
        fail("wrong-type", say("call.not-a-function", subject=who, kind=type_in_words(fn)))
    elsewhere = student.elsewhere(fn)  # then it gets copies in any case, and says itself what it changed
    before, given = ((args, kwargs),) * 2 if elsewhere else (_copied((args, kwargs)), _copied((args, kwargs)))
    printed, files = io.StringIO(), files_of(fn) if not elsewhere else set()
    watch = contextlib.nullcontext([]) if elsewhere else watched(files)
    try:
        with contextlib.redirect_stdout(printed), watch as merges:
            result = fn(*given[0], **given[1])
    except Mistake:
        raise
    except NotImplementedError:
        fail("unanswered", say("call.unwritten", subject=who))
    except (Exception, SystemExit) as error:
        if "ellipsis" in str(error).casefold():  # a given line met what is still `...`
            fail("unanswered", say("call.unwritten", subject=who))
        line = error.student_line if hasattr(error, "student_line") else line_of(error, files)
        fail("raised", raised_in_words(error, who, name, line))
    if result is Ellipsis or result is NotImplemented:
        fail("unanswered", say("call.unwritten", subject=who))
    if result is None:
        if printed.getvalue().strip():
            fail("wrong-type", say("call.prints", subject=who))
        fail(nothing[0], say(nothing[1], subject=who))
    changed = list(fn.changed_input) if elsewhere else changes(before, given)
    if changed:
        fail("changed-input", changed_in_words(fn, who, changed[0], before, given))
    return Called(result, tuple(merges))
