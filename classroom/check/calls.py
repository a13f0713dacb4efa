"""Call a student's function on copies of its arguments, and put into words what goes wrong."""

from __future__ import annotations

import contextlib
import copy
import io
from typing import Any

import numpy as np
import pandas as pd

from classroom.check import student
from classroom.check.answers import subject
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


def _unchanged(before: Any, after: Any) -> bool:
    if isinstance(before, pd.DataFrame):
        same_names = list(before.columns) == list(after.columns) if hasattr(after, "columns") else False
        return same_names and before.equals(after)
    if isinstance(before, pd.Series):
        return before.equals(after)
    if isinstance(before, np.ndarray):
        return before.shape == after.shape and bool(
            pd.Series(before.ravel()).equals(pd.Series(after.ravel()))
        )
    if isinstance(before, dict):
        return list(before) == list(after) and all(_unchanged(before[key], after[key]) for key in before)
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    try:
        return bool(before == after) or before is after or type(before).__eq__ is object.__eq__
    except Exception:
        return True


@heard
def call(fn: Any, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """What the student's function returns for these arguments.

    The function gets copies, so that nothing it does can reach the test's own tables. What it prints is held
    back. Arguments of the student's function come after `name`, by position or by keyword.

    Raises
    ------
    Mistake
        unanswered (no function yet, or it returns nothing), wrong-type (not a function; prints instead of
        returning), raised (it stops with an error), changed-input (it changes what it was given)
    """
    who = subject(name)
    if is_blank(fn):
        fail("unanswered", say("call.unwritten", subject=who))
    if not callable(fn):
        fail("wrong-type", say("call.not-a-function", subject=who, kind=type_in_words(fn)))
    elsewhere = student.elsewhere(fn)  # then it gets copies in any case, and says itself what it changed
    before, given = ((args, kwargs),) * 2 if elsewhere else (_copied((args, kwargs)), _copied((args, kwargs)))
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            result = fn(*given[0], **given[1])
    except Mistake:
        raise
    except NotImplementedError:
        fail("unanswered", say("call.unwritten", subject=who))
    except (Exception, SystemExit) as error:
        if "ellipsis" in str(error).casefold():  # a given line met what is still `...`
            fail("unanswered", say("call.unwritten", subject=who))
        line = error.student_line if hasattr(error, "student_line") else line_of(error, files_of(fn))
        fail("raised", raised_in_words(error, who, name, line))
    if result is Ellipsis or result is NotImplemented:
        fail("unanswered", say("call.unwritten", subject=who))
    if result is None:
        if printed.getvalue().strip():
            fail("wrong-type", say("call.prints", subject=who))
        fail("unanswered", say("call.returns-nothing", subject=who))
    if fn.changed_input if elsewhere else not _unchanged(before, given):
        fail("changed-input", say("call.changed-input", subject=who))
    return result
