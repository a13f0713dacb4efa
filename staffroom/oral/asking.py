"""Inside the tests' process: call the student's function and the reference, as they are and with a change."""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Callable, Mapping
from typing import Any

#: In front of the line that the tests' process prints.
MARK = "oral: "


def tell(
    lesson: str,
    question: Mapping[str, Any],
    answer: Any,
    right: Mapping[str, Callable[..., Any]],
    change: Callable[..., tuple[Any, ...]],
) -> None:
    """Print one line of JSON: what comes out, by the reference and by the student's own code.

    `answer` is the student's function, None where there is none; `right` are the reference's by name, and
    `change` gives the changed arguments for those that are there. Of a question that is `proved`, the tests
    have seen that the function is right as things are: then it is called with the change alone.
    """
    print(MARK + json.dumps(_found(lesson, question, answer, right, change)))


def _found(
    lesson: str,
    question: Mapping[str, Any],
    answer: Any,
    right: Mapping[str, Callable[..., Any]],
    change: Callable[..., tuple[Any, ...]],
) -> dict[str, Any]:
    name = question["function"]
    try:
        arguments = _arguments(lesson, question, right)
        changed = dict(zip(arguments, change(*arguments.values()), strict=True))
        # to follow one's code by hand one need not know what it gave before
        given = [changed] if question["family"] == "trace" else [arguments, changed]
        results = [right[name](*one.values()) for one in given]
        told: dict[str, Any] = {
            "right": [
                _number(_value(question, one, result)) for one, result in zip(given, results, strict=True)
            ]
        }
    except Exception as error:
        return {"fault": f"{type(error).__name__}: {error}"[:300]}
    known = len(given) - 1 if question.get("proved") else 0
    own: list[float | None] = told["right"][:known]
    for one, like in list(zip(given, results, strict=True))[known:]:
        try:
            result = _as(like, _called(answer, name, one), name)
            own.append(_number(_value(question, one, result)))
        except Exception as error:
            sentence = getattr(error, "sentence", "") or f"{type(error).__name__}: {error}"
            told.setdefault("trouble", " ".join(str(sentence).split())[:300])
            own.append(None)
    return told | {"own": own}


def _arguments(
    lesson: str, question: Mapping[str, Any], right: Mapping[str, Callable[..., Any]]
) -> dict[str, Any]:
    """The function's arguments by name."""
    from classroom.data import load
    from classroom.lessons.page import page

    name = question["function"]
    held = page(lesson)
    if question["at"] == "page":
        values = held.arguments(name)
    elif question["inputs"]:
        values = right[question["inputs"]](load.all())
    else:
        tables = load.all()
        values = tuple(tables[table] for table in held.call(name).call)
    return dict(zip(inspect.signature(right[name]).parameters, values, strict=True))


def _called(answer: Any, name: str, given: Mapping[str, Any]) -> Any:
    from classroom import check

    return check.call(answer, name, *given.values())


def _as(like: Any, result: Any, name: str) -> Any:
    """The student's result in the form of the reference's."""
    import pandas as pd

    from classroom import check

    if isinstance(like, pd.DataFrame):
        return check.table(result, name, index=list(like.index.names), columns=list(like.columns))
    if isinstance(like, pd.Series):
        return check.series(result, name, index=like.index.name)
    return result


def _value(question: Mapping[str, Any], given: Mapping[str, Any], result: Any) -> Any:
    import numpy as np
    import pandas as pd

    names = {"pd": pd, "np": np, **given, "result": result}
    return eval(question["value"], names)  # the author's own text, never a student's


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("what comes out is no number")
    return number
